use encoding_rs::GB18030;

use super::{lines, told};
use crate::attachment::Unreadable;

#[test]
fn fields_have_their_lines_and_heads() {
    let text = "姓名,电话\r\n张三,13800138000\r\n\"李\n四\",\"a,b\"\r\n王五\r\n";
    let expected = [
        "line 1, column 1: 姓名",
        "line 1, column 2: 电话 [姓名]",
        "line 2, column 1: 张三 [姓名]",
        "line 2, column 2: 13800138000 [电话|张三]",
        "line 3, column 1: 李\n四 [张三]",
        "line 3, column 2: a,b [电话|李\n四]",
        "line 5, column 1: 王五 [李\n四]",
    ];
    assert_eq!(lines(text.as_bytes(), "名单.CSV"), expected);
    assert_eq!(lines(&GB18030.encode(text).0, "名单.csv"), expected);
}

#[test]
fn texts_have_lines() {
    let expected = ["line 1: 甲", "line 3: 乙,丙"];
    assert_eq!(lines("甲\n\n乙,丙".as_bytes(), "说明.txt"), expected);
    assert_eq!(lines(&GB18030.encode("甲\n\n乙,丙").0, "说明"), expected);
    let page = "<!DOCTYPE html>\n<p>甲</p>";
    assert_eq!(
        lines(page.as_bytes(), "a.html"),
        ["line 1: <!DOCTYPE html>", "line 2: <p>甲</p>"]
    );
}

#[test]
fn what_is_no_text() {
    let unread = |bytes: &[u8], name| told(bytes, name).1;
    assert_eq!(unread(b"AC1032\0\0\xff", "a.dwg"), Err(Unreadable::Unknown));
    assert_eq!(unread(b"\xff\xfe\x00", "a.txt"), Err(Unreadable::Unknown));
    assert_eq!(unread(b"{\\rtf1", "a.doc"), Err(Unreadable::Format("RTF")));
    assert_eq!(unread(b"Rar!\x1a\x07", "a"), Err(Unreadable::Format("RAR")));
    assert_eq!(unread(b"GIF89a", "a.gif"), Ok(()));
    let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    assert_eq!(unread(old, "a.xls"), Err(Unreadable::Damaged));
    let name = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes);
    let encrypted: Vec<u8> = old.iter().copied().chain(name).collect();
    assert_eq!(unread(&encrypted, "a.xlsx"), Err(Unreadable::Encrypted));
}
