use std::io;

use clap::ValueEnum;
use clap::builder::PossibleValue;

use super::diff::DIFF_SCHEMA;
use super::exit::Exit;
use super::output::Output;
use crate::content::{Kind, schema};
use crate::diagnostic::FINDINGS_SCHEMA;

/// Arguments of `schema`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gongkai schema task > task.schema.json\n  gongkai schema findings\n  gongkai schema diff\n  gongkai schema"
)]
pub(super) struct Args {
    /// Which kind of file; findings or diff: what `check` and `diff` write with `--format json`; the files'
    /// schemas by name if it is left out (哪一种文件)
    #[arg(value_enum)]
    kind: Option<What>,
}

/// What has a schema.
#[derive(Clone, Copy, Debug)]
enum What {
    File(Kind),
    Findings,
    Diff,
}

impl ValueEnum for What {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [What; Kind::ALL.len() + 2] = {
            let mut all = [What::Findings; Kind::ALL.len() + 2];
            let [files @ .., _, diff] = &mut all;
            *diff = What::Diff;
            let mut kinds = Kind::ALL.as_slice();
            let mut rest = files.as_mut_slice();
            while let ([kind, more @ ..], [file, left @ ..]) = (kinds, rest) {
                *file = What::File(*kind);
                (kinds, rest) = (more, left);
            }
            all
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            Self::File(kind) => kind.name(),
            Self::Findings => "findings",
            Self::Diff => "diff",
        }))
    }
}

/// Prints JSON Schema, so that editors complete and check content files and programs know what they read.
pub(super) fn run(args: &Args, output: &Output) -> io::Result<Exit> {
    let value = match args.kind {
        Some(What::Findings) => return output.raw(FINDINGS_SCHEMA).map(|()| Exit::Done),
        Some(What::Diff) => return output.raw(DIFF_SCHEMA).map(|()| Exit::Done),
        Some(What::File(kind)) => schema(kind),
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
