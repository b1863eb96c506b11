//! Changes as they are told to people: in words, with marks in texts.

use crate::content::{Field, Value};
use crate::diagnostic::{Lang, Message};
use crate::history::{Change, Edit, ItemChange, ItemKind, Mark, text_diff};
use crate::model::Status;
use crate::say;

/// So many characters of what is the same are shown beside a change.
const CONTEXT: usize = 16;

/// What a value says, in a language.
pub(super) fn shown(field: Field, text: &str, lang: Lang) -> String {
    let message = match field {
        Field::Status => match Status::ALL.into_iter().find(|status| status.word() == text) {
            Some(status) => status.name(),
            None => say!("{text}", "{text}"),
        },
        Field::Incomplete | Field::Draft => say!("是", "yes"),
        _ => return text.to_owned(),
    };
    message.text(lang).to_owned()
}

/// A part of a change, to be marked as deleted, inserted or neither.
pub(super) type Marked = (Mark, String);

/// What a change did, in parts. Long texts are shortened to what surrounds their changes if `is_short`.
pub(super) fn parts(change: &Change, lang: Lang, is_short: bool) -> Vec<Marked> {
    let field = change.field;
    match (&change.before, &change.after) {
        (Some(Value::Text(before)), Some(Value::Text(after))) => {
            let (before, after) = (shown(field, before, lang), shown(field, after, lang));
            if !is_prose(field) {
                return vec![(Mark::Deleted, before), (Mark::Inserted, after)];
            }
            let parts = text_diff(&before, &after);
            let last = parts.len().saturating_sub(1);
            let parts = parts.into_iter().enumerate();
            parts
                .map(|(at, part)| match part.mark {
                    Mark::Same if is_short => {
                        (Mark::Same, shortened(&part.text, at == 0, at == last))
                    }
                    mark => (mark, part.text),
                })
                .collect()
        }
        (before, after) => {
            let list = |value: &Option<Value>| -> Vec<String> {
                match value {
                    None => Vec::new(),
                    Some(Value::Text(text)) => vec![shown(field, text, lang)],
                    Some(Value::List(texts)) => texts.iter().map(ToString::to_string).collect(),
                }
            };
            of_lists(&list(before), &list(after), lang, is_short)
        }
    }
}

/// Whether a text is marked within; of short values, all is told.
fn is_prose(field: Field) -> bool {
    matches!(
        field,
        Field::Title | Field::Summary | Field::Progress | Field::Body | Field::Description
    )
}

/// Of a list, what stayed is left out if `is_short`.
fn of_lists(before: &[String], after: &[String], lang: Lang, is_short: bool) -> Vec<Marked> {
    let separator = say!("、", ", ");
    let mut parts = Vec::new();
    let mut add = |mark, text: &String| {
        if !parts.is_empty() {
            parts.push((Mark::Same, separator.text(lang).to_owned()));
        }
        parts.push((mark, text.clone()));
    };
    let (left, came) = (
        before.iter().any(|text| !after.contains(text)),
        after.iter().any(|text| !before.contains(text)),
    );
    if !left && !came {
        // Only their order is another.
        let joined = |texts: &[String]| texts.join(separator.text(lang));
        return vec![
            (Mark::Deleted, joined(before)),
            (Mark::Inserted, joined(after)),
        ];
    }
    for text in before.iter().filter(|text| !after.contains(text)) {
        add(Mark::Deleted, text);
    }
    for text in after {
        let mark = if before.contains(text) {
            Mark::Same
        } else {
            Mark::Inserted
        };
        if mark != Mark::Same || !is_short {
            add(mark, text);
        }
    }
    parts
}

/// The ends of a text that is the same, beside the changes.
fn shortened(text: &str, is_first: bool, is_last: bool) -> String {
    let characters: Vec<char> = text.chars().collect();
    let keep = usize::from(!is_first) + usize::from(!is_last);
    if characters.len() <= CONTEXT * keep + 1 {
        return text.to_owned();
    }
    let mut shown = String::new();
    if !is_first {
        shown.extend(characters.iter().take(CONTEXT));
    }
    shown.push('…');
    if !is_last {
        shown.extend(characters.iter().skip(characters.len() - CONTEXT));
    }
    shown
}

/// Marked text for a terminal: `[-deleted-]{+inserted+}`.
pub(super) fn marked(parts: &[Marked]) -> String {
    let show = |(mark, text): &Marked| match mark {
        Mark::Same => text.clone(),
        Mark::Deleted => format!("[-{text}-]"),
        Mark::Inserted => format!("{{+{text}+}}"),
    };
    parts.iter().map(show).collect()
}

/// The lines that tell what became of a file, without the first: field by field.
pub(super) fn lines(edit: &Edit, lang: Lang, indent: &str) -> Vec<String> {
    let Edit::Changed(changes) = edit else {
        return Vec::new();
    };
    let colon = say!("：", ": ");
    changes
        .iter()
        .map(|change| {
            let label = change.field.label();
            let text = marked(&parts(change, lang, true)).replace('\n', &format!("\n{indent}  "));
            format!("{indent}{}{}{text}", label.text(lang), colon.text(lang))
        })
        .collect()
}

/// What a kind of file is called.
pub(super) fn kind(kind: ItemKind) -> Message {
    match kind {
        ItemKind::Disclosure => say!("公开信息", "disclosure"),
        ItemKind::Chapter => say!("章", "chapter"),
        ItemKind::Task => say!("任务", "task"),
        ItemKind::Column => say!("栏目", "column"),
        ItemKind::Page => say!("页面", "page"),
        ItemKind::Attachment => say!("附件", "file"),
        ItemKind::Other => say!("文件", "file"),
    }
}

/// What became of a file as a whole; none if only values of it are others.
pub(super) fn fate(edit: &Edit) -> Option<Message> {
    match edit {
        Edit::Added => Some(say!("新增", "added")),
        Edit::Removed => Some(say!("删除", "removed")),
        Edit::Replaced => Some(say!("内容已改", "replaced")),
        Edit::Unreadable => Some(say!("当时无法读取", "it could not be read then")),
        Edit::Changed(changes) if changes.is_empty() => Some(say!("只改了写法", "only its form")),
        Edit::Changed(_) => None,
    }
}

/// The name of a file of a comparison, with its number and title.
pub(super) fn name(item: &ItemChange, lang: Lang) -> String {
    let what = kind(item.kind);
    let what = what.text(lang);
    let label = item.label.as_deref().unwrap_or_default();
    let own = match (&item.title, item.kind) {
        (_, ItemKind::Attachment) => item.path.rsplit('/').next().unwrap_or_default().to_owned(),
        (Some(title), _) => title.to_string(),
        (None, _) => item.path.to_string(),
    };
    let message = match label {
        "" => say!("{what} {own}", "{what} {own}"),
        _ => say!("{what} {label}「{own}」", "{what} {label} “{own}”"),
    };
    message.text(lang).to_owned()
}
