//! Files that a page offers: attachments and data files, each with its format and size.

use std::collections::BTreeMap;

use super::Plan;
use super::context::{AttachmentView, Download};
use super::frame::From;
use super::plan::file_path;
use crate::model::Disclosure;
use crate::url::OutputPath;

/// Sizes in bytes of files that `export` and `search` make, by path.
pub type Sizes = BTreeMap<OutputPath, u64>;

/// The formats in which a page may offer data, by what the names of such files end with.
pub const DATA_FORMATS: [&str; 4] = ["csv", "xlsx", "json", "docx"];

impl Plan<'_> {
    pub(super) fn attachments<'p>(
        &'p self,
        disclosure: &'p Disclosure,
        from: From<'_>,
    ) -> Vec<AttachmentView<'p>> {
        disclosure
            .card
            .attachments
            .iter()
            .map(|attachment| {
                let file = attachment.file.as_ref().and_then(|name| {
                    let file = disclosure.files.iter().find(|f| f.name == name.value)?;
                    let path = file_path(&disclosure.path, &file.name).ok()?;
                    Some(download(Some(&file.name), &path, file.size, from))
                });
                AttachmentView {
                    title: &attachment.title.value,
                    file,
                }
            })
            .collect()
    }

    /// The data files that exist, each with its size.
    pub(super) fn data_files<'p>(
        &self,
        sizes: &Sizes,
        from: From<'_>,
        path: impl Fn(&'static str) -> OutputPath,
    ) -> Vec<Download<'p>> {
        DATA_FORMATS
            .into_iter()
            .map(path)
            .filter_map(|path| Some(download(None, &path, *sizes.get(&path)?, from)))
            .collect()
    }
}

/// A file to download; its format is told by the end of its name.
pub(super) fn download<'p>(
    name: Option<&'p str>,
    path: &OutputPath,
    bytes: u64,
    from: From<'_>,
) -> Download<'p> {
    let format = path
        .as_str()
        .rsplit_once('.')
        .map_or(String::new(), |(_, extension)| extension.to_uppercase());
    Download {
        name,
        href: from.to(path),
        format,
        bytes,
        size: size(bytes),
    }
}

/// A size for people, in units of 1024 bytes.
fn size(bytes: u64) -> String {
    const UNITS: [&str; 3] = ["KB", "MB", "GB"];
    if bytes < 1024 {
        return format!("{bytes} B");
    }
    let mut tenths = bytes * 10 / 1024;
    let mut unit = 0;
    while tenths >= 10240 && unit + 1 < UNITS.len() {
        tenths /= 1024;
        unit += 1;
    }
    let name = UNITS.get(unit).copied().unwrap_or_default();
    format!("{}.{} {name}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_for_people() {
        for (bytes, text) in [
            (0, "0 B"),
            (1023, "1023 B"),
            (1024, "1.0 KB"),
            (1536, "1.5 KB"),
            (1024 * 1024, "1.0 MB"),
            (5 * 1024 * 1024 * 1024, "5.0 GB"),
        ] {
            assert_eq!(size(bytes), text);
        }
    }
}
