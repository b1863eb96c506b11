use std::io;

use clap::CommandFactory;
use clap_complete::Shell;

use super::Cli;
use super::exit::Exit;
use super::output::Output;

/// Arguments of `completions`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  gongkai completions bash > /etc/bash_completion.d/gongkai")]
pub(super) struct Args {
    /// The shell (哪一种命令行)
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the completions of a shell.
pub(super) fn run(args: &Args, output: &Output) -> io::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "gongkai", &mut script);
    output.raw(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
