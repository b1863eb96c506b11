use std::collections::BTreeSet;

use super::*;

/// The lines of the first copy, and which of them are paragraphs of the table.
fn lines() -> (Vec<&'static str>, Vec<usize>) {
    let lines: Vec<&str> = SEED.lines().take(884).collect();
    let paragraphs = (16..lines.len())
        .filter(|at| !lines[*at].trim().is_empty())
        .collect();
    (lines, paragraphs)
}

/// Every row is one of the original, save those that touch the paragraph.
fn check(text: &str, original: &BTreeSet<Row>, paragraph: &str, expect_error: bool) {
    let (document, told) = read_text(text);
    let Some(document) = document else {
        assert!(!told.is_empty());
        return;
    };
    assert!(!expect_error, "{paragraph}");
    for row in rows(&document) {
        let touched = [&row.0, &row.1, &row.2]
            .iter()
            .any(|cell| cell.contains(paragraph));
        assert!(touched || original.contains(&row), "{paragraph}: {row:?}");
    }
}

/// Every cell of the original.
fn cells(original: &BTreeSet<Row>) -> BTreeSet<&str> {
    original
        .iter()
        .flat_map(|(a, b, c)| [a.as_str(), b.as_str(), c.as_str()])
        .collect()
}

#[test]
fn a_paragraph_that_is_missing() {
    let original: BTreeSet<Row> = rows(&read_clean(&first_copy())).into_iter().collect();
    let cells = cells(&original);
    let (lines, paragraphs) = lines();
    for at in paragraphs {
        let mut less = lines.clone();
        let gone = less.remove(at).trim();
        check(&less.join("\n"), &original, gone, cells.contains(gone));
    }
}

#[test]
fn a_paragraph_that_comes_twice() {
    let original: BTreeSet<Row> = rows(&read_clean(&first_copy())).into_iter().collect();
    let cells = cells(&original);
    let (lines, paragraphs) = lines();
    for at in paragraphs {
        let mut more = lines.clone();
        let twice = more[at].trim();
        more.splice(at..at, [more[at], ""]);
        check(&more.join("\n"), &original, twice, cells.contains(twice));
    }
}

#[test]
fn two_paragraphs_that_change_places() {
    let original: BTreeSet<Row> = rows(&read_clean(&first_copy())).into_iter().collect();
    let (lines, paragraphs) = lines();
    for pair in paragraphs.windows(2).step_by(2) {
        let mut swapped = lines.clone();
        swapped.swap(pair[0], pair[1]);
        let (document, told) = read_text(&swapped.join("\n"));
        let Some(document) = document else {
            assert!(!told.is_empty());
            continue;
        };
        let strange = rows(&document)
            .into_iter()
            .filter(|row| !original.contains(row));
        assert!(
            strange.count() <= 2,
            "only the rows of the two paragraphs are touched"
        );
    }
}
