//! A text as its numerals and the words around them.

use std::ops::Range;

use super::token::{Amount, Kind, Months, Numeral, Percent, Unit, numerals};
use super::words;

/// A text with its numerals.
pub(super) struct Text<'t> {
    pub(super) text: &'t str,
    pub(super) items: Vec<Item<'t>>,
}

/// A numeral where it stands.
#[derive(Clone, Debug)]
pub(super) struct Item<'t> {
    pub(super) numeral: Numeral,
    /// The words before it, back to the next numeral or mark.
    pub(super) before: &'t str,
    /// The words after it, up to the next numeral or mark.
    pub(super) after: &'t str,
    /// Everything before it in its clause.
    pub(super) lead: &'t str,
    /// The mark that follows `after`, if it is not a numeral that does.
    pub(super) mark: Option<char>,
    /// Which clause of the text it is in; commas end one.
    pub(super) clause: usize,
    /// Which run of clauses; semicolons end one.
    pub(super) segment: usize,
    /// Which sentence.
    pub(super) sentence: usize,
    /// Which brackets it is in; 0 for none.
    pub(super) bracket: usize,
    /// The item that the brackets follow.
    pub(super) owner: Option<usize>,
    /// Whether it is in quotation marks.
    pub(super) quoted: bool,
    /// What it is to the numbers around it.
    pub(super) role: Role,
    /// How exactly it is meant.
    pub(super) bound: Bound,
}

/// What a number is to the numbers around it, as the words before and after it tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// All there is: 共240项.
    All,
    /// All that is to be done: 计划改造36公里.
    Plan,
    /// What was done: 已完成96项.
    Done,
    /// Unknown.
    Other,
}

impl Role {
    /// Whether something can be a share of it.
    pub(super) fn is_total(self) -> bool {
        matches!(self, Self::All | Self::Plan)
    }
}

/// How exactly a number is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    Exact,
    /// 1000户以上.
    AtLeast,
    /// 约, 近, 余, 不超过.
    Rough,
}

impl<'t> Item<'t> {
    pub(super) fn amount(&self) -> Option<Amount> {
        match self.numeral.kind {
            Kind::Amount(amount) => Some(amount),
            _ => None,
        }
    }

    /// The amount, if it counts or measures something in a known unit.
    pub(super) fn countable(&self) -> Option<Amount> {
        self.amount().filter(|a| a.unit.adds_up() && !self.quoted)
    }

    pub(super) fn percent(&self) -> Option<Percent> {
        match self.numeral.kind {
            Kind::Percent(percent) => Some(percent),
            _ => None,
        }
    }

    pub(super) fn months(&self) -> Option<Months> {
        match self.numeral.kind {
            Kind::Time(months) => Some(months),
            _ => None,
        }
    }

    pub(super) fn has_unit(&self, unit: Unit) -> bool {
        self.countable().is_some_and(|a| a.unit == unit)
    }

    pub(super) fn range(&self) -> Range<usize> {
        self.numeral.range.clone()
    }
}

impl<'t> Text<'t> {
    /// Reads a text.
    pub(super) fn new(text: &'t str) -> Self {
        let mut layout = Layout {
            text,
            items: Vec::new(),
            clause: 0,
            segment: 0,
            sentence: 0,
            quotes: 0,
            brackets: 0,
            open: Vec::new(),
            boundary: 0,
            clause_start: 0,
        };
        let mut at = 0;
        for numeral in numerals(text) {
            layout.words(at..numeral.range.start);
            at = numeral.range.end;
            layout.numeral(numeral);
        }
        layout.words(at..text.len());
        layout.close(text.len(), Some('。'));
        let mut items = layout.items;
        words::weigh(&mut items);
        Self { text, items }
    }

    /// The words of an item.
    pub(super) fn words(&self, item: &Item<'_>) -> &'t str {
        self.text.get(item.range()).unwrap_or_default()
    }
}

struct Layout<'t> {
    text: &'t str,
    items: Vec<Item<'t>>,
    clause: usize,
    segment: usize,
    sentence: usize,
    quotes: usize,
    brackets: usize,
    /// The brackets that are open: their numbers, and the items that they follow.
    open: Vec<(usize, Option<usize>)>,
    /// Where the last numeral or mark ended.
    boundary: usize,
    clause_start: usize,
}

impl<'t> Layout<'t> {
    fn slice(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    /// Reads what stands between numerals.
    fn words(&mut self, range: Range<usize>) {
        for (at, c) in self.slice(range.clone()).char_indices() {
            let at = range.start + at;
            let end = at + c.len_utf8();
            match c {
                ',' | '，' | ':' | '：' => self.mark(at, c, 1),
                ';' | '；' => self.mark(at, c, 2),
                '。' | '！' | '？' | '!' | '?' | '\n' => self.mark(at, c, 3),
                '、' | '·' => self.mark(at, c, 0),
                '(' | '（' => {
                    self.close(at, Some(c));
                    let here = self.items.last().filter(|item| item.clause == self.clause);
                    let owner = here.map(|_| self.items.len() - 1);
                    self.brackets += 1;
                    self.open.push((self.brackets, owner));
                    (self.boundary, self.clause_start) = (end, end);
                }
                ')' | '）' => {
                    self.close(at, Some(c));
                    self.open.pop();
                    self.boundary = end;
                }
                '“' | '《' | '「' => self.quotes += 1,
                '”' | '》' | '」' => self.quotes = self.quotes.saturating_sub(1),
                _ => {}
            }
        }
    }

    /// Ends a clause (1), a run of clauses (2) or a sentence (3).
    fn mark(&mut self, at: usize, mark: char, weight: u8) {
        let end = at + mark.len_utf8();
        self.close(at, Some(mark));
        self.boundary = end;
        if weight > 0 {
            self.clause += 1;
            self.clause_start = end;
        }
        // What is in brackets does not end what they are in.
        if self.open.is_empty() {
            self.segment += usize::from(weight > 1);
            self.sentence += usize::from(weight > 2);
        }
    }

    /// Ends the words after the last numeral.
    fn close(&mut self, at: usize, mark: Option<char>) {
        let boundary = self.boundary;
        let text = self.text;
        if let Some(last) = self.items.last_mut()
            && last.numeral.range.end == boundary
        {
            last.after = trim(text.get(boundary..at).unwrap_or_default());
            last.mark = mark;
        }
    }

    fn numeral(&mut self, numeral: Numeral) {
        let Range { start, end } = numeral.range;
        self.close(start, None);
        let (bracket, owner) = self.open.last().copied().unwrap_or_default();
        self.items.push(Item {
            before: trim(self.slice(self.boundary..start)),
            after: "",
            lead: trim(self.slice(self.clause_start..start)),
            mark: None,
            clause: self.clause,
            segment: self.segment,
            sentence: self.sentence,
            bracket,
            owner,
            quoted: self.quotes > 0,
            role: Role::Other,
            bound: Bound::Exact,
            numeral,
        });
        self.boundary = end;
    }
}

fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '.')
}
