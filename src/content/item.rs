//! Reads one content file of any kind.

use std::path::Path;

use toml::de::DeTable;

use super::fields::{Fields, Origin};
use super::text_file::TextFile;
use super::values::control_character;
use super::{front_matter, text_file};
use crate::diagnostic::{Diagnostic, Faults, FileId, Message, Span};
use crate::markdown::is_forbidden;
use crate::model::Prose;
use crate::say;

/// A file that was read.
#[derive(Clone)]
pub(super) struct Item<T> {
    /// What its keys say; none if it could not even be taken apart.
    pub(super) value: Option<T>,
    /// The text after the front matter, until [`Item::with_text`] puts it into its field.
    body: Option<Prose>,
    /// Its first byte, for findings about the whole item.
    pub(super) span: Span,
    pub(super) faults: Faults,
}

/// Reads a `.toml` or `.md` file; `read` asks for its keys.
pub(super) fn read<T>(
    path: &Path,
    id: FileId,
    name: &str,
    read: impl FnOnce(&mut Fields<'_, '_>) -> T,
) -> Item<T> {
    match text_file::read(path, id) {
        Ok(file) => of_text(&file, id, name, read),
        Err(faults) => Item::unread(Span::new(id, 0..0), faults),
    }
}

/// Reads a file whose bytes are known; it has no place in any source.
pub(super) fn of_bytes<T>(
    bytes: Vec<u8>,
    name: &str,
    read: impl FnOnce(&mut Fields<'_, '_>) -> T,
) -> Item<T> {
    let id = FileId::default();
    match text_file::of_bytes(bytes, id) {
        Ok(file) => of_text(&file, id, name, read),
        Err(faults) => Item::unread(Span::new(id, 0..0), faults),
    }
}

fn of_text<T>(
    file: &TextFile,
    id: FileId,
    name: &str,
    read: impl FnOnce(&mut Fields<'_, '_>) -> T,
) -> Item<T> {
    let span = Span::new(id, 0..0);
    let mut faults = Faults::new();
    let parts = if name.ends_with(".md") {
        match front_matter::markdown(file, id) {
            Ok(parts) => parts,
            Err(faults) => return Item::unread(span, faults),
        }
    } else {
        front_matter::toml(file)
    };
    let origin = Origin {
        file: id,
        offset: parts.toml_offset,
        text: parts.toml,
    };
    let (table, errors) = DeTable::parse_recoverable(parts.toml);
    for error in &errors {
        faults.push(syntax(error, origin));
    }
    if !errors.is_empty() {
        // What the parser recovered to may lack keys that are there: only its own errors are sure.
        return Item {
            value: None,
            body: None,
            span,
            faults,
        };
    }
    let mut fields = Fields::new(origin, table.span(), table.get_ref());
    let value = read(&mut fields);
    faults.append(fields.finish());
    Item {
        value: Some(value),
        body: parts.body,
        span,
        faults,
    }
}

impl<T> Item<T> {
    fn unread(span: Span, faults: Faults) -> Self {
        Self {
            value: None,
            body: None,
            span,
            faults,
        }
    }

    /// Puts the text after the front matter into the long field that it stands for; one that is also
    /// written as a key is told.
    pub(super) fn with_text(
        mut self,
        key: &str,
        field: impl FnOnce(&mut T) -> &mut Option<Prose>,
    ) -> Self {
        let (Some(value), Some(body)) = (&mut self.value, self.body.take()) else {
            return self;
        };
        if let Some(fault) = control_characters(key, &body) {
            self.faults.push(fault);
            return self;
        }
        if let Some(twice) = field(value).replace(body) {
            self.faults.push(
                Diagnostic::error(
                    "content/two-texts",
                    say!(
                        "`{key}` 写了两次：一次在 `+++` 之间，一次在其后",
                        "`{key}` is given twice: as a key and as the text after `+++`"
                    ),
                )
                .at(twice.span)
                .hint(say!("留下一处", "keep one of them")),
            );
        }
        self
    }
}

/// What a TOML string is told, too; here the place is known.
fn control_characters(key: &str, body: &Prose) -> Option<Diagnostic> {
    let mut found = body.source.match_indices(is_forbidden);
    let (at, character) = found.next()?;
    let Message { zh, en } = control_character();
    let fault = Diagnostic::error(
        "content/bad-value",
        say!("`{key}` 的值不对：{zh}", "bad value of `{key}`: {en}"),
    )
    .at(body.place(at..at + character.len()))
    .label(named(character))
    .hint(say!(
        "删去，或改成换行；从 Word 等程序粘贴时会带进来",
        "take it out, or make it a line break; they come with what is pasted from Word and the like"
    ));
    Some(match found.count() {
        0 => fault,
        more => fault.hint(say!(
            "这段文字里还有 {more} 个",
            "there are {more} more in this text"
        )),
    })
}

/// `U+000B`
fn named(characters: &str) -> Message {
    let codes = characters
        .chars()
        .map(|c| format!("U+{:04X}", u32::from(c)));
    let codes: String = codes.collect();
    say!("{codes}", "{codes}")
}

fn syntax(error: &toml::de::Error, origin: Origin<'_>) -> Diagnostic {
    let what = error.message();
    let fault = Diagnostic::error(
        "content/toml",
        say!("TOML 语法错误：{what}", "TOML syntax error: {what}"),
    );
    match error.span() {
        Some(range) => fault.at(origin.span(range)),
        None => fault.at(origin.span(0..0)),
    }
}
