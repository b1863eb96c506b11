//! Conflicts as they are told.

use crate::collect::answer::Field;
use crate::collect::merge::Candidate;
use crate::collect::survey::{Asked, Item, Survey};
use crate::diagnostic::{Diagnostic, Span};
use crate::say;

/// The question that a conflict is about.
pub(super) struct Told<'t, 's> {
    survey: &'t Survey<'s>,
    item: &'t Item<'s>,
    field: Field,
}

impl<'t, 's> Told<'t, 's> {
    pub(super) fn new(survey: &'t Survey<'s>, item: &'t Item<'s>, field: Field) -> Self {
        Self {
            survey,
            item,
            field,
        }
    }

    /// Where the content says it.
    fn content(&self) -> Span {
        let task = self.item.task;
        let stated = match self.field {
            Field::Progress => task.progress.as_ref().map(|prose| prose.span),
            Field::Status => task.status.as_ref().map(|status| status.span),
            Field::Completion => task.completion.as_ref().map(|completion| completion.span),
        };
        stated.unwrap_or(task.title.span)
    }

    fn names(&self, whos: impl IntoIterator<Item = Asked>) -> String {
        let mut names: Vec<&str> = Vec::new();
        for who in whos {
            let name = self.survey.name(who);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join("、")
    }

    /// Units answer differently.
    pub(super) fn differ<'c>(
        &self,
        answers: impl Iterator<Item = &'c Candidate> + Clone,
        has_lead: bool,
    ) -> Diagnostic {
        let names = self.names(answers.clone().map(|answer| answer.who));
        let (field, title) = (self.field.name(), &self.item.task.title.value);
        let (zh, en) = (field.zh, field.en);
        let mut answers = answers;
        let mut fault = Diagnostic::error(
            "collect/answers-differ",
            say!(
                "“{names}”对“{title}”的{zh}答复不同，没有写入",
                "{names} answer the {en} of “{title}” differently; nothing is written"
            ),
        );
        if let Some(first) = answers.next() {
            fault = fault.at(first.span);
        }
        for other in answers {
            let name = self.survey.name(other.who);
            fault = fault.related(other.span, say!("“{name}”的答复", "the answer of {name}"));
        }
        let lead = self.item.task.units.first().map_or("", |lead| &lead.name);
        fault.hint(match has_lead {
            true => say!(
                "建议采用牵头单位“{lead}”的；用 `--interactive` 决定",
                "that of {lead}, who leads, is proposed; decide with `--interactive`"
            ),
            false => say!("用 `--interactive` 决定", "decide with `--interactive`"),
        })
    }

    /// A unit answers differently from what another one answered before.
    pub(super) fn differs_from_merged(
        &self,
        answers: &[Candidate],
        others: &[Asked],
    ) -> Diagnostic {
        let names = self.names(answers.iter().map(|answer| answer.who));
        let others = self.names(others.iter().copied());
        let (field, title) = (self.field.name(), &self.item.task.title.value);
        let (zh, en) = (field.zh, field.en);
        let fault = Diagnostic::error(
            "collect/answers-differ",
            say!(
                "“{names}”对“{title}”的{zh}答复，与已合并的“{others}”的不同，没有写入",
                "{names} answer the {en} of “{title}” differently from {others}, whose answer was merged; nothing is written"
            ),
        )
        .related(
            self.content(),
            say!("已合并的在这里", "what was merged is here"),
        )
        .hint(say!("用 `--interactive` 决定", "decide with `--interactive`"));
        match answers.first() {
            Some(first) => fault.at(first.span),
            None => fault,
        }
    }

    /// Of two files of one unit that differ, one was filled in later.
    pub(super) fn newer_return(
        &self,
        who: Asked,
        newest: &[Candidate],
        older: &[Candidate],
    ) -> Diagnostic {
        let name = self.survey.name(who);
        let (field, title) = (self.field.name(), &self.item.task.title.value);
        let (zh, en) = (field.zh, field.en);
        let mut fault = Diagnostic::warning(
            "collect/newer-return",
            say!(
                "“{name}”报来的几个文件，“{title}”的{zh}不同，采用填报日期最晚的",
                "several files of {name} answer the {en} of “{title}” differently; the one filled in last is taken"
            ),
        );
        if let Some(first) = newest.first() {
            fault = fault.at(first.span);
        }
        if let Some(other) = older.first() {
            fault = fault.related(other.span, say!("以前的一份", "the earlier one"));
        }
        fault
    }

