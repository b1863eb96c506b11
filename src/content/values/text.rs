//! Texts.

use serde_json::json;

use super::{Value, text_of};
use crate::content::fields::Input;
use crate::diagnostic::{Faults, Message};
use crate::markdown::is_forbidden;
use crate::say;

/// The longest text of one line, in characters: a title or a name.
const LINE_LIMIT: usize = 1000;

/// Text of one line: a title or a name. Neither empty nor with control characters.
impl Value for Box<str> {
    fn expected() -> Message {
        say!("文本", "text")
    }
    fn example() -> &'static str {
        "\"文本\""
    }
    fn schema() -> serde_json::Value {
        json!({"type": "string", "minLength": 1, "maxLength": LINE_LIMIT})
    }
    fn read(input: Input<'_, '_>, faults: &mut Faults) -> Option<Self> {
        let text = text_of::<Self>(&input, faults)?;
        let why = if text.trim().is_empty() {
            say!("不能为空", "it is empty")
        } else if text.chars().count() > LINE_LIMIT {
            say!(
                "超过 {LINE_LIMIT} 个字符",
                "it has more than {LINE_LIMIT} characters"
            )
        } else if text.contains(is_not_of_a_line) {
            say!(
                "含有换行或其他控制字符",
                "it contains a line break or another control character"
            )
        } else if text.trim() != text {
            say!("首尾有空白", "it starts or ends with white space")
        } else {
            return Some(text.into());
        };
        input.bad_value::<Self>(why, faults);
        None
    }
}

/// A text of any number of lines, in Markdown.
pub(in crate::content) struct Markdown {
    pub(in crate::content) text: Box<str>,
    /// Where it starts in the file, if it stands there as it is.
    pub(in crate::content) start: Option<usize>,
}

impl Value for Markdown {
    fn expected() -> Message {
        say!("文本", "text")
    }
    fn example() -> &'static str {
        "\"文本\""
    }
    fn schema() -> serde_json::Value {
        json!({"type": "string"})
    }
    fn read(input: Input<'_, '_>, faults: &mut Faults) -> Option<Self> {
        let text = text_of::<Self>(&input, faults)?;
        if text.contains(is_forbidden) {
            input.bad_value::<Self>(control_character(), faults);
            return None;
        }
        let opening = verbatim(input.written(), text);
        Some(Self {
            start: opening.map(|opening| input.span().range().start + opening),
            text: text.into(),
        })
    }
}

/// How many bytes stand before a text in the TOML string that it was written as; none if that has escapes.
fn verbatim(written: &str, text: &str) -> Option<usize> {
    // A line end after three quotes is not part of the text.
    let openings = [
        ("\"\"\"\r\n", "\"\"\""),
        ("\"\"\"\n", "\"\"\""),
        ("\"\"\"", "\"\"\""),
        ("'''\r\n", "'''"),
        ("'''\n", "'''"),
        ("'''", "'''"),
        ("\"", "\""),
        ("'", "'"),
    ];
    let is_it = |(opening, closing): &(&str, &str)| {
        let rest = written.strip_prefix(opening);
        rest.and_then(|rest| rest.strip_suffix(closing)) == Some(text)
    };
    let (opening, _) = openings.into_iter().find(is_it)?;
    Some(opening.len())
}

/// What a text of one line may not hold.
fn is_not_of_a_line(c: char) -> bool {
    is_forbidden(c) || matches!(c, '\n' | '\r' | '\t')
}

/// Why a text is refused that holds what is forbidden.
pub(in crate::content) fn control_character() -> Message {
    say!("含有控制字符", "it contains a control character")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_starts_after_its_quotes() {
        for (written, text, start) in [
            ("\"甲\"", "甲", Some(1)),
            ("'甲\\'", "甲\\", Some(1)),
            ("\"\"", "", Some(1)),
            ("\"\"\"甲\n乙\"\"\"", "甲\n乙", Some(3)),
            ("\"\"\"\n甲\n\"\"\"", "甲\n", Some(4)),
            ("'''\r\n甲'''", "甲", Some(5)),
            ("\"\"\"甲\"\"\"\"", "甲\"", Some(3)),
            ("\"\"\"\n\n甲\"\"\"", "\n甲", Some(4)),
            ("\"甲\\n\"", "甲\n", None),
            ("\"\"\"甲\\\n  乙\"\"\"", "甲乙", None),
            ("", "甲", None),
        ] {
            assert_eq!(verbatim(written, text), start, "{written}");
        }
    }
}
