//! Encrypted, verified copies of everything.
