//! What a PDF says of itself: the document information, and XMP.

use std::io::Cursor;

use lopdf::{Dictionary, Document, Object, decode_text_string};

use super::load::expanded;
use super::{Contents, Name};
use crate::attachment::property::Property;
use crate::attachment::unreadable::Unreadable;
use crate::attachment::xml::{Node, Xml};

/// The longest XMP, in bytes.
const XMP: usize = 1024 * 1024;
/// The longest value, in characters.
const VALUE: usize = 10_000;

pub(super) fn read(document: &Document, contents: &mut Contents) {
    let info = document.trailer.get_deref(b"Info", document);
    if let Ok(info) = info.and_then(Object::as_dict) {
        for (key, value) in info {
            if let Some(value) = text(document, value) {
                let key = String::from_utf8_lossy(key).into_owned();
                contents.properties.push((Name::Info(key), value));
            }
        }
    }
    let metadata = document
        .catalog()
        .and_then(|catalog| catalog.get_deref(b"Metadata", document))
        .and_then(Object::as_stream);
    let Ok(metadata) = metadata else { return };
    let read = expanded(metadata, XMP).and_then(|packet| xmp(&packet, contents));
    if let Err(why) = read {
        contents.unseen.push(why);
    }
}

/// A text that an object is or refers to.
pub(super) fn text(document: &Document, object: &Object) -> Option<String> {
    let (_, object) = document.dereference(object).ok()?;
    let text = match decode_text_string(object) {
        Ok(text) => text,
        // Some programs write other encodings into it.
        Err(_) => {
            let bytes = object.as_str().ok()?;
            let (text, _) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
            text.into_owned()
        }
    };
    Some(text.chars().take(VALUE).collect())
}

/// The same, of a key.
pub(super) fn text_of(document: &Document, dictionary: &Dictionary, key: &[u8]) -> Option<String> {
    text(document, dictionary.get(key).ok()?)
}

fn xmp(packet: &[u8], contents: &mut Contents) -> Result<(), Unreadable> {
    // The names of the properties that may be attributes.
    const ATTRIBUTES: [&str; 4] = ["Author", "Company", "Manager", "Keywords"];
    let mut source = Cursor::new(packet);
    let mut xml = Xml::new(&mut source);
    let mut current: Option<String> = None;
    let mut push = |name: &str, value: &str| {
        let value: String = value.trim().chars().take(VALUE).collect();
        if !value.is_empty() {
            let name = Name::Xmp(name.to_owned());
            contents.properties.push((name, value));
        }
    };
    loop {
        match xml.next()? {
            Node::Open(tag) => {
                for name in ATTRIBUTES {
                    if let Some(value) = tag.attribute(name)? {
                        push(name, &value);
                    }
                }
                if Property::of_xmp(tag.name()).is_some() {
                    current = Some(tag.name().to_owned());
                }
            }
            Node::Text(text) => {
                if let Some(name) = &current {
                    push(name, &text);
                }
            }
            Node::Close(name) => {
                if current.as_ref() == Some(&name) {
                    current = None;
                }
            }
            Node::End => return Ok(()),
        }
    }
}
