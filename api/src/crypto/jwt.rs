//! Access tokens and sign-in challenges as JSON Web Tokens (RFC 7519).
