/// What a file is by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// PDF.
    Pdf,
    /// ZIP, and what is packed in one: OOXML, OpenDocument, OFD.
    Zip,
    /// Compound File, the format of older office programs.
    Compound,
    /// Rich Text Format.
    Rtf,
    /// RAR.
    Rar,
    /// 7z.
    SevenZip,
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
    /// WebP.
    Webp,
    /// A web page.
    Html,
    /// Anything else.
    Other,
}

impl FileKind {
    /// How many bytes [`FileKind::of`] looks at: a PDF may start as late as this.
    pub const START: usize = 1024;

    /// The kind of a file that starts with these bytes.
    #[must_use]
    pub fn of(start: &[u8]) -> Self {
        const STARTS: [(&[u8], FileKind); 10] = [
            (b"%PDF-", FileKind::Pdf),
            (b"PK\x03\x04", FileKind::Zip),
            (b"PK\x05\x06", FileKind::Zip),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind::Compound),
            (b"{\\rtf", FileKind::Rtf),
            (b"Rar!\x1a\x07", FileKind::Rar),
            (b"7z\xbc\xaf\x27\x1c", FileKind::SevenZip),
            (b"\x89PNG\r\n\x1a\n", FileKind::Png),
            (b"\xff\xd8\xff", FileKind::Jpeg),
            (b"GIF8", FileKind::Gif),
        ];
        if let Some((_, kind)) = STARTS.iter().find(|(magic, _)| start.starts_with(magic)) {
            return *kind;
        }
        if start.starts_with(b"RIFF") && start.get(8..12) == Some(&b"WEBP"[..]) {
            return Self::Webp;
        }
        let text = String::from_utf8_lossy(start);
        let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        let is_html = ["<!doctype html", "<html"].iter().any(|tag| {
            text.get(..tag.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(tag))
        });
        if is_html {
            Self::Html
        } else if text.contains("%PDF-") {
            Self::Pdf
        } else {
            Self::Other
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Pdf => Some("PDF"),
            Self::Zip => Some("ZIP"),
            Self::Compound => Some("OLE2"),
            Self::Rtf => Some("RTF"),
            Self::Rar => Some("RAR"),
            Self::SevenZip => Some("7z"),
            Self::Png => Some("PNG"),
            Self::Jpeg => Some("JPEG"),
            Self::Gif => Some("GIF"),
            Self::Webp => Some("WebP"),
            Self::Html => Some("HTML"),
            Self::Other => None,
        }
    }

    /// What a file of this name may be; nothing if any file may have it.
    #[must_use]
    pub fn of_name(name: &str) -> &'static [Self] {
        let extension = name
            .rsplit_once('.')
            .map(|(_, end)| end.to_ascii_lowercase());
        match extension.as_deref().unwrap_or_default() {
            "pdf" => &[Self::Pdf],
            "docx" | "xlsx" | "pptx" | "odt" | "ods" | "odp" | "ofd" | "zip" => &[Self::Zip],
            // Programs of today write either into files of these names.
            "wps" | "et" | "dps" => &[Self::Compound, Self::Zip],
            "doc" => &[Self::Compound, Self::Rtf],
            "xls" | "ppt" => &[Self::Compound],
            "rtf" => &[Self::Rtf],
            "rar" => &[Self::Rar],
            "7z" => &[Self::SevenZip],
            "png" => &[Self::Png],
            "jpg" | "jpeg" => &[Self::Jpeg],
            "gif" => &[Self::Gif],
            "webp" => &[Self::Webp],
            "htm" | "html" => &[Self::Html, Self::Other],
            "txt" | "csv" | "json" | "xml" | "svg" | "md" => &[Self::Other],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn kinds() {
        for (start, kind) in [
            (&b"%PDF-1.7\n"[..], FileKind::Pdf),
            (b"\xef\xbb\xbf\n%PDF-1.4", FileKind::Pdf),
            (b"PK\x03\x04\x14\x00", FileKind::Zip),
            (b"RIFF\x00\x00\x00\x00WEBPVP8 ", FileKind::Webp),
            (b"RIFF\x00\x00\x00\x00WAVE", FileKind::Other),
            (b"\r\n<!DOCTYPE HTML>", FileKind::Html),
            (b"<htm", FileKind::Other),
            (b"", FileKind::Other),
        ] {
            assert_eq!(FileKind::of(start), kind, "{start:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(start: Vec<u8>, name: String) {
            let _ = FileKind::of(&start);
            let _ = FileKind::of_name(&name);
        }
    }
}
