//! A comparison as a program reads it.

use serde::Serialize;

use super::State;
use crate::content::Value;
use crate::history::{Change, Comparison, DisclosureChange, Edit, ItemChange, ItemKind};

/// The JSON Schema of [`Document`].
pub(in crate::cli) const DIFF_SCHEMA: &str = include_str!("diff.schema.json");

/// What `gongkai diff --format json` writes.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(title = "gongkai diff"))]
pub(super) struct Document<'a> {
    /// The first state.
    from: StateJson<'a>,
    /// The second state.
    to: StateJson<'a>,
    /// The disclosures that differ, by path.
    disclosures: Vec<DisclosureJson<'a>>,
    /// What else differs, by path.
    others: Vec<ItemJson<'a>>,
}

/// A state of the site.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct StateJson<'a> {
    /// The git revision as it was asked for; null for the files as they are.
    revision: Option<&'a str>,
    /// Its commit; null for the files as they are.
    commit: Option<&'a str>,
}

/// A disclosure.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct DisclosureJson<'a> {
    /// Its path in the content tree.
    path: &'a str,
    /// Its title.
    title: Option<&'a str>,
    /// Its index number.
    index_number: Option<&'a str>,
    /// What became of its index card; null if nothing.
    card: Option<ItemJson<'a>>,
    /// What became of its chapters, tasks and files.
    parts: Vec<ItemJson<'a>>,
}

/// A file of the site.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ItemJson<'a> {
    /// What it is: `disclosure`, `chapter`, `task`, `column`, `page`, `attachment` or `other`.
    kind: &'static str,
    /// Its path in the site.
    path: &'a str,
    /// Where it was, if that was elsewhere.
    moved_from: Option<&'a str>,
    /// Its number in its disclosure, such as `4.3`.
    label: Option<&'a str>,
    /// The number it had, if that was another.
    label_before: Option<&'a str>,
    /// Its title.
    title: Option<&'a str>,
    /// What became of it: `added`, `removed`, `changed`, `replaced`, `unreadable`, or `moved` if nothing
    /// else.
    change: &'static str,
    /// The values that are others.
    fields: Vec<FieldJson<'a>>,
}

/// A value that is another.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::cli) struct FieldJson<'a> {
    /// The key of the content file.
    field: &'static str,
    /// What it was; null if it was not given.
    before: Option<ValueJson<'a>>,
    /// What it is; null if it is not given.
    after: Option<ValueJson<'a>>,
}

/// What a value says.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
enum ValueJson<'a> {
    /// One text.
    Text(&'a str),
    /// Several.
    List(Vec<&'a str>),
}

impl<'a> ValueJson<'a> {
    fn of(value: &'a Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(text),
            Value::List(texts) => Self::List(texts.iter().map(AsRef::as_ref).collect()),
        }
    }
}

/// What a kind of file is called.
pub(in crate::cli) fn kind(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Disclosure => "disclosure",
        ItemKind::Chapter => "chapter",
        ItemKind::Task => "task",
        ItemKind::Column => "column",
        ItemKind::Page => "page",
        ItemKind::Attachment => "attachment",
        ItemKind::Other => "other",
    }
}

/// What became of a file.
pub(in crate::cli) fn change(edit: &Edit) -> &'static str {
    match edit {
        Edit::Added => "added",
        Edit::Removed => "removed",
        Edit::Replaced => "replaced",
        Edit::Unreadable => "unreadable",
        Edit::Changed(changes) if changes.is_empty() => "moved",
        Edit::Changed(_) => "changed",
    }
}

/// The values that an edit changed.
pub(in crate::cli) fn fields(edit: &Edit) -> Vec<FieldJson<'_>> {
    let Edit::Changed(changes) = edit else {
        return Vec::new();
    };
    let field = |change: &'_ Change| change.field.key();
    changes
        .iter()
        .map(|change| FieldJson {
            field: field(change),
            before: change.before.as_ref().map(ValueJson::of),
            after: change.after.as_ref().map(ValueJson::of),
        })
        .collect()
}

impl<'a> ItemJson<'a> {
    fn of(item: &'a ItemChange) -> Self {
        Self {
            kind: kind(item.kind),
            path: &item.path,
            moved_from: item.moved_from.as_deref(),
            label: item.label.as_deref(),
            label_before: item.label_before.as_deref(),
            title: item.title.as_deref(),
            change: change(&item.edit),
            fields: fields(&item.edit),
        }
    }
}

impl<'a> Document<'a> {
    pub(super) fn new(from: &'a State, to: &'a State, comparison: &'a Comparison) -> Self {
        let state = |state: &'a State| StateJson {
            revision: state.revision.as_deref(),
            commit: state.commit.as_deref(),
        };
        let disclosure = |disclosure: &'a DisclosureChange| DisclosureJson {
            path: &disclosure.folder,
            title: disclosure.title.as_deref(),
            index_number: disclosure.index_number.as_deref(),
            card: disclosure.card.as_ref().map(ItemJson::of),
            parts: disclosure.parts.iter().map(ItemJson::of).collect(),
        };
        Self {
            from: state(from),
            to: state(to),
            disclosures: comparison.disclosures.iter().map(disclosure).collect(),
            others: comparison.others.iter().map(ItemJson::of).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `GONGKAI_BLESS=1` writes it anew.
    #[test]
    fn the_schema_is_that_of_the_types() {
        let schema = schemars::schema_for!(Document<'static>);
        let made = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        let path = "src/cli/diff/diff.schema.json";
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        if std::env::var_os("GONGKAI_BLESS").is_some() {
            std::fs::write(&path, &made).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), made);
    }
}
