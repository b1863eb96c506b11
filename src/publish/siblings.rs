//! Packed siblings: `a.html.gz` and `a.html.br` beside `a.html`, which a web server sends as they are.

use std::io::{self, Read as _, Write as _};

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;

use crate::release::{ManifestFile, OutputPath};

/// Smaller files fit into one packet either way.
const SMALLEST: usize = 1024;
/// Larger files are packed with less effort: at 11, brotli takes about half a second a megabyte.
const LARGE: usize = 1024 * 1024;
/// The window of brotli, as the binary logarithm of its bytes: the largest that every browser takes.
const WINDOW: i32 = 22;

/// Names of files whose content is text.
const TEXTS: [&str; 10] = [
    ".html", ".css", ".js", ".json", ".jsonld", ".xml", ".csv", ".txt", ".svg", ".toml",
];
/// The endings of siblings.
const GZIP: &str = ".gz";
const BROTLI: &str = ".br";

/// The siblings of a file that are smaller than it.
pub(super) fn of(path: &OutputPath, bytes: &[u8]) -> io::Result<Vec<(OutputPath, Vec<u8>)>> {
    if bytes.len() < SMALLEST || !TEXTS.iter().any(|end| path.as_str().ends_with(end)) {
        return Ok(Vec::new());
    }
    let packed = [(GZIP, gzip(bytes)?), (BROTLI, brotli(bytes)?)];
    let smaller = packed
        .into_iter()
        .filter(|(_, packed)| packed.len() < bytes.len());
    let named = smaller.filter_map(|(end, packed)| {
        // A path that is too long for an ending is served as it is.
        OutputPath::parse(&format!("{path}{end}"))
            .ok()
            .map(|path| (path, packed))
    });
    Ok(named.collect())
}

/// What the siblings of a file are called, if it has any.
pub(super) fn names(path: &OutputPath) -> impl Iterator<Item = String> {
    [GZIP, BROTLI]
        .into_iter()
        .map(move |end| format!("{path}{end}"))
}

/// The path of the file that a sibling belongs to.
pub(super) fn base(sibling: &OutputPath) -> Option<&str> {
    let path = sibling.as_str();
    path.strip_suffix(GZIP)
        .or_else(|| path.strip_suffix(BROTLI))
}

/// Whether a sibling unpacks to the file that it belongs to.
pub(super) fn is_genuine(sibling: &OutputPath, packed: &[u8], facts: &ManifestFile) -> bool {
    // Whatever it unpacks to, no more of it is read than would be right.
    let limit = facts.size.saturating_add(1);
    let mut bytes = Vec::new();
    let unpacked = if sibling.as_str().ends_with(GZIP) {
        MultiGzDecoder::new(packed)
            .take(limit)
            .read_to_end(&mut bytes)
    } else {
        let mut reader = brotli::Decompressor::new(packed, 64 * 1024);
        reader.by_ref().take(limit).read_to_end(&mut bytes)
    };
    unpacked.is_ok() && ManifestFile::of(&bytes) == *facts
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams {
        quality: if bytes.len() > LARGE { 9 } else { 11 },
        lgwin: WINDOW,
        size_hint: bytes.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &params)?;
    Ok(packed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> OutputPath {
        OutputPath::parse(text).unwrap()
    }

    #[test]
    fn they_unpack_to_the_file() {
        let text = "政府信息公开 ".repeat(200);
        let facts = ManifestFile::of(text.as_bytes());
        let siblings = of(&path("a/b.html"), text.as_bytes()).unwrap();
        let names: Vec<_> = siblings.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(names, ["a/b.html.gz", "a/b.html.br"]);
        for (path, packed) in &siblings {
            assert_eq!(base(path), Some("a/b.html"));
            assert!(is_genuine(path, packed, &facts), "{path}");
            assert!(!is_genuine(path, packed, &ManifestFile::of(b"x")), "{path}");
            assert!(!is_genuine(path, b"x", &facts), "{path}");
        }
        assert_eq!(siblings, of(&path("a/b.html"), text.as_bytes()).unwrap());
        assert_eq!(of(&path("dcat.jsonld"), text.as_bytes()).unwrap().len(), 2);
    }

    #[test]
    fn what_gains_nothing_has_none() {
        assert!(of(&path("a.html"), b"short").unwrap().is_empty());
        assert!(of(&path("a.pdf"), &[b'x'; 4096]).unwrap().is_empty());
    }
}
