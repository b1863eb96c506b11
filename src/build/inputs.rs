//! What a build reads, and whether that is still what an earlier one read.

use std::ffi::OsStr;
use std::fs::Metadata;
use std::time::SystemTime;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Built, Options, Request};
use crate::content::{self, Listed, Listing};
use crate::history::State;
use crate::model::{Profile, Site, UtcOffset};
use crate::pages::HeldBack;
use crate::release::{Left, Outcome, Stamp};
use crate::render;

/// Changes with the form of the note.
const FORMAT: u32 = 6;

/// Everything that a build depends on, before any of it is read.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Inputs {
    /// Stands for all files with their stamps, and for all folders.
    files: [u8; 32],
    /// What git says: at which commit the site is, or why there is no history.
    state: State,
    /// Whether warnings stop the build, too: only then are they looked for.
    strict: bool,
    /// The profile in place of that of the settings: what passes by one may not by another.
    profile: Option<Profile>,
    program: Program,
}

/// The program that builds.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Program {
    version: String,
    /// The stamp of its file, which tells one build of a version from another.
    file: Stamp,
}

impl Inputs {
    /// Looks at the files of a site without reading them. None if they cannot be told by their stamps:
    /// one cannot be looked at, is no plain file, or is changing just now.
    pub(super) fn look(options: &Options<'_>) -> Option<Self> {
        let Request {
            root,
            past,
            profile,
            ..
        } = options.request;
        let mut files = Sha256::new();
        let settings = root.join(content::SETTINGS);
        if settings.exists() {
            let found = settings.symlink_metadata().ok()?;
            look_at(settings.as_os_str(), &found, options.now, &mut files)?;
        }
        for place in [root.join(content::FOLDER), render::themes_folder(root)] {
            if place.exists() {
                look_in(&Listing::of(&place), options.now, &mut files)?;
            }
        }
        Some(Self {
            files: files.finalize().into(),
            state: past.state.clone(),
            strict: options.strict,
            profile,
            program: Program::this()?,
        })
    }
}

/// Looks at everything in a folder but dot files, which are no content.
fn look_in(listing: &Listing, now: SystemTime, files: &mut Sha256) -> Option<()> {
    for (folder, names) in listing.all() {
        name(folder, 0, files)?;
        for (file, listed) in names.as_ref().ok()? {
            match listed {
                // It comes by itself.
                Listed::Folder => {}
                Listed::Other(found) => look_at(file, found, now, files)?,
                Listed::Unknown(_) => return None,
            }
        }
    }
    Some(())
}

fn look_at(file: &OsStr, found: &Metadata, now: SystemTime, files: &mut Sha256) -> Option<()> {
    let stamp = Stamp::of(found);
    if !found.is_file() || !stamp.is_settled(now) {
        return None;
    }
    name(file, 1, files)?;
    files.update(postcard::to_stdvec(&stamp).ok()?);
    Some(())
}

fn name(name: &OsStr, kind: u8, files: &mut Sha256) -> Option<()> {
    let name = name.to_str()?;
    files.update((name.len() as u64).to_le_bytes());
    files.update(name);
    files.update([kind]);
    Some(())
}

/// Tells this program from every other; none if it does not know its own file.
pub(super) fn program() -> Option<Vec<u8>> {
    postcard::to_stdvec(&Program::this()?).ok()
}

impl Program {
    fn this() -> Option<Self> {
        let file = std::env::current_exe().and_then(|path| path.metadata());
        Some(Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            file: Stamp::of(&file.ok()?),
        })
    }
}

/// What is remembered of a build without any finding.
#[derive(Debug, Serialize, Deserialize)]
struct Note {
    format: u32,
    inputs: Inputs,
    as_of: String,
    /// The offset that `as_of` was told in.
    utc_offset: UtcOffset,
    pages: usize,
    held_back: HeldBack,
    tells_history: bool,
    uncommitted: Option<usize>,
}

/// What is told of a build besides its files.
#[derive(Clone, Copy)]
pub(super) struct Outline {
    pub(super) pages: usize,
    pub(super) held_back: HeldBack,
    pub(super) tells_history: bool,
    pub(super) uncommitted: Option<usize>,
}

/// What to note of a build that has nothing to tell.
pub(super) fn note(inputs: Inputs, site: &Site, as_of: Date, outline: Outline) -> Option<Vec<u8>> {
    let note = Note {
        format: FORMAT,
        inputs,
        as_of: as_of.to_string(),
        utc_offset: site.settings.utc_offset,
        pages: outline.pages,
        held_back: outline.held_back,
        tells_history: outline.tells_history,
        uncommitted: outline.uncommitted,
    };
    postcard::to_stdvec(&note).ok()
}

/// The release that is there, if a build that reads `inputs` would make just that again.
pub(super) fn unchanged(options: &Options<'_>, inputs: &Inputs) -> Option<Built> {
    let left = Left::find(options.output)?;
    let note: Note = postcard::from_bytes(left.note()).ok()?;
    if note.format != FORMAT || note.inputs != *inputs {
        return None;
    }
    let as_of = (options.request.as_of)(note.utc_offset).ok()?;
    if as_of.to_string() != note.as_of {
        return None;
    }
    let (files, total_bytes) = left.stands()?;
    Some(Built {
        as_of,
        outcome: Outcome {
            written: 0,
            unchanged: files,
            removed: 0,
            files,
            total_bytes,
        },
        pages: note.pages,
        held_back: note.held_back,
        accepted_urls: None,
        urls: None,
        tells_history: note.tells_history,
        uncommitted: note.uncommitted,
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;
    use crate::build::{self, Holds, Past, Purpose, Report};

    const SITE: &str = "name = \"甲网\"\nbase_url = \"https://www.example.gov.cn/\"\n\
        [organisation]\nname = \"甲局\"\n[check]\nprofile = \"gov\"\n";

    /// Builds by a profile, as long after the files were written as their times need to be trusted.
    fn build(root: &Path, profile: Option<Profile>) -> Report {
        let options = Options {
            request: Request {
                root,
                as_of: &|_| Ok(Date::constant(2020, 7, 22)),
                profile,
                ask: None,
                past: Past {
                    repository: root,
                    state: &State::NoRepository,
                    holds: Holds::Perhaps,
                    read: None,
                },
            },
            output: &root.join("public"),
            strict: false,
            purpose: Purpose::Look,
            full: false,
            now: UNIX_EPOCH + Duration::from_secs(1 << 33),
            progress: &|_, _| {},
        };
        build::build(options, &mut |_, _| {})
    }

    #[test]
    fn a_build_by_another_profile_is_another() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join(content::FOLDER)).unwrap();
        fs::write(root.join(content::SETTINGS), SITE).unwrap();
        let written = |report: &Report| report.built.as_ref().map(|built| built.outcome.written);
        let general = || build(root, Some(Profile::General));
        assert!(written(&general()).is_some_and(|written| written > 0));
        assert_eq!(written(&general()), Some(0), "it is the same");
        // A government's site must have more than this.
        let gov = build(root, None);
        assert!(gov.built.is_none());
        assert!(gov.found.faults.has_errors());
    }
}
