//! What a finding is known by from one run to the next.

use std::fmt;

use sha2::{Digest, Sha256};

use super::{Diagnostic, Place, Sources};

/// Names a finding by its rule, its file and the text it points at, never by its line: an edit
/// elsewhere in the file does not change it. It is a digest, so that it may be kept in `site.toml` and
/// in reports without the text itself. Of a private text, only what is shown in its place goes into it:
/// with some digits shown, the hidden ones of a mobile number are ten thousand guesses, and 32 bits of
/// a digest would tell the right one. Two findings of one rule about equal texts of one file share
/// it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint(u32);

impl Fingerprint {
    /// Of a finding.
    #[must_use]
    pub fn of(finding: &Diagnostic, sources: &Sources) -> Self {
        let path = finding.place.as_ref().map(|place| place.path(sources));
        Self::made(finding, path.unwrap_or_default(), sources)
    }

    /// Of a finding, whatever file it stands in: what it has in common with itself before its file was
    /// renamed.
    #[must_use]
    pub fn in_any_file(finding: &Diagnostic, sources: &Sources) -> Self {
        Self::made(finding, "", sources)
    }

    fn made(finding: &Diagnostic, path: &str, sources: &Sources) -> Self {
        let mut text = match &finding.place {
            Some(Place::Span(span)) => sources.text(*span),
            Some(Place::File(_) | Place::Path(_)) | None => String::new(),
        };
        text.retain(|c| c != '\r');
        // What points at no text, such as something that a file lacks, is known by what it says.
        if text.is_empty() {
            text = sources.veiled(&finding.message.zh).into_owned();
        }
        let mut digest = Sha256::new();
        for part in [finding.code, path, text.as_str()] {
            digest.update(part);
            digest.update([0]);
        }
        let start = digest
            .finalize()
            .iter()
            .take(4)
            .fold(0, |n, byte| (n << 8) | u32::from(*byte));
        Self(start)
    }

    /// Reads eight hexadecimal digits in lower case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_digit = |b: u8| b.is_ascii_digit() || matches!(b, b'a'..=b'f');
        let is_written_so = text.len() == 8 && text.bytes().all(is_digit);
        is_written_so
            .then(|| u32::from_str_radix(text, 16).ok())
            .flatten()
            .map(Self)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::say;

    fn at(text: &str, file: &str, marked: &str) -> (Diagnostic, Sources) {
        let mut sources = Sources::new();
        let id = sources.add_text(file, text);
        let start = text.find(marked).unwrap();
        let span = Span::new(id, start..start + marked.len());
        let fault = Diagnostic::warning("a/b", say!("甲", "a")).at(span);
        (fault, sources)
    }

    #[test]
    fn only_rule_file_and_text_count() {
        let of = |(fault, sources): (Diagnostic, Sources)| Fingerprint::of(&fault, &sources);
        let first = of(at("x\n近2000平\n", "a.toml", "近2000平"));
        assert_eq!(first.to_string(), "45abe98d");
        assert_eq!(of(at("y\nz\n\n近2000平", "a.toml", "近2000平")), first);
        assert_ne!(of(at("近2000平", "b.toml", "近2000平")), first);
        assert_ne!(of(at("近2500平", "a.toml", "近2500平")), first);
        let any =
            |(fault, sources): (Diagnostic, Sources)| Fingerprint::in_any_file(&fault, &sources);
        assert_eq!(
            any(at("近2000平", "a.toml", "近2000平")),
            any(at("近2000平", "b.toml", "近2000平"))
        );
        let lf = of(at("一\n二", "a.toml", "一\n二"));
        assert_eq!(of(at("一\r\n二", "a.toml", "一\r\n二")), lf);
    }

    #[test]
    fn what_points_at_nothing_is_known_by_what_it_says() {
        let (fault, sources) = at("甲", "a.toml", "");
        let mut other = fault.clone();
        other.message = say!("乙", "b");
        assert_ne!(
            Fingerprint::of(&fault, &sources),
            Fingerprint::of(&other, &sources)
        );
    }

    #[test]
    fn eight_digits() {
        let read = |text| Fingerprint::parse(text).map(|f| f.to_string());
        assert_eq!(read("00c0ffee"), Some("00c0ffee".into()));
        for text in ["c0ffee", "00C0FFEE", "+0c0ffee", "00c0ffee0", ""] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
