//! A release as one file, for networks that are joined only by carried media.
//!
//! A pack is a ZIP archive of the files of a release with its manifest and sums before them, and before those
//! by which profile the site was checked, in the order
//! of their paths, none of them compressed and all of one date: the same release gives the same bytes on
//! every machine, which no compressor promises.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::Outgoing;
use super::fault::{At as _, unwritable};
use crate::diagnostic::{Diagnostic, Faults};
use crate::model::Profile;
use crate::release::{Digest, MANIFEST, Sm3Digest, VerifyReport, is_reserved};
use crate::say;

/// What a pack says of how it was made. No file of a site can have this name.
const SEAL: &str = ".gongkai/pack.json";
const FORMAT: u32 = 1;
/// A larger entry is written in the form for such (ZIP64), in bytes.
const LARGE: u64 = u32::MAX as u64;

/// Says that what is in a pack passed the gate. It is no signature: who wants to forge one can.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Seal {
    format: u32,
    /// The profile by which the site was checked.
    profile: String,
    manifest_sha256: String,
}

/// By which profile the site of a pack was checked, if its seal belongs to this manifest.
pub(super) fn sealed(
    archive: &mut ZipArchive<File>,
    manifest: &[u8],
) -> io::Result<Option<Profile>> {
    let Some(json) = read(archive, SEAL)? else {
        return Ok(None);
    };
    let seal: Option<Seal> = serde_json::from_slice(&json).ok();
    let digest = Digest::of(manifest).to_string();
    let seal = seal.filter(|seal| seal.format == FORMAT && seal.manifest_sha256 == digest);
    Ok(seal.and_then(|seal| {
        let mut known = Profile::ALL.into_iter();
        known.find(|profile| profile.word() == seal.profile)
    }))
}

/// A pack that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    /// Where it is.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// The SHA-256 of the whole file.
    pub sha256: Digest,
    /// The SM3 of the whole file.
    pub sm3: Sm3Digest,
}

/// Writes a release that passed the gate by a profile as one file, which appears whole or not at all.
///
/// # Errors
/// `publish/changed-source` for each file that is not what the manifest says; `publish/io`.
pub fn pack(outgoing: &Outgoing, profile: Profile, to: &Path) -> Result<Packed, Faults> {
    let shown = to.display().to_string();
    let name = to
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let name = name.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidFilename));
    let name = name.at(&shown)?;
    let part = to.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let result = write(outgoing, profile, &part, &shown)
        .and_then(|()| fs::rename(&part, to).at(&shown))
        .and_then(|()| sums(to, &shown));
    if result.is_err() {
        // It may not be there at all.
        drop(fs::remove_file(&part));
    }
    result
}

