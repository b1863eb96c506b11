//! What a revision changed, value by value.

use crate::content::{Fact, Field, Value, Version};

/// A value that was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which.
    pub field: Field,
    /// What it was; none if it was not given.
    pub before: Option<Value>,
    /// What it is; none if it is no longer given.
    pub after: Option<Value>,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// It came, or came back.
    Added,
    /// It went.
    Removed,
    /// These of its values are others; none if only its form is.
    Changed(Vec<Change>),
    /// Its bytes are others, and they are no values: an attached file.
    Replaced,
    /// It could not be read, before or after.
    Unreadable,
}

impl Edit {
    /// Whether a reader of the site could tell the difference.
    #[must_use]
    pub fn is_of_form_only(&self) -> bool {
        matches!(self, Self::Changed(changes) if changes.is_empty())
    }

    /// The same with every text as `shown` has it.
    #[must_use]
    pub fn with_texts(&self, shown: &dyn Fn(&str) -> Box<str>) -> Self {
        let Self::Changed(changes) = self else {
            return self.clone();
        };
        let value = |value: &Value| match value {
            Value::Text(text) => Value::Text(shown(text)),
            Value::List(texts) => Value::List(texts.iter().map(|text| shown(text)).collect()),
        };
        let change = |change: &Change| Change {
            field: change.field,
            before: change.before.as_ref().map(value),
            after: change.after.as_ref().map(value),
        };
        Self::Changed(changes.iter().map(change).collect())
    }
}

fn value(facts: &[Fact], field: Field) -> Option<&Value> {
    facts
        .iter()
        .find(|fact| fact.field == field)
        .map(|fact| &fact.value)
}

/// The values in which two versions differ, in the order of the keys.
#[must_use]
pub fn changes(before: &Version, after: &Version) -> Vec<Change> {
    let mut fields: Vec<Field> = after.facts.iter().map(|fact| fact.field).collect();
    fields.extend(before.facts.iter().map(|fact| fact.field));
    fields.sort_unstable();
    fields.dedup();
    fields
        .into_iter()
        .map(|field| Change {
            field,
            before: value(&before.facts, field).cloned(),
            after: value(&after.facts, field).cloned(),
        })
        .filter(|change| change.before != change.after)
        .collect()
}

/// Of what a merge changed against its first parent, what no other parent had either.
pub(super) fn only_new(changes: Vec<Change>, others: &[Option<&Version>]) -> Vec<Change> {
    let is_new = |change: &Change| {
        others.iter().all(|other| match other {
            Some(other) => value(&other.facts, change.field) != change.after.as_ref(),
            None => true,
        })
    };
    changes.into_iter().filter(is_new).collect()
}
