//! XML (1.0) as every file that is made of it is written: what XML cannot hold cannot be written.

use std::borrow::Cow;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// A document while it is written.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
    is_in_lines: bool,
}

impl Xml {
    /// Begins a document that people may read: each element on a line of its own.
    pub(super) fn lines() -> io::Result<Self> {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(Self {
            writer,
            is_in_lines: true,
        })
    }

    /// Begins a part of a packed file: without white space between elements.
    pub(super) fn packed() -> io::Result<Self> {
        let mut writer = Writer::new(Vec::new());
        let declaration = BytesDecl::new("1.0", Some("UTF-8"), Some("yes"));
        writer.write_event(Event::Decl(declaration))?;
        Ok(Self {
            writer,
            is_in_lines: false,
        })
    }

    /// An element with what `inner` writes in it.
    pub(super) fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        inner: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        self.writer
            .write_event(Event::Start(started(name, attributes)))?;
        inner(self)?;
        self.writer.write_event(Event::End(BytesEnd::new(name)))
    }

    /// An element with nothing in it.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.writer
            .write_event(Event::Empty(started(name, attributes)))
    }

    /// An element that holds a text.
    pub(super) fn text(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        text: &str,
    ) -> io::Result<()> {
        self.element(name, attributes, |xml| {
            let text = holdable(text);
            xml.writer.write_event(Event::Text(BytesText::new(&text)))
        })
    }

    /// The bytes of the document; where it stands in lines, the last one ends.
    pub(super) fn finish(self) -> Vec<u8> {
        let mut bytes = self.writer.into_inner();
        if self.is_in_lines {
            bytes.push(b'\n');
        }
        bytes
    }
}

fn started<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, holdable(value).as_ref()));
    }
    start
}

/// A text with U+FFFD for each character that no XML document may hold, not even as a reference
/// (production `Char`).
fn holdable(text: &str) -> Cow<'_, str> {
    let is_held = |c: char| match c {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        c => c >= ' ',
    };
    if text.chars().all(is_held) {
        return Cow::Borrowed(text);
    }
    let held = |c| if is_held(c) { c } else { '\u{fffd}' };
    Cow::Owned(text.chars().map(held).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_not_written() {
        let mut xml = Xml::packed().unwrap();
        let text = "\0a\x0b\x1b\u{fffe}\u{ffff}\t\n\r\u{7f}\u{85}甲";
        xml.element("a", &[("b", text)], |xml| xml.text("c", &[], text))
            .unwrap();
        let written = String::from_utf8(xml.finish()).unwrap();
        assert_eq!(written.matches('\u{fffd}').count(), 10, "{written}");
        assert_eq!(holdable(&written), written);
        assert!(written.contains("\u{7f}\u{85}甲</c>"), "{written}");
    }
}
