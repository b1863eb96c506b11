//! A content file that is edited so that everything it was not asked to change stays as it is.

use std::fs;
use std::path::Path;

use toml_edit::{DocumentMut, InlineTable, Item, TableLike, Value};

use super::{Change, ChangeKind};
use crate::diagnostic::{Diagnostic, Faults, Message};
use crate::say;

/// What stands around the TOML of a `.md` file.
#[derive(Clone, Debug)]
struct Frame {
    /// The opening fence.
    open: String,
    /// The closing fence and the blank lines after it.
    close: String,
    body: String,
    /// The blank lines after the body.
    end: String,
}

/// A content file.
#[derive(Clone, Debug)]
pub(crate) struct File {
    path: String,
    before: Option<String>,
    toml: DocumentMut,
    frame: Option<Frame>,
    changed: Vec<String>,
}

impl File {
    /// A file that is not there yet.
    pub(crate) fn new(path: String) -> Self {
        Self {
            path,
            before: None,
            toml: DocumentMut::new(),
            frame: None,
            changed: Vec::new(),
        }
    }

    /// The file of a stem in a folder, as `.toml` or `.md`; none if there is none, or it cannot be read.
    pub(crate) fn find(root: &Path, folder: &str, stem: &str, faults: &mut Faults) -> Option<Self> {
        [".toml", ".md"].iter().find_map(|extension| {
            let path = format!("{folder}/{stem}{extension}");
            fs::symlink_metadata(root.join(&path)).ok()?;
            Some(Self::open(root, path, faults))
        })?
    }

    /// Reads a file.
    pub(crate) fn open(root: &Path, path: String, faults: &mut Faults) -> Option<Self> {
        let whole = root.join(&path);
        let is_file = fs::symlink_metadata(&whole).is_ok_and(|meta| meta.is_file());
        let text = if is_file {
            fs::read_to_string(&whole).map_err(|error| say!("{error}", "{error}"))
        } else {
            Err(say!("不是普通文件", "it is not a regular file"))
        };
        match text.and_then(|text| Self::parse(path.clone(), text)) {
            Ok(file) => Some(file),
            Err(why) => {
                faults.push(unreadable(path, &why));
                None
            }
        }
    }

    fn parse(path: String, text: String) -> Result<Self, Message> {
        let (toml, frame) = if path.ends_with(".md") {
            let (toml, frame) = take_apart(&text)
                .ok_or_else(|| say!("缺少 `+++` 行", "a line `+++` is missing"))?;
            (toml, Some(frame))
        } else {
            (text.as_str(), None)
        };
        let bare = toml.strip_prefix('\u{feff}').unwrap_or(toml);
        let toml = bare.parse::<DocumentMut>().map_err(|error| {
            let what = error.message();
            say!("TOML 语法错误：{what}", "TOML syntax error: {what}")
        })?;
        Ok(Self {
            path,
            before: Some(text),
            toml,
            frame,
            changed: Vec::new(),
        })
    }

