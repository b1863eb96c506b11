//! What a release consists of.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use serde::{Deserialize, Serialize, Serializer};

use crate::diagnostic::{Diagnostic, Faults, Message};
use crate::say;

use super::io::{Context, Tried, optional};
use super::sums::is_reserved;
use super::{Digest, MANIFEST, OutputPath, Sm3Digest, is_date};

/// The form of the manifest that this program writes and reads.
const FORMAT: u32 = 1;
/// A manifest may be this long, in bytes: some million files.
pub(crate) const LONGEST: u64 = 512 * 1024 * 1024;
/// So many faults of one manifest are shown; it is damaged either way.
const MOST_FAULTS: usize = 20;

/// A file of a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ManifestFile {
    /// Its size in bytes.
    pub size: u64,
    /// The SHA-256 checksum of its content.
    pub sha256: Digest,
    /// The SM3 checksum of its content.
    pub sm3: Sm3Digest,
}

impl ManifestFile {
    /// What a manifest tells of a file with this content.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self {
            size: bytes.len() as u64,
            sha256: Digest::of(bytes),
            sm3: Sm3Digest::of(bytes),
        }
    }
}

/// What a release was made from, as far as its builder tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The day the release stands for, `YYYY-MM-DD`.
    pub as_of: String,
    /// The commit of the content, if that is all it was made from.
    pub commit: Option<String>,
    /// Stands for all files of the theme.
    pub theme: Option<Digest>,
    /// How many of the files are pages.
    pub pages: usize,
}

impl From<&str> for About {
    /// A release of which only the day is known.
    fn from(as_of: &str) -> Self {
        Self {
            as_of: as_of.to_owned(),
            ..Self::default()
        }
    }
}

/// The list of all files of a release, itself excepted. It is written as `manifest.json`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    generator: String,
    about: About,
    files: BTreeMap<OutputPath, ManifestFile>,
}

#[derive(Serialize)]
struct Written<'a> {
    format: u32,
    generator: &'a str,
    as_of: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<Digest>,
    counts: Counts,
    files: WrittenFiles<'a>,
}

struct WrittenFiles<'a>(&'a BTreeMap<OutputPath, ManifestFile>);

impl Serialize for WrittenFiles<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|(path, file)| WrittenFile {
            path,
            size: file.size,
            sha256: file.sha256,
            sm3: file.sm3,
        }))
    }
}

/// How much a release holds, its manifest and the sums of that excepted.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    pages: usize,
    files: usize,
    bytes: u64,
}

#[derive(Serialize)]
struct WrittenFile<'a> {
    path: &'a OutputPath,
    size: u64,
    sha256: Digest,
    sm3: Sm3Digest,
}

#[derive(Deserialize)]
struct Head {
    format: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    #[serde(rename = "format")]
    _format: u32,
    generator: String,
    as_of: String,
    #[serde(default)]
    commit: Option<String>,
    #[serde(default)]
    theme: Option<String>,
    counts: Counts,
    files: Vec<RawFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    path: String,
    size: u64,
    sha256: String,
    sm3: String,
}

impl Manifest {
    /// The manifest of these files.
    pub(super) fn new(about: impl Into<About>, files: BTreeMap<OutputPath, ManifestFile>) -> Self {
        Self {
            generator: concat!("gongkai ", env!("CARGO_PKG_VERSION")).to_owned(),
            about: about.into(),
            files,
        }
    }

    /// The commit that the release was made from; none if its content was not committed.
    #[must_use]
    pub fn commit(&self) -> Option<&str> {
        self.about.commit.as_deref()
    }

    /// The program that made the release, such as `gongkai 0.1.0`.
    #[must_use]
    pub fn generator(&self) -> &str {
        &self.generator
    }

    /// The day the release stands for, `YYYY-MM-DD`.
    #[must_use]
    pub fn as_of(&self) -> &str {
        &self.about.as_of
    }

