//! The codes of the rules, and which of them a site may switch off.

use crate::diagnostic::{Diagnostic, Faults, Message, did_you_mean};
use crate::model::Site;
use crate::say;

/// Whether a site may switch a rule off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// Never: it follows from a law, a standard or the data itself.
    Fixed,
    /// It may: what it asks for is custom, or known only from accounts of its source.
    Optional,
}

/// Every rule.
const RULES: [(&str, Standing); 9] = [
    ("check/fixed-rule", Standing::Fixed),
    ("check/unknown-rule", Standing::Fixed),
    ("index-number/check-character", Standing::Fixed),
    ("index-number/duplicate", Standing::Fixed),
    ("index-number/shape", Standing::Optional),
    ("mode/not-public", Standing::Fixed),
    ("site/foot", Standing::Optional),
    ("site/statutory-column", Standing::Optional),
    ("site/statutory-target", Standing::Fixed),
];

/// The codes of the rules that may be switched off.
fn optional() -> impl Iterator<Item = &'static str> {
    RULES
        .iter()
        .filter(|(_, standing)| *standing == Standing::Optional)
        .map(|(code, _)| *code)
}

/// The findings without those of the rules that the site switched off.
pub(super) fn without_those_off(site: &Site, faults: Faults) -> Faults {
    let off = &site.settings.checking.off;
    let is_off = |code: &str| {
        optional().any(|rule| rule == code) && off.iter().any(|text| text.value.as_ref() == code)
    };
    faults
        .into_iter()
        .filter(|fault| !is_off(fault.code))
        .collect()
}

/// `check/unknown-rule` and `check/fixed-rule`: what is switched off must be a rule that may be, or the
/// switch would be believed to work.
pub(super) fn switches(site: &Site, faults: &mut Faults) {
    for text in &site.settings.checking.off {
        let name = text.value.as_ref();
        let rule = RULES.iter().find(|(code, _)| *code == name);
        let fault = match rule {
            Some((_, Standing::Optional)) => continue,
            Some((_, Standing::Fixed)) => Diagnostic::error(
                "check/fixed-rule",
                say!(
                    "规则 `{name}` 不能关掉",
                    "the rule `{name}` cannot be switched off"
                ),
            ),
            None => Diagnostic::error(
                "check/unknown-rule",
                say!("没有规则 `{name}`", "there is no rule `{name}`"),
            ),
        };
        let meant = match rule {
            None => did_you_mean(name, optional()),
            Some(_) => None,
        };
        let hint = meant.map_or_else(
            || {
                let list: Vec<String> = optional().map(|code| format!("`{code}`")).collect();
                let (zh, en) = (list.join("、"), list.join(", "));
                say!(
                    "可以关掉的规则：{zh}",
                    "rules that can be switched off: {en}"
                )
            },
            |meant| say!("是否想写 `{meant}`？", "did you mean `{meant}`?"),
        );
        faults.push(fault.at(text.span).hint(hint));
    }
}

/// A finding about what a government website must have and this one lacks: an error in the profile
/// `gov`, a warning in others. `lines` is what to write into `site.toml`.
pub(super) fn lacking(
    site: &Site,
    code: &'static str,
    message: Message,
    lines: &Message,
) -> Diagnostic {
    let (zh, en) = (&lines.zh, &lines.en);
    Diagnostic::new(site.settings.checking.profile.severity(), code, message)
        .hint(say!(
            "在 `site.toml` 里写上（照实填写）：\n{zh}",
            "write into `site.toml`, with what is true of the site:\n{en}"
        ))
        .hint(say!(
            "本站用不着时，可在 `[check]` 里关掉：`off = [\"{code}\"]`",
            "where this does not apply, switch it off in `[check]`: `off = [\"{code}\"]`"
        ))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// The texts between quotes that look like the code of a rule.
    fn codes(source: &str) -> impl Iterator<Item = &str> {
        source.split('"').filter(|text| {
            let name = |part: &str| {
                !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
            };
            text.split_once('/')
                .is_some_and(|(a, b)| name(a) && name(b))
        })
    }

    #[test]
    fn every_rule_is_listed() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check");
        let mut found = BTreeSet::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.file_name().is_none_or(|name| name != "rules.rs") {
                let source = std::fs::read_to_string(path).unwrap();
                found.extend(codes(&source).map(str::to_owned));
            }
        }
        found.extend(["check/fixed-rule", "check/unknown-rule"].map(str::to_owned));
        let listed: BTreeSet<String> = RULES.iter().map(|(code, _)| (*code).to_owned()).collect();
        assert_eq!(found, listed);
        assert_eq!(RULES.len(), listed.len());
    }
}
