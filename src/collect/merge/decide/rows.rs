//! The rows of a workbook: which of their answers are candidates.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::finding::{found_by_title, repeated_row};
use super::{Asking, Decider, Tally};
use crate::collect::answer::{Answer, Field};
use crate::collect::mark::Mark;
use crate::collect::merge::place::{Placed, place};
use crate::collect::merge::record::Seen;
use crate::collect::merge::{Candidate, Choice, Reply};
use crate::collect::returned::{Return, Row};
use crate::collect::survey::Asked;
use crate::diagnostic::{Diagnostic, Lang, Severity};

/// A row with its task, and its number in the tally.
struct Known<'r> {
    row: &'r Row,
    filled: Option<Date>,
    placed: Placed,
    tally: usize,
}

impl Decider<'_, '_> {
    /// Takes the rows of a workbook that there is no doubt about.
    pub(in crate::collect::merge) fn take(&mut self, found: &Return) {
        let Some(who) = found.who else {
            return;
        };
        let mut known: BTreeMap<usize, Vec<Known<'_>>> = BTreeMap::new();
        let mut by_title = Vec::new();
        for row in &found.rows {
            let placed = place(row, who, self.survey, self.faults);
            let is_empty = row.answers.is_empty() && row.faults == 0;
            let tally = self.tally.len();
            // A row of no task matters only if it answers something.
            if placed.is_some() || !is_empty {
                self.tally.push(Tally {
                    file: found.file,
                    who,
                    item: placed.as_ref().map(|placed| placed.item),
                    is_empty,
                    is_changed: false,
                    is_open: placed.is_none() || row.faults > 0,
                    remarks: row.remarks.as_ref().map(|text| text.value.to_string()),
                });
            }
            let Some(placed) = placed else {
                continue;
            };
            let item = placed.item;
            by_title.extend(placed.is_by_title.then_some(row.span));
            known.entry(item).or_default().push(Known {
                row,
                filled: found.filled,
                placed,
                tally,
            });
        }
        if let Some(first) = by_title.first() {
            self.faults.push(found_by_title(*first, by_title.len()));
        }
        if let Some(doubt) = &found.doubt
            && !known
                .values()
                .flatten()
                .all(|known| self.is_seen(known, who, found.mark))
            && !self.is_trusted(doubt, who, found.mark, &known)
        {
            return;
        }
        for (item, rows) in known {
            self.rows(item, rows, who, found.mark);
        }
    }

    /// Whether everything that a row answers was decided about.
    fn is_seen(&self, known: &Known<'_>, who: Asked, file: Mark) -> bool {
        let id = self.survey.id(who);
        known.row.answers.iter().all(|(answer, _)| {
            let settled = self.settled(known.placed.item, answer.field());
            settled.has(id, Seen(answer.mark(), file))
        })
    }

    /// Asks whether a whole workbook is to be taken.
    fn is_trusted(
        &mut self,
        doubt: &Diagnostic,
        who: Asked,
        file: Mark,
        known: &BTreeMap<usize, Vec<Known<'_>>>,
    ) -> bool {
        let rows = known.values().flatten();
        let filled: Vec<&Known<'_>> = rows.filter(|known| !known.row.answers.is_empty()).collect();
        let tasks: Vec<&str> = filled
            .iter()
            .filter_map(|known| self.survey.items.get(known.placed.item))
            .map(|item| &*item.task.title.value)
            .collect();
        let text = tasks.join("；");
        let choice = self.ask(Asking {
            finding: doubt.clone(),
            item: None,
            field: None,
            whos: vec![who],
            ours: None,
            replies: vec![self.reply(who, None, text)],
            both: false,
            proposed: None,
        });
        if matches!(choice, Choice::Take(_)) {
            return true;
        }
        for known in filled {
            match choice {
                Choice::Keep => self.see(known, who, file),
                _ => self.open_row(known.tally),
            }
        }
        false
    }

