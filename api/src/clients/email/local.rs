//! Emails into the local outbox.
