//! What holds of every rule.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use super::example::{Example, SITE};
use super::rules::{all, find};
use super::{Asked, Basis, DAY, Rule, Standing, Subject, Weight, check};
use crate::attachment;
use crate::content;
use crate::diagnostic::{Human, Lang};

/// The codes of what is found in the site of the examples with a change, and how that is shown.
fn found(example: Option<&Example>) -> (BTreeSet<&'static str>, String) {
    let folder = tempfile::tempdir().unwrap();
    let changes = example.map(Example::files).unwrap_or_default();
    let site = SITE.iter().map(|(path, text)| (*path, (*text).to_owned()));
    for (path, text) in site.chain(changes) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let mut loaded = content::load(folder.path());
    let mut faults = loaded.faults;
    if let Some(site) = loaded.site {
        let subject = Subject {
            site: &site,
            unread: &crate::model::Unread::default(),
            as_of: DAY.parse().unwrap(),
            read_attachment: attachment::read_file,
            answers: Some(&super::external::answers()),
        };
        faults.append(check(subject, Asked::Everything, &mut loaded.sources).faults);
    }
    let human = Human {
        lang: Lang::En,
        color: false,
    };
    let shown = faults.iter().map(|f| human.show(f, &loaded.sources));
    let shown = shown.collect();
    (faults.iter().map(|fault| fault.code).collect(), shown)
}

#[test]
fn the_site_of_the_examples_has_no_finding() {
    let (codes, shown) = found(None);
    assert!(codes.is_empty(), "{shown}");
}

#[test]
fn each_fault_is_found_and_nothing_else() {
    let wrong: Vec<String> = all()
        .iter()
        .filter_map(|rule| {
            let (codes, shown) = found(Some(&rule.fault));
            let only = BTreeSet::from([rule.code]);
            (codes != only).then(|| format!("{}:\n{shown}", rule.code))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_found_in_what_is_clean() {
    let is_kin = |code: &str, rule: &Rule| {
        // What cannot be read tells nothing of the rule.
        find(code).is_none_or(|other| other.family() == rule.family())
    };
    let mut wrong = Vec::new();
    for rule in all() {
        for (number, example) in rule.clean.iter().enumerate() {
            let (codes, shown) = found(Some(example));
            if codes.iter().any(|code| is_kin(code, rule)) {
                wrong.push(format!("{}, clean {number}:\n{shown}", rule.code));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_is_complete() {
    for rule in all() {
        let code = rule.code;
        assert!(rule.clean.len() >= 3, "{code} has too few clean examples");
        assert!(
            rule.weight != Weight::Error || rule.source.basis == Basis::Read,
            "{code}: nobody has read its source, so it is no error"
        );
        assert!(
            rule.standing == Standing::Optional || rule.source.basis == Basis::Read,
            "{code}: nobody has read its source, so it can be switched off"
        );
        for text in [rule.asks, rule.source.name] {
            assert!(!text.zh.is_empty() && !text.en.is_empty(), "{code}");
        }
        assert!(
            rule.asks.zh.ends_with('。') && rule.asks.en.ends_with('.'),
            "{code}"
        );
        for example in rule.clean.iter().chain([&rule.fault]) {
            if let Example::Edit(path, from, _) = example {
                let (_, text) = SITE.iter().find(|(name, _)| name == path).unwrap();
                assert_eq!(text.matches(from).count(), 1, "{code}: `{from}` in {path}");
            }
        }
    }
}

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
fn every_rule_is_listed_once() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check");
    let mut found = BTreeSet::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() && entry.file_name() != "tests.rs" {
            let source = fs::read_to_string(entry.path()).unwrap();
            found.extend(codes(&source).map(str::to_owned));
        }
    }
    let rules = all();
    let listed: BTreeSet<String> = rules.iter().map(|rule| rule.code.to_owned()).collect();
    assert_eq!(found, listed);
    assert_eq!(rules.len(), listed.len(), "no code is used twice");
}
