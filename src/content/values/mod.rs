//! How each type of value is read from TOML, what it is called in an error, and its JSON Schema.

mod date;
mod levels;
mod number;
mod text;
mod word;

pub(super) use date::PublishedAt;
pub(super) use text::{Markdown, control_character};

use serde_json::json;

use super::fields::{Fields, Input};
use crate::diagnostic::{Faults, Message};
use crate::model::Located;
use crate::say;

/// A type that can stand in a content file.
pub(super) trait Value: Sized {
    /// What is expected, as in "expected …".
    fn expected() -> Message;
    /// A value as it would be written.
    fn example() -> &'static str;
    /// Its JSON Schema.
    fn schema() -> serde_json::Value;
    /// Reads it; what is wrong is told.
    fn read(input: Input<'_, '_>, faults: &mut Faults) -> Option<Self>;
}

/// A text, if the value is one; otherwise the wrong type is told.
fn text_of<'a, T: Value>(input: &'a Input<'_, '_>, faults: &mut Faults) -> Option<&'a str> {
    let text = input.value.as_str();
    if text.is_none() {
        input.wrong_type::<T>(faults);
    }
    text
}

/// A list; faulty items are told one by one and left out.
impl<T: Value> Value for Vec<Located<T>> {
    fn expected() -> Message {
        say!("列表", "a list")
    }
    fn example() -> &'static str {
        "[\"…\", \"…\"]"
    }
    fn schema() -> serde_json::Value {
        json!({"type": "array", "items": T::schema()})
    }
    fn read(input: Input<'_, '_>, faults: &mut Faults) -> Option<Self> {
        let Some(array) = input.value.as_array() else {
            input.wrong_type::<Self>(faults);
            return None;
        };
        Some(
            array
                .iter()
                .filter_map(|item| {
                    let input = Input {
                        key: input.key,
                        is_item: true,
                        value: item.get_ref(),
                        range: item.span(),
                        origin: input.origin,
                    };
                    let span = input.span();
                    T::read(input, faults).map(|value| Located { value, span })
                })
                .collect(),
        )
    }
}

/// A table with keys of its own.
pub(super) trait TableValue: Sized {
    /// Reads its keys; none if one that it cannot do without is missing or faulty.
    fn fields(fields: &mut Fields<'_, '_>) -> Option<Self>;
}

impl<T: TableValue> Value for T {
    fn expected() -> Message {
        say!("表", "a table")
    }
    fn example() -> &'static str {
        "{ … }"
    }
    fn schema() -> serde_json::Value {
        super::fields::describe(|fields| {
            T::fields(fields);
        })
    }
    fn read(input: Input<'_, '_>, faults: &mut Faults) -> Option<Self> {
        let Some(table) = input.value.as_table() else {
            input.wrong_type::<Self>(faults);
            return None;
        };
        let mut fields = Fields::new(input.origin, input.range.clone(), table);
        let value = T::fields(&mut fields);
        faults.append(fields.finish());
        value
    }
}
