//! Takes a content file apart: TOML, or TOML front matter between `+++` lines and a Markdown body.

use crate::diagnostic::{Diagnostic, Faults, FileId, Span};
use crate::model::Prose;
use crate::say;

use super::text_file::TextFile;

/// A content file taken apart.
pub(super) struct Parts<'t> {
    pub(super) toml: &'t str,
    /// Where the TOML starts in the file.
    pub(super) toml_offset: usize,
    pub(super) body: Option<Prose>,
}

const FENCE: &str = "+++";

/// All of a `.toml` file.
pub(super) fn toml(file: &TextFile) -> Parts<'_> {
    Parts {
        toml: &file.text,
        toml_offset: file.offset,
        body: None,
    }
}

/// The front matter and the body of a `.md` file.
///
/// # Errors
/// If the file does not start with a `+++` line, or no second one follows.
pub(super) fn markdown(file: &TextFile, id: FileId) -> Result<Parts<'_>, Faults> {
    let text = file.text.as_str();
    let fault = |message, at: usize| {
        let fault = Diagnostic::error("content/front-matter", message)
            .at(Span::new(id, file.offset + at..file.offset + at))
            .hint(say!(
                "以 `+++` 开头，写上 TOML 各项，再以 `+++` 结束，其后是正文",
                "start with a line `+++`, then the TOML keys, a line `+++`, and the text"
            ));
        Err(fault.into())
    };
    let Some((first, rest)) = split_line(text) else {
        return fault(say!("文件是空的", "the file is empty"), 0);
    };
    if first.trim_end() != FENCE {
        return fault(
            say!(
                "缺少开头的 `+++` 行",
                "the file does not start with a line `+++`"
            ),
            0,
        );
    }
    let toml_start = text.len() - rest.len();
    let mut at = toml_start;
    let mut rest = rest;
    while let Some((line, after)) = split_line(rest) {
        if line.trim_end() == FENCE {
            let toml = text.get(toml_start..at).unwrap_or_default();
            let body_start = text.len() - after.len();
            // Blank lines around the body belong to the layout of the file, not to the text.
            let body = after.trim_matches(['\n', '\r']);
            let leading = after.len() - after.trim_start_matches(['\n', '\r']).len();
            let start = file.offset + body_start + leading;
            return Ok(Parts {
                toml,
                toml_offset: file.offset + toml_start,
                body: (!body.trim().is_empty()).then(|| Prose {
                    source: body.into(),
                    span: Span::new(id, start..start + body.len()),
                    start: Some(start),
                }),
            });
        }
        at += rest.len() - after.len();
        rest = after;
    }
    fault(
        say!("缺少结束的 `+++` 行", "the closing line `+++` is missing"),
        0,
    )
}

/// The first line without its end, and what follows; none at the end of the text.
fn split_line(text: &str) -> Option<(&str, &str)> {
    if text.is_empty() {
        return None;
    }
    Some(text.split_once('\n').unwrap_or((text, "")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> TextFile {
        TextFile {
            text: text.into(),
            offset: 0,
        }
    }

    #[test]
    fn spans_count_from_the_start_of_the_file() {
        let file = file("+++\ntitle = \"a\"\n+++\n\n正文\n");
        let parts = markdown(&file, FileId::default()).unwrap();
        assert_eq!(parts.toml, "title = \"a\"\n");
        assert_eq!(parts.toml_offset, 4);
        let body = parts.body.unwrap();
        assert_eq!(&*body.source, "正文");
        assert_eq!(file.text.get(body.span.range()), Some("正文"));
    }

    #[test]
    fn a_fence_may_end_in_carriage_return_and_a_body_may_be_absent() {
        let file = file("+++\r\ntitle = \"a\"\r\n+++");
        let parts = markdown(&file, FileId::default()).unwrap();
        assert_eq!(parts.toml, "title = \"a\"\r\n");
        assert!(parts.body.is_none());
    }

    #[test]
    fn fences_must_be_there() {
        for text in ["", "title = 1", "+++\ntitle = 1", "+++ \n", "++++\n+++"] {
            assert!(
                markdown(&file(text), FileId::default()).is_err(),
                "{text:?}"
            );
        }
    }
}