    /// Takes the rows of one task in a workbook.
    fn rows(&mut self, item: usize, rows: Vec<Known<'_>>, who: Asked, file: Mark) {
        let mut filled: Vec<&Known<'_>> =
            rows.iter().filter(|k| !k.row.answers.is_empty()).collect();
        for empty in rows.iter().filter(|known| known.row.answers.is_empty()) {
            // Nothing is lost, but somebody wanted to say something.
            for doubt in &empty.placed.doubts {
                let severity = match empty.row.faults {
                    0 => Severity::Warning,
                    _ => Severity::Error,
                };
                self.faults.push(Diagnostic {
                    severity,
                    ..doubt.clone()
                });
            }
        }
        filled.retain(|known| !self.is_seen(known, who, file));
        let same = |a: &Known<'_>, b: &Known<'_>| {
            let answers = |known: &Known<'_>| -> Vec<Answer> {
                let answers = known.row.answers.iter();
                answers.map(|(answer, _)| answer.clone()).collect()
            };
            answers(a) == answers(b)
        };
        let mut chosen = filled.first().copied();
        if let Some(first) = chosen
            && filled.iter().any(|other| !same(first, other))
        {
            let replies: Vec<Reply> = filled
                .iter()
                .map(|known| self.reply(who, Some(item), answers_of(known.row)))
                .collect();
            let spans: Vec<_> = filled.iter().map(|known| known.row.span).collect();
            let choice = self.ask(Asking {
                finding: repeated_row(&spans),
                item: Some(item),
                field: None,
                whos: vec![who],
                ours: None,
                replies,
                both: false,
                proposed: None,
            });
            chosen = match choice {
                Choice::Take(at) => filled.get(at).copied(),
                _ => None,
            };
            for (at, known) in filled.iter().enumerate() {
                match choice {
                    Choice::Skip => self.open_row(known.tally),
                    Choice::Take(taken) if taken == at => {}
                    _ => self.see(known, who, file),
                }
            }
        }
        if let Some(known) = chosen
            && self.is_certain(known, who, file)
        {
            self.candidates_of(known, who, file);
        }
    }

    /// Whether a row is taken: nothing speaks against it, or somebody said so.
    fn is_certain(&mut self, known: &Known<'_>, who: Asked, file: Mark) -> bool {
        let Some((first, others)) = known.placed.doubts.split_first() else {
            return true;
        };
        let item = known.placed.item;
        let choice = self.ask(Asking {
            finding: first.clone(),
            item: Some(item),
            field: None,
            whos: vec![who],
            ours: None,
            replies: vec![self.reply(who, Some(item), answers_of(known.row))],
            both: false,
            proposed: None,
        });
        match choice {
            Choice::Take(_) => return true,
            Choice::Keep => self.see(known, who, file),
            Choice::Both | Choice::Skip => {
                self.faults.extend(others.iter().cloned());
                self.open_row(known.tally);
            }
        }
        false
    }

    fn candidates_of(&mut self, known: &Known<'_>, who: Asked, file: Mark) {
        let id = known.row.id.as_ref();
        let id = id.filter(|id| {
            self.item(known.placed.item)
                .is_some_and(|i| i.task.path == id.path)
        });
        for (answer, span) in &known.row.answers {
            let field = answer.field();
            let bases = id.map(|id| Field::ALL.into_iter().zip(id.base));
            let base = bases.and_then(|mut bases| bases.find(|(own, _)| *own == field));
            let list = self
                .candidates
                .entry((known.placed.item, field))
                .or_default();
            list.push(Candidate {
                item: known.placed.item,
                who,
                answer: answer.clone(),
                span: *span,
                file,
                filled: known.filled,
                base: base.map(|(_, mark)| mark),
                row: known.tally,
            });
        }
    }

    /// Remembers that the answers of a row were decided about.
    fn see(&mut self, known: &Known<'_>, who: Asked, file: Mark) {
        let Some(item) = self.item(known.placed.item) else {
            return;
        };
        for (answer, _) in &known.row.answers {
            let mut settled = self.settled(known.placed.item, answer.field());
            let seen = settled.seen.entry(self.survey.id(who).to_owned());
            seen.or_default().insert(Seen(answer.mark(), file));
            self.record.set(&item.task.path, answer.field(), settled);
        }
    }
}

/// All that a row answers, as it is shown.
fn answers_of(row: &Row) -> String {
    let answers = row.answers.iter().map(|(answer, _)| answer.shown(Lang::Zh));
    answers.collect::<Vec<_>>().join("；")
}
