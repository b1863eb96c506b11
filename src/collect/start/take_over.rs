//! The tasks of a disclosure that has none yet, taken from an earlier one.

use toml_edit::Array;

use crate::collect::survey::{disclosure, earlier};
use crate::content::FOLDER;
use crate::diagnostic::Faults;
use crate::edit::{Change, File};
use crate::model::{ContentPath, Site, Task};

/// The files of chapters and tasks that a disclosure needs to have those of an earlier one: what was
/// promised and who answers for it, not what was done. Nothing if it has tasks already.
///
/// # Errors
/// If one of the two is not there.
pub fn take_over(
    site: &Site,
    path: &ContentPath,
    from: &ContentPath,
) -> Result<Vec<Change>, Faults> {
    let (to, from) = (disclosure(site, path)?, earlier(site, from)?);
    if !to.chapters().is_empty() {
        return Ok(Vec::new());
    }
    let mut changes = Vec::new();
    for chapter in from.chapters() {
        let folder = format!("{FOLDER}/{path}/{}", chapter.slug);
        let mut file = File::new(format!("{folder}/chapter.toml"));
        file.set("title", &*chapter.title.value);
        if let Some(number) = chapter.number {
            file.set("number", i64::from(number));
        }
        changes.push(file.into_change());
        changes.extend(chapter.tasks.iter().map(|task| promise(&folder, task)));
    }
    Ok(changes)
}

fn promise(folder: &str, task: &Task) -> Change {
    let mut file = File::new(format!("{folder}/{}.toml", task.slug));
    file.set("title", &*task.title.value);
    if !task.units.is_empty() {
        let names = task.units.iter().map(|mention| &*mention.name);
        file.set("units", Array::from_iter(names));
    }
    if let Some(key) = &task.key {
        file.set("key", key.value.as_str());
    }
    file.into_change()
}
