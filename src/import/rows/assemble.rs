//! Puts the rows of a table under their chapters.

use super::Context;
use super::gap::Row;
use super::token::{Kind, Token};
use crate::diagnostic::{Diagnostic, Faults, Span};
use crate::import::document::{Chapter, Task};
use crate::import::header::Column;
use crate::import::lines::through;
use crate::import::unit_names::split;
use crate::model::Text;
use crate::say;

/// The chapters that these rows make.
pub(super) fn chapters(
    rows: Vec<Row<'_>>,
    context: Context<'_>,
    faults: &mut Faults,
) -> Vec<Chapter> {
    let mut builder = Builder {
        chapters: Vec::new(),
        last_number: None,
        faults,
    };
    for row in rows {
        for heading in &row.headings {
            builder.heading(heading);
        }
        if row.cells.is_empty() {
            // What is new among these headings is told as a chapter without tasks.
            continue;
        }
        builder.number(&row);
        let Some(task) = task(&row) else {
            continue;
        };
        if builder.chapters.is_empty() {
            match context.told_chapters {
                [title] => builder.chapters.push(Chapter {
                    number: None,
                    title: Text {
                        value: title.as_str().into(),
                        span: task.span,
                    },
                    tasks: Vec::new(),
                }),
                _ => {
                    builder.faults.push(no_chapter(task.span));
                    return Vec::new();
                }
            }
        }
        if let Some(chapter) = builder.chapters.last_mut() {
            chapter.tasks.push(task);
        }
    }
    let empty = builder
        .chapters
        .iter()
        .filter(|chapter| chapter.tasks.is_empty());
    let empty: Vec<Diagnostic> = empty
        .map(|chapter| empty_chapter(chapter.title.span))
        .collect();
    builder.faults.extend(empty);
    builder.chapters
}

struct Builder<'f> {
    chapters: Vec<Chapter>,
    /// The number of the last row, its place, and how many chapters there were.
    last_number: Option<(u32, Span, usize)>,
    faults: &'f mut Faults,
}

