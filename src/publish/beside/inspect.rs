//! Compares a release at a target with its manifest, file by file.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Standing, State, there};
use crate::diagnostic::Faults;
use crate::publish::fault::At as _;
use crate::publish::files::{Files, Stands};
use crate::publish::layout::folder;
use crate::publish::{Inspection, siblings};
use crate::release::{Digest, ManifestFile, OutputPath, is_reserved};

/// Reads every file of a release, by default of the one that readers see.
pub(in crate::publish) fn inspect(
    files: &dyn Files,
    wanted: Option<&str>,
) -> Result<Inspection, Faults> {
    let state = State::read(files)?;
    let current = state.current(files)?.clone();
    let id = match wanted {
        None => current,
        Some(wanted) => state.trail.find(&files.shown(""), wanted, &there(files)?)?,
    };
    let release = Standing::read(files, id)?;
    let place = folder(&release.id);
    let mut found = BTreeMap::new();
    walk(files, &place, "", &mut found)?;
    let mut expected: BTreeMap<&str, Expected<'_>> = BTreeMap::new();
    for (path, facts) in release
        .manifest
        .files()
        .iter()
        .chain(&release.companion.kept)
    {
        expected.insert(path.as_str(), Expected::File(facts));
    }
    for path in release.companion.siblings.keys() {
        let base = siblings::base(path).and_then(|base| release.manifest.files().get(base));
        if let Some(base) = base {
            expected.insert(path.as_str(), Expected::Sibling(path, base));
        }
    }
    let sums: Vec<_> = release.manifest.sums(&release.json).collect();
    for list in &sums {
        expected.insert(list.name, Expected::Text(&list.text));
    }
    let states: Result<Vec<_>, Faults> = expected
        .par_iter()
        .map(|(path, expected)| {
            let state = match found.get(*path) {
                None => Found::Missing,
                Some(false) => Found::Changed,
                Some(true) => {
                    let full = format!("{place}/{path}");
                    let bytes = files.read(&full).at(&files.shown(&full))?;
                    match bytes {
                        Some(bytes) if expected.is(&bytes) => Found::Genuine,
                        Some(_) => Found::Changed,
                        None => Found::Missing,
                    }
                }
            };
            Ok(((*path).to_owned(), state))
        })
        .collect();
    let (mut missing, mut changed) = (Vec::new(), Vec::new());
    for (path, state) in states? {
        match state {
            Found::Genuine => {}
            Found::Missing => missing.push(path),
            Found::Changed => changed.push(path),
        }
    }
    let extra: Vec<String> = found
        .keys()
        .filter(|path| !expected.contains_key(path.as_str()) && !is_reserved(path))
        .cloned()
        .collect();
    let digest = Digest::of(&release.json).to_string();
    let recorded = state.trail.of(&release.id);
    Ok(Inspection {
        is_recorded: recorded.is_some_and(|record| record.manifest_sha256 == digest),
        record: recorded.cloned(),
        broken_lines: state.trail.broken().to_vec(),
        is_cut: state.is_cut,
        unfinished: None,
        manifest: release.manifest,
        id: release.id,
        missing,
        changed,
        extra,
    })
}

enum Expected<'a> {
    File(&'a ManifestFile),
    Sibling(&'a OutputPath, &'a ManifestFile),
    Text(&'a str),
}

impl Expected<'_> {
    fn is(&self, bytes: &[u8]) -> bool {
        match self {
            Self::File(facts) => ManifestFile::of(bytes) == **facts,
            Self::Sibling(path, base) => siblings::is_genuine(path, bytes, base),
            Self::Text(text) => text.as_bytes() == bytes,
        }
    }
}

enum Found {
    Genuine,
    Missing,
    Changed,
}

/// Everything in a folder but folders; whether it is a plain file.
fn walk(
    files: &dyn Files,
    folder: &str,
    prefix: &str,
    found: &mut BTreeMap<String, bool>,
) -> Result<(), Faults> {
    for name in files.list(folder).at(&files.shown(folder))? {
        let full = format!("{folder}/{name}");
        let path = format!("{prefix}{name}");
        match files.stands(&full).at(&files.shown(&full))? {
            Stands::Folder => walk(files, &full, &format!("{path}/"), found)?,
            Stands::Nothing => {}
            Stands::File => drop(found.insert(path, true)),
            Stands::Link(_) | Stands::Other => drop(found.insert(path, false)),
        }
    }
    Ok(())
}
