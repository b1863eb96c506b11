//! The data files of a generation. Pages tell how large they are, so what is known of one is kept.

use std::collections::BTreeMap;
use std::sync::OnceLock;
#[cfg(test)]
use std::sync::atomic::{AtomicUsize, Ordering};

use super::known::Known;
use crate::build::stage;
use crate::diagnostic::Faults;
use crate::export::{self, Export, Fact, Facts};
use crate::pages::{Plan, PlannedFile};
use crate::release::Digest;
use crate::url::OutputPath;

/// The data files of a plan.
pub(super) struct Exports<'a> {
    plan: &'a Plan<'a>,
    /// What is known of those that earlier generations made.
    known: &'a Known<Fact>,
    files: BTreeMap<OutputPath, DataFile<'a>>,
    /// Attached files that moved.
    pub(super) copies: Vec<PlannedFile<'a>>,
    #[cfg(test)]
    made: AtomicUsize,
}

/// A data file, and what is known of it once it was made.
struct DataFile<'a> {
    export: Export<'a>,
    fact: OnceLock<Fact>,
}

impl<'a> Exports<'a> {
    pub(super) fn new(plan: &'a Plan<'a>, known: &'a Known<Fact>) -> Result<Self, Faults> {
        let mut files = export::exports(plan);
        let copies = stage::copies(plan, &mut files)?;
        let files = files.into_iter().map(|export| {
            let path = export.path.clone();
            let fact = OnceLock::new();
            (path, DataFile { export, fact })
        });
        Ok(Self {
            plan,
            known,
            files: files.collect(),
            copies,
            #[cfg(test)]
            made: AtomicUsize::new(0),
        })
    }

    /// Makes the data file at a path, if there is one.
    pub(super) fn bytes(&self, path: &OutputPath) -> Result<Option<Vec<u8>>, Faults> {
        let file = self.files.get(path);
        file.map(|file| self.make(&file.export)).transpose()
    }

    /// What is known of the data file at a path, if there is one. It is made unless it was before, by this
    /// generation or from the same by an earlier one.
    pub(super) fn fact(&self, path: &OutputPath) -> Result<Option<Fact>, Faults> {
        let Some(file) = self.files.get(path) else {
            return Ok(None);
        };
        if let Some(fact) = file.fact.get() {
            return Ok(Some(fact.clone()));
        }
        // What keeps it from being told is told when it is made.
        let from = file.export.made_from(self.plan).ok().flatten();
        let key = from.map(|from| Digest::of(&from));
        let fact = match key.and_then(|key| self.known.get(path, key)) {
            Some(fact) => fact,
            None => {
                let fact = Fact::of(&self.make(&file.export)?);
                if let Some(key) = key {
                    self.known.remember(path, key, fact.clone());
                }
                fact
            }
        };
        Ok(Some(file.fact.get_or_init(|| fact).clone()))
    }

    /// Makes a data file, and before it those that it tells of.
    fn make(&self, export: &Export<'a>) -> Result<Vec<u8>, Faults> {
        let mut facts = Facts::new();
        for path in export.tells_of(self.plan) {
            if let Some(fact) = self.fact(&path)? {
                facts.insert(path, fact);
            }
        }
        #[cfg(test)]
        self.made.fetch_add(1, Ordering::Relaxed);
        stage::export_bytes(self.plan, export, &facts)
    }

    /// How many data files were made, and how many there are.
    #[cfg(test)]
    pub(super) fn counted(&self) -> (usize, usize) {
        (self.made.load(Ordering::Relaxed), self.files.len())
    }
}
