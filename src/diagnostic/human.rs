//! Findings for a person, in the form rustc gives them: marks are placed by display width, so that
//! they stand under Chinese text as well.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use anstream::adapter::strip_str;

use super::veil::{Piece, Said};
use super::{Diagnostic, Lang, Place, Severity, Sources, Span};

/// The longest line that is given to the renderer, in bytes; it trims to the width of a terminal
/// itself. A longer line is cut around the marked text.
const EXCERPT: usize = 8192;

/// The longest marked text, in bytes: the start of a longer one stands for it.
const MARK: usize = 300;

/// Shows findings to a person.
#[derive(Clone, Copy, Debug)]
pub struct Human {
    /// The language of the messages.
    pub lang: Lang,
    /// Whether to colour them.
    pub color: bool,
}

impl Human {
    /// One finding, ending in a newline.
    #[must_use]
    pub fn show(&self, diagnostic: &Diagnostic, sources: &Sources) -> String {
        let message = |m: &super::Message| sources.veiled(m.text(self.lang)).into_owned();
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let excerpts: Vec<Option<Excerpt>> = std::iter::once(diagnostic.place.as_ref())
            .chain(diagnostic.related.iter().map(|r| Some(&r.place)))
            .map(|place| match place {
                Some(Place::Span(span)) => Some(Excerpt::of(*span, sources, self.lang)),
                _ => None,
            })
            .collect();
        let mut excerpt = excerpts.iter();
        let mut next_excerpt = || excerpt.next().and_then(Option::as_ref);

        let title = level
            .primary_title(message(&diagnostic.message))
            .id(diagnostic.code);
        let mut group = place(
            Group::with_title(title),
            sources,
            diagnostic.place.as_ref(),
            next_excerpt(),
            diagnostic.label.as_ref().map(message),
        );
        // Without a second place, hints hang on the finding itself.
        let hints = |mut group: Group<'static>| {
            for hint in &diagnostic.hints {
                group = group.element(Level::HELP.message(message(hint)));
            }
            group
        };
        let mut groups = Vec::new();
        if diagnostic.related.is_empty() {
            group = hints(group);
            groups.push(group);
        } else {
            groups.push(group);
            for related in &diagnostic.related {
                groups.push(place(
                    Group::with_title(Level::NOTE.secondary_title(message(&related.message))),
                    sources,
                    Some(&related.place),
                    next_excerpt(),
                    None,
                ));
            }
            if let Some(last) = groups.pop() {
                groups.push(hints(last));
            }
        }
        let renderer = if self.color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let shown = renderer.render(&groups);
        // Where the place was told before the excerpt, the renderer leaves a mark for another file.
        let is_mark = |line: &str| strip_str(line).to_string().trim() == ":::";
        let lines = shown.lines().filter(|line| !is_mark(line));
        lines.flat_map(|line| [line, "\n"]).collect()
    }
}

fn place(
    group: Group<'static>,
    sources: &Sources,
    place: Option<&Place>,
    excerpt: Option<&Excerpt>,
    label: Option<String>,
) -> Group<'static> {
    match (place, excerpt) {
        (Some(whole @ (Place::Path(_) | Place::File(_))), _) => {
            group.element(Origin::path(plain(&sources.path(whole))))
        }
        (Some(Place::Span(_)), Some(excerpt)) => {
            let mut mark = AnnotationKind::Primary.span(excerpt.mark.clone());
            if let Some(label) = label {
                mark = mark.label(label);
            }
            let snippet = Snippet::source(excerpt.text.clone())
                .line_start(excerpt.line)
                .fold(false)
                .annotation(mark);
            if excerpt.is_part {
                let origin = Origin::path(excerpt.path.clone());
                group.element(origin).element(snippet)
            } else if excerpt.is_cut {
                // The renderer would count the column in the cut line.
                let origin = Origin::path(excerpt.path.clone())
                    .line(excerpt.line)
                    .char_column(excerpt.column);
                group.element(origin).element(snippet)
            } else {
                group.element(snippet.path(excerpt.path.clone()))
            }
        }
        _ => group,
    }
}

/// The line in which a span starts.
struct Excerpt {
    path: String,
    /// In a file without lines, the line within its part.
    line: usize,
    column: usize,
    /// Whether the path says which part of the file it is, in place of line and column.
    is_part: bool,
    is_cut: bool,
    text: String,
    mark: Range<usize>,
}

impl Excerpt {
    fn of(span: Span, sources: &Sources, lang: Lang) -> Self {
        let content = sources.content(span.file);
        let bytes = &content.bytes;
        let at = content.line_column(span.range().start);
        let start = span.range().start.min(bytes.len());
        let line_start = position(bytes, start, Direction::Back);
        let line_end = position(bytes, start, Direction::Forward);
        let mark_end = span.range().end.clamp(start, line_end);
        let (from, to) = cut(bytes, line_start..line_end, start);
        let (text, mark) = shown(
            &sources.pieces(span.file, bytes, from..to),
            start..mark_end.min(to),
        );
        let mut path = plain(&sources.path(&Place::Span(span)));
        let mut line = at.line;
        let part = sources.part_of(span);
        if let Some((part, place)) = &part {
            line -= content.line_column(*part).line - 1;
            path.push_str(match lang {
                Lang::Zh => "：",
                Lang::En => ": ",
            });
            path.push_str(&plain(&sources.veiled(place.text(lang))));
        }
        Self {
            path,
            is_part: part.is_some(),
            is_cut: from != line_start,
            column: at.column,
            line,
            mark,
            text,
        }
    }
}

