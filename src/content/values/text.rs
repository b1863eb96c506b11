//! Texts.

use serde_json::json;

use super::{Value, text_of};
use crate::content::fields::Input;
use crate::diagnostic::{Faults, Message};
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
        } else if text.contains(is_forbidden) {
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
        let forbidden = |c: char| is_forbidden(c) && !matches!(c, '\n' | '\r' | '\t');
        if text.contains(forbidden) {
            let why = say!("含有控制字符", "it contains a control character");
            input.bad_value::<Self>(why, faults);
            return None;
        }
        Some(Self(text.into()))
    }
}

/// What no text may hold: control characters, and the two that XML cannot hold either.
fn is_forbidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')
}
