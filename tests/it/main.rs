//! Tests across crate borders, one binary: a file a feature.

#![allow(clippy::unwrap_used, reason = "a failed test may panic")]

mod serving;
