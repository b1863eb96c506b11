//! What is private in attached files: in their texts, in what they say of themselves, and in what is
//! not seen when they are opened.
//!
//! A finding is about the file; its words say where in it. They are what it is known by from one run to
//! the next, so that two cells are two findings.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::found::{Found, Known};
use super::metadata::{self, Offices};
use super::scan::scan;
use super::table::private;
use super::{hidden, unreadable};
use crate::attachment::{Told, Unreadable};
use crate::check::rule::Rule;
use crate::diagnostic::{Diagnostic, Faults, Message, Sources};
use crate::model::{FileRef, Site};
use crate::say;

/// Reads an attached file, and tells what it holds.
pub type ReadAttachment = fn(&FileRef, &mut dyn FnMut(Told<'_>)) -> Result<(), Unreadable>;

/// An attached table of the examples.
pub(super) const PLAN: &str = "content/plans/q2/files/表.csv";

/// How many files are looked at at once: one made to harm may take a gigabyte.
const AT_ONCE: usize = 2;
/// How many findings of a rule are told of one file; the rest are counted.
const LISTED: usize = 20;

pub(super) fn check(
    site: &Site,
    known: &Known,
    read: ReadAttachment,
    sources: &mut Sources,
    faults: &mut Faults,
) {
    let offices = Offices::of(site);
    let disclosures = site.home.walk().flat_map(|column| &column.disclosures);
    // An empty file has been told already.
    let files: Vec<&FileRef> = disclosures
        .flat_map(|disclosure| &disclosure.files)
        .filter(|file| file.size > 0)
        .collect();
    for files in files.chunks(AT_ONCE) {
        let looked: Vec<Looked<'_>> = files
            .par_iter()
            .map(|file| Looked::at(file, read, known, &offices))
            .collect();
        for (file, looked) in files.iter().zip(looked) {
            for (text, mask) in &looked.hidden {
                sources.hide_text(text, mask);
            }
            for list in looked.lists.into_values() {
                faults.extend(list.told().map(|fault| fault.at(file.id)));
            }
        }
    }
}

/// What was found in a file.
struct Looked<'k> {
    known: &'k Known,
    offices: &'k Offices,
    /// By rule.
    lists: BTreeMap<&'static str, List>,
    /// What is private, and what is shown in its place.
    hidden: Vec<(String, String)>,
}

/// The findings of a rule in a file.
struct List {
    rule: Rule,
    first: Vec<Diagnostic>,
    more: usize,
    /// Where the first stands that is not told.
    from: Option<Message>,
}

impl List {
    fn told(self) -> impl Iterator<Item = Diagnostic> {
        let more = self.more;
        let rest = self.from.map(|Message { zh, en }| {
            let message = say!("还有 {more} 处，从{zh}起", "{more} more from here on: {en}");
            self.rule.finding(message)
        });
        self.first.into_iter().chain(rest)
    }
}

impl<'k> Looked<'k> {
    fn at(file: &FileRef, read: ReadAttachment, known: &'k Known, offices: &'k Offices) -> Self {
        let mut looked = Self {
            known,
            offices,
            lists: BTreeMap::new(),
            hidden: Vec::new(),
        };
        let result = read(file, &mut |told| looked.told(told));
        if let Err(why) = result {
            looked.told(Told::Unseen(why));
        }
        looked
    }

    fn told(&mut self, told: Told<'_>) {
        match told {
            Told::Text { text, place, heads } => {
                let found = private(text, heads, self.known);
                if !found.is_empty() {
                    self.found(&found, &place.message());
                }
            }
            Told::Property(property, value) => {
                let found = scan(value, self.known);
                let place = crate::attachment::Place::Property(property).message();
                self.found(&found, &place);
                if let Some(fault) = metadata::finding(property, value, self.offices) {
                    self.push(metadata::RULE, fault, place);
                }
            }
            Told::Hidden(what) => {
                self.push(hidden::RULE, hidden::finding(what), what.message());
            }
            // Whoever opens the file has it computed.
            Told::Uncomputed(_) => {}
            Told::Unseen(why) => {
                self.push(unreadable::RULE, unreadable::finding(&why), why.message());
            }
        }
    }

    fn found(&mut self, found: &[Found], place: &Message) {
        for found in found {
            let is_new = self.push(found.rule(), found.finding(Some(place)), place.clone());
            if is_new {
                self.hide(found);
            }
        }
    }

    /// Adds a finding; false if it is but counted, or was told already.
    fn push(&mut self, rule: Rule, fault: Diagnostic, place: Message) -> bool {
        let list = self.lists.entry(rule.code).or_insert_with(|| List {
            rule,
            first: Vec::new(),
            more: 0,
            from: None,
        });
        if list.first.contains(&fault) {
            return false;
        }
        if list.first.len() < LISTED {
            list.first.push(fault);
        } else {
            list.more += 1;
            if list.from.is_some() {
                return false;
            }
            list.from = Some(place.clone());
        }
        // Names of sheets and the like may be private themselves.
        for found in scan(&place.zh, self.known) {
            self.hide(&found);
        }
        true
    }

    fn hide(&mut self, found: &Found) {
        for text in [&found.original, &found.plain] {
            self.hidden.push((text.clone(), found.mask.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attachment::{Cell, Place};
    use crate::content;
    use crate::diagnostic::Fingerprint;

    fn known() -> Known {
        Known {
            as_of: "2020-07-31".parse().unwrap(),
            domain: "example.gov.cn".into(),
            contacts: Default::default(),
        }
    }

    /// A site with one attached file, and what is found when it is read so.
    fn found(read: ReadAttachment) -> (Vec<String>, Sources) {
        let folder = tempfile::tempdir().unwrap();
        let file = ("content/plans/q2/files/表.csv", "x");
        for (path, text) in crate::check::SITE.iter().chain([&file]) {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let mut loaded = content::load(folder.path());
        let mut faults = Faults::new();
        let site = loaded.site.unwrap();
        check(&site, &known(), read, &mut loaded.sources, &mut faults);
        let prints: std::collections::BTreeSet<Fingerprint> = faults
            .iter()
            .map(|fault| Fingerprint::of(fault, &loaded.sources))
            .collect();
        assert_eq!(
            prints.len(),
            faults.iter().count(),
            "each is known by itself"
        );
        let shown = faults.iter().map(|fault| {
            let message = loaded.sources.veiled(&fault.message.en);
            format!("{}: {message}", fault.code)
        });
        (shown.collect(), loaded.sources)
    }

    #[test]
    fn what_is_many_is_counted() {
        let (shown, _) = found(|_, tell| {
            for row in 1..=500 {
                let text = "13800138000";
                let place = Place::Cell(Cell {
                    sheet: "名单",
                    column: 2,
                    row,
                });
                tell(Told::Text {
                    text,
                    place,
                    heads: ["", ""],
                });
            }
            Ok(())
        });
        assert_eq!(shown.len(), LISTED + 1);
        assert_eq!(
            shown[0],
            "privacy/mobile: sheet “名单”, cell B1: the mobile number `138****8000` would be made public"
        );
        assert_eq!(
            shown[LISTED],
            "privacy/mobile: 480 more from here on: sheet “名单”, cell B21"
        );
    }

    #[test]
    fn names_in_places_are_hidden_too() {
        let (shown, sources) = found(|_, tell| {
            let place = Place::Cell(Cell {
                sheet: "13900139000",
                column: 1,
                row: 1,
            });
            tell(Told::Text {
                text: "z@qq.com z@qq.com",
                place,
                heads: ["", ""],
            });
            Err(Unreadable::Damaged)
        });
        assert_eq!(
            shown,
            [
                "privacy/mail: sheet “139****9000”, cell A1: the mail address `z***@qq.com` is not of the office",
                "privacy/unreadable-attachment: the attachment could not be looked into: it is damaged",
            ]
        );
        assert_eq!(sources.veiled("z@qq.com"), "z***@qq.com");
    }
}