fn write(outgoing: &Outgoing, profile: Profile, part: &Path, shown: &str) -> Result<(), Faults> {
    let seal = serde_json::to_vec(&Seal {
        format: FORMAT,
        profile: profile.word().to_owned(),
        manifest_sha256: Digest::of(outgoing.json()).to_string(),
    });
    let seal = seal.map_err(|error| unwritable(&error))?;
    let mut writer = ZipWriter::new(BufWriter::new(File::create(part).at(shown)?));
    let mut add = |name: &str, bytes: &[u8]| -> io::Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(0o644)
            .large_file(bytes.len() as u64 >= LARGE);
        writer.start_file(name, options)?;
        writer.write_all(bytes)
    };
    add(SEAL, &seal).at(shown)?;
    add(MANIFEST, outgoing.json()).at(shown)?;
    for list in outgoing.sums() {
        add(list.name, list.text.as_bytes()).at(shown)?;
    }
    let mut faults = Faults::new();
    for (path, facts) in outgoing.manifest().files() {
        match outgoing.bytes(path, facts) {
            Ok(bytes) => add(path.as_str(), &bytes).at(shown)?,
            Err(more) => faults.append(more),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let finished = writer.finish().map_err(io::Error::from).at(shown)?;
    let file = finished
        .into_inner()
        .map_err(io::IntoInnerError::into_error)
        .at(shown)?;
    file.sync_all().at(shown)
}

fn sums(path: &Path, shown: &str) -> Result<Packed, Faults> {
    let facts = File::open(path)
        .and_then(crate::release::facts_of)
        .at(shown)?;
    Ok(Packed {
        path: path.to_owned(),
        bytes: facts.size,
        sha256: facts.sha256,
        sm3: facts.sm3,
    })
}

/// Opens a pack.
pub(super) fn open(path: &Path) -> Result<ZipArchive<File>, Faults> {
    let shown = path.display().to_string();
    let file = File::open(path).at(&shown)?;
    let opened = ZipArchive::new(file).map_err(|error| error.to_string());
    let checked = opened.and_then(|mut archive| {
        // What is left of a pack that was cut off may end in a workbook, which is an archive itself.
        if archive.offset() != 0 {
            return Err("something stands before the archive".to_owned());
        }
        let overlaps = archive
            .has_overlapping_files()
            .map_err(|error| error.to_string())?;
        match overlaps || archive.has_duplicate_names() {
            true => Err("entries overlap or have one name".to_owned()),
            false => Ok(archive),
        }
    });
    checked.map_err(|why| {
        Diagnostic::error(
            "publish/not-a-pack",
            say!(
                "`{shown}` 不是 gongkai 的归档包：{why}",
                "`{shown}` is no pack of gongkai: {why}"
            ),
        )
        .at_path(shown)
        .hint(say!(
            "归档包由 `gongkai pack` 制作；文件可能在拷贝中损坏，请重新拷贝",
            "packs are made by `gongkai pack`; this file may have been damaged on its way: copy it again"
        ))
        .into()
    })
}

/// A file of a pack; none if there is none of that name.
pub(super) fn read(archive: &mut ZipArchive<File>, name: &str) -> io::Result<Option<Vec<u8>>> {
    let mut entry = match archive.by_name(name) {
        Ok(entry) => entry,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut bytes = Vec::new();
    match entry.read_to_end(&mut bytes) {
        Ok(_) => Ok(Some(bytes)),
        // Its checksum is wrong: it is not what it was.
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(Some(Vec::new())),
        Err(error) => Err(error),
    }
}

/// Compares a pack with the manifest in it, reading every file.
///
/// # Errors
/// `publish/not-a-pack`, `publish/io`, and those of [`Outgoing::open`].
pub fn verify_pack(path: &Path) -> Result<VerifyReport, Faults> {
    let outgoing = Outgoing::open(path)?;
    let mut archive = open(path)?;
    let shown = path.display().to_string();
    let names = archive
        .file_names()
        .map(|name| name.map(std::borrow::Cow::into_owned));
    let names: BTreeSet<String> = names
        .collect::<Result<_, _>>()
        .map_err(io::Error::from)
        .at(&shown)?;
    let (mut missing, mut changed) = (Vec::new(), Vec::new());
    for list in outgoing.sums() {
        match read(&mut archive, list.name).at(&shown)? {
            None => missing.push(list.path()),
            Some(bytes) if bytes != list.text.as_bytes() => changed.push(list.path()),
            Some(_) => {}
        }
    }
    for (path, facts) in outgoing.manifest().files() {
        if !names.contains(path.as_str()) {
            missing.push(path.clone());
        } else if let Err(faults) = outgoing.bytes(path, facts) {
            if faults
                .iter()
                .any(|fault| fault.code != "publish/changed-source")
            {
                return Err(faults);
            }
            changed.push(path.clone());
        }
    }
    missing.sort();
    changed.sort();
    let manifest = outgoing.manifest().clone();
    let is_sealed = outgoing.profile().is_some();
    let is_ours = |name: &String| {
        is_reserved(name)
            || manifest.files().contains_key(name.as_str())
            || is_sealed && name == SEAL
    };
    Ok(VerifyReport {
        extra: names
            .iter()
            .filter(|name| !is_ours(name))
            .cloned()
            .collect(),
        manifest,
        missing,
        changed,
    })
}
