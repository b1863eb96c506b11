//! XML in packed files, element by element: no document type, no entity but the five of XML, nothing
//! from elsewhere.

use std::borrow::Cow;
use std::io::{BufReader, ErrorKind, Read};

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::limits::DEPTH;
use super::unreadable::Unreadable;

/// An XML file that is read.
pub(crate) struct Xml<'r> {
    reader: Reader<BufReader<&'r mut dyn Read>>,
    buffer: Vec<u8>,
    depth: usize,
}

/// What comes next in it.
#[derive(Debug)]
pub(crate) enum Node<'b> {
    Open(Tag<'b>),
    /// The end of an element, with its name without prefix.
    Close(String),
    Text(Cow<'b, str>),
    End,
}

/// The start of an element.
#[derive(Debug)]
pub(crate) struct Tag<'b>(BytesStart<'b>);

impl<'r> Xml<'r> {
    pub(super) fn new(source: &'r mut dyn Read) -> Self {
        let mut reader = Reader::from_reader(BufReader::new(source));
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self {
            reader,
            buffer: Vec::new(),
            depth: 0,
        }
    }

    pub(crate) fn next(&mut self) -> Result<Node<'_>, Unreadable> {
        self.buffer.clear();
        // What has nothing to say is passed over without a loop that would keep the buffer borrowed.
        let event = self.reader.read_event_into(&mut self.buffer);
        Ok(match event.map_err(|error| reason(&error))? {
            Event::Start(start) => {
                self.depth += 1;
                if self.depth > DEPTH {
                    return Err(Unreadable::Nested);
                }
                Node::Open(Tag(start))
            }
            Event::End(end) => {
                self.depth = self.depth.saturating_sub(1);
                Node::Close(end.local_name().as_ref().to_owned())
            }
            Event::Text(text) => Node::Text(text.into_inner()),
            Event::CData(text) => Node::Text(text.into_inner()),
            Event::GeneralRef(entity) => Node::Text(Cow::Owned(resolved(&entity)?)),
            Event::DocType(_) => return Err(Unreadable::Entities),
            Event::Eof if self.depth > 0 => return Err(Unreadable::Damaged),
            Event::Eof => Node::End,
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {
                Node::Text(Cow::Borrowed(""))
            }
        })
    }
}

/// The character that a reference stands for.
fn resolved(entity: &BytesRef<'_>) -> Result<String, Unreadable> {
    if let Some(c) = entity.resolve_char_ref().map_err(|error| reason(&error))? {
        return Ok(c.to_string());
    }
    let character = quick_xml::escape::resolve_xml_entity(entity);
    character.map(str::to_owned).ok_or(Unreadable::Entities)
}

impl Tag<'_> {
    /// Its name without prefix.
    pub(crate) fn name(&self) -> &str {
        let name = self.0.name().into_inner();
        name.rsplit_once(':').map_or(name, |(_, local)| local)
    }

    /// The value of an attribute, by its name without prefix.
    pub(crate) fn attribute(&self, name: &str) -> Result<Option<String>, Unreadable> {
        Ok(self.attributes(name)?.into_iter().next())
    }

    /// The same, of the last attribute of that name: those with a prefix come last.
    pub(super) fn last_attribute(&self, name: &str) -> Result<Option<String>, Unreadable> {
        Ok(self.attributes(name)?.pop())
    }

    fn attributes(&self, name: &str) -> Result<Vec<String>, Unreadable> {
        let mut values = Vec::new();
        for attribute in self.0.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| Unreadable::Damaged)?;
            if attribute.key.local_name().as_ref() == name {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0);
                values.push(value.map_err(|error| reason(&error))?.into_owned());
            }
        }
        Ok(values)
    }

    /// Whether a switch is on: absent, it is `absent`.
    pub(crate) fn switch(&self, name: &str, absent: bool) -> Result<bool, Unreadable> {
        let value = self.attribute(name)?;
        Ok(value.map_or(absent, |value| {
            !matches!(value.as_str(), "0" | "false" | "off" | "none")
        }))
    }
}

fn reason(error: &quick_xml::Error) -> Unreadable {
    match error {
        quick_xml::Error::Io(error) if error.kind() == ErrorKind::FileTooLarge => {
            Unreadable::Expands
        }
        _ => Unreadable::Damaged,
    }
}
