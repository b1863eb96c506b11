//! Findings for a program. `findings.schema.json` is the JSON Schema of what `gongkai check` writes; a
//! test makes it from the types.

use std::borrow::Cow;

use serde::Serialize;

use super::{Allowed, Diagnostic, Faults, Fingerprint, Lang, Message, Place, Severity, Sources};

/// The JSON Schema of [`FindingsDocument`].
pub const FINDINGS_SCHEMA: &str = include_str!("findings.schema.json");

/// What `gongkai check --format json` writes.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct FindingsDocument<'a> {
    /// The day the site was checked for, if it could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// The revision whose findings are left out, if one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<&'a str>,
    /// How many errors there are.
    pub errors: usize,
    /// How many warnings there are.
    pub warnings: usize,
    /// How many statements of numbers were verified.
    pub claims_verified: usize,
    /// What came of the links to other sites, if those were asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_links: Option<ExternalLinks>,
    /// The findings that stand, sorted by place.
    pub findings: Vec<Finding<'a>>,
    /// The findings that `site.toml` allows.
    pub allowed: Vec<AllowedFinding<'a>>,
}

/// What came of the links to other sites.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct ExternalLinks {
    /// How many URLs are linked to.
    pub urls: usize,
    /// How many of them were answered by the cache.
    pub from_cache: usize,
    /// How many are not as they should be.
    pub failed: usize,
    /// Of how many nothing can be said, as their sites keep programs out.
    pub undecided: usize,
}

/// A finding.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Finding<'a> {
    severity: Severity,
    /// The rule or another stable name, such as `content/unknown-key`.
    code: &'a str,
    message: Cow<'a, str>,
    /// What the finding is known by from one run to the next, and in `[[check.allow]]`: eight
    /// hexadecimal digits.
    #[cfg_attr(test, schemars(regex(pattern = "^[0-9a-f]{8}$")))]
    fingerprint: String,
    #[serde(flatten)]
    place: Option<ShownPlace>,
    /// What to write beside the marked text.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<Cow<'a, str>>,
    /// Other places that belong to it.
    related: Vec<ShownRelated<'a>>,
    /// What to do about it.
    hints: Vec<Cow<'a, str>>,
}

/// A finding that `site.toml` allows.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AllowedFinding<'a> {
    #[serde(flatten)]
    finding: Finding<'a>,
    /// Why it is right.
    reason: Cow<'a, str>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ShownPlace {
    /// The path from the folder of `site.toml`.
    path: String,
    /// The line, from 1; absent if the finding is about a file as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// The column in characters, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    /// In a file without lines, the cell or paragraph in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ShownRelated<'a> {
    message: Cow<'a, str>,
    #[serde(flatten)]
    place: ShownPlace,
}

/// Findings as a program reads them, in one language.
#[must_use]
pub fn findings<'a>(faults: &'a Faults, sources: &Sources, lang: Lang) -> Vec<Finding<'a>> {
    faults.iter().map(|f| finding(f, sources, lang)).collect()
}

/// Allowed findings as a program reads them, in one language.
#[must_use]
pub fn allowed_findings<'a>(
    allowed: &'a [Allowed],
    sources: &Sources,
    lang: Lang,
) -> Vec<AllowedFinding<'a>> {
    let shown = |allowed: &'a Allowed| AllowedFinding {
        finding: finding(&allowed.finding, sources, lang),
        reason: sources.veiled(&allowed.reason),
    };
    allowed.iter().map(shown).collect()
}

fn finding<'a>(fault: &'a Diagnostic, sources: &Sources, lang: Lang) -> Finding<'a> {
    let place = |place: &Place| {
        let mut at = None;
        let mut part = None;
        if let Place::Span(span) = place {
            match sources.part_of(*span) {
                Some((_, words)) => part = Some(sources.veiled(words.text(lang)).into_owned()),
                None => at = Some(sources.line_column(*span)),
            }
        }
        ShownPlace {
            path: sources.path(place).into_owned(),
            line: at.map(|at| at.line),
            column: at.map(|at| at.column),
            part,
        }
    };
    let text = |message: &'a Message| sources.veiled(message.text(lang));
    Finding {
        severity: fault.severity,
        code: fault.code,
        message: text(&fault.message),
        fingerprint: Fingerprint::of(fault, sources).to_string(),
        place: fault.place.as_ref().map(place),
        label: fault.label.as_ref().map(text),
        related: fault
            .related
            .iter()
            .map(|r| ShownRelated {
                message: text(&r.message),
                place: place(&r.place),
            })
            .collect(),
        hints: fault.hints.iter().map(text).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `GONGKAI_BLESS=1` writes it anew.
    #[test]
    fn the_schema_is_that_of_the_types() {
        let schema = schemars::schema_for!(FindingsDocument<'static>);
        let made = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        let path = "src/diagnostic/findings.schema.json";
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        if std::env::var_os("GONGKAI_BLESS").is_some() {
            std::fs::write(&path, &made).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), made);
    }
}
