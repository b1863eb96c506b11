//! A comparison on paper, to be signed: one page that needs no other file and no script.

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::super::changes::{fate, name, parts};
use super::{State, head, moves};
use crate::diagnostic::{Lang, Message};
use crate::history::{Comparison, Edit, ItemChange, Mark};
use crate::say;

const STYLE: &str = "
body { font: 12pt/1.7 'Noto Serif CJK SC', 'Songti SC', SimSun, serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; border-bottom: 2px solid #111; break-after: avoid; } h3 { font-size: 1rem; margin: 1em 0 0; break-after: avoid; }
dl { margin: .3em 0; } dt { font-weight: 600; float: left; margin-right: .5em; } dd { margin: 0 0 .4em; white-space: pre-wrap; overflow-wrap: anywhere; }
del { color: #8a1c1c; } ins { color: #0a4f2a; text-decoration: underline double; }
.path, .none { color: #555; font-size: .85em; }
table { width: 100%; border-collapse: collapse; margin-top: 3em; break-inside: avoid; } th, td { border: 1px solid #111; padding: .5em; text-align: left; } td { height: 3.5em; width: 33%; }
@page { margin: 2cm; }
";

/// The whole page.
pub(super) fn report(from: &State, to: &State, comparison: &Comparison, lang: Lang) -> String {
    let mut page = Page {
        text: String::new(),
        lang,
    };
    let title = say!("内容变更报告", "report of changes");
    let language = match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    page.raw("<!doctype html>\n<html lang=\"");
    page.raw(language);
    page.raw("\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    page.say(&title);
    page.raw("</title>\n<style>");
    page.raw(STYLE);
    page.raw("</style>\n</head>\n<body>\n<h1>");
    page.say(&title);
    page.raw("</h1>\n<p>");
    let (before, after) = (from.name(lang), to.name(lang));
    page.say(&say!("从 {before} 到 {after}", "from {before} to {after}"));
    page.raw("</p>\n");
    if comparison.is_empty() {
        page.raw("<p class=\"none\">");
        page.say(&say!("内容没有差别。", "Nothing differs."));
        page.raw("</p>\n");
    }
    for disclosure in &comparison.disclosures {
        page.heading(2, &head(disclosure));
        if let Some(card) = &disclosure.card {
            page.item(card);
        }
        for item in &disclosure.parts {
            page.heading(3, &name(item, lang));
            page.item(item);
        }
    }
    if !comparison.others.is_empty() {
        page.heading(2, say!("其他", "Others").text(lang));
        for item in &comparison.others {
            page.heading(3, &name(item, lang));
            page.item(item);
        }
    }
    page.signatures();
    page.raw("</body>\n</html>\n");
    page.text
}

struct Page {
    text: String,
    lang: Lang,
}

impl Page {
    fn raw(&mut self, html: &str) {
        self.text.push_str(html);
    }

    fn escaped(&mut self, text: &str) {
        // A string takes everything.
        escape_html_body_text(&mut self.text, text).unwrap_or_default();
    }

    fn say(&mut self, message: &Message) {
        let lang = self.lang;
        self.escaped(message.text(lang));
    }

    fn heading(&mut self, level: u8, text: &str) {
        self.raw(&format!("<h{level}>"));
        self.escaped(text);
        self.raw(&format!("</h{level}>\n"));
    }

    fn item(&mut self, item: &ItemChange) {
        self.raw("<p class=\"path\">");
        self.escaped(&item.path);
        self.raw("</p>\n");
        let lang = self.lang;
        let fate = fate(&item.edit).filter(|_| !item.edit.is_of_form_only());
        let told = fate.map(|fate| fate.text(lang).to_owned());
        for told in told.into_iter().chain(moves(item, lang)) {
            self.raw("<p>");
            self.escaped(&told);
            self.raw("</p>\n");
        }
        let Edit::Changed(changes) = &item.edit else {
            return;
        };
        if changes.is_empty() {
            return;
        }
        self.raw("<dl>\n");
        for change in changes {
            self.raw("<dt>");
            self.say(&change.field.label());
            self.raw("</dt><dd>");
            for (mark, text) in parts(change, lang, false) {
                let element = match mark {
                    Mark::Same => None,
                    Mark::Deleted => Some(("del", say!("删去", "deleted"))),
                    Mark::Inserted => Some(("ins", say!("加入", "inserted"))),
                };
                if let Some((element, label)) = &element {
                    self.raw(&format!("<{element} title=\""));
                    escape_html(&mut self.text, label.text(lang)).unwrap_or_default();
                    self.raw("\">");
                }
                self.escaped(&text);
                if let Some((element, _)) = element {
                    self.raw(&format!("</{element}>"));
                }
            }
            self.raw("</dd>\n");
        }
        self.raw("</dl>\n");
    }

    /// Who drafted it, who looked at it, who lets it go out.
    fn signatures(&mut self) {
        self.raw("<table>\n<thead><tr>");
        for head in [
            say!("拟稿", "Drafted by"),
            say!("审核", "Reviewed by"),
            say!("签发", "Approved by"),
        ] {
            self.raw("<th scope=\"col\">");
            self.say(&head);
            self.raw("</th>");
        }
        self.raw("</tr></thead>\n<tbody><tr>");
        for _ in 0..3 {
            self.raw("<td>");
            self.say(&say!("签名、日期：", "Signature, date:"));
            self.raw("</td>");
        }
        self.raw("</tr></tbody>\n</table>\n");
    }
}
