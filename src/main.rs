//! The `gongkai` program: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    gongkai::cli::run().into()
}