    /// Its path below the site's folder.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Item> {
        self.toml.get(key)
    }

    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.toml.get(key)?.as_str()
    }

    /// The long text: what follows the front matter, or its key.
    pub(crate) fn long_text(&self, key: &str) -> Option<&str> {
        match &self.frame {
            Some(frame) if !frame.body.trim().is_empty() => Some(&frame.body),
            _ => self.text(key),
        }
    }

    /// Sets the long text where it stands.
    pub(crate) fn set_long_text(&mut self, key: &str, text: &str) {
        match &mut self.frame {
            Some(frame) if !self.toml.contains_key(key) => {
                if !frame.close.ends_with('\n') {
                    frame.close.push('\n');
                }
                text.clone_into(&mut frame.body);
                if frame.end.is_empty() {
                    frame.end.push('\n');
                }
                self.changed.push(key.to_owned());
            }
            _ => self.set(key, text),
        }
    }

    /// Removes the long text.
    pub(crate) fn remove_long_text(&mut self, key: &str) {
        if self.long_text(key).is_none() {
            return;
        }
        if let Some(frame) = &mut self.frame {
            frame.body.clear();
        }
        self.toml.remove(key);
        self.changed.push(key.to_owned());
    }

    /// Sets a key, unless it has this value. Comments and white space around it stay.
    pub(crate) fn set(&mut self, key: &str, value: impl Into<Value>) {
        let mut value = value.into();
        match self.toml.get_mut(key).and_then(Item::as_value_mut) {
            Some(old) if same(old, &value) => return,
            Some(old) => {
                *value.decor_mut() = old.decor().clone();
                *old = value;
            }
            None => {
                self.toml.insert(key, Item::Value(value));
            }
        }
        self.changed.push(key.to_owned());
    }

    /// Sets the keys of a table, of which those without a value are removed; the form of a table that is
    /// there stays, be it one line or several.
    pub(crate) fn set_table(&mut self, key: &str, entries: &[(&str, Option<Value>)]) {
        let item = self.toml.get_mut(key);
        let changed = match item.and_then(Item::as_table_like_mut) {
            Some(table) => {
                let mut changed = false;
                for (name, value) in entries {
                    changed |= set_entry(table, name, value.as_ref());
                }
                changed
            }
            None => {
                let given = entries.iter();
                let given = given.filter_map(|(name, value)| Some((*name, value.clone()?)));
                let table = Value::InlineTable(InlineTable::from_iter(given));
                self.toml.insert(key, Item::Value(table));
                true
            }
        };
        if changed {
            self.changed.push(key.to_owned());
        }
    }

    /// Removes a key, if it is there.
    pub(crate) fn remove(&mut self, key: &str) {
        if self.toml.remove(key).is_some() {
            self.changed.push(key.to_owned());
        }
    }

    /// The table itself, for changes of other kinds; `key` is what is changed.
    pub(crate) fn edit(&mut self, key: &str) -> &mut DocumentMut {
        self.changed.push(key.to_owned());
        &mut self.toml
    }

    /// What happens to it.
    pub(crate) fn into_change(self) -> Change {
        let toml = self.toml.to_string();
        let text = match &self.frame {
            Some(frame) => [&frame.open, &toml, &frame.close, &frame.body, &frame.end]
                .map(String::as_str)
                .concat(),
            None => toml,
        };
        let (kind, text) = match &self.before {
            None => (ChangeKind::Create, text),
            Some(before) if self.changed.is_empty() => (ChangeKind::Unchanged, before.clone()),
            Some(_) => (ChangeKind::Update(self.changed), text),
        };
        Change {
            path: self.path,
            kind,
            text,
            before: self.before,
        }
    }
}

/// Sets or removes a key of a table; whether that changed anything.
fn set_entry(table: &mut dyn TableLike, name: &str, value: Option<&Value>) -> bool {
    let Some(value) = value else {
        return table.remove(name).is_some();
    };
    match table.get_mut(name).and_then(Item::as_value_mut) {
        Some(old) if same(old, value) => return false,
        Some(old) => {
            let decor = old.decor().clone();
            *old = value.clone();
            *old.decor_mut() = decor;
        }
        None => {
            table.insert(name, Item::Value(value.clone()));
        }
    }
    true
}

/// The TOML of a `.md` file and what stands around it.
fn take_apart(text: &str) -> Option<(&str, Frame)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    if first.trim_start_matches('\u{feff}').trim_end() != "+++" {
        return None;
    }
    let mut at = first.len();
    for line in lines {
        if line.trim_end() == "+++" {
            let toml = text.get(first.len()..at)?;
            let after = text.get(at + line.len()..)?;
            let body = after.trim_matches(['\n', '\r']);
            let lead = after.len() - after.trim_start_matches(['\n', '\r']).len();
            let (blank, rest) = after.split_at_checked(lead)?;
            return Some((
                toml,
                Frame {
                    open: first.to_owned(),
                    close: format!("{line}{blank}"),
                    body: body.to_owned(),
                    end: rest.get(body.len()..).unwrap_or_default().to_owned(),
                },
            ));
        }
        at += line.len();
    }
    None
}

/// Whether two values are the same, however they are written.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::String(a), Value::String(b)) => a.value() == b.value(),
        (Value::Integer(a), Value::Integer(b)) => a.value() == b.value(),
        // By their decimals, so that none is rounded.
        (Value::Float(a), Value::Float(b)) => a.to_string().trim() == b.to_string().trim(),
        (Value::Boolean(a), Value::Boolean(b)) => a.value() == b.value(),
        (Value::Datetime(a), Value::Datetime(b)) => a.value() == b.value(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(a, b))
        }
        _ => false,
    }
}

