//! Where the inputs of a site lie.

use std::path::{Path, PathBuf};

use crate::content;
use crate::history;
use crate::release::MANIFEST;
use crate::render;

/// Where the inputs of a site and its last release lie.
#[derive(Clone, Debug)]
pub struct Folders {
    root: PathBuf,
    output: PathBuf,
    /// The file that git appends to when the work tree goes to another commit, if there is one.
    commits: Option<PathBuf>,
}

impl Folders {
    /// Those of the site in the folder `root`, whose releases are written to `output`.
    #[must_use]
    pub fn new(root: &Path, output: &Path) -> Self {
        // Events name real paths; what is not there yet has none.
        let real = |path: &Path| {
            let absolute = || std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
            std::fs::canonicalize(path).unwrap_or_else(|_| absolute())
        };
        let root = real(root);
        // The output may come later, in the root as a rule.
        let output = match (output.parent(), output.file_name()) {
            (Some(parent), Some(name)) if parent.as_os_str().is_empty() => {
                real(Path::new(".")).join(name)
            }
            (Some(parent), Some(name)) => real(parent).join(name),
            _ => real(output),
        };
        let commits = history::head_log(&root);
        Self {
            root,
            output,
            commits,
        }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn output(&self) -> &Path {
        &self.output
    }

    pub(super) fn settings(&self) -> PathBuf {
        self.root.join(content::SETTINGS)
    }

    pub(super) fn content(&self) -> PathBuf {
        self.root.join(content::FOLDER)
    }

    pub(super) fn themes(&self) -> PathBuf {
        render::themes_folder(&self.root)
    }

    pub(super) fn manifest(&self) -> PathBuf {
        self.output.join(MANIFEST)
    }

    pub(super) fn commits(&self) -> Option<&Path> {
        self.commits.as_deref()
    }

    /// Where everything lies that is read.
    pub(super) fn places(&self) -> Vec<PathBuf> {
        let files = [
            self.settings(),
            self.manifest(),
            self.content(),
            self.themes(),
        ];
        files.into_iter().chain(self.commits.clone()).collect()
    }

    /// Whether what happens at a path can change what is shown.
    pub(super) fn concern(&self, path: &Path) -> bool {
        let (content, themes) = (self.content(), self.themes());
        path.starts_with(&content)
            || path.starts_with(&themes)
            || path == self.settings()
            || path == self.manifest()
            || path == self.output
            || path == self.root
            || Some(path) == self.commits()
    }
}
