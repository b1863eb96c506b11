//! What becomes of the answers: what is certain is taken, and about the rest somebody is asked.

mod finding;
mod rows;
mod settle;

use std::collections::BTreeMap;

use super::record::{Record, Settled};
use super::{Ask, Candidate, Choice, FieldChange, Open, Question, Reply, TaskChange};
use crate::collect::answer::{Answer, Field};
use crate::collect::survey::{Asked, Item, Survey};
use crate::diagnostic::{Diagnostic, Faults, FileId, Lang, Sources};

/// What became of a row.
#[derive(Debug)]
pub(super) struct Tally {
    pub(super) file: FileId,
    pub(super) who: Asked,
    /// Its task; none if that is not certain.
    pub(super) item: Option<usize>,
    /// It answers nothing.
    pub(super) is_empty: bool,
    /// An answer of it is written.
    pub(super) is_changed: bool,
    /// An answer of it is open.
    pub(super) is_open: bool,
    /// What it tells the office.
    pub(super) remarks: Option<String>,
}

/// All that was decided.
pub(super) struct Decided {
    pub(super) record: Record,
    pub(super) tally: Vec<Tally>,
    pub(super) tasks: Vec<TaskChange>,
    /// By number of the task, what is written.
    pub(super) writes: BTreeMap<usize, Vec<Answer>>,
    pub(super) open: Vec<Open>,
}

pub(super) struct Decider<'d, 's> {
    survey: &'d Survey<'s>,
    record: Record,
    sources: &'d Sources,
    ask: &'d mut Ask<'d>,
    faults: &'d mut Faults,
    candidates: BTreeMap<(usize, Field), Vec<Candidate>>,
    tally: Vec<Tally>,
    writes: BTreeMap<usize, Vec<(Answer, Vec<String>)>>,
    open: Vec<Open>,
}

/// What somebody is asked.
struct Asking {
    finding: Diagnostic,
    item: Option<usize>,
    field: Option<Field>,
    whos: Vec<Asked>,
    ours: Option<String>,
    replies: Vec<Reply>,
    both: bool,
    proposed: Option<usize>,
}

impl<'d, 's> Decider<'d, 's> {
    pub(super) fn new(
        survey: &'d Survey<'s>,
        record: Record,
        sources: &'d Sources,
        ask: &'d mut Ask<'d>,
        faults: &'d mut Faults,
    ) -> Self {
        Self {
            survey,
            record,
            sources,
            ask,
            faults,
            candidates: BTreeMap::new(),
            tally: Vec::new(),
            writes: BTreeMap::new(),
            open: Vec::new(),
        }
    }

    fn item(&self, number: usize) -> Option<Item<'s>> {
        self.survey.items.get(number).copied()
    }

    fn settled(&self, item: usize, field: Field) -> Settled {
        self.item(item)
            .map(|item| self.record.get(&item.task.path, field))
            .unwrap_or_default()
    }

    /// Asks somebody; what is not decided is told.
    fn ask(&mut self, asking: Asking) -> Choice {
        let item = asking.item.and_then(|item| self.item(item));
        let question = Question {
            finding: &asking.finding,
            task: item.map(|item| &*item.task.title.value),
            field: asking.field,
            ours: asking.ours,
            replies: &asking.replies,
            both: asking.both,
            proposed: asking.proposed,
        };
        let choice = match (self.ask)(&question, self.sources) {
            Choice::Take(at) if at >= asking.replies.len() => Choice::Skip,
            Choice::Both if !asking.both => Choice::Skip,
            choice => choice,
        };
        if choice == Choice::Skip {
            let names = asking
                .whos
                .iter()
                .map(|who| self.survey.name(*who).to_owned());
            self.open.push(Open {
                code: asking.finding.code,
                path: item.map(|item| item.task.path.clone()),
                field: asking.field,
                units: names.collect(),
            });
            self.faults.push(asking.finding);
        }
        choice
    }

    /// A reply of somebody, who is told to lead if they do.
    fn reply(&self, who: Asked, item: Option<usize>, text: String) -> Reply {
        let leads = item
            .and_then(|item| self.item(item))
            .is_some_and(|item| item.is_led_by(who) && item.task.units.len() > 1);
        let name = self.survey.name(who);
        Reply {
            who: match leads {
                true => format!("{name}（牵头）"),
                false => name.to_owned(),
            },
            text,
        }
    }

    fn open_row(&mut self, tally: usize) {
        if let Some(row) = self.tally.get_mut(tally) {
            row.is_open = true;
        }
    }

    /// Decides about every question.
    pub(super) fn decide(mut self) -> Decided {
        for ((item, field), candidates) in std::mem::take(&mut self.candidates) {
            self.question(item, field, candidates);
        }
        let mut tasks = Vec::new();
        let mut writes: BTreeMap<usize, Vec<Answer>> = BTreeMap::new();
        for (number, answers) in std::mem::take(&mut self.writes) {
            let Some(item) = self.item(number) else {
                continue;
            };
            let fields = answers.iter().map(|(answer, by)| FieldChange {
                field: answer.field(),
                before: answer.field().shown(item.task, Lang::Zh),
                after: answer.clone(),
                by: by.clone(),
            });
            tasks.push(TaskChange {
                path: item.task.path.clone(),
                title: item.task.title.value.to_string(),
                fields: fields.collect(),
            });
            let answers = answers.into_iter().map(|(answer, _)| answer);
            writes.insert(number, answers.collect());
        }
        Decided {
            record: self.record,
            tally: self.tally,
            tasks,
            writes,
            open: self.open,
        }
    }
}
