//! What is wrong with a command line, in the words and the format of every other finding.

use std::error::Error as _;
use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, Error, ValueEnum};

use super::values::Unfit;
use crate::diagnostic::{Diagnostic, Message};
use crate::say;

/// What an option was given as, where the command line as a whole cannot be read.
pub(super) fn stated<T: ValueEnum>(args: &[OsString], option: &str) -> Option<T> {
    let words = args.iter().filter_map(|arg| arg.to_str());
    let mut words = words.take_while(|word| *word != "--");
    let value = words.find_map(|word| match word.strip_prefix(option) {
        Some("") => Some(None),
        Some(rest) => rest.strip_prefix('=').map(Some),
        None => None,
    })?;
    T::from_str(value.or_else(|| words.next())?, true).ok()
}

/// The finding of an error of the command line.
pub(super) fn fault(error: &Error, args: &[OsString], command: Command) -> Diagnostic {
    let mut fault = Diagnostic::error("usage", what(error));
    let suggested = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ];
    // The nearest comes last of those of a kind.
    let meant = |kind| texts(error, kind).into_iter().rev();
    for meant in suggested.into_iter().flat_map(meant) {
        fault = fault.hint(say!("是否想写 `{meant}`？", "did you mean `{meant}`?"));
    }
    let known = texts(error, ContextKind::ValidValue);
    if !known.is_empty() {
        let (zh, en) = (known.join("、"), known.join(", "));
        fault = fault.hint(say!("可以写：{zh}", "it may be: {en}"));
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        let usage = usage.trim_start_matches("Usage:").trim();
        fault = fault.hint(say!("用法：{usage}", "usage: {usage}"));
    }
    let help = format!("{} --help", named(args, command));
    fault.hint(say!(
        "`{help}` 列出全部参数和例子",
        "`{help}` lists all arguments, with examples"
    ))
}

fn what(error: &Error) -> Message {
    let text = |kind| texts(error, kind).join(" ");
    let (arg, value) = (
        text(ContextKind::InvalidArg),
        text(ContextKind::InvalidValue),
    );
    match error.kind() {
        ErrorKind::UnknownArgument => say!("没有参数 `{arg}`", "there is no argument `{arg}`"),
        ErrorKind::InvalidSubcommand => {
            let name = text(ContextKind::InvalidSubcommand);
            say!("没有命令 `{name}`", "there is no command `{name}`")
        }
        ErrorKind::MissingRequiredArgument => say!("缺少 `{arg}`", "`{arg}` is missing"),
        ErrorKind::ArgumentConflict => {
            let other = text(ContextKind::PriorArg);
            match other == arg {
                true => say!("`{arg}` 只能写一次", "`{arg}` may be given once only"),
                false => say!(
                    "`{arg}` 不能和 `{other}` 一起用",
                    "`{arg}` cannot be used together with `{other}`"
                ),
            }
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            say!("`{arg}` 后面缺少值", "`{arg}` needs a value")
        }
        ErrorKind::ValueValidation => match why(error) {
            Some(Message { zh, en }) => say!(
                "`{arg}` 不能是 `{value}`：{zh}",
                "`{arg}` cannot be `{value}`: {en}"
            ),
            None => say!("`{arg}` 不能是 `{value}`", "`{arg}` cannot be `{value}`"),
        },
        ErrorKind::InvalidValue => say!("`{arg}` 不能是 `{value}`", "`{arg}` cannot be `{value}`"),
        ErrorKind::TooManyValues if !value.is_empty() => say!(
            "`{arg}` 后面多了 `{value}`",
            "`{value}` is one too many for `{arg}`"
        ),
        ErrorKind::InvalidUtf8 => say!(
            "命令行里有不是 UTF-8 的文字",
            "the command line is not UTF-8"
        ),
        _ => {
            let said = error.to_string();
            let said = said.lines().next().unwrap_or_default();
            let said = said.trim_start_matches("error: ");
            say!("命令行不对：{said}", "{said}")
        }
    }
}

/// What a parser of ours expected.
fn why(error: &Error) -> Option<Message> {
    let unfit = error.source()?.downcast_ref::<Unfit>()?;
    Some(unfit.0.clone())
}

fn texts(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}

/// The command that was asked for, as it is called.
fn named(args: &[OsString], mut command: Command) -> String {
    let mut name = command.get_name().to_owned();
    for word in args.iter().skip(1).filter_map(|arg| arg.to_str()) {
        if let Some(found) = command.find_subcommand(word).cloned() {
            name = format!("{name} {word}");
            command = found;
        }
    }
    name
}
