//! The claim loop.
