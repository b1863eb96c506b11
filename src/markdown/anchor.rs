//! Names of headings, so that links can lead to them.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{Event, Tag, TagEnd};

use super::events::events;

/// What the layout of a page names itself.
const TAKEN: [&str; 3] = ["large-text", "main", "site-nav"];

/// The names of all headings of a text, in order: their words in lower case, with hyphens for spaces
/// and without other marks; one that is taken gets a number. No two are equal.
#[must_use]
pub fn anchors(source: &str) -> Vec<String> {
    let mut names = Names::default();
    let mut words: Option<String> = None;
    for (event, _) in events(source) {
        match event {
            Event::Start(Tag::Heading { .. }) => words = Some(String::new()),
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => {
                if let Some(words) = &mut words {
                    words.push_str(&text);
                }
            }
            Event::SoftBreak | Event::HardBreak => words.iter_mut().for_each(|w| w.push(' ')),
            Event::End(TagEnd::Heading(_)) => {
                names.add(slug(&words.take().unwrap_or_default()));
            }
            _ => {}
        }
    }
    names.given
}

fn slug(words: &str) -> String {
    let mut slug = String::new();
    for c in words.trim().chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || matches!(c, '-' | '_') {
            slug.push(c);
        } else if c.is_whitespace() {
            slug.push('-');
        }
    }
    if slug.is_empty() {
        slug.push_str("section");
    }
    slug
}

/// The names so far.
#[derive(Default)]
struct Names {
    given: Vec<String>,
    taken: BTreeSet<String>,
    /// By the words of headings that were equal: the least number that may be free. What is taken stays so.
    numbers: BTreeMap<String, usize>,
}

impl Names {
    fn add(&mut self, slug: String) {
        let is_free =
            |name: &str, taken: &BTreeSet<String>| !TAKEN.contains(&name) && !taken.contains(name);
        let name = if is_free(&slug, &self.taken) {
            slug
        } else {
            let number = self.numbers.entry(slug.clone()).or_insert(2);
            loop {
                let name = format!("{slug}-{number}");
                *number += 1;
                if is_free(&name, &self.taken) {
                    break name;
                }
            }
        };
        self.taken.insert(name.clone());
        self.given.push(name);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_words() {
        let source = "# 获取方式\n\n## 1. 怎样 *申请*？\n\n获取方式\n====\n\n## Main\n\n## `A b`\n\n## ！\n\n## 获取方式-2\n";
        assert_eq!(
            anchors(source),
            [
                "获取方式",
                "1-怎样-申请",
                "获取方式-2",
                "main-2",
                "a-b",
                "section",
                "获取方式-2-2"
            ]
        );
    }

    /// Each looks only at the numbers that those before it did not.
    #[test]
    fn many_equal_headings() {
        const COUNT: usize = 100_000;
        let names = anchors(&"# 一\n".repeat(COUNT));
        assert_eq!(names[..3], ["一", "一-2", "一-3"]);
        assert_eq!(names[COUNT - 1], format!("一-{COUNT}"));
    }

    proptest! {
        #[test]
        fn no_two_are_equal(source in "([#=a一 2\\-]{0,4}\n){0,12}") {
            let names = anchors(&source);
            let all: BTreeSet<&String> = names.iter().collect();
            prop_assert_eq!(all.len(), names.len());
            prop_assert!(names.iter().all(|name| !name.contains(char::is_whitespace)));
        }
    }
}
