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
pub(in crate::content) struct Markdown(pub(in crate::content) Box<str>);

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
        Some(Self(text.into()))
    }
}

/// What a text of one line may not hold.
fn is_not_of_a_line(c: char) -> bool {
    is_forbidden(c) || matches!(c, '\n' | '\r' | '\t')
}

/// Why a text is refused that holds what is forbidden.
pub(in crate::content) fn control_character() -> Message {
    say!("含有控制字符", "it contains a control character")
}
