//! The page this program grew from, and clumsy variants of it.

mod files;
mod hostile;
mod mutations;
mod office;
mod office_mutations;
mod seed;
mod variants;
mod writing;

use super::*;
use crate::diagnostic::{Severity, Sources};

const SEED: &str = include_str!("../../../tests/fixtures/2020q2.txt");
const PART: &str = include_str!("../../../tests/fixtures/2020q3-part.txt");

/// The first copy of the seed's table with its card: lines 1 to 884.
fn first_copy() -> String {
    SEED.lines().take(884).collect::<Vec<_>>().join("\n")
}

/// The second copy, in the other skin.
fn second_copy() -> String {
    SEED.lines().skip(885).collect::<Vec<_>>().join("\n")
}

fn read_with(text: &str, options: &Options) -> (Option<Document>, Vec<String>) {
    let mut sources = Sources::new();
    let file = sources.add_text("page.txt", text);
    let (document, mut faults) = read(
        &Source::of_text(text),
        file,
        options,
        &Surroundings::default(),
    );
    faults.sort();
    let told = faults.iter().map(|fault| {
        let line = match &fault.place {
            Some(crate::diagnostic::Place::Span(span)) => sources.line_column(*span).line,
            _ => 0,
        };
        let mark = if fault.severity == Severity::Warning {
            "?"
        } else {
            ""
        };
        format!("{line}: {}{mark}", fault.code)
    });
    (document, told.collect())
}

fn read_text(text: &str) -> (Option<Document>, Vec<String>) {
    read_with(text, &Options::default())
}

/// The document of a text without any fault.
fn read_clean(text: &str) -> Document {
    let (document, told) = read_text(text);
    assert_eq!(told, Vec::<String>::new());
    document.unwrap()
}

/// What a text is told, that nothing is made of.
fn told(text: &str) -> Vec<String> {
    let (document, told) = read_text(text);
    assert!(document.is_none());
    told
}

/// A row as plain text.
type Row = (String, String, String);

fn rows(document: &Document) -> Vec<Row> {
    document.tasks().map(row).collect()
}

fn row(task: &Task) -> Row {
    let units: Vec<&str> = task.units.iter().map(|unit| &*unit.value).collect();
    let progress = task.progress.as_ref().map_or("", |text| &*text.value);
    (
        task.title.value.to_string(),
        units.join("、"),
        progress.to_owned(),
    )
}

fn headings(document: &Document) -> Vec<(Option<u32>, &str, usize)> {
    let chapters = document.chapters.iter();
    chapters
        .map(|c| (c.number, &*c.title.value, c.tasks.len()))
        .collect()
}
