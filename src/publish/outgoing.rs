//! A release on its way out: a folder that a build wrote, or a pack.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use zip::ZipArchive;

use super::fault::{At as _, OfPack as _, changed_source};
use super::pack;
use crate::diagnostic::{Faults, Place};
use crate::model::Profile;
use crate::release::{self, MANIFEST, Manifest, ManifestFile, OutputPath, Sums};

/// A release whose files are given as its manifest says, or not at all.
#[derive(Debug)]
pub struct Outgoing {
    shown: PathBuf,
    source: Source,
    manifest: Manifest,
    json: Vec<u8>,
    profile: Option<Profile>,
}

#[derive(Debug)]
enum Source {
    Folder(PathBuf),
    Pack(Mutex<ZipArchive<File>>),
}

impl Outgoing {
    /// The release in a folder or a pack.
    ///
    /// # Errors
    /// Of a folder, those of [`Manifest::read`] and `release/no-manifest`; of a pack, `publish/not-a-pack` and
    /// `publish/io`.
    pub fn open(path: &Path) -> Result<Self, Faults> {
        if path.is_dir() {
            Self::folder(path)
        } else {
            Self::pack(path)
        }
    }

    fn folder(folder: &Path) -> Result<Self, Faults> {
        let shown = folder.join(MANIFEST).display().to_string();
        let json = Manifest::text(folder)?.ok_or_else(|| release::no_manifest(folder))?;
        Ok(Self {
            shown: folder.to_owned(),
            source: Source::Folder(folder.to_owned()),
            manifest: Manifest::parse(&json, &shown)?,
            json,
            profile: None,
        })
    }

    fn pack(path: &Path) -> Result<Self, Faults> {
        let mut archive = pack::open(path)?;
        let (json, manifest) = pack::manifest(&mut archive, path)?;
        let profile = pack::sealed(&mut archive, &json).of_pack(&path.display().to_string())?;
        Ok(Self {
            shown: path.to_owned(),
            source: Source::Pack(Mutex::new(archive)),
            manifest,
            json,
            profile,
        })
    }

    /// By which profile the site of a pack was checked when it was made; none if it does not say so, as a
    /// folder never does.
    #[must_use]
    pub fn profile(&self) -> Option<Profile> {
        self.profile
    }

    /// What it consists of.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The text of its manifest.
    #[must_use]
    pub fn json(&self) -> &[u8] {
        &self.json
    }

    /// The lists of checksums that belong to it.
    pub fn sums(&self) -> impl Iterator<Item = Sums> {
        self.manifest.sums(&self.json)
    }

    /// A file of the manifest, whole.
    ///
    /// # Errors
    /// `publish/changed-source` if it is not what the manifest says; `publish/io`.
    pub fn bytes(&self, path: &OutputPath, facts: &ManifestFile) -> Result<Vec<u8>, Faults> {
        let (shown, bytes) = match &self.source {
            Source::Folder(folder) => {
                let place = path.under(folder);
                let shown = place.display().to_string();
                let bytes = read_plain(&place, facts.size).at(&shown)?;
                (shown, bytes)
            }
            Source::Pack(archive) => {
                let shown = format!("{}:{path}", self.shown.display());
                let mut archive = archive.lock().unwrap_or_else(PoisonError::into_inner);
                let bytes = pack::read(&mut archive, path.as_str(), facts.size).of_pack(&shown)?;
                (shown, bytes)
            }
        };
        match bytes {
            Some(bytes) if ManifestFile::of(&bytes) == *facts => Ok(bytes),
            _ => Err(changed_source(&shown).at(Place::Path(shown)).into()),
        }
    }
}

/// The bytes of a file, and of one that is longer than `most` one more; none if it is not there or no plain
/// file.
fn read_plain(path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_file() => {
            let mut bytes = Vec::new();
            let file = File::open(path)?;
            file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
            Ok(Some(bytes))
        }
        Ok(_) => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
