//! How cells look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// The formats of a workbook.
pub(super) struct Formats {
    pub(super) head: Format,
    pub(super) label: Format,
    pub(super) day: Format,
    pub(super) time: Format,
    text: Texts,
    short: Texts,
    /// By their decimals.
    numbers: Vec<Format>,
}

/// A text, and one that looks like a formula: it stays a text when it is typed again.
struct Texts {
    plain: Format,
    quoted: Format,
}

const TEXT: &str = "宋体";
const HEAD: &str = "黑体";
/// The most decimals that a number can have.
const DECIMALS: usize = 28;

impl Formats {
    pub(super) fn new() -> Self {
        let base = Format::new()
            .set_font_name(TEXT)
            .set_font_size(10)
            .set_align(FormatAlign::Top)
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0x00BF_BFBF));
        let left = base.clone().set_align(FormatAlign::Left);
        let middle = base.set_align(FormatAlign::Center);
        let texts = |plain: Format| Texts {
            quoted: plain.clone().set_quote_prefix(),
            plain,
        };
        let head = |format: &Format| {
            format
                .clone()
                .set_font_name(HEAD)
                .set_background_color(Color::RGB(0x00E7_EEF5))
                .set_text_wrap()
        };
        let number = |decimals: usize| {
            let point = if decimals > 0 { "." } else { "" };
            middle
                .clone()
                .set_num_format(format!("0{point}{:0<decimals$}", ""))
        };
        Self {
            head: head(&middle).set_align(FormatAlign::VerticalCenter),
            label: head(&left),
            day: left.clone().set_num_format("yyyy-mm-dd"),
            time: left.clone().set_num_format("yyyy-mm-dd hh:mm:ss"),
            text: texts(left.set_text_wrap()),
            short: texts(middle.clone().set_text_wrap()),
            numbers: (0..=DECIMALS).map(number).collect(),
        }
    }

    /// That of a text; a short one stands in the middle.
    pub(super) fn of_text(&self, text: &str, is_short: bool) -> &Format {
        let texts = if is_short { &self.short } else { &self.text };
        if text.starts_with(['=', '+', '-', '@']) {
            &texts.quoted
        } else {
            &texts.plain
        }
    }

    /// That of a number with so many decimals: all of them are shown, and no more.
    pub(super) fn of_number(&self, decimals: u32) -> &Format {
        let format = self.numbers.get(decimals as usize);
        format.unwrap_or(&self.short.plain)
    }
}