    /// Two files of one unit differ.
    pub(super) fn two_returns(&self, who: Asked, answers: &[Candidate]) -> Diagnostic {
        let name = self.survey.name(who);
        let (field, title) = (self.field.name(), &self.item.task.title.value);
        let (zh, en) = (field.zh, field.en);
        let mut fault = Diagnostic::error(
            "collect/two-returns",
            say!(
                "“{name}”报来的几个文件，“{title}”的{zh}不同，没有写入",
                "several files of {name} answer the {en} of “{title}” differently; nothing is written"
            ),
        )
        .hint(say!(
            "填报日期都写明且不同时取最晚的；或只留下最后的一份，或用 `--interactive` 决定",
            "if each states another day, the last one is taken; else keep only that, or decide with `--interactive`"
        ));
        for (number, answer) in answers.iter().enumerate() {
            fault = match number {
                0 => fault.at(answer.span),
                _ => fault.related(answer.span, say!("另一份", "the other one")),
            };
        }
        fault
    }
}

/// The content was edited since the workbook went out.
pub(super) fn changed_row(told: &Told<'_, '_>, answer: &Candidate) -> Diagnostic {
    let name = told.survey.name(answer.who);
    let (field, title) = (told.field.name(), &told.item.task.title.value);
    let (zh, en) = (field.zh, field.en);
    Diagnostic::error(
        "collect/edited-since",
        say!(
            "发表之后“{title}”的{zh}在内容里改过，“{name}”的答复没有写入",
            "the {en} of “{title}” was edited in the content after the workbooks went out; the answer of {name} is not written"
        ),
    )
    .at(answer.span)
    .related(
        told.content(),
        say!("现在的内容", "what the content says now"),
    )
    .hint(say!("用 `--interactive` 决定", "decide with `--interactive`"))
}

/// An answer that was merged and replaced comes again.
pub(super) fn older(told: &Told<'_, '_>, answer: &Candidate) -> Diagnostic {
    let name = told.survey.name(answer.who);
    let (field, title) = (told.field.name(), &told.item.task.title.value);
    let (zh, en) = (field.zh, field.en);
    Diagnostic::error(
        "collect/older-answer",
        say!(
            "“{name}”对“{title}”的{zh}又报了以前的答复，后来改过，不能确定哪个是新的，没有写入",
            "{name} sends an answer to the {en} of “{title}” that it replaced before; which is the newer is not certain, and nothing is written"
        ),
    )
    .at(answer.span)
    .related(
        told.content(),
        say!("后来的答复", "what replaced it"),
    )
    .hint(say!("用 `--interactive` 决定", "decide with `--interactive`"))
}

/// Rows without a usable id were found by their titles.
pub(super) fn found_by_title(first: Span, count: usize) -> Diagnostic {
    Diagnostic::warning(
        "collect/by-title",
        say!(
            "从这一行起，有 {count} 行的识别码丢失或无效，按项目内容认出",
            "from this row on, rows whose id is lost or of no task and that were found by their titles: {count}"
        ),
    )
    .at(first)
}

/// A task stands twice in a workbook.
pub(super) fn repeated_row(rows: &[Span]) -> Diagnostic {
    let mut fault = Diagnostic::error(
        "collect/repeated-row",
        say!(
            "同一项任务有几行，答复不同，没有合并",
            "several rows of one task answer differently; none is merged"
        ),
    )
    .hint(say!(
        "删去多余的行，或用 `--interactive` 决定",
        "delete the rows that are too many, or decide with `--interactive`"
    ));
    for (number, span) in rows.iter().enumerate() {
        fault = match number {
            0 => fault.at(*span),
            _ => fault.related(*span, say!("另一行", "the other row")),
        };
    }
    fault
}