impl Builder<'_> {
    fn heading(&mut self, token: &Token) {
        let (number, title) = match &token.kind {
            Kind::Heading { number, title } => (*number, title.clone()),
            _ => (
                None,
                Text {
                    value: token.paragraph.flat().into(),
                    span: token.span(),
                },
            ),
        };
        let Some(current) = self.chapters.last() else {
            self.begin(number, title);
            return;
        };
        let same_title = current.title.value == title.value;
        // A repeated heading may leave out its number, as it does at a page break.
        if same_title && (number == current.number || number.is_none()) {
            return;
        }
        let other = self.chapters.iter().find(|chapter| {
            chapter.title.value == title.value || (number.is_some() && chapter.number == number)
        });
        match other {
            None => self.begin(number, title),
            Some(other) => {
                let agree = other.title.value == title.value && other.number == number;
                let message = if agree {
                    say!(
                        "这一章已经结束，标题又出现了",
                        "the heading of a chapter that has ended comes again"
                    )
                } else {
                    say!(
                        "两处标题的序号或名称只有一样相同",
                        "of number and title, these two headings share only one"
                    )
                };
                self.faults.push(
                    Diagnostic::error("import/heading-conflict", message)
                        .at(token.span())
                        .related(other.title.span, say!("另一处在这里", "the other one is here"))
                        .hint(say!(
                            "序号和标题都相同的才合并；改正文本中不对的一处",
                            "only headings that agree in both are merged; correct the wrong one in the text"
                        )),
                );
            }
        }
    }

    fn begin(&mut self, number: Option<u32>, title: Text) {
        let before = self.chapters.last().map(|chapter| chapter.number);
        let expected = match before {
            None => Some(1),
            Some(before) => before.map(|n| n + 1),
        };
        let jumped = match (number, expected) {
            (Some(number), Some(expected)) => number != expected,
            (Some(_), None) | (None, Some(2..)) => true,
            (None, _) => false,
        };
        if jumped {
            let what = match (expected, number) {
                (Some(wanted), Some(shown)) => say!(
                    "章的序号不连续：应为 {wanted}，写作 {shown}",
                    "the numbers of chapters are not consecutive: expected {wanted}, found {shown}"
                ),
                (Some(wanted), None) => say!(
                    "这一章没有序号：应为 {wanted}",
                    "this chapter has no number: expected {wanted}"
                ),
                (None, _) => say!(
                    "这一章有序号，之前的一章没有",
                    "this chapter has a number, and the one before has none"
                ),
            };
            let fault = Diagnostic::warning("import/heading-jump", what)
                .at(title.span)
                .hint(say!(
                    "检查是否漏了一章的标题",
                    "check whether the heading of a chapter is missing"
                ));
            self.faults.push(match self.chapters.last() {
                Some(last) => {
                    fault.related(last.title.span, say!("之前的一章", "the chapter before"))
                }
                None => fault,
            });
        }
        self.chapters.push(Chapter {
            number,
            title,
            tasks: Vec::new(),
        });
    }

    /// Rows are numbered one after the other, through the table or from one in each chapter.
    fn number(&mut self, row: &Row<'_>) {
        let numbered = row.cells.iter().find_map(|(_, token)| match token.kind {
            Kind::Number(number) => Some((number, token.span())),
            _ => None,
        });
        let Some((number, span)) = numbered else {
            return;
        };
        let chapters = self.chapters.len();
        if let Some((last, last_span, last_chapters)) = self.last_number {
            let starts_again = chapters > last_chapters && number == 1;
            if number != last.saturating_add(1) && !starts_again {
                let wanted = last.saturating_add(1);
                self.faults.push(
                    Diagnostic::error(
                        "import/row-number",
                        say!(
                            "序号不连续：应为 {wanted}，写作 {number}",
                            "the numbers of rows are not consecutive: expected {wanted}, found {number}"
                        ),
                    )
                    .at(span)
                    .related(last_span, say!("之前的序号", "the number before"))
                    .hint(say!(
                        "检查是否漏了一行，或这一段不是序号",
                        "check whether a row is missing, or this is not a row's number"
                    )),
                );
            }
        }
        self.last_number = Some((number, span, chapters));
    }
}

fn task(row: &Row<'_>) -> Option<Task> {
    let cell = |wanted: Column| {
        let found = row.cells.iter().find(|(column, _)| *column == wanted);
        found.map(|(_, token)| *token)
    };
    let title = cell(Column::Title)?;
    let units = cell(Column::Units)?;
    let progress = cell(Column::Progress)?;
    let (_, first) = row.cells.first()?;
    let (_, last) = row.cells.last()?;
    Some(Task {
        title: Text {
            value: title.paragraph.flat().into(),
            span: title.span(),
        },
        units: match units.kind {
            Kind::Empty => Vec::new(),
            _ => names(units),
        },
        progress: match progress.kind {
            Kind::Empty => None,
            _ => Some(Text {
                value: progress.paragraph.prose().into(),
                span: progress.span(),
            }),
        },
        status: None,
        completion: None,
        is_ours: false,
        span: through(first.span(), last.span()),
    })
}

fn names(token: &Token) -> Vec<Text> {
    split(&token.paragraph.flat())
        .map(|name| Text {
            value: name.into(),
            span: token.span(),
        })
        .collect()
}

fn empty_chapter(span: Span) -> Diagnostic {
    Diagnostic::error(
        "import/empty-chapter",
        say!("这一章没有任务", "this chapter has no tasks"),
    )
    .at(span)
    .hint(say!(
        "检查其后是否漏了几行，或这一段不是章的标题",
        "check whether rows are missing after it, or it is no heading"
    ))
}

fn no_chapter(span: Span) -> Diagnostic {
    Diagnostic::error(
        "import/no-chapter",
        say!(
            "第一行之前没有章的标题",
            "no chapter heading stands before the first row"
        ),
    )
    .at(span)
    .hint(say!(
        "来源不分章时，用 `--chapter 标题` 给出唯一一章的标题",
        "where the source has no chapters, name the only one with `--chapter TITLE`"
    ))
}
