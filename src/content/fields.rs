//! Reads typed fields from a TOML table. Every fault of the table is told, not only the first, and
//! the reading itself says which keys there are: `gongkai schema` runs it over an empty table.

use std::ops::Range;

use serde_json::json;
use toml::de::{DeTable, DeValue};

use super::values::Value;
use crate::diagnostic::{Diagnostic, Faults, FileId, Message, Span, did_you_mean};
use crate::model::{Located, Stated};
use crate::say;

/// Where a TOML text stands in its file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin<'a> {
    pub(super) file: FileId,
    /// Where the TOML starts in the file.
    pub(super) offset: usize,
    /// The TOML.
    pub(super) text: &'a str,
}

impl Origin<'_> {
    pub(super) fn span(self, range: Range<usize>) -> Span {
        Span::new(
            self.file,
            range.start + self.offset..range.end + self.offset,
        )
    }
}

/// A key of a kind of file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    /// What it means, in Chinese and English, for editors that complete content files.
    pub(super) meaning: (&'static str, &'static str),
}

/// Makes a [`Key`].
pub(super) const fn key(name: &'static str, zh: &'static str, en: &'static str) -> Key {
    Key {
        name,
        meaning: (zh, en),
    }
}

/// What was asked of a table: its schema.
#[derive(Debug)]
struct Asked {
    key: Key,
    required: bool,
    schema: serde_json::Value,
}

/// A table being read.
pub(super) struct Fields<'a, 'i> {
    origin: Origin<'a>,
    span: Span,
    table: &'a DeTable<'i>,
    asked: Vec<Asked>,
    describing: bool,
    pub(super) faults: Faults,
}

impl<'a, 'i> Fields<'a, 'i> {
    /// Starts reading a table that stands at `range`.
    pub(super) fn new(origin: Origin<'a>, range: Range<usize>, table: &'a DeTable<'i>) -> Self {
        Self {
            origin,
            span: origin.span(range),
            table,
            asked: Vec::new(),
            describing: false,
            faults: Faults::new(),
        }
    }

    /// Where the table stands.
    pub(super) fn span(&self) -> Span {
        self.span
    }

    /// The value of an optional key. A faulty value is told and taken for absent.
    pub(super) fn optional<T: Value>(&mut self, key: Key) -> Option<Located<T>> {
        self.get(key, false)
    }

    /// The value of an optional key, told apart from one that is faulty.
    pub(super) fn stated<T: Value>(&mut self, key: Key) -> Stated<T> {
        match self.optional(key) {
            Some(value) => Stated::Given(value),
            None if self.table.contains_key(key.name) => Stated::Faulty,
            None => Stated::Absent,
        }
    }

    /// The value of a key that must be there. A missing key is told.
    pub(super) fn required<T: Value>(&mut self, key: Key) -> Option<Located<T>> {
        self.get(key, true)
    }

    /// The items of an optional list; faulty ones are told and left out.
    pub(super) fn list<T: Value>(&mut self, key: Key) -> Vec<Located<T>> {
        self.optional::<Vec<Located<T>>>(key)
            .map(Located::into_value)
            .unwrap_or_default()
    }

    /// A flag; absent means no.
    pub(super) fn flag(&mut self, key: Key) -> bool {
        self.optional::<bool>(key).is_some_and(|flag| flag.value)
    }

    fn get<T: Value>(&mut self, key: Key, required: bool) -> Option<Located<T>> {
        if self.describing {
            self.asked.push(Asked {
                key,
                required,
                schema: T::schema(),
            });
            return None;
        }
        self.asked.push(Asked {
            key,
            required,
            schema: serde_json::Value::Null,
        });
        let Some(value) = self.table.get(key.name) else {
            if required {
                self.missing::<T>(key);
            }
            return None;
        };
        let input = Input {
            key: key.name,
            is_item: false,
            value: value.get_ref(),
            range: value.span(),
            origin: self.origin,
        };
        let span = input.span();
        T::read(input, &mut self.faults).map(|value| Located { value, span })
    }

    fn missing<T: Value>(&mut self, key: Key) {
        let name = key.name;
        let (zh, en) = key.meaning;
        let example = T::example();
        // The table's own span may be the whole file: its first line is where a key would go.
        let start = Span {
            end: self.span.start,
            ..self.span
        };
        self.faults.push(
            Diagnostic::error(
                "content/missing-key",
                say!("缺少 `{name}`", "`{name}` is missing"),
            )
            .at(start)
            .hint(say!(
                "加上 `{name} = {example}`（{zh}）",
                "add `{name} = {example}` ({en})"
            )),
        );
    }

