//! The index card: what stands before a table, in either skin.

mod labels;
mod read;
mod value;

use std::collections::BTreeMap;

pub use labels::Field;
pub(super) use labels::{begins_with_strong_label, is_footer};
pub(super) use read::read;
pub use value::Value;

use crate::diagnostic::{Diagnostic, Faults, Span};
use crate::model::{Located, Text};
use crate::say;

/// The index card of a page: what it states, and where.
#[derive(Clone, Debug, Default)]
pub struct Card {
    /// The title of the page.
    pub title: Option<Text>,
    values: BTreeMap<Field, Located<Value>>,
    /// 附件 beyond the first.
    attachments: Vec<Located<Value>>,
}

impl Card {
    /// What the source states for a field; fields that are named and left empty are absent.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<&Located<Value>> {
        self.values.get(&field)
    }

    /// All fields with a value, in the order of [`Field`]; then the attachments beyond the first.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &Located<Value>)> {
        let more = self.attachments.iter();
        let more = more.map(|value| (Field::Attachment, value));
        let values = self.values.iter();
        values.map(|(field, value)| (*field, value)).chain(more)
    }

    /// Takes in a value. The same field may be given again if both agree.
    fn state(&mut self, field: Field, value: Located<Value>, faults: &mut Faults) {
        match self.values.get_mut(&field) {
            None => {
                self.values.insert(field, value);
            }
            // There may be several of them.
            Some(first) if field == Field::Attachment => {
                let mut known = std::iter::once(&*first).chain(&self.attachments);
                if known.all(|known| known.value != value.value) {
                    self.attachments.push(value);
                }
            }
            Some(first) => match first.value.agreed(&value.value) {
                Some(both) if both == first.value => {}
                Some(both) => {
                    first.value = both;
                    first.span = value.span;
                }
                None => {
                    let (zh, en) = (field.label(), field.key());
                    faults.push(conflict(zh, en, value.span, first.span));
                }
            },
        }
    }

    fn entitle(&mut self, title: Text, faults: &mut Faults) {
        match &self.title {
            None => self.title = Some(title),
            Some(first) if first.value == title.value => {}
            Some(first) => faults.push(conflict("标题", "title", title.span, first.span)),
        }
    }

    /// Takes in what the card of another page of the same file states.
    pub(super) fn merge(&mut self, other: Self, faults: &mut Faults) {
        if let Some(title) = other.title {
            self.entitle(title, faults);
        }
        for (field, value) in other.values {
            self.state(field, value, faults);
        }
        for value in other.attachments {
            self.state(Field::Attachment, value, faults);
        }
    }
}

fn conflict(zh: &str, en: &str, here: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        "import/card-conflict",
        say!(
            "`{zh}` 两处写得不一样",
            "`{en}` is stated in two different ways"
        ),
    )
    .at(here)
    .related(first, say!("另一处在这里", "the other one is here"))
    .hint(say!(
        "删去文本中不对的一处",
        "delete the wrong one from the text"
    ))
}
