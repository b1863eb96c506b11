//! `units.toml`.

use std::collections::BTreeMap;

use crate::content::item;
use crate::content::kinds;
use crate::content::walk::FileEntry;
use crate::diagnostic::{Diagnostic, Faults, Span};
use crate::model::{Slug, Units};
use crate::say;

/// Reads the list of units. None if it has faults: then every task that names a unit which the faulty
/// list lacks would be blamed for it.
pub(super) fn read(name: &str, file: &FileEntry, faults: &mut Faults) -> Option<Units> {
    let mut read = item::read(&file.path, file.id, name, kinds::units::read)
        .with_text("body", |value| &mut value.body);
    let whole = !read.faults.has_errors();
    let units_file = read.value.take();
    let mut units = Units::default();
    let mut ids: BTreeMap<Slug, Span> = BTreeMap::new();
    if let Some(units_file) = units_file {
        units.body = units_file.body;
        for unit in units_file.units {
            let id = unit.value.id.clone();
            if let Some(&first) = ids.get(&id) {
                read.faults.push(
                    Diagnostic::error(
                        "units/duplicate-id",
                        say!("短名 `{id}` 用了两次", "the id `{id}` is used twice"),
                    )
                    .at(unit.span)
                    .related(first, say!("第一次在这里", "it is first used here")),
                );
                continue;
            }
            ids.insert(id, unit.span);
            for (other, name) in units.add(unit.value) {
                let first = units.get(other).map(|unit| unit.span);
                let text = &name.value;
                let fault = Diagnostic::error(
                    "units/duplicate-name",
                    say!("名称 `{text}` 用了两次", "the name `{text}` is used twice"),
                )
                .at(name.span);
                read.faults.push(match first {
                    Some(first) => {
                        fault.related(first, say!("第一次在这里", "it is first used here"))
                    }
                    None => fault,
                });
            }
        }
    }
    faults.append(read.faults);
    whole.then_some(units)
}
