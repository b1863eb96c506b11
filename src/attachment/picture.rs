//! What pictures say of how they were taken (Exif): where, by whom, and what was remarked.

use std::io::Cursor;

use exif::{Exif, In, Reader, Tag, Value};

use super::property::Property;
use super::told::Out;

/// Tells what a picture says of itself. One without Exif, or with a damaged one, says nothing; its text,
/// if there is any, nobody can read here.
pub(super) fn read(bytes: &[u8], out: &mut Out<'_>) {
    let Ok(exif) = Reader::new().read_from_container(&mut Cursor::new(bytes)) else {
        return;
    };
    if let Some(latitude) = exif.get_field(Tag::GPSLatitude, In::PRIMARY) {
        let latitude = latitude.display_value().to_string();
        out.property(Property::Location, &latitude);
    }
    let texts = [
        (Tag::Artist, Property::Author),
        (Tag::ImageDescription, Property::Title),
        (Tag::Copyright, Property::Other("Copyright")),
    ];
    for (tag, property) in texts {
        if let Some(text) = text(&exif, tag) {
            out.property(property, &text);
        }
    }
}

fn text(exif: &Exif, tag: Tag) -> Option<String> {
    let field = exif.get_field(tag, In::PRIMARY)?;
    let Value::Ascii(parts) = &field.value else {
        return None;
    };
    let parts = parts.iter().map(|part| {
        // Cameras write other encodings than ASCII.
        match std::str::from_utf8(part) {
            Ok(text) => text.to_owned(),
            Err(_) => encoding_rs::GB18030
                .decode_without_bom_handling(part)
                .0
                .into_owned(),
        }
    });
    Some(parts.collect::<Vec<_>>().join(" "))
}
