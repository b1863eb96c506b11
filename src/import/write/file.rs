//! A content file that is edited so that everything it was not asked to change stays as it is.

use std::fs;
use std::path::Path;

use toml_edit::{DocumentMut, Item, Value};

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
pub(super) struct File {
    path: String,
    before: Option<String>,
    toml: DocumentMut,
    frame: Option<Frame>,
    changed: Vec<String>,
}

impl File {
    /// A file that is not there yet.
    pub(super) fn new(path: String) -> Self {
        Self {
            path,
            before: None,
            toml: DocumentMut::new(),
            frame: None,
            changed: Vec::new(),
        }
    }

    /// The file of a stem in a folder, as `.toml` or `.md`; none if there is none, or it cannot be read.
    pub(super) fn find(root: &Path, folder: &str, stem: &str, faults: &mut Faults) -> Option<Self> {
        [".toml", ".md"].iter().find_map(|extension| {
            let path = format!("{folder}/{stem}{extension}");
            fs::symlink_metadata(root.join(&path)).ok()?;
            Some(Self::open(root, path, faults))
        })?
    }

    /// Reads a file.
    pub(super) fn open(root: &Path, path: String, faults: &mut Faults) -> Option<Self> {
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
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn get(&self, key: &str) -> Option<&Item> {
        self.toml.get(key)
    }

    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.toml.get(key)?.as_str()
    }

    /// The long text: what follows the front matter, or its key.
    pub(super) fn long_text(&self, key: &str) -> Option<&str> {
        match &self.frame {
            Some(frame) if !frame.body.trim().is_empty() => Some(&frame.body),
            _ => self.text(key),
        }
    }

    /// Sets the long text where it stands.
    pub(super) fn set_long_text(&mut self, key: &str, text: &str) {
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
    pub(super) fn remove_long_text(&mut self, key: &str) {
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
    pub(super) fn set(&mut self, key: &str, value: impl Into<Value>) {
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

    /// Removes a key, if it is there.
    pub(super) fn remove(&mut self, key: &str) {
        if self.toml.remove(key).is_some() {
            self.changed.push(key.to_owned());
        }
    }

    /// The table itself, for changes of other kinds; `key` is what is changed.
    pub(super) fn edit(&mut self, key: &str) -> &mut DocumentMut {
        self.changed.push(key.to_owned());
        &mut self.toml
    }

    /// What happens to it.
    pub(super) fn into_change(self) -> Change {
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
pub(super) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::String(a), Value::String(b)) => a.value() == b.value(),
        (Value::Integer(a), Value::Integer(b)) => a.value() == b.value(),
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
        "import/unreadable",
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
