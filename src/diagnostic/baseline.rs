//! What was found before, so that only what is new need be told.

use std::collections::BTreeMap;

use super::{Diagnostic, Faults, Fingerprint, Sources};

/// The findings of an earlier state, as often as each was there.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    /// What each is known by, and by what in whatever file.
    known: Vec<(Fingerprint, Fingerprint)>,
}

impl Baseline {
    /// The earlier findings. `sources` are the files they were found in.
    #[must_use]
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Diagnostic>, sources: &Sources) -> Self {
        let known = findings.into_iter().map(|finding| prints(finding, sources));
        Self {
            known: known.collect(),
        }
    }

    /// The findings that are new.
    #[must_use]
    pub fn without_known(&self, faults: Faults, sources: &Sources) -> Faults {
        let faults: Vec<Diagnostic> = faults.into_iter().collect();
        let new = self.retain_new(faults, |fault| fault, sources);
        new.into_iter().collect()
    }

    /// The items whose findings are new. Each earlier finding answers for one: first for its like in
    /// the same file, then, as files may have been renamed, for its like in any.
    #[must_use]
    pub fn retain_new<T>(
        &self,
        items: Vec<T>,
        finding: impl Fn(&T) -> &Diagnostic,
        sources: &Sources,
    ) -> Vec<T> {
        let mut items: Vec<(T, Fingerprint, Fingerprint)> = items
            .into_iter()
            .map(|item| {
                let (own, any) = prints(finding(&item), sources);
                (item, own, any)
            })
            .collect();
        let mut left = count(self.known.iter().map(|(own, _)| *own));
        items.retain(|(_, own, _)| !take(&mut left, *own));
        // What is left of the earlier findings, by what they are in any file.
        let rest = self.known.iter().filter(|(own, _)| take(&mut left, *own));
        let mut left = count(rest.map(|(_, any)| *any).collect::<Vec<_>>());
        items.retain(|(_, _, any)| !take(&mut left, *any));
        items.into_iter().map(|(item, _, _)| item).collect()
    }
}

fn prints(finding: &Diagnostic, sources: &Sources) -> (Fingerprint, Fingerprint) {
    (
        Fingerprint::of(finding, sources),
        Fingerprint::in_any_file(finding, sources),
    )
}

fn count(prints: impl IntoIterator<Item = Fingerprint>) -> BTreeMap<Fingerprint, usize> {
    let mut counts = BTreeMap::new();
    for print in prints {
        *counts.entry(print).or_insert(0) += 1;
    }
    counts
}

/// Takes one away, if there is one.
fn take(counts: &mut BTreeMap<Fingerprint, usize>, print: Fingerprint) -> bool {
    match counts.get_mut(&print) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::say;

    /// Findings about these texts of these files.
    fn found(places: &[(&str, &str)]) -> (Faults, Sources) {
        let mut sources = Sources::new();
        let mut faults = Faults::new();
        for (path, text) in places {
            let file = sources.add_text(*path, *text);
            let fault = Diagnostic::warning("a/b", say!("甲", "a"));
            faults.push(fault.at(Span::new(file, 0..text.len())));
        }
        (faults, sources)
    }

    fn new(before: &[(&str, &str)], after: &[(&str, &str)]) -> Vec<String> {
        let (earlier, sources) = found(before);
        let baseline = Baseline::of(earlier.iter(), &sources);
        let (faults, sources) = found(after);
        baseline
            .without_known(faults, &sources)
            .iter()
            .map(|fault| fault.place.as_ref().unwrap().path(&sources).to_owned())
            .collect()
    }

    #[test]
    fn each_earlier_finding_answers_for_one() {
        let a = ("a.md", "近2000平");
        let b = ("b.md", "近2000平");
        assert_eq!(new(&[], &[a]), ["a.md"]);
        assert!(new(&[a], &[a]).is_empty());
        assert_eq!(new(&[a], &[a, a]), ["a.md"], "a second of its like is new");
        assert!(new(&[a, a], &[a]).is_empty());
        assert!(new(&[a], &[b]).is_empty(), "the file was renamed");
        assert_eq!(new(&[a], &[b, a]), ["b.md"], "the file was copied");
        assert_eq!(new(&[a, b], &[b, b, b]), ["b.md"]);
        assert_eq!(new(&[a], &[("a.md", "近2500平")]), ["a.md"]);
    }
}
