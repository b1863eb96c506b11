//! What a row says besides the cells that every table has: how far its task is.

use crate::diagnostic::{Diagnostic, Faults, Message, Span};
use crate::import::header::{Column, Extra};
use crate::import::tables::Row;
use crate::model::{Completion, Located, Status, Text};
use crate::say;

/// What a row says besides.
#[derive(Clone, Debug, Default)]
pub(super) struct Extras {
    pub(super) status: Option<Located<Status>>,
    pub(super) completion: Option<Located<Completion>>,
    /// The progress of a data file of this program, as it stands there.
    pub(super) progress: Option<Text>,
    pub(super) is_ours: bool,
}

/// Reads what a row says besides.
pub(super) fn read(text: &str, row: &Row, faults: &mut Faults) -> Extras {
    let get = |span: Span| text.get(span.range()).unwrap_or_default();
    let mut told = |span: Span, why: Message| {
        let (zh, en) = (why.zh, why.en);
        faults.push(
            Diagnostic::error("import/bad-value", say!("{zh}", "{en}"))
                .at(span)
                .hint(say!(
                    "改正，或用 `--leave-out 列名` 略过这一列",
                    "correct it, or pass over the column with `--leave-out NAME`"
                )),
        );
    };
    let mut extras = Extras {
        is_ours: row.is_ours,
        ..Extras::default()
    };
    if let Some(span) = row.extra(Extra::Status) {
        let word = get(span);
        match status(word) {
            Some(value) => extras.status = Some(Located { value, span }),
            None => {
                let words = Status::ALL.map(|status| status.names().0).join("、");
                told(
                    span,
                    say!(
                        "`{word}` 不是状态：应为 {words} 之一",
                        "`{word}` is no status: it must be one of {words}"
                    ),
                );
            }
        }
    }
    let stated = match row.extra(Extra::Figures) {
        Some(span) => Some((span, figures(get(span)))),
        None => {
            let (done, total) = (row.extra(Extra::Done), row.extra(Extra::Total));
            let unit = row.extra(Extra::CountedIn).map(get);
            let number = |cell: Option<Span>| get(cell?).parse().ok();
            done.or(total).map(|span| {
                let numbers = number(done).zip(number(total));
                (span, numbers.map(|(done, total)| (done, total, unit)))
            })
        }
    };
    if let Some((span, stated)) = stated {
        match stated {
            Some((done, total, unit)) => {
                let value = Completion {
                    done,
                    total,
                    unit: unit.map(Into::into),
                };
                extras.completion = Some(Located { value, span });
            }
            None => told(
                span,
                say!(
                    "完成数要写成 `3/10项` 的样子：已完成和总数都要有，都是数",
                    "what is done must read like `3/10项`: both numbers, parted by `/`"
                ),
            ),
        }
    }
    if row.is_ours {
        extras.progress = row.get(Column::Progress).map(|span| Text {
            value: get(span).into(),
            span,
        });
    }
    extras
}

/// A status by its word in content files or by its name.
fn status(text: &str) -> Option<Status> {
    Status::ALL.into_iter().find(|status| {
        let (zh, en) = status.names();
        [status.word(), zh, en].contains(&text)
    })
}

/// `3531/6360项`
fn figures<T: std::str::FromStr>(text: &str) -> Option<(T, T, Option<&str>)> {
    let (done, rest) = text.split_once('/')?;
    let digits = rest.len()
        - rest
            .trim_start()
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
            .len();
    let (total, unit) = rest.split_at_checked(digits)?;
    let unit = unit.trim();
    Some((
        done.trim().parse().ok()?,
        total.trim().parse().ok()?,
        (!unit.is_empty()).then_some(unit),
    ))
}