/// The text of pieces of a line, and where in it the marked bytes are: what is hidden is marked as a whole.
fn shown(pieces: &[Piece<'_>], mark: Range<usize>) -> (String, Range<usize>) {
    let mut text = String::new();
    let (mut start, mut end) = (0, 0);
    for Piece { range, said } in pieces {
        // Of a text of several lines that is hidden as a whole, the first stands for it.
        let shown = said.shown();
        let shown = shown.lines().next().unwrap_or_default();
        let plain = |at: usize| match said {
            Said::Plain(bytes) => {
                let before = bytes.get(..at - range.start).unwrap_or(bytes);
                Some(String::from_utf8_lossy(before).len())
            }
            Said::Masked(_) => None,
        };
        if range.start <= mark.start {
            let is_after = mark.start >= range.end;
            let masked = if is_after { shown.len() } else { 0 };
            start = text.len() + plain(mark.start).unwrap_or(masked);
        }
        if range.start < mark.end {
            end = text.len() + plain(mark.end).unwrap_or(shown.len());
        }
        text.push_str(shown);
    }
    let mark = start..end.max(start);
    let kept = text.floor_char_boundary(mark.start + MARK);
    if mark.end <= kept {
        return (text, mark);
    }
    text.truncate(kept);
    text.push('…');
    (text, mark.start..kept)
}

enum Direction {
    Back,
    Forward,
}

/// The start or the end of the line around `offset`.
fn position(bytes: &[u8], offset: usize, direction: Direction) -> usize {
    match direction {
        Direction::Back => bytes
            .get(..offset)
            .and_then(|b| b.iter().rposition(|&b| b == b'\n'))
            .map_or(0, |newline| newline + 1),
        Direction::Forward => {
            let end = bytes
                .get(offset..)
                .and_then(|b| b.iter().position(|&b| b == b'\n'))
                .map_or(bytes.len(), |newline| offset + newline);
            let cr = end > offset && bytes.get(end - 1) == Some(&b'\r');
            if cr { end - 1 } else { end }
        }
    }
}

/// Cuts a line that is too long to be shown to the part around the mark, between characters.
fn cut(bytes: &[u8], line: Range<usize>, mark: usize) -> (usize, usize) {
    if line.len() <= EXCERPT {
        return (line.start, line.end);
    }
    let is_inside = |&at: &usize| bytes.get(at).is_some_and(|byte| byte & 0xc0 == 0x80);
    let next = |at: usize| (at..line.end).find(|at| !is_inside(at)).unwrap_or(line.end);
    let from = if mark - line.start > EXCERPT / 2 {
        next(mark - EXCERPT / 4)
    } else {
        line.start
    };
    (from, next(line.end.min(from + EXCERPT)))
}

/// Whether a character shows as itself, in its place: no control character, which may write elsewhere on a
/// terminal, end of a line, or mark that turns the direction of what follows.
#[must_use]
pub fn is_plain(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A path or another text of somebody else, with escapes for what does not show as itself.
#[must_use]
pub fn plain(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let escape = (!is_plain(c)).then(|| c.escape_default());
            let itself = is_plain(c).then_some(c);
            escape.into_iter().flatten().chain(itself)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The excerpt of the only finding in a file, its mark between brackets.
    fn excerpt(text: &str, hidden: &[(Range<usize>, &str)], mark: Range<usize>) -> String {
        let mut sources = Sources::new();
        let file = sources.add_text("a.toml", text);
        for (range, mask) in hidden {
            sources.hide(Span::new(file, range.clone()), mask);
        }
        let Excerpt { mut text, mark, .. } = Excerpt::of(Span::new(file, mark), &sources, Lang::En);
        text.insert(mark.end, ']');
        text.insert(mark.start, '[');
        text
    }

    #[test]
    fn what_is_hidden_is_shown_once() {
        let line = "a = \"x..y 13800138000 z\"\nb = 1\n";
        let number = [(10..21, "138****8000")];
        let whole = [(4..24, "x..y 138****8000 z")];
        for (hidden, mark, shown) in [
            (&number, 10..21, "a = \"x..y [138****8000] z\""),
            (&number, 6..8, "a = \"x[..]y 138****8000 z\""),
            (&number, 12..15, "a = \"x..y [138****8000] z\""),
            (&number, 22..23, "a = \"x..y 138****8000 [z]\""),
            (&number, 24..24, "a = \"x..y 138****8000 z\"[]"),
            (&number, 0..0, "[]a = \"x..y 138****8000 z\""),
            (&whole, 6..8, "a = [x..y 138****8000 z]"),
            (&whole, 0..1, "[a] = x..y 138****8000 z"),
        ] {
            assert_eq!(excerpt(line, hidden, mark.clone()), shown, "{mark:?}");
        }
    }

    #[test]
    fn of_a_long_text_the_start_is_shown() {
        let title = "长".repeat(5_000);
        let text = format!("title = '{title}' # 题");
        let shown = excerpt(&text, &[], 8..10 + title.len());
        assert_eq!(shown, format!("title = ['{}]…", "长".repeat(99)));
        let mask = [(8..10 + title.len(), title.as_str())];
        let shown = excerpt(&text, &mask, 8..10 + title.len());
        assert_eq!(shown, format!("title = [{}]…", "长".repeat(100)));
    }

    #[test]
    fn a_hidden_text_of_several_lines_is_its_first() {
        let text = "a = \"\"\"x\n13800138000\"\"\"\nb = 1\n";
        let whole = [(4..23, "x\n138****8000")];
        assert_eq!(excerpt(text, &whole, 4..23), "a = [x]");
        assert_eq!(excerpt(text, &[], 9..20), "[13800138000]\"\"\"");
    }
}
