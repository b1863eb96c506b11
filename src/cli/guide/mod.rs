//! `gongkai guide`: pages for editors, in the terminal.

use std::io;

use clap::ValueEnum;

use super::exit::Exit;
use super::output::Output;

/// Arguments of `guide`.
#[derive(Clone, Copy, Debug, clap::Args)]
#[command(after_help = "Example:\n  gongkai guide quarter | less")]
pub(super) struct Args {
    /// Which guide (哪一篇)
    #[arg(value_name = "NAME", value_enum, default_value_t = Name::Quarter)]
    name: Name,
}

/// The guides.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Name {
    /// A whole quarter: collect, merge, check, publish (一个季度怎么做)
    Quarter,
}

const QUARTER: &str = include_str!("quarter.zh.md");

/// Prints a guide. They are in Chinese, the language of those who work by them.
pub(super) fn run(args: Args, output: &Output) -> io::Result<Exit> {
    match args.name {
        Name::Quarter => output.raw(QUARTER)?,
    }
    Ok(Exit::Done)
}
