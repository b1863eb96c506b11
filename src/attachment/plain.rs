//! Text files: line by line, and tables (csv) field by field.

use std::borrow::Cow;
use std::collections::BTreeMap;

use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::heads::Heads;
use super::place::Place;
use super::told::Out;
use super::unreadable::Unreadable;

/// Reads a text; `is_table` if its lines are rows.
pub(super) fn read(bytes: &[u8], is_table: bool, out: &mut Out<'_>) -> Result<(), Unreadable> {
    let text = decoded(bytes).ok_or(Unreadable::Unknown)?;
    if is_table {
        return table(&text, out);
    }
    for (line, number) in text.lines().zip(1..) {
        out.piece()?;
        out.text(line, Place::Line(number))?;
    }
    Ok(())
}

/// The text of a file; none if it is none.
pub(crate) fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let (encoding, start) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (Some(encoding), length),
        None => (wide(bytes), 0),
    };
    let bytes = bytes.get(start..)?;
    let decode = |encoding: &'static Encoding| {
        encoding.decode_without_bom_handling_and_without_replacement(bytes)
    };
    let text = match encoding {
        Some(encoding) => decode(encoding),
        None => decode(UTF_8).or_else(|| decode(GB18030)),
    };
    text.filter(|text| !text.contains('\0'))
}

/// The encoding of two bytes each that a text without a mark is in: every other byte of its line ends
/// and digits is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..bytes.len().min(1024))?;
    let zeros = |from: usize| {
        let places = start.iter().skip(from).step_by(2);
        places.filter(|byte| **byte == 0).count()
    };
    let (first, second) = (zeros(0), zeros(1));
    match (first, second) {
        (0, 0) => None,
        (0, _) => Some(UTF_16LE),
        (_, 0) => Some(UTF_16BE),
        _ => None,
    }
}

fn table(text: &str, out: &mut Out<'_>) -> Result<(), Unreadable> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut heads = Heads::default();
    let mut lines = Lines {
        text,
        at: 0,
        line: 1,
    };
    let mut row = 0;
    while reader
        .read_record(&mut record)
        .map_err(|_| Unreadable::Damaged)?
    {
        let start = record.position().map_or(0, csv::Position::byte);
        let line = lines.of(usize::try_from(start).unwrap_or(usize::MAX));
        row += 1;
        for (field, column) in record.iter().zip(1_u32..) {
            out.piece()?;
            let place = Place::Field(line, usize::try_from(column).unwrap_or(usize::MAX));
            out.cell(field, place, heads.of(column, row))?;
            heads.note(column, row, field);
        }
    }
    Ok(())
}

/// Counts lines on the way through a text.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line of what stands at a place or, where that is the end of a line, after it. Places only
    /// go on.
    fn of(&mut self, place: usize) -> usize {
        let rest = self.text.as_bytes().get(place..).unwrap_or_default();
        let ends = rest.iter().take_while(|b| matches!(b, b'\r' | b'\n'));
        let place = place + ends.count();
        let passed = self.text.as_bytes().get(self.at..place).unwrap_or_default();
        self.line += passed.iter().filter(|b| **b == b'\n').count();
        self.at = place;
        self.line
    }
}

/// What stands between the fields of a table, by its first records: the mark that most of them have equally
/// often, outside quotes.
pub(crate) fn delimiter(text: &str) -> u8 {
    const RECORDS: usize = 100;
    // The last of equals is taken, so the comma where there is none.
    let marks = [b'\t', b';', b','];
    let of = |mark: u8| {
        let mut counts = BTreeMap::<usize, usize>::new();
        let mut count = 0;
        let mut is_quoted = false;
        for byte in text.bytes().chain([b'\n']) {
            match byte {
                b'"' => is_quoted = !is_quoted,
                b'\n' if !is_quoted => {
                    *counts.entry(std::mem::take(&mut count)).or_default() += 1;
                    if counts.values().sum::<usize>() == RECORDS {
                        break;
                    }
                }
                _ => count += usize::from(byte == mark && !is_quoted),
            }
        }
        counts.remove(&0);
        let most = counts.into_iter().map(|(count, records)| (records, count));
        most.max().unwrap_or_default()
    };
    marks
        .into_iter()
        .max_by_key(|mark| of(*mark))
        .unwrap_or(b',')
}

/// The line on which a quote begins that does not end, so that all after it would be one field.
pub(crate) fn open_quote(text: &str, delimiter: u8) -> Option<usize> {
    let (mut line, mut opened) = (1, None);
    let mut is_start = true;
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        line += usize::from(byte == b'\n');
        match (byte, opened) {
            (b'"', None) if is_start => opened = Some(line),
            (b'"', Some(_)) if bytes.peek() == Some(&b'"') => drop(bytes.next()),
            (b'"', Some(_)) => opened = None,
            _ => {}
        }
        is_start = opened.is_none() && (byte == delimiter || matches!(byte, b'\n' | b'\r'));
    }
    opened
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_of_texts() {
        let text = "姓名,电话\r\n张三,13800138000\r\n";
        let wide =
            |unit: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(unit).collect() };
        let with = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            with(b"\xef\xbb\xbf", text.as_bytes()),
            GB18030.encode(text).0.into_owned(),
            wide(u16::to_le_bytes),
            wide(u16::to_be_bytes),
            with(b"\xff\xfe", &wide(u16::to_le_bytes)),
            with(b"\xfe\xff", &wide(u16::to_be_bytes)),
        ] {
            assert_eq!(decoded(&bytes).as_deref(), Some(text), "{bytes:x?}");
        }
        assert_eq!(decoded(b"\x00\x01\x02\x00"), None);
        assert_eq!(decoded(b"\xff\xff\x81"), None);
        assert_eq!(decoded(b"").as_deref(), Some(""));
    }

    #[test]
    fn delimiters() {
        assert_eq!(delimiter("a,b;c,d\n"), b',');
        assert_eq!(delimiter("a;b;c\n"), b';');
        assert_eq!(delimiter("a\tb\n"), b'\t');
        assert_eq!(delimiter("a\n"), b',');
        assert_eq!(delimiter("标题\n甲;乙;a,b,c\n丙;丁;a,b\n"), b';');
        assert_eq!(delimiter("标题\n甲,\"a;b\nc;d\"\n乙,\"a;b\"\n"), b',');
    }

    #[test]
    fn quotes_that_do_not_end() {
        assert_eq!(open_quote("a,b\nc,\"d\ne\n", b','), Some(2));
        assert_eq!(open_quote("\"a\"\"b\",\"\nc\"\n5\" pipe,d", b','), None);
        assert_eq!(open_quote("a\t\"b", b'\t'), Some(1));
    }
}
