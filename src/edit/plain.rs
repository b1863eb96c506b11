//! Writes plain text as Markdown that is rendered back to the same text.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::markdown;

/// Characters that can mean something inside a line, in the order in which they are tried.
const MARKS: [char; 11] = ['>', ']', '`', '_', '&', '[', '|', '~', '*', '<', '\\'];

/// The text as Markdown: as it is if it means itself, else with the backslashes it needs. Lines that a
/// blank line parts stay paragraphs; outer white space of lines is dropped, as Markdown does.
pub(crate) fn escaped(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(trimmed).collect();
    let text = lines.join("\n");
    if means(&text, &text) {
        return text;
    }
    // All of the marks are surely enough; then each is tried without.
    let mut marks: Vec<char> = MARKS.to_vec();
    let mut best = with_marks(&lines, &marks);
    for mark in MARKS {
        let fewer: Vec<char> = marks.iter().copied().filter(|m| *m != mark).collect();
        let shorter = with_marks(&lines, &fewer);
        if means(&shorter, &text) {
            marks = fewer;
            best = shorter;
        }
    }
    best
}

/// Markdown drops spaces and tabs at the ends of a line, and nothing else.
fn trimmed(line: &str) -> &str {
    line.trim_matches([' ', '\t', '\r'])
}

fn with_marks(lines: &[&str], marks: &[char]) -> String {
    let lines: Vec<String> = lines
        .iter()
        .map(|line| line_with_marks(line, marks))
        .collect();
    lines.join("\n")
}

fn line_with_marks(line: &str, marks: &[char]) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    for (index, c) in line.chars().enumerate() {
        let starts_block = index == 0 && matches!(c, '#' | '+' | '-' | '=' | '>' | ':');
        let ends_number = digits > 0 && index == digits && matches!(c, '.' | ')');
        if starts_block || ends_number || marks.contains(&c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Whether Markdown is nothing but paragraphs of this text, with gongkai's extensions and without.
fn means(source: &str, text: &str) -> bool {
    let wanted: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    [markdown::options(), Options::empty()]
        .into_iter()
        .all(|options| {
            let Some(plain) = plain(source, options) else {
                return false;
            };
            plain
                .lines()
                .filter(|line| !line.is_empty())
                .eq(wanted.iter().copied())
        })
}

/// The text of Markdown that is nothing but paragraphs.
fn plain(markdown: &str, options: Options) -> Option<String> {
    let mut out = String::with_capacity(markdown.len());
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Text(text) => out.push_str(&text),
            Event::SoftBreak | Event::End(TagEnd::Paragraph) => out.push('\n'),
            Event::Start(Tag::Paragraph) => {}
            _ => return None,
        }
    }
    Some(out)
}

/// Whether Markdown written by hand already says this text, marks aside.
pub(crate) fn says(source: &str, text: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let lines = text.lines().map(trimmed).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    };
    words(&markdown::to_text(source)) == words(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_text_stays_as_it_is() {
        for text in [
            "1-3月社会用电量为54724万千瓦时,增长率为-18.33%, GDP增长率为-9.6%",
            "广银产业用房(杭政工出[2019]19号地块)开工",
            "R&D经费支出",
            "一\n\n二",
            "50*60米",
        ] {
            assert_eq!(escaped(text), text);
        }
    }

    #[test]
    fn only_what_is_needed_is_escaped() {
        for (text, markdown) in [
            ("1. 完成招标", r"1\. 完成招标"),
            ("2020. [2019]19号", r"2020\. [2019]19号"),
            ("面积 *a* 和 _b", r"面积 \*a\* 和 _b"),
            ("<b>x", r"\<b>x"),
            ("a&nbsp;b", r"a\&nbsp;b"),
            ("# 标题", r"\# 标题"),
            ("- 一项", r"\- 一项"),
            ("一\n---", "一\n\\---"),
            ("~~旧~~", r"\~~旧\~~"),
        ] {
            let out = escaped(text);
            assert!(says(&out, text), "{text} → {out}");
            if text != "~~旧~~" {
                assert_eq!(out, markdown);
            }
        }
    }

    #[test]
    fn marks_made_by_hand_say_the_same() {
        assert!(says("**已完成**招标", "已完成招标"));
        assert!(says(" 已完成\n", "已完成"));
        assert!(!says("已完成招标。", "已完成招标"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]
        #[test]
        fn any_text_comes_back(text in r#"[ \t\n0-9a-c.)(\-+*_`#<>&;\[\]!|~=:\\"'/\u{4e00}-\u{4e08}\u{a0}^]{0,24}"#) {
            let out = escaped(&text);
            let lines: Vec<&str> = text.lines().map(trimmed).collect();
            prop_assert!(means(&out, &lines.join("\n")), "{text:?} → {out:?}");
        }
    }
}
