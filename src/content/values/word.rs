//! Values written as text in a fixed form.

use serde_json::json;

use super::{Value, text_of};
use crate::content::fields::Input;
use crate::diagnostic::{Faults, Message};
use crate::model::{IndexNumber, Mode, Period, Slug, Status, UtcOffset};
use crate::say;

/// A value written as text in a fixed form.
macro_rules! value_from_text {
    ($type:ty, $zh:literal, $en:literal, $example:literal, $schema:expr, $parse:expr) => {
        impl Value for $type {
            fn expected() -> Message {
                say!($zh, $en)
            }
            fn example() -> &'static str {
                $example
            }
            fn schema() -> serde_json::Value {
                $schema
            }
            fn read(input: Input<'_, '_>, faults: &mut Faults) -> Option<Self> {
                let text = text_of::<Self>(&input, faults)?;
                match $parse(text) {
                    Ok(value) => Some(value),
                    Err(why) => {
                        input.bad_value::<Self>(why, faults);
                        None
                    }
                }
            }
        }
    };
}

value_from_text!(
    IndexNumber,
    "索引号",
    "an index number",
    "\"K1493206-6/2020-11938\"",
    json!({"type": "string", "minLength": 1, "maxLength": 64}),
    |text| IndexNumber::parse(text).map_err(|e| e.message())
);

value_from_text!(
    Period,
    "期",
    "a period",
    "\"2020-Q2\"",
    json!({"type": "string", "pattern": "^\\d{4}(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?$"}),
    |text| Period::parse(text).map_err(|e| e.message())
);

value_from_text!(
    Slug,
    "短名",
    "a short name",
    "\"rd-spending\"",
    json!({"type": "string", "pattern": "^[a-z0-9]+([-_][a-z0-9]+)*$", "maxLength": 80}),
    |text| Slug::parse(text).map_err(|e| e.message())
);

value_from_text!(
    Mode,
    "公开方式",
    "a mode of disclosure",
    "\"主动公开\"",
    json!({"enum": Mode::ALL.map(Mode::word)}),
    |text| one_of(text, Mode::ALL, Mode::word)
);

value_from_text!(
    Status,
    "进度状态",
    "a status",
    "\"in-progress\"",
    json!({"enum": Status::ALL.map(Status::word)}),
    |text| one_of(text, Status::ALL, Status::word)
);

value_from_text!(
    UtcOffset,
    "时区偏移",
    "an offset from UTC",
    "\"+08:00\"",
    json!({"type": "string", "pattern": "^[+-]\\d\\d:\\d\\d$"}),
    |text| UtcOffset::parse(text).ok_or_else(|| say!(
        "`{text}` 不是时区偏移",
        "`{text}` is not an offset from UTC"
    ))
);

fn one_of<T: Copy, const N: usize>(
    text: &str,
    all: [T; N],
    word: fn(T) -> &'static str,
) -> Result<T, Message> {
    all.into_iter().find(|&v| word(v) == text).ok_or_else(|| {
        let words = all.map(|v| format!("`{}`", word(v)));
        let (zh, en) = (words.join("、"), words.join(", "));
        say!("`{text}` 不在可选值之中：{zh}", "`{text}` is none of {en}")
    })
}
