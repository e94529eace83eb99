//! Texts into the local outbox.
