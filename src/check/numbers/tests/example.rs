//! The example site: a real report of 128 tasks.

use std::path::Path;

use super::super::claims;
use super::sentences::label;
use crate::content;

/// What the rules decide of the example site, as `folder/file: label`.
fn decided() -> Vec<String> {
    let loaded = content::load(Path::new(env!("CARGO_MANIFEST_DIR")));
    let site = loaded.site.unwrap();
    let mut found = Vec::new();
    let mut tasks = 0;
    for disclosure in site.home.all_disclosures() {
        let chapters = disclosure.chapters().iter();
        for task in chapters.flat_map(|chapter| &chapter.tasks) {
            tasks += 1;
            let title = &task.title.value;
            let progress = task.progress.as_ref().map_or("", |p| &*p.source);
            let period = disclosure.period.as_ref().map(|p| p.value);
            for claim in claims(title, progress, period) {
                if let Some(label) = label(&claim, title, progress) {
                    println!("{} {label}: {}", task.path, claim.message.zh);
                    found.push(format!("{} {label}", task.path));
                } else {
                    println!("{} ?: {}", task.path, claim.message.zh);
                }
            }
        }
    }
    assert_eq!(tasks, 128);
    found
}

#[test]
fn exactly_these() {
    let found = decided();
    assert_eq!(found, Vec::<String>::new());
}
