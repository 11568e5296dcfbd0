//! The `clara` binary.
fn main() {}
