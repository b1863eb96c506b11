//! `disclosure.toml`: the index card.

use toml_edit::{Array, Datetime, InlineTable, Item, Value};

use crate::diagnostic::{Diagnostic, Faults};
use crate::edit::{Change, File};
use crate::import::card::{Field, Value as CardValue};
use crate::import::document::Document;
use crate::model::{IndexNumber, Moment, Period};
use crate::say;

/// What a disclosure cannot do without.
const REQUIRED: [&str; 4] = ["title", "index_number", "published", "mode"];

/// What the card of the page makes of the disclosure's file.
pub(super) fn change(
    file: Option<File>,
    folder: &str,
    document: &Document,
    faults: &mut Faults,
) -> Change {
    let mut file = file.unwrap_or_else(|| File::new(format!("{folder}/disclosure.toml")));
    another(&file, document, faults);
    if let Some(title) = &document.card.title {
        file.set("title", &*title.value);
    }
    for (field, value) in document.card.iter() {
        match (field, &value.value) {
            (Field::Created | Field::Published, CardValue::Moment(moment)) => {
                set_moment(&mut file, field, *moment);
            }
            (Field::Keywords, CardValue::Text(text)) => {
                let words = text.split([',', ';', '，', '；', '、', ' ', '\u{3000}', '\u{a0}']);
                let words = words.map(str::trim).filter(|word| !word.is_empty());
                file.set("keywords", Array::from_iter(words));
            }
            (Field::Attachment, CardValue::Text(text)) => attach(&mut file, text),
            (_, CardValue::Text(text)) => file.set(field.key(), &**text),
            (_, CardValue::Moment(_)) => {}
        }
    }
    let period = document
        .card
        .title
        .as_ref()
        .and_then(|title| Period::from_title(&title.value));
    if let Some(period) = period
        && file.get("period").is_none()
    {
        file.set("period", period.to_string());
    }
    for key in REQUIRED.into_iter().filter(|key| file.get(key).is_none()) {
        faults.push(
            Diagnostic::warning(
                "import/card-incomplete",
                say!(
                    "来源没有给出 `{key}`，需要手工补上",
                    "the source does not state `{key}`; add it by hand"
                ),
            )
            .at_path(file.path()),
        );
    }
    file.into_change()
}

/// Tells that the target is another disclosure: an index number is what a disclosure is known by.
fn another(file: &File, document: &Document, faults: &mut Faults) {
    let stated = document
        .card
        .iter()
        .find_map(|(field, value)| match (field, &value.value) {
            (Field::IndexNumber, CardValue::Text(text)) => Some((text, value.span)),
            _ => None,
        });
    let (Some(old), Some((new, span))) = (file.text("index_number"), stated) else {
        return;
    };
    let normal = |text: &str| IndexNumber::parse(text).map(|number| number.normal());
    if old == &**new || normal(old).is_ok_and(|old| normal(new) == Ok(old)) {
        return;
    }
    let path = file.path();
    faults.push(
        Diagnostic::error(
            "import/other-disclosure",
            say!(
                "目标是另一条公开信息：`{path}` 的索引号是 `{old}`",
                "the target is another disclosure: the index number in `{path}` is `{old}`"
            ),
        )
        .at(span)
        .hint(say!(
            "换一个文件夹；若是更正索引号，先改 `{path}`",
            "name another folder; to correct the index number, change `{path}` first"
        )),
    );
}

/// 生成日期 is a day; a time that the file gives for the same day says more than a day of the source.
fn set_moment(file: &mut File, field: Field, moment: Moment) {
    let text = match moment.time.filter(|_| field == Field::Published) {
        Some(_) => moment.full().replace(' ', "T"),
        None => moment.date.to_string(),
    };
    let Ok(new) = text.parse::<Datetime>() else {
        return;
    };
    let old = file.get(field.key()).and_then(Item::as_datetime);
    if old
        .is_some_and(|old| old.date == new.date && new.time.is_none() && field == Field::Published)
    {
        return;
    }
    file.set(field.key(), new);
}

/// Adds an attachment, unless one with this title is there.
fn attach(file: &mut File, title: &str) {
    let key = Field::Attachment.key();
    let titled = |item: Option<&Item>| item.and_then(Item::as_str) == Some(title);
    match file.get(key) {
        None => {
            let mut entry = InlineTable::new();
            entry.insert("title", title.into());
            file.set(key, Array::from_iter([Value::InlineTable(entry)]));
        }
        Some(Item::ArrayOfTables(tables)) => {
            if !tables.iter().any(|table| titled(table.get("title")))
                && let Some(tables) = file
                    .edit(key)
                    .get_mut(key)
                    .and_then(Item::as_array_of_tables_mut)
            {
                let mut table = toml_edit::Table::new();
                table.insert("title", toml_edit::value(title));
                tables.push(table);
            }
        }
        Some(item) => {
            let there = item.as_array().is_some_and(|array| {
                let titles = array.iter().filter_map(Value::as_inline_table);
                titles
                    .filter_map(|t| t.get("title"))
                    .any(|t| t.as_str() == Some(title))
            });
            if !there && let Some(array) = file.edit(key).get_mut(key).and_then(Item::as_array_mut)
            {
                let mut entry = InlineTable::new();
                entry.insert("title", title.into());
                array.push(entry);
            }
        }
    }
}
