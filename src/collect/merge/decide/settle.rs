//! One question of one task: which answer is written.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::finding::{Told, changed_row, older};
use super::{Asking, Decider};
use crate::collect::answer::{Answer, Field};
use crate::collect::mark::Mark;
use crate::collect::merge::record::{Seen, Settled};
use crate::collect::merge::{Candidate, Choice, Reply};
use crate::collect::survey::{Asked, Item};
use crate::diagnostic::{Diagnostic, Lang};

/// Answers that agree; never empty. The one of the unit that comes first stands for all.
type Group = Vec<Candidate>;

impl Decider<'_, '_> {
    /// Decides about the answers to a question.
    pub(super) fn question(&mut self, number: usize, field: Field, answers: Vec<Candidate>) {
        let Some(item) = self.item(number) else {
            return;
        };
        let settled = self.settled(number, field);
        let is_new = |answer: &Candidate| {
            let id = self.survey.id(answer.who);
            !settled.has(id, Seen(answer.answer.mark(), answer.file))
        };
        let fresh: Vec<Candidate> = answers.into_iter().filter(is_new).collect();
        let mut groups = groups(self.one_each(item, field, fresh), &item);
        let now = Mark::of(field.stated(item.task));
        let is_ours = settled.written == Some(now);
        match groups.as_slice() {
            [] => {}
            [only] if is_said(only, &item) => {
                self.settle(&item, field, only, None);
            }
            [only] => match self.objection(&item, field, only, &settled, is_ours, now) {
                None => {
                    let written = first(only).map(|first| first.answer.clone());
                    self.settle(&item, field, only, written);
                }
                Some((finding, whos)) => {
                    let reply = first(only).map(|first| self.reply_of(first));
                    let choice = self.ask(Asking {
                        finding,
                        item: Some(number),
                        field: Some(field),
                        whos,
                        ours: field.shown(item.task, Lang::Zh),
                        replies: reply.into_iter().collect(),
                        both: false,
                        proposed: None,
                    });
                    self.chosen(&item, field, &groups, choice);
                }
            },
            _ => {
                groups.sort_by_key(|group| first(group).map(|first| item.rank(first.who)));
                let leads = |group: &Group| group.iter().any(|answer| item.is_led_by(answer.who));
                let proposed = groups.iter().position(leads);
                let replies = groups.iter().filter_map(|group| first(group));
                let told = Told::new(self.survey, &item, field);
                let asking = Asking {
                    finding: told.differ(groups.iter().flatten(), proposed.is_some()),
                    item: Some(number),
                    field: Some(field),
                    whos: groups.iter().flatten().map(|answer| answer.who).collect(),
                    ours: field.shown(item.task, Lang::Zh),
                    replies: replies.map(|first| self.reply_of(first)).collect(),
                    both: field == Field::Progress,
                    proposed,
                };
                let choice = self.ask(asking);
                self.chosen(&item, field, &groups, choice);
            }
        }
    }

    /// One answer of each unit: several files of one unit that differ are asked about.
    fn one_each(
        &mut self,
        item: Item<'_>,
        field: Field,
        answers: Vec<Candidate>,
    ) -> Vec<Candidate> {
        let mut by_unit: BTreeMap<Asked, Vec<Candidate>> = BTreeMap::new();
        for answer in answers {
            by_unit.entry(answer.who).or_default().push(answer);
        }
        let mut kept = Vec::new();
        for (who, own) in by_unit {
            let agree = |a: &Candidate| own.iter().all(|b| b.answer.agrees(&a.answer));
            if own.first().is_none_or(agree) {
                kept.extend(own);
                continue;
            }
            let told = Told::new(self.survey, &item, field);
            if let Some((newest, older)) = newest(&own) {
                self.faults.push(told.newer_return(who, &newest, &older));
                self.settle(&item, field, &older, None);
                kept.extend(newest);
                continue;
            }
            let number = own.first().map(|answer| answer.item);
            let asking = Asking {
                finding: told.two_returns(who, &own),
                item: number,
                field: Some(field),
                whos: vec![who],
                ours: field.shown(item.task, Lang::Zh),
                replies: own.iter().map(|answer| self.reply_in(answer)).collect(),
                both: false,
                proposed: None,
            };
            match self.ask(asking) {
                Choice::Take(at) => {
                    let (chosen, others): (Vec<_>, Vec<_>) =
                        own.into_iter().enumerate().partition(|(own, _)| *own == at);
                    let others: Group = others.into_iter().map(|(_, answer)| answer).collect();
                    self.settle(&item, field, &others, None);
                    kept.extend(chosen.into_iter().map(|(_, answer)| answer));
                }
                Choice::Keep => self.settle(&item, field, &own, None),
                Choice::Both | Choice::Skip => {
                    own.iter().for_each(|answer| self.open_row(answer.row));
                }
            }
        }
        kept
    }

