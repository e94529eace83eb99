//! The `recall` command.

fn main() {}
