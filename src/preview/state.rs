//! What the preview's scripts are told.

use serde_json::{Value, json};

use super::compare::Change;
use super::findings::makes;
use super::generation::Common;
use super::held::Held;
use super::live::{File, Live};
use super::showing::Showing;
use super::{Shown, assets};
use crate::diagnostic::{Lang, Severity};
use crate::release::Digest;
use crate::say;
use crate::url::OutputPath;

/// A page as it is now.
struct PageState {
    digest: Option<Digest>,
    faults: Vec<Shown>,
    held: Option<Held>,
    is_uncommitted: bool,
    findings: Vec<Shown>,
}

/// What is shown, and how it is with one page.
pub(super) async fn state(common: &Common, showing: &Showing, page: Option<OutputPath>) -> Value {
    let lang = match common.options.lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    };
    let mut state = json!({
        "lang": lang,
        "generation": showing.number,
        "faults": showing.faults,
        "drafts": common.options.drafts,
    });
    let Some(generation) = &showing.good else {
        return state;
    };
    let (facts, side) = (&generation.facts, &generation.side);
    let findings = side.findings();
    let comparison = side.comparison();
    let uncommitted = side.uncommitted();
    let mut put = |key: &str, value: Value| {
        if let Some(state) = state.as_object_mut() {
            state.insert(key.to_owned(), value);
        }
    };
    put("base", json!(facts.base_path));
    put("held", json!(facts.held));
    put("held_back", json!(facts.held_back));
    if let Some(findings) = &findings {
        let errors = findings.count(Severity::Error);
        let warnings = findings.count(Severity::Warning);
        put("findings", json!({"errors": errors, "warnings": warnings}));
    }
    put(
        "comparison",
        json!({
            "as_of": comparison.as_of,
            "is_begun": comparison.is_begun,
            "done": comparison.done,
            "of": comparison.of,
            "added": comparison.count(Change::Added),
            "changed": comparison.count(Change::Changed),
            "removed": comparison.count(Change::Removed),
        }),
    );
    if let Some(path) = page {
        let asked = path.clone();
        let found = move |live: &Live<'_>| {
            let page = live.page(&asked);
            let (digest, faults) = match live.file(&asked) {
                File::Page(page) | File::Nothing(page) => (Some(page.digest), Vec::new()),
                File::Faulty(faults) => (None, faults),
                _ => (None, Vec::new()),
            };
            let of_page = |page| findings.as_ref().map(|findings| findings.of_page(page));
            PageState {
                digest,
                faults,
                held: page.and_then(|page| live.held(page)),
                is_uncommitted: page.is_some_and(|page| makes(&uncommitted, page)),
                findings: page.and_then(of_page).unwrap_or_default(),
            }
        };
        if let Some(found) = generation.ask(found).await {
            let manifest = common.release.manifest();
            let change = manifest
                .zip(found.digest)
                .map(|(manifest, digest)| Change::of(&path, digest, &manifest));
            put(
                "page",
                json!({
                    "path": path,
                    "digest": found.digest,
                    "faults": found.faults,
                    "held": found.held,
                    "uncommitted": found.is_uncommitted,
                    "change": change,
                    "findings": found.findings,
                }),
            );
        }
    }
    state
}

/// All pages that differ from the last release.
pub(super) fn changes(showing: &Showing) -> Value {
    match &showing.good {
        Some(generation) => {
            let comparison = generation.side.comparison();
            let differing: Vec<_> = comparison.differing.values().collect();
            json!({
                "base": generation.facts.base_path,
                "as_of": comparison.as_of,
                "is_begun": comparison.is_begun,
                "done": comparison.done,
                "of": comparison.of,
                "differing": differing,
            })
        }
        None => json!({"is_begun": false, "done": 0, "of": 0, "differing": []}),
    }
}

/// The page that lists all changes; its script fills it.
pub(super) fn changes_page(lang: Lang) -> String {
    let title = say!("与上次发布相比的改动", "Changes since the last release");
    let home = say!("返回网站", "Back to the site");
    let noscript = say!("此页需要 JavaScript。", "This page needs JavaScript.");
    let (title, home, noscript) = (title.text(lang), home.text(lang), noscript.text(lang));
    let main = format!(
        "<p><a href=\"/\">{home}</a></p><h1>{title}</h1><p id=\"progress\" role=\"status\"></p>\
         <noscript><p>{noscript}</p></noscript><div id=\"changes\"></div>"
    );
    let script = assets::path("changes.js");
    let script = format!("<script type=\"module\" src=\"{script}\"></script>");
    own_page(title, &main, lang, &script)
}

/// The page in place of one that cannot be shown.
pub(super) fn fault_page(faults: &[Shown], lang: Lang, addition: &str) -> String {
    let title = say!(
        "内容有错，暂时不能显示",
        "The content has errors and cannot be shown"
    );
    let hint = say!(
        "改好并保存后，本页会自动更新。",
        "When they are mended and saved, this page comes back by itself."
    );
    let (title, hint) = (title.text(lang), hint.text(lang));
    let mut main = format!("<h1>{title}</h1><p>{hint}</p>");
    for fault in faults {
        main.push_str("<pre tabindex=\"0\">");
        main.push_str(&escaped(&fault.text));
        main.push_str("</pre>");
    }
    own_page(title, &main, lang, addition)
}

fn own_page(title: &str, main: &str, lang: Lang, scripts: &str) -> String {
    let lang = match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    let policy = crate::publish::serving::POLICY;
    let [icon, styles] = ["icon.svg", "changes.css"].map(assets::path);
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<link rel=\"icon\" href=\"{icon}\">\n\
         <link rel=\"stylesheet\" href=\"{styles}\">\n</head>\n\
         <body>\n<main>{main}</main>\n{scripts}</body>\n</html>\n"
    )
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    // Writing into memory does not fail.
    let _written = pulldown_cmark_escape::escape_html(&mut escaped, text);
    escaped
}