    /// What speaks against writing the only answer there is, and whom that concerns.
    fn objection(
        &self,
        item: &Item<'_>,
        field: Field,
        group: &Group,
        settled: &Settled,
        is_ours: bool,
        now: Mark,
    ) -> Option<(Diagnostic, Vec<Asked>)> {
        let told = Told::new(self.survey, item, field);
        let mut whos: Vec<Asked> = group.iter().map(|answer| answer.who).collect();
        if is_ours {
            let ids: Vec<&str> = whos.iter().map(|who| self.survey.id(*who)).collect();
            let others = settled.by.iter().filter(|by| !ids.contains(&by.as_str()));
            let others: Vec<Asked> = others.filter_map(|id| self.survey.who(id)).collect();
            if !others.is_empty() {
                let finding = told.differs_from_merged(group, &others);
                whos.extend(others);
                return Some((finding, whos));
            }
            let is_older = |answer: &&Candidate| {
                settled.has_answer(self.survey.id(answer.who), answer.answer.mark())
            };
            return group
                .iter()
                .find(is_older)
                .map(|answer| (older(&told, answer), whos));
        }
        let is_known = |answer: &Candidate| match answer.base {
            Some(base) => base == now,
            None => field.stated(item.task).is_empty(),
        };
        if group.iter().any(is_known) {
            return None;
        }
        first(group).map(|answer| (changed_row(&told, answer), whos))
    }

    /// Does what somebody chose.
    fn chosen(&mut self, item: &Item<'_>, field: Field, groups: &[Group], choice: Choice) {
        let all: Group = groups.iter().flatten().cloned().collect();
        match choice {
            Choice::Skip => all.iter().for_each(|answer| self.open_row(answer.row)),
            Choice::Keep => self.settle(item, field, &all, None),
            Choice::Take(at) => {
                let (taken, others): (Vec<_>, Vec<_>) =
                    groups.iter().enumerate().partition(|(own, _)| *own == at);
                for (_, other) in others {
                    self.settle(item, field, other, None);
                }
                for (_, taken) in taken {
                    let answer = first(taken).map(|first| first.answer.clone());
                    self.settle(item, field, taken, answer);
                }
            }
            Choice::Both => {
                let texts = groups
                    .iter()
                    .filter_map(|group| match &first(group)?.answer {
                        Answer::Progress(text) => Some(&**text),
                        _ => None,
                    });
                let joined = texts.collect::<Vec<_>>().join("\n\n");
                let answer = Answer::Progress(joined.into());
                self.settle(item, field, &all, Some(answer));
            }
        }
    }

    /// Remembers what was decided about answers, and writes one if there is one to be written.
    fn settle(
        &mut self,
        item: &Item<'_>,
        field: Field,
        answers: &[Candidate],
        written: Option<Answer>,
    ) {
        let Some(number) = answers.first().map(|answer| answer.item) else {
            return;
        };
        let path = &item.task.path;
        let mut settled = self.record.get(path, field);
        let mut by: Vec<Asked> = answers.iter().map(|answer| answer.who).collect();
        by.sort_by_key(|who| item.rank(*who));
        by.dedup();
        for answer in answers {
            let id = self.survey.id(answer.who).to_owned();
            let seen = settled.seen.entry(id).or_default();
            seen.insert(Seen(answer.answer.mark(), answer.file));
        }
        match written.filter(|answer| !answer.is_said_by(item.task)) {
            Some(answer) => {
                settled.written = Some(answer.mark());
                settled.by = by
                    .iter()
                    .map(|who| self.survey.id(*who).to_owned())
                    .collect();
                for candidate in answers {
                    if let Some(row) = self.tally.get_mut(candidate.row) {
                        row.is_changed = true;
                    }
                }
                let names = by.iter().map(|who| self.survey.name(*who).to_owned());
                let writes = self.writes.entry(number).or_default();
                writes.push((answer, names.collect()));
            }
            None => {
                // Who says what was merged from somebody else stands for it, too.
                let now = Mark::of(field.stated(item.task));
                let said = answers.iter().filter(|a| a.answer.is_said_by(item.task));
                if settled.written == Some(now) {
                    let ids = said.map(|answer| self.survey.id(answer.who).to_owned());
                    settled.by.extend(ids);
                }
            }
        }
        self.record.set(path, field, settled);
    }

    fn reply_of(&self, answer: &Candidate) -> Reply {
        self.reply(answer.who, Some(answer.item), answer.answer.shown(Lang::Zh))
    }

    /// A reply that is told apart by its file.
    fn reply_in(&self, answer: &Candidate) -> Reply {
        Reply {
            who: self.sources.shown(answer.span.file).to_owned(),
            text: answer.answer.shown(Lang::Zh),
        }
    }
}

/// The answers that were filled in last, and the others: none if that is not certain, as a file states no
/// day or those of the last day differ.
fn newest(own: &[Candidate]) -> Option<(Group, Group)> {
    let days: Option<Vec<Date>> = own.iter().map(|answer| answer.filled).collect();
    let last = days?.into_iter().max()?;
    let (newest, older): (Group, Group) = own
        .iter()
        .cloned()
        .partition(|answer| answer.filled == Some(last));
    let one = first(&newest)?;
    let agree = newest
        .iter()
        .all(|answer| answer.answer.agrees(&one.answer));
    agree.then_some((newest, older))
}

/// The answers by what they say; in each the unit that comes first stands first.
fn groups(mut answers: Vec<Candidate>, item: &Item<'_>) -> Vec<Group> {
    answers.sort_by_key(|answer| item.rank(answer.who));
    let mut groups: Vec<Group> = Vec::new();
    for answer in answers {
        let same =
            |group: &&mut Group| first(group).is_some_and(|f| f.answer.agrees(&answer.answer));
        match groups.iter_mut().find(same) {
            Some(group) => group.push(answer),
            None => groups.push(vec![answer]),
        }
    }
    groups
}

fn first(group: &[Candidate]) -> Option<&Candidate> {
    group.first()
}

/// Whether a task says it already.
fn is_said(group: &[Candidate], item: &Item<'_>) -> bool {
    first(group).is_some_and(|first| first.answer.is_said_by(item.task))
}
