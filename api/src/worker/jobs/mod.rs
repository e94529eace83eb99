//! One file a job kind.
