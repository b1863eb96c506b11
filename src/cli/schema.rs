use std::io;

use clap::ValueEnum;
use clap::builder::PossibleValue;

use super::exit::Exit;
use super::output::Output;
use crate::content::{Kind, schema};

/// Arguments of `schema`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  gongkai schema task > task.schema.json\n  gongkai schema")]
pub(super) struct Args {
    /// Which kind of file; all of them by name if it is left out (哪一种文件)
    #[arg(value_enum)]
    kind: Option<Kind>,
}

impl ValueEnum for Kind {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

/// Prints JSON Schema, so that editors complete and check content files.
pub(super) fn run(args: &Args, output: &Output) -> io::Result<Exit> {
    let value = match args.kind {
        Some(kind) => schema(kind),
        None => Kind::ALL
            .into_iter()
            .map(|kind| (kind.name().to_owned(), schema(kind)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
    };
    let mut text = serde_json::to_string_pretty(&value)?;
    text.push('\n');
    output.raw(&text)?;
    Ok(Exit::Done)
}
