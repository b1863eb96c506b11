//! The words of `content/words.toml`.

use aho_corasick::{AhoCorasick, MatchKind};

use super::super::example::Example::Files;
use super::super::example::TASK;
use super::super::rule::{Rule, Standing, Weight, both, custom};
use super::scope::Said;
use crate::diagnostic::Faults;
use crate::model::{WatchedWord, words};
use crate::say;

pub(in super::super) const RULES: &[Rule] = &[WORD];

/// The list of the examples, and the progress of the task.
macro_rules! listing {
    ($progress:literal) => {
        Files(&[
            (
                "content/words.toml",
                "[[word]]\ntext = \"截止目前\"\nuse = \"截至目前\"\nwhy = \"截止表示停止\"\n\n[[word]]\ntext = \"法人\"\nexcept = [\"法人代表\", \"企业法人\"]\n",
            ),
            (
                TASK,
                concat!("+++\ntitle = \"推进重点项目\"\nunits = [\"区府办\"]\n+++\n\n", $progress, "\n"),
            ),
        ])
    };
}

const WORD: Rule = Rule {
    code: "text/word",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom("网站自己的词表", "the site's own list of words"),
    asks: both(
        "文字里没有 `content/words.toml` 列出的词。",
        "No text holds a word that `content/words.toml` lists.",
    ),
    fault: listing!("截止目前，各项工作按计划推进。"),
    clean: &[
        listing!("截至目前，报名截止。"),
        listing!("企业法人和法人代表已到场。"),
        listing!("截 止 目 前，各项工作按计划推进。"),
    ],
};

/// The words, ready to be searched for.
pub(super) struct Words<'a> {
    list: &'a [WatchedWord],
    /// None if there is no word.
    search: Option<AhoCorasick>,
}

impl<'a> Words<'a> {
    pub(super) fn new(list: &'a [WatchedWord]) -> Self {
        let patterns = list.iter().map(|word| word.text.value.as_bytes());
        let search = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(patterns);
        // It fails only for far more words than a file may hold.
        let search = search.ok().filter(|_| !list.is_empty());
        Self { list, search }
    }

    pub(super) fn check(&self, said: &Said<'_>, faults: &mut Faults) {
        let Some(search) = &self.search else {
            return;
        };
        for found in search.find_iter(said.words) {
            let Some(word) = self.list.get(found.pattern().as_usize()) else {
                continue;
            };
            if is_excepted(word, said.words, found.start()) {
                continue;
            }
            let text = &word.text.value;
            let message = match words(&word.reason) {
                Some(why) => say!(
                    "词表里的词“{text}”：{why}",
                    "`{text}` is in the list of words: {why}"
                ),
                None => say!("词表里的词“{text}”", "`{text}` is in the list of words"),
            };
            let mut fault = WORD.finding(message).at(said.place(found.range()));
            fault = fault.related(word.span, say!("列在这里", "it is listed here"));
            if let Some(replacement) = words(&word.replacement) {
                fault = fault.hint(say!("改用“{replacement}”", "write `{replacement}`"));
            }
            faults.push(fault);
        }
    }
}

/// Whether the word that starts at `start` is part of a longer one that is right.
fn is_excepted(word: &WatchedWord, text: &str, start: usize) -> bool {
    word.except.iter().any(|longer| {
        let longer = longer.value.as_ref();
        longer
            .match_indices(word.text.value.as_ref())
            .any(|(at, _)| {
                let from = start.checked_sub(at).and_then(|from| text.get(from..));
                from.is_some_and(|rest| rest.starts_with(longer))
            })
    })
}
