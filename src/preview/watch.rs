//! Tells that a file may have changed. What did is found out by reading, so that it does no harm to be
//! told too often.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use notify::event::EventKind;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::Folders;

/// Watches the inputs of a site.
pub(super) struct Watch {
    watcher: RecommendedWatcher,
    folders: Folders,
    watched: Vec<Watched>,
}

struct Watched {
    path: PathBuf,
    mode: RecursiveMode,
    /// Which folder it was when it was watched: another may have taken its place.
    is: Option<Identity>,
}

/// The number of a folder and when it was made: numbers are given again.
type Identity = (u64, Option<SystemTime>);

fn identity(path: &Path) -> Option<Identity> {
    let metadata = std::fs::metadata(path).ok()?;
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(&metadata);
    #[cfg(not(unix))]
    let number = 0;
    Some((number, metadata.created().ok()))
}

impl Watch {
    /// Starts to watch; `tell` is called with what may have changed, or with
    /// nothing where anything may have.
    ///
    /// # Errors
    /// If the system does not tell changes.
    pub(super) fn start(
        folders: &Folders,
        tell: impl Fn(Vec<PathBuf>) + Send + 'static,
    ) -> Result<Self, notify::Error> {
        let concerned = folders.clone();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            match event {
                // Reading a file changes nothing, and is what follows a change.
                Ok(event) if matches!(event.kind, EventKind::Access(_)) && !event.need_rescan() => {
                }
                Ok(mut event) if !event.need_rescan() && !event.paths.is_empty() => {
                    event.paths.retain(|path| concerned.concern(path));
                    if !event.paths.is_empty() {
                        tell(event.paths);
                    }
                }
                // Something was missed.
                _ => tell(Vec::new()),
            }
        })?;
        let mut watch = Self {
            watcher,
            folders: folders.clone(),
            watched: Vec::new(),
        };
        watch.refresh(&BTreeSet::new())?;
        Ok(watch)
    }

    /// Watches what came, and what came in place of what was watched; `told` is what changed. Gives whether all that there can
    /// be is watched; what is not there is watched for by the folder it lies in.
    ///
    /// # Errors
    /// If the system cannot watch so much.
    pub(super) fn refresh(&mut self, told: &BTreeSet<PathBuf>) -> Result<bool, notify::Error> {
        let commits = self.folders.commits().and_then(Path::parent);
        let wanted = [
            (self.folders.root().to_owned(), RecursiveMode::NonRecursive),
            (self.folders.content(), RecursiveMode::Recursive),
            (self.folders.themes(), RecursiveMode::Recursive),
            (
                self.folders.output().to_owned(),
                RecursiveMode::NonRecursive,
            ),
        ];
        let commits = commits.map(|folder| (folder.to_owned(), RecursiveMode::NonRecursive));
        let mut is_whole = true;
        for (path, mode) in wanted.into_iter().chain(commits) {
            let is = identity(&path);
            let at = self.watched.iter().position(|watched| watched.path == path);
            if let Some(at) = at {
                let known = self.watched.get(at).and_then(|watched| watched.is);
                if known == is && is.is_some() && !told.contains(&path) {
                    continue;
                }
                self.watched.swap_remove(at);
                // It may have been forgotten with the folder.
                drop(self.watcher.unwatch(&path));
            }
            if is.is_none() {
                // The root is looked for again and again, and so is an output that lies elsewhere.
                let is_told =
                    path != *self.folders.root() && path.parent() == Some(self.folders.root());
                is_whole &= is_told;
                continue;
            }
            match self.watcher.watch(&path, mode) {
                Ok(()) => self.watched.push(Watched { path, mode, is }),
                Err(error) if matches!(error.kind, notify::ErrorKind::PathNotFound) => {
                    is_whole = false;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(is_whole)
    }
}

impl std::fmt::Debug for Watched {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({:?})", self.path.display(), self.mode)
    }
}
