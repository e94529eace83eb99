//! Who may sign in and how: password, TOTP, sessions, external clients.
