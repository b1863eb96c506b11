//! How the cells of a workbook look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// A font that every office has.
const FONT: &str = "宋体";
/// What is to be filled in.
const OPEN: Color = Color::RGB(0x00FF_F8E1);
/// What is locked.
const SHADED: Color = Color::RGB(0x00EE_F1F5);
const LINE: Color = Color::RGB(0x0080_8080);

/// The formats of a workbook.
pub(super) struct Looks {
    pub(super) title: Format,
    /// The head of a table, or the name beside a value.
    pub(super) head: Format,
    /// A locked text.
    pub(super) text: Format,
    /// A locked number.
    pub(super) number: Format,
    /// A line of the instructions.
    pub(super) rule: Format,
    /// A locked day.
    pub(super) day: Format,
    pub(super) open_text: Format,
    pub(super) open_number: Format,
    pub(super) open_day: Format,
}

impl Looks {
    pub(super) fn new() -> Self {
        let plain = Format::new().set_font_name(FONT).set_font_size(11);
        let wrapped = plain
            .clone()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_border(FormatBorder::Thin)
            .set_border_color(LINE);
        let open = wrapped.clone().set_background_color(OPEN).set_unlocked();
        let text = wrapped.clone().set_num_format("@");
        let day = "yyyy-mm-dd";
        Self {
            title: plain.clone().set_bold().set_font_size(16),
            head: text
                .clone()
                .set_bold()
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(SHADED),
            number: wrapped.clone().set_align(FormatAlign::Center),
            rule: plain.set_text_wrap().set_align(FormatAlign::Top),
            day: wrapped.set_num_format(day).set_align(FormatAlign::Left),
            open_text: open.clone().set_num_format("@"),
            open_number: open.clone().set_num_format("General"),
            open_day: open.set_num_format(day).set_align(FormatAlign::Left),
            text,
        }
    }
}