    /// Ends the reading: keys that were not asked for are told. Gives the faults.
    pub(super) fn finish(mut self) -> Faults {
        if self.describing {
            return self.faults;
        }
        for (key, _) in self.table.iter() {
            let found = key.get_ref().as_ref();
            if self.asked.iter().any(|asked| asked.key.name == found) {
                continue;
            }
            let known = self.asked.iter().map(|asked| asked.key.name);
            let mut fault = Diagnostic::error(
                "content/unknown-key",
                say!("未知的键 `{found}`", "unknown key `{found}`"),
            )
            .at(self.origin.span(key.span()));
            fault = match did_you_mean(found, known.clone()) {
                Some(meant) => fault.hint(say!("是否想写 `{meant}`？", "did you mean `{meant}`?")),
                None => {
                    let list = known.map(|k| format!("`{k}`")).collect::<Vec<_>>();
                    let (zh, en) = (list.join("、"), list.join(", "));
                    fault.hint(say!("可用的键：{zh}", "known keys: {en}"))
                }
            };
            self.faults.push(fault);
        }
        self.faults
    }
}

/// The JSON Schema of a table that `read` reads.
pub(super) fn describe(read: impl FnOnce(&mut Fields<'_, '_>)) -> serde_json::Value {
    let table = DeTable::new();
    let origin = Origin {
        file: FileId::default(),
        offset: 0,
        text: "",
    };
    let mut fields = Fields::new(origin, 0..0, &table);
    fields.describing = true;
    read(&mut fields);
    let mut properties = serde_json::Map::new();
    let mut required = Vec::new();
    for asked in fields.asked {
        let mut schema = asked.schema;
        if let Some(object) = schema.as_object_mut() {
            let (zh, en) = asked.key.meaning;
            object.insert("description".into(), json!(format!("{zh}\n{en}")));
        }
        if asked.required {
            required.push(asked.key.name);
        }
        properties.insert(asked.key.name.into(), schema);
    }
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
        "required": required,
    })
}

/// A value about to be read.
#[derive(Clone)]
pub(super) struct Input<'a, 'i> {
    pub(super) key: &'static str,
    /// Whether it is an item of the list of that key.
    pub(super) is_item: bool,
    pub(super) value: &'a DeValue<'i>,
    pub(super) range: Range<usize>,
    pub(super) origin: Origin<'a>,
}

impl Input<'_, '_> {
    /// How the key with a value would be written.
    fn example<T: Value>(&self) -> String {
        let (key, example) = (self.key, T::example());
        if self.is_item {
            format!("{key} = [{example}]")
        } else {
            format!("{key} = {example}")
        }
    }

    pub(super) fn span(&self) -> Span {
        self.origin.span(self.range.clone())
    }

    /// The value as it is written.
    pub(super) fn written(&self) -> &str {
        self.origin.text.get(self.range.clone()).unwrap_or_default()
    }

    /// Tells that the value has the wrong type.
    pub(super) fn wrong_type<T: Value>(&self, faults: &mut Faults) {
        let key = self.key;
        let expected = T::expected();
        let found = type_name(self.value);
        let (zh, en) = (&expected.zh, &expected.en);
        let (found_zh, found_en) = (&found.zh, &found.en);
        let example = self.example::<T>();
        faults.push(
            Diagnostic::error(
                "content/wrong-type",
                say!(
                    "`{key}` 的类型不对：应为{zh}，却是{found_zh}",
                    "`{key}` has the wrong type: expected {en}, found {found_en}"
                ),
            )
            .at(self.span())
            .label(say!("应为{zh}", "expected {en}"))
            .hint(say!("例如 `{example}`", "for example `{example}`")),
        );
    }

    /// Tells that the value has the right type but cannot be.
    pub(super) fn bad_value<T: Value>(&self, why: Message, faults: &mut Faults) {
        let key = self.key;
        let (zh, en) = (&why.zh, &why.en);
        let example = self.example::<T>();
        faults.push(
            Diagnostic::error(
                "content/bad-value",
                say!("`{key}` 的值不对：{zh}", "bad value of `{key}`: {en}"),
            )
            .at(self.span())
            .hint(say!("例如 `{example}`", "for example `{example}`")),
        );
    }
}

fn type_name(value: &DeValue<'_>) -> Message {
    match value {
        DeValue::String(_) => say!("文本", "text"),
        DeValue::Integer(_) => say!("整数", "an integer"),
        DeValue::Float(_) => say!("小数", "a decimal number"),
        DeValue::Boolean(_) => say!("真假值", "true or false"),
        DeValue::Datetime(_) => say!("日期", "a date"),
        DeValue::Array(_) => say!("列表", "a list"),
        DeValue::Table(_) => say!("表", "a table"),
    }
}
