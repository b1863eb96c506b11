//! A release as one file, for networks that are joined only by carried media.
//!
//! A pack is a ZIP archive of the files of a release with its manifest and sums before them, and before those
//! by which profile the site was checked, in the order
//! of their paths, none of them compressed and all of one date: the same release gives the same bytes on
//! every machine, which no compressor promises.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::Outgoing;
use super::fault::{OfPack as _, unwritable};
use crate::diagnostic::{Diagnostic, Faults, Message};
use crate::model::Profile;
use crate::release::{
    Digest, LONGEST_MANIFEST, MANIFEST, Manifest, Sm3Digest, VerifyReport, is_reserved,
};
use crate::say;

/// What a pack says of how it was made. No file of a site can have this name.
const SEAL: &str = ".gongkai/pack.json";
const FORMAT: u32 = 1;
/// What says that may be this long, in bytes.
const LONGEST_SEAL: u64 = 64 * 1024;
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
    let Some(json) = read(archive, SEAL, LONGEST_SEAL)? else {
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
    let name = name.of_pack(&shown)?;
    let part = to.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let result = write(outgoing, profile, &part, &shown)
        .and_then(|()| fs::rename(&part, to).of_pack(&shown))
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
    let mut writer = ZipWriter::new(Quiet::new(File::create(part).of_pack(shown)?));
    let mut add = |name: &str, bytes: &[u8]| -> io::Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(0o644)
            .large_file(bytes.len() as u64 >= LARGE);
        writer.start_file(name, options)?;
        writer.write_all(bytes)
    };
    add(SEAL, &seal).of_pack(shown)?;
    add(MANIFEST, outgoing.json()).of_pack(shown)?;
    for list in outgoing.sums() {
        add(list.name, list.text.as_bytes()).of_pack(shown)?;
    }
    let mut faults = Faults::new();
    for (path, facts) in outgoing.manifest().files() {
        match outgoing.bytes(path, facts) {
            Ok(bytes) => add(path.as_str(), &bytes).of_pack(shown)?,
            Err(more) => faults.append(more),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let finished = writer.finish().map_err(io::Error::from).of_pack(shown)?;
    let file = finished.into_file().of_pack(shown)?;
    file.sync_all().of_pack(shown)
}

/// A file that fails once and takes everything from then on: the writer of the archive still writes when it is
/// dropped, and would tell on the terminal what fails then.
struct Quiet {
    file: BufWriter<File>,
    has_failed: bool,
    at: u64,
    end: u64,
}

impl Quiet {
    fn new(file: File) -> Self {
        Self {
            file: BufWriter::new(file),
            has_failed: false,
            at: 0,
            end: 0,
        }
    }

    fn into_file(self) -> io::Result<File> {
        let file = self.file.into_inner();
        file.map_err(io::IntoInnerError::into_error)
    }

    fn tried<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        self.has_failed |= result.is_err();
        result
    }
}

impl Write for Quiet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match self.has_failed {
            true => bytes.len(),
            false => {
                let written = self.file.write(bytes);
                self.tried(written)?
            }
        };
        self.at = self.at.saturating_add(written as u64);
        self.end = self.end.max(self.at);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.has_failed {
            true => Ok(()),
            false => {
                let flushed = self.file.flush();
                self.tried(flushed)
            }
        }
    }
}

impl Seek for Quiet {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match (self.has_failed, to) {
            (false, _) => {
                let at = self.file.seek(to);
                self.tried(at)?
            }
            (true, SeekFrom::Start(at)) => at,
            (true, SeekFrom::End(by)) => self.end.saturating_add_signed(by),
            (true, SeekFrom::Current(by)) => self.at.saturating_add_signed(by),
        };
        Ok(self.at)
    }
}

fn sums(path: &Path, shown: &str) -> Result<Packed, Faults> {
    let facts = File::open(path)
        .and_then(crate::release::facts_of)
        .of_pack(shown)?;
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
    let file = File::open(path).of_pack(&shown)?;
    let opened = ZipArchive::new(file).map_err(|error| error.to_string());
    let checked = opened.and_then(|mut archive| {
        // None of ours is, and what is packed can be of any size.
        for index in 0..archive.len() {
            let entry = archive.by_index_data(index);
            let entry = entry.map_err(|error| error.to_string())?;
            if entry.compression() != CompressionMethod::Stored {
                return Err("entries are compressed".to_owned());
            }
        }
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
    checked.map_err(|why| not_a_pack(&shown, &say!("{why}", "{why}")))
}

fn not_a_pack(shown: &str, why: &Message) -> Faults {
    let (zh, en) = (&why.zh, &why.en);
    Diagnostic::error(
        "publish/not-a-pack",
        say!(
            "`{shown}` 不是 gongkai 的归档包：{zh}",
            "`{shown}` is no pack of gongkai: {en}"
        ),
    )
    .at_path(shown)
    .hint(say!(
        "归档包由 `gongkai pack` 制作；文件可能在拷贝中损坏，请重新拷贝",
        "packs are made by `gongkai pack`; this file may have been damaged on its way: copy it again"
    ))
    .into()
}

/// The manifest of a pack, as text and read.
pub(super) fn manifest(
    archive: &mut ZipArchive<File>,
    path: &Path,
) -> Result<(Vec<u8>, Manifest), Faults> {
    let shown = path.display().to_string();
    let json = read(archive, MANIFEST, LONGEST_MANIFEST).of_pack(&shown)?;
    let json = json
        .ok_or_else(|| not_a_pack(&shown, &say!("里面没有 {MANIFEST}", "it has no {MANIFEST}")))?;
    let manifest = Manifest::parse(&json, MANIFEST).map_err(|faults| {
        let first = faults.into_iter().next().map(|fault| fault.message);
        let why = first.unwrap_or_else(|| say!("清单有误", "its manifest is faulty"));
        not_a_pack(&shown, &why)
    })?;
    Ok((json, manifest))
}

/// A file of a pack, and of one that is longer than `most` one byte more; none if there is none of that name.
pub(super) fn read(
    archive: &mut ZipArchive<File>,
    name: &str,
    most: u64,
) -> io::Result<Option<Vec<u8>>> {
    let entry = match archive.by_name(name) {
        Ok(entry) => entry,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut bytes = Vec::new();
    match entry.take(most.saturating_add(1)).read_to_end(&mut bytes) {
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
        .of_pack(&shown)?;
    let (mut missing, mut changed) = (Vec::new(), Vec::new());
    for list in outgoing.sums() {
        let most = list.text.len() as u64;
        match read(&mut archive, list.name, most).of_pack(&shown)? {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_of_a_file_is_read_than_can_be_right() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        let mut writer = ZipWriter::new(File::create(&path).unwrap());
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        writer.start_file("a", stored).unwrap();
        writer.write_all(&[b'x'; 4096]).unwrap();
        writer.finish().unwrap();
        let mut archive = open(&path).unwrap();
        for (most, read) in [(4096, 4096), (8192, 4096), (10, 11)] {
            let bytes = super::read(&mut archive, "a", most).unwrap().unwrap();
            assert_eq!(bytes.len(), read);
        }
    }
}
