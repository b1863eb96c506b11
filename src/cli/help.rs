//! The help of each command.

use clap::Command;

/// As clap has it, but for what follows.
const TEMPLATE: &str =
    "{before-help}{about-with-newline}\n{usage-heading} {usage}\n\n{all-args}{after-help}\n\n";

/// Leaves the examples of a command and of those below it as they are, however narrow the terminal is: a
/// command that is broken into lines cannot be copied.
pub(super) fn with_whole_examples(command: Command) -> Command {
    let command = command.mut_subcommands(with_whole_examples);
    let Some(text) = command.get_after_help().map(ToString::to_string) else {
        return command;
    };
    let Some(at) = text.find("Example") else {
        return command;
    };
    let (before, examples) = text.split_at(at);
    let command = command.help_template(format!("{TEMPLATE}{examples}"));
    match before.trim_end() {
        "" => command.after_help(None::<&str>),
        before => command.after_help(before.to_owned()),
    }
}
