//! Making a release what the output holds.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, IntoInnerError, Write as _};
use std::mem;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Faults};
use crate::say;

use super::conflict::{Plan, exclusions, with_output};
use super::digest::{Hashing, same};
use super::io::{Context, Tried, optional};
use super::journal::Journal;
use super::known::{self, Key, Known};
use super::{About, MANIFEST, Manifest, ManifestFile, OutputPath, Staging, is_date};

/// What a commit did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How many files were written because they are new or differ.
    pub written: usize,
    /// How many files were already as they should be.
    pub unchanged: usize,
    /// How many files of the last release the new one does not have.
    pub removed: usize,
    /// The size of the release in bytes, its manifest and the sums of that excepted.
    pub total_bytes: u64,
    /// How many files the release has, its manifest and the sums of that excepted.
    pub files: usize,
}

/// What was put.
struct Arrivals {
    manifest: Manifest,
    /// The files that differ from those in the output, if there was one.
    writes: BTreeSet<OutputPath>,
    /// Those of them that are one more name of a file in the output, with the path of that.
    linked: BTreeMap<OutputPath, String>,
    /// What files were made from, in their order.
    keys: Vec<(OutputPath, Key)>,
}

impl Staging {
    /// Makes what was put the content of the output; `about` tells what it was made from. A release that
    /// is already there is left untouched.
    ///
    /// # Errors
    /// Nothing was changed if one of these is given: `release/foreign` for each thing that stands in
    /// the way, `release/two-sources` for each pair of paths that exclude each other,
    /// `release/as-of`, and whatever `put` reported before. With `release/io` the commit may have
    /// begun, which a hint then says; the next command finishes it.
    pub fn commit(mut self, about: impl Into<About>) -> Result<Outcome, Faults> {
        // Nothing more arrives, and what follows takes as much room.
        self.known = Known::default();
        let Arrivals {
            manifest,
            writes,
            linked,
            keys,
        } = self.arrivals(about.into())?;
        let files = manifest.files();
        let removals = self.removals(files);
        let excluded = exclusions(files.keys()).into_iter();
        let mut faults: Faults = excluded.map(|excluded| excluded.fault).collect();
        if self.created && !faults.is_empty() {
            // The manifest and its sums could not be staged among them.
            return Err(faults);
        }
        self.part(&linked, &removals)?;
        let place = |path: &OutputPath| match self.created {
            true => path.under(&self.work.staged_output()),
            false => self.work.staged(path),
        };
        let staged_manifest = match self.created {
            true => self.work.staged_output().join(MANIFEST),
            false => self.work.staged_manifest(),
        };
        // These are long, and never whole in memory.
        let own = self.stage_list(&staged_manifest, |to| manifest.write_json(to))?;
        let mut list = vec![(MANIFEST, own)];
        let mut changed = Vec::new();
        for sums in manifest.lists(own) {
            let path = sums.path();
            let staged = place(&path);
            let facts = self.stage_list(&staged, |to| write!(to, "{sums}"))?;
            list.push((sums.name, facts));
            let text = File::open(&staged).tried(Tried::Read, &staged)?;
            if self.in_output(&path, facts.size, text)? {
                self.disk.remove_file(&staged)?;
            } else {
                changed.push(path);
            }
        }
        let plan = Plan {
            files,
            writes: &writes,
            sums: &changed,
            removals: &removals,
            old: self.old.as_ref(),
        };
        if !self.created {
            faults.append(with_output(&self.output, &plan)?);
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let written = match self.created {
            true => files.len(),
            false => writes.len(),
        };
        let outcome = Outcome {
            written,
            unchanged: files.len() - written,
            removed: removals.len(),
            total_bytes: manifest.total_bytes(),
            files: files.len(),
        };
        // What is known of the last release would be wrong from here on.
        self.disk.remove_file(&self.work.known())?;
        self.disk.remove_file(&self.work.note())?;
        if self.created {
            // One step makes it the output, so that there is nothing to finish.
            let staged = self.work.staged_output();
            self.disk.replace_empty_folder(&staged, &self.output)?;
        } else {
            let mut puts: Vec<OutputPath> = writes.into_iter().collect();
            puts.extend(changed);
            let journal = Journal::new(puts, removals.into_iter().collect());
            self.carry_out(&journal, &staged_manifest)?;
        }
        // Losing it costs the next build time and nothing else.
        drop(known::remember(
            &self.output,
            &self.work,
            &self.disk,
            &manifest,
            &list,
            &keys,
        ));
        if let Some(note) = &self.note {
            drop(known::note_down(&self.work.note(), &self.disk, note));
        }
        for (name, bytes) in &self.kept {
            drop(known::note_down(&self.work.kept(name), &self.disk, bytes));
        }
        Ok(outcome)
    }

    /// What was put, which the staging then has no more.
    fn arrivals(&self, about: About) -> Result<Arrivals, Faults> {
        let mut gathered = self.gathered();
        let mut faults = gathered.faults.clone();
        if !is_date(&about.as_of) {
            let shown = about.as_of.escape_debug();
            faults.push(Diagnostic::error(
                "release/as-of",
                say!(
                    "发布日期应写作 YYYY-MM-DD，而不是 `{shown}`",
                    "the date of the release must be YYYY-MM-DD, not `{shown}`"
                ),
            ));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut keys = mem::take(&mut gathered.keys);
        keys.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        Ok(Arrivals {
            manifest: Manifest::new(about, mem::take(&mut gathered.files)),
            writes: mem::take(&mut gathered.changed),
            linked: mem::take(&mut gathered.linked),
            keys,
        })
    }

    /// Sees to it that no two paths of the release are one file: whoever changed one would change both. A
    /// file that only moves goes from its old path, and needs no copy.
    fn part(
        &self,
        linked: &BTreeMap<OutputPath, String>,
        removals: &BTreeSet<OutputPath>,
    ) -> Result<(), Faults> {
        let mut moved = BTreeSet::new();
        for (path, old) in linked {
            if !(removals.contains(old.as_str()) && moved.insert(old)) {
                let staged = self.work.staged(path);
                self.disk.part(&staged, &staged.with_extension("own"))?;
            }
        }
        Ok(())
    }

    /// The files of the last release that the new one does not have.
    fn removals(&self, files: &BTreeMap<OutputPath, ManifestFile>) -> BTreeSet<OutputPath> {
        let mut removals: BTreeSet<OutputPath> = self
            .old
            .iter()
            .flat_map(|old| old.files().keys())
            .filter(|path| !files.contains_key(*path))
            .cloned()
            .collect();
        // Where letter case does not count, a path of which only the case changed is still the same
        // file, and removing it would lose the new one.
        let folded: BTreeMap<String, OutputPath> = removals
            .iter()
            .map(|path| (path.as_str().to_lowercase(), path.clone()))
            .collect();
        if !folded.is_empty() {
            for path in files.keys() {
                if let Some(old) = folded.get(&path.as_str().to_lowercase())
                    && self.one_file(old, path)
                {
                    removals.remove(old);
                }
            }
        }
        removals
    }

    fn one_file(&self, a: &OutputPath, b: &OutputPath) -> bool {
        let real = |path: &OutputPath| {
            let full = path.under(&self.output);
            let plain = fs::symlink_metadata(&full).is_ok_and(|found| found.is_file());
            plain.then(|| fs::canonicalize(&full).ok()).flatten()
        };
        real(a).is_some_and(|real_a| real(b) == Some(real_a))
    }

    /// Writes the manifest or its sums to the stage, and tells of the text.
    fn stage_list(
        &self,
        staged: &Path,
        write: impl FnOnce(&mut BufWriter<Hashing<&mut File>>) -> io::Result<()>,
    ) -> Result<ManifestFile, Faults> {
        self.disk.write_by(staged, |file| {
            let mut to = BufWriter::new(Hashing::new(file));
            write(&mut to)?;
            let hashing = to.into_inner().map_err(IntoInnerError::into_error)?;
            Ok(hashing.finish())
        })
    }

    fn carry_out(&self, journal: &Journal, staged_manifest: &Path) -> Result<(), Faults> {
        if journal.is_empty() && self.manifest_is(staged_manifest)? {
            return Ok(());
        }
        journal
            .write(&self.work, &self.disk)
            .and_then(|()| journal.apply(&self.output, &self.work, &self.disk, self.old.as_ref()))
            .map_err(|faults| self.unfinished(&faults))
    }

    fn manifest_is(&self, staged: &Path) -> Result<bool, Faults> {
        let path = self.output.join(MANIFEST);
        let compare = || match optional(File::open(&path))? {
            Some(file) => same(file, File::open(staged)?),
            None => Ok(false),
        };
        compare().tried(Tried::Read, &path)
    }

    fn unfinished(&self, faults: &Faults) -> Faults {
        if !self.work.journal().exists() {
            return faults.clone();
        }
        let mut told = Faults::new();
        told.extend(faults.iter().cloned().map(|diagnostic| {
            diagnostic.hint(say!(
                "发布已经开始但没有完成；问题解决后，下一次构建会先把它完成",
                "the release has begun and is not finished; once this is solved, the next build finishes it first"
            ))
        }));
        told
    }
}
