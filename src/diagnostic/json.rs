//! Findings for a program.

use serde::Serialize;

use super::{Diagnostic, Faults, Lang, Place, Severity, Sources};

#[derive(Serialize)]
struct Shown<'a> {
    severity: Severity,
    code: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: Option<ShownPlace>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    related: Vec<ShownRelated<'a>>,
    hints: Vec<&'a str>,
}

#[derive(Serialize)]
struct ShownPlace {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
}

#[derive(Serialize)]
struct ShownRelated<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: ShownPlace,
}

/// Findings as a JSON array. A place has `path` and, where known, `line` and `column`, both from 1,
/// the column in characters.
///
/// # Errors
/// None in practice: the value has string keys only.
pub fn to_json(
    faults: &Faults,
    sources: &Sources,
    lang: Lang,
) -> Result<serde_json::Value, serde_json::Error> {
    let place = |place: &Place| match place {
        Place::Path(path) => ShownPlace {
            path: path.clone(),
            line: None,
            column: None,
        },
        Place::File(file) => ShownPlace {
            path: sources.shown(*file).to_owned(),
            line: None,
            column: None,
        },
        Place::Span(span) => {
            let at = sources.line_column(*span);
            ShownPlace {
                path: sources.shown(span.file).to_owned(),
                line: Some(at.line),
                column: Some(at.column),
            }
        }
    };
    let shown = |d: &Diagnostic| {
        serde_json::to_value(Shown {
            severity: d.severity,
            code: d.code,
            message: d.message.text(lang),
            place: d.place.as_ref().map(place),
            label: d.label.as_ref().map(|l| l.text(lang)),
            related: d
                .related
                .iter()
                .map(|r| ShownRelated {
                    message: r.message.text(lang),
                    place: place(&r.place),
                })
                .collect(),
            hints: d.hints.iter().map(|h| h.text(lang)).collect(),
        })
    };
    faults.iter().map(shown).collect()
}
