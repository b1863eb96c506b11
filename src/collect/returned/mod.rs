//! What came back: a workbook, however it was sorted, renamed or saved, as rows with answers.

mod cells;
pub(super) mod labels;
mod sheet;

use jiff::civil::Date;

use self::labels::Labels;
use super::Survey;
use super::answer::Answer;
use super::column::Column;
use super::mark::Mark;
use super::row_id::RowId;
use super::survey::Asked;
use crate::diagnostic::{Diagnostic, Faults, FileId, Message, Sources, Span};
use crate::import::Book;
use crate::say;
use crate::series::folded;

/// A workbook that came back.
#[derive(Debug)]
pub(super) struct Return {
    pub(super) file: FileId,
    /// Whose it is; none if that is not certain or it cannot be read.
    pub(super) who: Option<Asked>,
    /// The unit that its file is named like.
    pub(super) named: Option<Asked>,
    /// What makes it uncertain that it is right to take it.
    pub(super) doubt: Option<Diagnostic>,
    /// The day on which it was filled in.
    pub(super) filled: Option<Date>,
    /// The last day on which it was in time, as it went out.
    pub(super) due: Option<Date>,
    /// What its bytes are known by.
    pub(super) mark: Mark,
    pub(super) rows: Vec<Row>,
}

impl Return {
    /// A file of which nothing is known.
    pub(super) fn unread(file: FileId) -> Self {
        Self {
            file,
            who: None,
            named: None,
            doubt: None,
            filled: None,
            due: None,
            mark: Mark::of(""),
            rows: Vec::new(),
        }
    }
}

/// A row of a workbook.
#[derive(Debug)]
pub(super) struct Row {
    /// Where its task or, without one, its first cell stands.
    pub(super) span: Span,
    pub(super) id: Option<RowId>,
    pub(super) title: Option<Text>,
    pub(super) chapter: Option<Text>,
    /// Locked columns that are there and say something else than what went out, the title aside.
    pub(super) locked: Vec<(Column, Span)>,
    pub(super) answers: Vec<(Answer, Span)>,
    /// Faults of its cells: so many of its answers are not known.
    pub(super) faults: usize,
    /// What the office is told, and nobody else.
    pub(super) remarks: Option<Text>,
}

/// What a cell says.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) value: Box<str>,
    pub(super) span: Span,
}

/// A file that is to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct File<'a> {
    pub(super) id: FileId,
    /// The name without its folder.
    pub(super) name: &'a str,
    pub(super) bytes: &'a [u8],
}

/// Reads a file. What is wrong with the file as a whole leaves out all of it.
pub(super) fn read(
    file: File<'_>,
    survey: &Survey<'_>,
    sources: &mut Sources,
    faults: &mut Faults,
) -> Return {
    let mut found = Return {
        mark: Mark::of(file.bytes),
        ..Return::unread(file.id)
    };
    // Even if it cannot be read, it is known to have come.
    found.named = named(stem(file.name), survey);
    let book = match Book::open(file.bytes, file.name, file.id, sources) {
        Ok(book) => book,
        Err(why) => {
            faults.push(unreadable(file.id, &why.message()));
            return found;
        }
    };
    for what in &book.unread {
        let (zh, en) = (&what.zh, &what.en);
        faults.push(
            Diagnostic::warning("collect/unread", say!("{zh}", "{en}"))
                .at(file.id)
                .hint(say!(
                    "批注和隐藏的工作表不会读入，请打开看一看",
                    "comments and hidden sheets are not read; look at them"
                )),
        );
    }
    let labels = Labels::read(&book, faults);
    found.filled = labels.filled;
    found.due = labels.due;
    let Some(rows) = sheet::rows(&book, file.id, faults) else {
        return found;
    };
    if let Some(other) = other_disclosure(&rows, survey) {
        faults.push(other);
        return found;
    }
    found.rows = rows;
    match whose(&found.rows, &labels, file.name, survey) {
        Some(who) => {
            found.doubt = wrong_workbook(who, &labels, file, survey);
            found.who = Some(who);
        }
        None => faults.push(
            Diagnostic::error(
                "collect/whose",
                say!(
                    "不能确定这是哪个单位的填报表，没有合并",
                    "it is not certain which unit this workbook comes from; it is not merged"
                ),
            )
            .at(file.id)
            .hint(say!(
                "在“填报单位”旁的格里写上单位名称，或以单位名称作文件名",
                "write the unit's name beside 填报单位, or name the file like the unit"
            )),
        ),
    }
    found
}

