//! Emails by SMTP (RFC 5321).
