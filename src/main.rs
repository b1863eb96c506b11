//! The `gongkai` program: everything is in the library.

fn main() {}
