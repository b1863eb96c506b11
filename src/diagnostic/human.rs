//! Findings for a person, in the form rustc gives them: marks are placed by display width, so that
//! they stand under Chinese text as well.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::source::line_column;
use super::{Diagnostic, Lang, Place, Severity, Sources, Span};

/// The longest excerpt shown, in bytes; a longer line is cut around the marked text.
const EXCERPT: usize = 400;

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
        let message = |m: &super::Message| m.text(self.lang).to_owned();
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let excerpts: Vec<Option<Excerpt>> = std::iter::once(diagnostic.place.as_ref())
            .chain(diagnostic.related.iter().map(|r| Some(&r.place)))
            .map(|place| match place {
                Some(Place::Span(span)) => Some(Excerpt::of(*span, sources)),
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
        let mut shown = renderer.render(&groups);
        shown.push('\n');
        shown
    }
}

fn place(
    group: Group<'static>,
    place: Option<&Place>,
    excerpt: Option<&Excerpt>,
    label: Option<String>,
) -> Group<'static> {
    match (place, excerpt) {
        (Some(Place::Path(path)), _) => group.element(Origin::path(path.clone())),
        (Some(Place::Span(_)), Some(excerpt)) => {
            let mut mark = AnnotationKind::Primary.span(excerpt.mark.clone());
            if let Some(label) = label {
                mark = mark.label(label);
            }
            group.element(
                Snippet::source(excerpt.text.clone())
                    .line_start(excerpt.line)
                    .path(excerpt.path.clone())
                    .fold(false)
                    .annotation(mark),
            )
        }
        _ => group,
    }
}

/// The line in which a span starts.
struct Excerpt {
    path: String,
    line: usize,
    text: String,
    mark: Range<usize>,
}

impl Excerpt {
    fn of(span: Span, sources: &Sources) -> Self {
        let bytes = sources.bytes(span.file);
        let at = line_column(&bytes, span.range().start);
        let start = span.range().start.min(bytes.len());
        let line_start = position(&bytes, start, Direction::Back);
        let line_end = position(&bytes, start, Direction::Forward);
        let mark_end = span.range().end.clamp(start, line_end);
        let (from, to) = cut(line_start..line_end, start..mark_end);
        let lossy = |range: Range<usize>| {
            String::from_utf8_lossy(bytes.get(range).unwrap_or_default()).into_owned()
        };
        let before = lossy(from..start);
        let marked = lossy(start..mark_end.min(to));
        let after = lossy(mark_end.min(to)..to);
        let whole_line = from == line_start;
        let mark_start = before.len();
        Self {
            path: if whole_line {
                sources.shown(span.file).to_owned()
            } else {
                // The column that the renderer counts would be wrong in a cut line.
                format!("{}:{}:{}", sources.shown(span.file), at.line, at.column)
            },
            line: at.line,
            mark: mark_start..mark_start + marked.len(),
            text: before + &marked + &after,
        }
    }
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

/// Cuts a line that is too long to be shown to the part around the mark.
fn cut(line: Range<usize>, mark: Range<usize>) -> (usize, usize) {
    if line.len() <= EXCERPT {
        return (line.start, line.end);
    }
    let from = if mark.start - line.start > EXCERPT / 2 {
        mark.start - EXCERPT / 4
    } else {
        line.start
    };
    (from, line.end.min(from + EXCERPT))
}
