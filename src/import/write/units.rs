//! `units.toml`: the units that the source names and the site does not know yet.

use std::collections::BTreeSet;

use pinyin::ToPinyin;
use toml_edit::{ArrayOfTables, InlineTable, Item, Table, TableLike, Value, value};

use super::Tree;
use crate::content::FOLDER;
use crate::diagnostic::{Diagnostic, Faults, did_you_mean};
use crate::edit::{Change, File};
use crate::import::document::Document;
use crate::model::{Slug, Text};
use crate::say;

/// The longest id made of a name, in bytes; a suffix may follow.
const ID_LIMIT: usize = 60;

/// What becomes of the list of units.
pub(super) struct UnitsChange {
    /// Different units that the source names.
    pub(super) named: usize,
    /// Those that are new.
    pub(super) new: usize,
    pub(super) change: Option<Change>,
}

/// The units that a site has.
#[derive(Default)]
pub(super) struct Known {
    pub(super) names: BTreeSet<String>,
    ids: BTreeSet<String>,
}

/// Reads the list of units.
pub(super) fn known(file: Option<&File>) -> Known {
    let mut known = Known::default();
    let Some(item) = file.and_then(|file| file.get("unit")) else {
        return known;
    };
    let tables: Vec<&dyn TableLike> = match item {
        Item::ArrayOfTables(tables) => tables.iter().map(|t| t as &dyn TableLike).collect(),
        Item::Value(Value::Array(array)) => array
            .iter()
            .filter_map(Value::as_inline_table)
            .map(|t| t as &dyn TableLike)
            .collect(),
        _ => Vec::new(),
    };
    for table in tables {
        let text = |key: &str| table.get(key).and_then(Item::as_str).map(str::to_owned);
        known.ids.extend(text("id"));
        known.names.extend(text("name"));
        known.names.extend(text("full_name"));
        let aliases = table.get("aliases").and_then(Item::as_array);
        let aliases = aliases.into_iter().flat_map(toml_edit::Array::iter);
        known
            .names
            .extend(aliases.filter_map(Value::as_str).map(str::to_owned));
    }
    known
}

/// Adds the new units at the end of the list, in the order in which the source names them. One whose name
/// is near to a known one is told, as it may be that one misspelt.
pub(super) fn change(tree: &Tree, document: &Document, faults: &mut Faults) -> UnitsChange {
    let mut known = known(tree.units.as_ref());
    let mut named: BTreeSet<&str> = BTreeSet::new();
    let mut new: Vec<(String, &str)> = Vec::new();
    for name in document.tasks().flat_map(|task| &task.units) {
        if named.insert(&name.value) && !known.names.contains(&*name.value) {
            let near = did_you_mean(&name.value, known.names.iter().map(String::as_str));
            faults.extend(near.map(|near| similar(name, near)));
            let id = id(&name.value, &known.ids);
            known.ids.insert(id.clone());
            new.push((id, &name.value));
        }
    }
    let (named, count) = (named.len(), new.len());
    let mut file = match (&tree.units, count) {
        (None, 0) => {
            return UnitsChange {
                named,
                new: 0,
                change: None,
            };
        }
        (Some(file), _) => file.clone(),
        (None, _) => File::new(format!("{FOLDER}/units.toml")),
    };
    if count > 0 {
        append(
            file.edit("unit")
                .entry("unit")
                .or_insert(Item::ArrayOfTables(ArrayOfTables::new())),
            &new,
        );
    }
    UnitsChange {
        named,
        new: count,
        change: Some(file.into_change()),
    }
}

fn similar(name: &Text, near: &str) -> Diagnostic {
    let name_shown = &name.value;
    Diagnostic::warning(
        "import/similar-unit",
        say!(
            "`{name_shown}` 不在 units.toml 里，会新增；它与 `{near}` 相近",
            "`{name_shown}` is not in units.toml and will be added; it is near to `{near}`"
        ),
    )
    .at(name.span)
    .hint(say!(
        "如果是 `{near}` 写错了，改正后再导入",
        "if `{near}` is meant, correct it and import again"
    ))
}

fn append(list: &mut Item, new: &[(String, &str)]) {
    for (id, name) in new {
        let collective = is_collective(name);
        match list {
            Item::ArrayOfTables(tables) => {
                let mut table = Table::new();
                table.insert("id", value(id));
                table.insert("name", value(*name));
                if collective {
                    table.insert("collective", value(true));
                }
                if !tables.is_empty() {
                    table.decor_mut().set_prefix("\n");
                }
                tables.push(table);
            }
            Item::Value(Value::Array(array)) => {
                let mut table = InlineTable::new();
                table.insert("id", id.into());
                table.insert("name", (*name).into());
                if collective {
                    table.insert("collective", true.into());
                }
                let mut table = Value::InlineTable(table);
                let broken = array.iter().any(|v| {
                    v.decor()
                        .prefix()
                        .and_then(|p| p.as_str())
                        .is_some_and(|p| p.contains('\n'))
                });
                if broken {
                    table.decor_mut().set_prefix("\n  ");
                    array.push_formatted(table);
                } else {
                    array.push(table);
                }
            }
            _ => {}
        }
    }
}

/// 各街道, 相关建设指挥部: stands for several.
fn is_collective(name: &str) -> bool {
    name.starts_with('各') || name.starts_with("相关") || name.starts_with("有关")
}

/// An id made of the name's sounds: `区发改经信局` → `qu-fa-gai-jing-xin-ju`.
fn id(name: &str, taken: &BTreeSet<String>) -> String {
    let mut syllables: Vec<String> = Vec::new();
    let mut word = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
            continue;
        }
        syllables.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        // ü is written v, as it is typed.
        let sound = c.to_pinyin().map(|sound| sound.plain().replace('ü', "v"));
        syllables.extend(sound.filter(|sound| sound.bytes().all(|b| b.is_ascii_lowercase())));
    }
    syllables.extend((!word.is_empty()).then_some(word));
    let mut base = String::new();
    for syllable in syllables {
        if base.len() + 1 + syllable.len() > ID_LIMIT {
            break;
        }
        if !base.is_empty() {
            base.push('-');
        }
        base.push_str(&syllable);
    }
    if base.is_empty() {
        base.push_str("unit");
    }
    let free = |id: &String| !taken.contains(id) && Slug::parse(id).is_ok();
    if free(&base) {
        return base;
    }
    let numbered = (2..=taken.len() + 3).map(|n| format!("{base}-{n}"));
    numbered.into_iter().find(|id| free(id)).unwrap_or(base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_sounds() {
        let mut taken = BTreeSet::new();
        for (name, expected) in [
            ("区发改经信局", "qu-fa-gai-jing-xin-ju"),
            ("区委统战部(区民宗局)", "qu-wei-tong-zhan-bu-qu-min-zong-ju"),
            ("拱投发", "gong-tou-fa"),
            ("拱头发", "gong-tou-fa-2"),
            ("绿办", "lv-ban"),
            ("12345热线办", "12345-re-xian-ban"),
            ("—", "unit"),
            ("康", "kang"),
            ("con", "con-2"),
        ] {
            let id = id(name, &taken);
            assert_eq!(id, expected);
            assert!(Slug::parse(&id).is_ok());
            taken.insert(id);
        }
        let long = id(&"领导小组成员单位".repeat(9), &taken);
        assert!(long.len() <= ID_LIMIT && Slug::parse(&long).is_ok());
    }
}