    /// What the release was made from.
    #[must_use]
    pub fn about(&self) -> &About {
        &self.about
    }

    /// The files by path.
    #[must_use]
    pub fn files(&self) -> &BTreeMap<OutputPath, ManifestFile> {
        &self.files
    }

    /// The size of all files together, in bytes.
    #[must_use]
    pub fn total_bytes(&self) -> u64 {
        self.files
            .values()
            .fold(0, |sum, file| sum.saturating_add(file.size))
    }

    fn counts(&self) -> Counts {
        Counts {
            pages: self.about.pages,
            files: self.files.len(),
            bytes: self.total_bytes(),
        }
    }

    /// The manifest as JSON, ending in a newline; equal manifests give equal text.
    ///
    /// # Errors
    /// None in practice: the value has string keys only.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let mut json = serde_json::to_string_pretty(&self.written())?;
        json.push('\n');
        Ok(json)
    }

    /// Writes what [`Manifest::to_json`] gives, which is long, without holding it in memory.
    pub(super) fn write_json(&self, mut to: impl Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut to, &self.written())?;
        to.write_all(b"\n")
    }

    fn written(&self) -> Written<'_> {
        Written {
            format: FORMAT,
            generator: &self.generator,
            as_of: &self.about.as_of,
            commit: self.about.commit.as_deref(),
            theme: self.about.theme,
            counts: self.counts(),
            files: WrittenFiles(&self.files),
        }
    }

    /// Reads a manifest and checks all of it; `shown` is its path in messages.
    ///
    /// # Errors
    /// `release/manifest` for each fault, such as a path given twice or a checksum that is none.
    pub fn parse(json: &[u8], shown: &str) -> Result<Self, Faults> {
        let fault = |message: Message| Faults::from(damaged(shown, message));
        let head: Head = serde_json::from_slice(json).map_err(|error| {
            fault(say!(
                "`{shown}` 不是 gongkai 的发布清单：{error}",
                "`{shown}` is not a manifest of gongkai: {error}"
            ))
        })?;
        if head.format != u64::from(FORMAT) {
            let format = head.format;
            return Err(fault(say!(
                "发布清单的格式是 {format}，此版本只能读取格式 {FORMAT}",
                "the manifest has format {format}; this version reads format {FORMAT}"
            )));
        }
        let raw: Raw = serde_json::from_slice(json).map_err(|error| {
            fault(say!(
                "发布清单 `{shown}` 有误：{error}",
                "the manifest `{shown}` is faulty: {error}"
            ))
        })?;
        let mut messages = Vec::new();
        if !is_date(&raw.as_of) {
            let as_of = raw.as_of.escape_debug();
            messages.push(say!(
                "`as_of` 不是日期：`{as_of}`",
                "`as_of` is not a date: `{as_of}`"
            ));
        }
        if let Some(commit) = raw.commit.as_ref().filter(|commit| !is_commit(commit)) {
            let commit = commit.escape_debug();
            messages.push(say!(
                "`commit` 不是提交的名称：`{commit}`",
                "`commit` is not the name of a commit: `{commit}`"
            ));
        }
        let theme = raw.theme.as_deref().map(Digest::parse);
        if theme == Some(None) {
            messages.push(say!(
                "`theme` 应是 64 位小写十六进制数",
                "`theme` must be 64 lowercase hexadecimal digits"
            ));
        }
        let mut files = BTreeMap::new();
        for file in &raw.files {
            match file.check() {
                Ok((path, facts)) => {
                    if let Some((path, _)) = files.get_key_value(&path) {
                        messages.push(say!("`{path}` 重复列出", "`{path}` is listed twice"));
                    } else {
                        files.insert(path, facts);
                    }
                }
                Err(message) => messages.push(message),
            }
        }
        let read = Self {
            generator: raw.generator,
            about: About {
                as_of: raw.as_of,
                commit: raw.commit,
                theme: theme.flatten(),
                pages: raw.counts.pages,
            },
            files,
        };
        if messages.is_empty() && read.counts() != raw.counts {
            messages.push(say!(
                "`counts` 与列出的文件不符",
                "`counts` are not those of the files that are listed"
            ));
        }
        if messages.is_empty() {
            return Ok(read);
        }
        let mut faults = Faults::new();
        faults.extend(
            messages
                .into_iter()
                .take(MOST_FAULTS)
                .map(|message| damaged(shown, message)),
        );
        Err(faults)
    }

    /// Reads the manifest of an output folder; `None` if it has none.
    ///
    /// # Errors
    /// `release/io` if it cannot be read, `release/manifest` if it is faulty.
    pub fn read(output: &Path) -> Result<Option<Self>, Faults> {
        let json = Self::text(output)?;
        let shown = output.join(MANIFEST).display().to_string();
        json.map(|json| Self::parse(&json, &shown)).transpose()
    }

    /// The text of the manifest of an output folder; `None` if it has none.
    ///
    /// # Errors
    /// `release/io` if it cannot be read, `release/manifest` if it is longer than any.
    pub fn text(output: &Path) -> Result<Option<Vec<u8>>, Faults> {
        let path = output.join(MANIFEST);
        match read_limited(&path, LONGEST)? {
            None => Ok(None),
            Some(Some(json)) => Ok(Some(json)),
            Some(None) => Err(damaged(
                &path.display().to_string(),
                say!(
                    "发布清单超过 {LONGEST} 字节",
                    "the manifest is longer than {LONGEST} bytes"
                ),
            )
            .into()),
        }
    }
}

