//! `calendar.toml`.

use std::collections::BTreeMap;

use crate::content::item;
use crate::content::kinds;
use crate::content::walk::FileEntry;
use crate::diagnostic::{Diagnostic, Faults, Span};
use crate::model::WorkCalendar;
use crate::say;

/// Reads the holidays. A year that stands there twice is told.
pub(super) fn read(name: &str, file: &FileEntry, faults: &mut Faults) -> WorkCalendar {
    let read = item::read(&file.path, file.id, name, kinds::calendar::read);
    faults.append(read.faults);
    let mut calendar = WorkCalendar::default();
    let mut seen: BTreeMap<i16, Span> = BTreeMap::new();
    for year in read.value.unwrap_or_default() {
        let number = year.value.year;
        if let Some(&first) = seen.get(&number) {
            faults.push(
                Diagnostic::error(
                    "calendar/duplicate-year",
                    say!(
                        "{number} 年写了两次",
                        "the year {number} stands there twice"
                    ),
                )
                .at(year.span)
                .related(first, say!("第一次在这里", "it first stands here")),
            );
            continue;
        }
        seen.insert(number, year.span);
        calendar.add(year.value);
    }
    calendar
}
