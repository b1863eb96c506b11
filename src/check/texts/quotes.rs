//! Names between quotes that are written in two ways.

use std::collections::BTreeMap;

use super::super::example::Example::Progress;
use super::super::rule::{Rule, Standing, Weight, both, custom};
use super::is_han;
use super::scope::Said;
use crate::diagnostic::{Faults, Span};
use crate::markdown::Block;
use crate::say;

pub(in super::super) const RULES: &[Rule] = &[VARIANT];

const VARIANT: Rule = Rule {
    code: "text/name-variant",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom("同一个名称前后一致", "one name is written in one way"),
    asks: both(
        "一条信息里，引号中的同一个名称写法一致：只差标点和空格的多半是同一个。",
        "A name between quotes is written in one way in a disclosure: names that differ only in punctuation and spaces are likely one.",
    ),
    fault: Progress("举办“创青春·墅未来”读书会，参加“创青春 墅未来”云聘会。"),
    clean: &[
        Progress("举办“创青春·墅未来”读书会，参加“创青春·墅未来”云聘会。"),
        Progress("推广“一网通办”和“一网统管”。"),
        Progress("讨论“甲 乙”和“甲·乙”。"),
        Progress("会上说“各项工作，都要落实。”又说“各项工作都要落实”。"),
    ],
};

/// The fewest and most characters of a name, marks left out.
const LENGTH: std::ops::RangeInclusive<usize> = 4..=20;

/// The names of a scope by their characters without marks, as first written, and where.
#[derive(Default)]
pub(super) struct Quotes(BTreeMap<String, (String, Span)>);

impl Quotes {
    pub(super) fn add(&mut self, said: &Said<'_>, block: &Block, faults: &mut Faults) {
        let mut rest = block.0.as_slice();
        while let Some(open) = rest.iter().position(|(_, c)| *c == '“') {
            rest = rest.get(open + 1..).unwrap_or_default();
            let Some(end) = rest.iter().position(|(_, c)| matches!(c, '”' | '“')) else {
                return;
            };
            let Some((quoted, after)) = rest.split_at_checked(end) else {
                return;
            };
            if after.first().is_some_and(|(_, c)| *c == '”') {
                self.name(said, quoted, faults);
            }
            rest = after;
        }
    }

    fn name(&mut self, said: &Said<'_>, quoted: &[(usize, char)], faults: &mut Faults) {
        let (Some(first), Some(last)) = (quoted.first(), quoted.last()) else {
            return;
        };
        // Clauses are no names.
        let is_clause = |c: char| "，。；：！？,;:!?、\n".contains(c);
        if quoted.iter().any(|(_, c)| is_clause(*c)) {
            return;
        }
        let spelling: String = quoted.iter().map(|(_, c)| *c).collect();
        let normal: String = spelling.chars().filter(|c| c.is_alphanumeric()).collect();
        if !LENGTH.contains(&normal.chars().count()) || !normal.contains(is_han) {
            return;
        }
        let place = said.between(*first, *last);
        let (known, first) = self.0.entry(normal).or_insert((spelling.clone(), place));
        if *known != spelling {
            let fault = VARIANT.finding(say!(
                "“{spelling}”在别处写作“{known}”",
                "`{spelling}` is written `{known}` elsewhere"
            ));
            faults.push(
                fault
                    .at(place)
                    .related(*first, say!("先写在这里", "it is first written here")),
            );
        }
    }
}