/// Reads a file of at most `limit` bytes: `None` if there is none, `Some(None)` if it is longer.
pub(super) fn read_limited(path: &Path, limit: u64) -> Result<Option<Option<Vec<u8>>>, Faults> {
    let Some(file) = optional(File::open(path)).tried(Tried::Read, path)? else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .tried(Tried::Read, path)?;
    Ok(Some((bytes.len() as u64 <= limit).then_some(bytes)))
}

impl RawFile {
    fn check(&self) -> Result<(OutputPath, ManifestFile), Message> {
        let path = OutputPath::parse(&self.path)?;
        if is_reserved(path.as_str()) {
            return Err(say!(
                "清单列出了 `{path}`，它说明的正是清单里的文件",
                "the manifest lists `{path}`, which itself tells what is listed"
            ));
        }
        let Some(sha256) = Digest::parse(&self.sha256) else {
            let hex = self.sha256.escape_debug();
            return Err(say!(
                "`{path}` 的 SHA-256 应是 64 位小写十六进制数，而不是 `{hex}`",
                "the SHA-256 of `{path}` must be 64 lowercase hexadecimal digits, not `{hex}`"
            ));
        };
        let Some(sm3) = Sm3Digest::parse(&self.sm3) else {
            let hex = self.sm3.escape_debug();
            return Err(say!(
                "`{path}` 的 SM3 应是 64 位小写十六进制数，而不是 `{hex}`",
                "the SM3 of `{path}` must be 64 lowercase hexadecimal digits, not `{hex}`"
            ));
        };
        let size = self.size;
        Ok((path, ManifestFile { size, sha256, sm3 }))
    }
}

/// Whether a text is the full name of a commit, by SHA-1 or SHA-256.
fn is_commit(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn damaged(shown: &str, message: Message) -> Diagnostic {
    Diagnostic::error("release/manifest", message)
        .at_path(shown)
        .hint(say!(
            "如果该文件夹不是 gongkai 的输出，请改用别的输出文件夹；如果是，请恢复该文件，或清空文件夹后重新构建",
            "if the folder is not an output of gongkai, choose another one; if it is, restore this file, or empty the folder and build again"
        ))
}

#[cfg(test)]
mod tests;
