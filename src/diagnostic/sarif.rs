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

/// A run as a SARIF log.
#[must_use]
pub fn to_sarif(
    faults: &Faults,
    allowed: &[Allowed],
    sources: &Sources,
    lang: Lang,
    rules: &[SarifRule],
) -> Value {
    let mut results: Vec<Value> = Vec::new();
    for fault in faults.iter() {
        results.push(result(fault, None, sources, lang, rules));
    }
    for Allowed { finding, reason } in allowed {
        results.push(result(finding, Some(reason), sources, lang, rules));
    }
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
        .map(|place| json!({"physicalLocation": location(place, sources)}))
        .collect();
    let related: Vec<Value> = (0..)
        .zip(&fault.related)
        .map(|(id, related): (u32, _)| {
            json!({
                "id": id,
                "message": {"text": text(&related.message)},
                "physicalLocation": location(&related.place, sources),
            })
        })
        .collect();
    let suppressions: Vec<Value> = reason
        .iter()
        .map(|reason| json!({"kind": "external", "justification": sources.veiled(reason)}))
        .collect();
    let mut result = json!({
        "ruleId": fault.code,
        "level": level(fault.severity),
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

fn location(place: &Place, sources: &Sources) -> Value {
    let uri = utf8_percent_encode(&sources.path(place), KEPT).to_string();
    let mut location = json!({"artifactLocation": {"uri": uri}});
    if let (Place::Span(span), Some(object)) = (place, location.as_object_mut()) {
        let start = sources.line_column(*span);
        let end = sources.end_line_column(*span);
        let region = json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        });
        object.insert("region".into(), region);
    }
    location
}