fn unreadable(path: String, why: &Message) -> Diagnostic {
    let (zh, en) = (&why.zh, &why.en);
    Diagnostic::error(
        "edit/unreadable",
        say!("无法读取：{zh}", "cannot be read: {en}"),
    )
    .at_path(path)
    .hint(say!(
        "先改正现有的内容，`gongkai build` 会指出错在哪里",
        "correct the content that is there first; `gongkai build` tells where it is wrong"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> File {
        File::parse(name.into(), text.into()).unwrap()
    }

    #[test]
    fn everything_else_stays() {
        let text = "# 说明\ntitle   = '旧'  # 不要改\n\n[completion]\ndone = 1\n";
        let mut toml = file("a.toml", text);
        toml.set("title", "新");
        toml.set("number", 3);
        let change = toml.into_change();
        assert_eq!(
            change.text,
            "# 说明\ntitle   = \"新\"  # 不要改\nnumber = 3\n\n[completion]\ndone = 1\n"
        );
        assert_eq!(
            change.kind,
            ChangeKind::Update(vec!["title".into(), "number".into()])
        );
    }

    #[test]
    fn the_same_value_is_no_change() {
        let text = "\u{feff}title = '''一'''\nunits = [ 'a' , ]\r\n";
        let mut toml = file("a.toml", text);
        toml.set("title", "一");
        toml.set("units", toml_edit::Array::from_iter(["a"]));
        let change = toml.into_change();
        assert_eq!(change.kind, ChangeKind::Unchanged);
        assert_eq!(change.text, text);
    }

    #[test]
    fn tables_keep_their_form() {
        let number = |text: &str| Some(text.parse::<Value>().unwrap());
        let set = |text: &str| {
            let mut toml = file("a.toml", text);
            let unit = Some(Value::from("亩"));
            toml.set_table(
                "completion",
                &[
                    ("done", number("2.5")),
                    ("total", number("3")),
                    ("unit", unit),
                ],
            );
            toml.into_change().text
        };
        assert_eq!(
            set("title = \"一\"\n"),
            "title = \"一\"\ncompletion = { done = 2.5, total = 3, unit = \"亩\" }\n"
        );
        let line = "completion = {done = 1 , total=3} # 两项\nkey = \"x\"\n";
        assert_eq!(
            set(line),
            "completion = {done = 2.5 , total=3, unit = \"亩\" } # 两项\nkey = \"x\"\n"
        );
        let table = "key = \"x\"\n[completion] # 两项\ndone = 1 # 一\ntotal = 3\nunit = \"亩\"\n";
        assert_eq!(
            set(table),
            "key = \"x\"\n[completion] # 两项\ndone = 2.5 # 一\ntotal = 3\nunit = \"亩\"\n"
        );
        let mut same = file("a.toml", table);
        same.set_table("completion", &[("done", number("1"))]);
        assert_eq!(same.clone().into_change().kind, ChangeKind::Unchanged);
        same.set_table("completion", &[("unit", None)]);
        assert_eq!(
            same.into_change().text,
            "key = \"x\"\n[completion] # 两项\ndone = 1 # 一\ntotal = 3\n"
        );
    }

    #[test]
    fn the_body_stands_after_the_front_matter() {
        let mut md = file("a.md", "+++\ntitle = \"一\"\n+++\n\n旧文\n\n");
        assert_eq!(md.long_text("progress"), Some("旧文"));
        md.set_long_text("progress", "新文");
        assert_eq!(
            md.clone().into_change().text,
            "+++\ntitle = \"一\"\n+++\n\n新文\n\n"
        );
        md.remove_long_text("progress");
        assert_eq!(md.long_text("progress"), None);
        let mut bare = file("a.md", "+++\ntitle = \"一\"\n+++");
        bare.set_long_text("progress", "新文");
        assert_eq!(bare.into_change().text, "+++\ntitle = \"一\"\n+++\n新文\n");
        assert!(File::parse("a.md".into(), "title = 1".into()).is_err());
        assert!(File::parse("a.toml".into(), "title = ".into()).is_err());
    }
}