fn unreadable(file: FileId, why: &Message) -> Diagnostic {
    let (zh, en) = (&why.zh, &why.en);
    Diagnostic::error(
        "collect/unreadable-file",
        say!(
            "这个文件读不了，其余的照常合并：{zh}",
            "this file cannot be read, the others are merged: {en}"
        ),
    )
    .at(file)
    .hint(say!(
        "请单位去掉密码，用办公软件另存为 XLSX 再报",
        "ask the unit to remove the password, save it as XLSX and send it again"
    ))
}

/// A workbook whose every id is of tasks elsewhere.
fn other_disclosure(rows: &[Row], survey: &Survey<'_>) -> Option<Diagnostic> {
    let own = &survey.disclosure.path;
    let folder = |row: &Row| row.id.as_ref()?.path.parent()?.parent();
    let mut folders = rows.iter().filter_map(|row| Some((row.span, folder(row)?)));
    let (span, first) = folders.next()?;
    if first == *own || folders.any(|(_, folder)| folder == *own) {
        return None;
    }
    Some(
        Diagnostic::error(
            "collect/other-disclosure",
            say!(
                "这是 {first} 的填报表，不是 {own} 的，没有合并",
                "this is a workbook of {first}, not of {own}; it is not merged"
            ),
        )
        .at(span)
        .hint(say!(
            "可能报错了一期；请单位填这一期的表",
            "it may be of another period; ask the unit for that of this one"
        )),
    )
}

/// The unit that most ids name; without ids the one that the workbook or the file names.
fn whose(rows: &[Row], labels: &Labels, name: &str, survey: &Survey<'_>) -> Option<Asked> {
    let ids = rows.iter().filter_map(|row| row.id.as_ref());
    let mut counts: Vec<(Asked, usize)> = Vec::new();
    for who in ids.filter_map(|id| survey.who(&id.unit)) {
        match counts.iter_mut().find(|(known, _)| *known == who) {
            Some((_, count)) => *count += 1,
            None => counts.push((who, 1)),
        }
    }
    let most = counts.iter().max_by_key(|(_, count)| *count);
    most.map(|(who, _)| *who)
        .or_else(|| named(&labels.unit.as_ref()?.value, survey))
        .or_else(|| named(stem(name), survey))
}

/// The unit that goes by exactly this name.
fn named(name: &str, survey: &Survey<'_>) -> Option<Asked> {
    let name = folded(name);
    if name == folded(super::WHOLE_NAME) {
        return Some(Asked::Whole);
    }
    let mut units = survey.site.units.iter();
    let found = units.find(|(_, unit)| unit.names().any(|own| folded(&own.value) == name))?;
    Some(Asked::Unit(found.0))
}

/// The name of a file without its extension and without what systems add to that of a copy.
fn stem(name: &str) -> &str {
    let stem = name
        .rsplit_once('.')
        .map_or(name, |(stem, _)| stem)
        .trim_end();
    let stem = stem.strip_suffix("- 副本").unwrap_or(stem).trim_end();
    let copy = stem
        .strip_suffix([')', '）'])
        .and_then(|stem| stem.rsplit_once(['(', '（']))
        .filter(|(_, number)| number.bytes().all(|b| b.is_ascii_digit()));
    copy.map_or(stem, |(stem, _)| stem).trim_end()
}

/// A workbook that says by its label or its name that it comes from another unit than it went to.
fn wrong_workbook(
    who: Asked,
    labels: &Labels,
    file: File<'_>,
    survey: &Survey<'_>,
) -> Option<Diagnostic> {
    let label = labels.unit.as_ref();
    let by_label = label.and_then(|label| Some((named(&label.value, survey)?, Some(label.span))));
    let by_name = named(stem(file.name), survey).map(|other| (other, None));
    let mut said = by_label.into_iter().chain(by_name);
    let (other, span) = said.find(|(other, _)| *other != who)?;
    let (own, other) = (survey.name(who), survey.name(other));
    let fault = Diagnostic::error(
        "collect/wrong-workbook",
        say!(
            "这是发给“{own}”的填报表，却以“{other}”的名义报来",
            "this is the workbook of {own}, but it says that it comes from {other}"
        ),
    )
    .hint(say!(
        "向两个单位核实是谁的答复",
        "ask both units whose answers these are"
    ));
    Some(match span {
        Some(span) => fault.at(span),
        None => fault.at(file.id),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_copies() {
        for (name, expected) in [
            ("区科技局.xlsx", "区科技局"),
            ("区科技局(1).xlsx", "区科技局"),
            ("区科技局（2）.XLSX", "区科技局"),
            ("区科技局 - 副本.xlsx", "区科技局"),
            ("区委统战部(区民宗局).xlsx", "区委统战部(区民宗局)"),
            ("x", "x"),
        ] {
            assert_eq!(stem(name), expected);
        }
    }
}
