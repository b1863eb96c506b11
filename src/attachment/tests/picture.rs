use std::io::Cursor;

use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};

use super::lines;
use super::pack::pack_bytes;

/// A JPEG that says where it was taken, and by whom.
pub(super) fn full() -> Vec<u8> {
    let degrees = |degrees| {
        let part = |num| Rational { num, denom: 1 };
        Value::Rational(vec![part(degrees), part(16), part(9)])
    };
    let fields = [
        (Tag::GPSLatitude, degrees(30)),
        (Tag::GPSLongitude, degrees(120)),
        (Tag::Artist, Value::Ascii(vec!["张三".into()])),
        (Tag::ImageDescription, Value::Ascii(vec![b"site".to_vec()])),
    ];
    let fields = fields.map(|(tag, value)| Field {
        tag,
        ifd_num: In::PRIMARY,
        value,
    });
    let mut writer = Writer::new();
    for field in &fields {
        writer.push_field(field);
    }
    let mut block = Cursor::new(Vec::new());
    writer.write(&mut block, false).unwrap();
    let mut segment = b"Exif\0\0".to_vec();
    segment.extend(block.into_inner());
    let length = u16::try_from(segment.len() + 2).unwrap().to_be_bytes();
    [
        b"\xff\xd8\xff\xe1".as_slice(),
        &length,
        &segment,
        b"\xff\xd9",
    ]
    .concat()
}

#[test]
fn where_and_by_whom() {
    let expected = [
        "taken at = 30 deg 16 min 9 sec",
        "author = 张三",
        "title = site",
    ];
    assert_eq!(lines(&full(), "a.jpg"), expected);
    let document = pack_bytes(&[
        ("word/document.xml", b"<w:document/>"),
        ("word/media/image1.jpeg", &full()),
        ("word/media/image2.png", b"x"),
    ]);
    assert_eq!(lines(&document, "a.docx"), expected);
}

#[test]
fn pictures_without_exif_say_nothing() {
    for bytes in [
        b"\xff\xd8\xff\xd9".as_slice(),
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
    ] {
        assert!(lines(bytes, "a").is_empty());
    }
}
