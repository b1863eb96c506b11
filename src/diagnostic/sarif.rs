//! Findings in the format of OASIS SARIF 2.1.0, which code hosts and editors read.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::{Allowed, Diagnostic, Faults, Fingerprint, Lang, Message, Place, Severity, Sources};

/// What a path in a URI keeps: unreserved characters and the slash.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

/// A rule as SARIF tells it.
#[derive(Clone, Debug)]
pub struct SarifRule {
    /// Its code.
    pub id: &'static str,
    /// What it asks.
    pub asks: Message,
    /// Why.
    pub source: Message,
    /// How much its findings weigh by default.
    pub level: Severity,
}

/// What a result says of the place it is about (section 3.27.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SarifKind {
    /// Something is wrong.
    Fail,
    /// Something was verified.
    Pass,
    /// What was asked cannot be decided.
    Open,
}

impl SarifKind {
    fn word(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Pass => "pass",
            Self::Open => "open",
        }
    }
}

/// A run as a SARIF log.
#[must_use]
pub fn to_sarif(
    faults: &Faults,
    allowed: &[Allowed],
    sources: &Sources,
    lang: Lang,
    rules: &[SarifRule],
) -> Value {
    let result = |fault: &Diagnostic, reason: Option<&str>| {
        result(fault, SarifKind::Fail, reason, sources, lang, rules)
    };
    let standing = faults.iter().map(|fault| result(fault, None));
    let allowed = allowed
        .iter()
        .map(|allowed| result(&allowed.finding, Some(&allowed.reason)));
    log(standing.chain(allowed).collect(), rules)
}

/// Everything that was looked at as a SARIF log, whether it is wrong or not.
#[must_use]
pub fn verified_to_sarif(
    results: &[(SarifKind, Diagnostic)],
    sources: &Sources,
    lang: Lang,
    rules: &[SarifRule],
) -> Value {
    let results = results
        .iter()
        .map(|(kind, finding)| result(finding, *kind, None, sources, lang, rules));
    log(results.collect(), rules)
}

fn log(results: Vec<Value>, rules: &[SarifRule]) -> Value {
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "gongkai",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(rule).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(rule: &SarifRule) -> Value {
    let both = |message: &Message| format!("{}\n{}", message.zh, message.en);
    json!({
        "id": rule.id,
        "shortDescription": {"text": both(&rule.asks)},
        "fullDescription": {"text": format!("{}\n{}", both(&rule.asks), both(&rule.source))},
        "defaultConfiguration": {"level": level(rule.level)},
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn result(
    fault: &Diagnostic,
    kind: SarifKind,
    reason: Option<&str>,
    sources: &Sources,
    lang: Lang,
    rules: &[SarifRule],
) -> Value {
    let said = std::iter::once(&fault.message).chain(&fault.hints);
    let text = |message: &Message| sources.veiled(message.text(lang)).into_owned();
    let said: Vec<String> = said.map(text).collect();
    let locations: Vec<Value> = fault
        .place
        .iter()
        .map(|place| location(place, sources, lang))
        .collect();
    let related: Vec<Value> = (0..)
        .zip(&fault.related)
        .map(|(id, related): (u32, _)| {
            let mut shown = location(&related.place, sources, lang);
            if let Some(object) = shown.as_object_mut() {
                object.insert("id".into(), id.into());
                object.insert("message".into(), json!({"text": text(&related.message)}));
            }
            shown
        })
        .collect();
    let suppressions: Vec<Value> = reason
        .iter()
        .map(|reason| json!({"kind": "external", "justification": sources.veiled(reason)}))
        .collect();
    // What is no failure has no level (section 3.27.10).
    let level = match kind {
        SarifKind::Fail => level(fault.severity),
        SarifKind::Pass | SarifKind::Open => "none",
    };
    let mut result = json!({
        "ruleId": fault.code,
        "kind": kind.word(),
        "level": level,
        "message": {"text": said.join("\n")},
        "locations": locations,
        "relatedLocations": related,
        "partialFingerprints": {"gongkai/v1": Fingerprint::of(fault, sources).to_string()},
        // Where one result has them, all must.
        "suppressions": suppressions,
    });
    if let Some(index) = rules.iter().position(|rule| rule.id == fault.code)
        && let Some(object) = result.as_object_mut()
    {
        object.insert("ruleIndex".into(), index.into());
    }
    result
}

fn location(place: &Place, sources: &Sources, lang: Lang) -> Value {
    let uri = utf8_percent_encode(&sources.path(place), KEPT).to_string();
    let artifact = json!({"artifactLocation": {"uri": uri}});
    let Place::Span(span) = place else {
        return json!({"physicalLocation": artifact});
    };
    if let Some((_, words)) = sources.part_of(*span) {
        let words = sources.veiled(words.text(lang)).into_owned();
        return json!({
            "physicalLocation": artifact,
            "logicalLocations": [{"fullyQualifiedName": words}],
        });
    }
    let start = sources.line_column(*span);
    let end = sources.end_line_column(*span);
    json!({"physicalLocation": {
        "artifactLocation": {"uri": uri},
        "region": {
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        },
    }})
}
