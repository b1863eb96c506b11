//! What the cell of a workbook says, and in how far that is certain.

use calamine::{Data, DataType, ExcelDateTime, ExcelDateTimeType};

use crate::attachment;
use crate::diagnostic::{Diagnostic, Span};
use crate::say;

/// What a cell of a workbook is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CellKind {
    pub(crate) holds: Holds,
    /// Whether a formula made it what it is.
    pub(crate) is_formula: bool,
}

/// What a cell of a workbook holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Holds {
    #[default]
    Text,
    Number,
    Date,
    /// The error of a formula.
    Error,
    /// A formula that says nothing until a program computes it.
    Uncomputed,
}

impl CellKind {
    /// Of a formula without what it was last shown to say.
    pub(super) const UNCOMPUTED: Self = Self {
        holds: Holds::Uncomputed,
        is_formula: true,
    };

    pub(super) fn of(value: &impl DataType, is_formula: bool) -> Self {
        let holds = if value.get_datetime().is_some() || value.get_datetime_iso().is_some() {
            Holds::Date
        } else if value.get_error().is_some() {
            Holds::Error
        } else if value.is_float() || value.is_int() {
            Holds::Number
        } else {
            Holds::Text
        };
        Self { holds, is_formula }
    }
}

/// What a cell says.
pub(super) struct Value {
    pub(super) text: String,
    doubt: Doubt,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doubt {
    None,
    /// It is a number, and it is not certain how it is shown.
    Number,
    /// It is the error of a formula.
    Error,
}

impl Value {
    /// Of a cell; `format` is how it shows numbers, where that is known.
    pub(super) fn of(value: &impl DataType, format: Option<&str>) -> Self {
        let sure = |text: String| Self {
            text,
            doubt: Doubt::None,
        };
        if let Some(text) = value.get_string() {
            return sure(text.to_owned());
        }
        if let Some(moment) = value.get_datetime() {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let day = format!("{year:04}-{month:02}-{day:02}");
            return sure(match (hour, minute, second) {
                (0, 0, 0) => day,
                _ => format!("{day} {hour:02}:{minute:02}:{second:02}"),
            });
        }
        if let Some(number) = value
            .get_float()
            .or_else(|| value.as_f64().filter(|_| value.is_int()))
        {
            return Self::number(number, format);
        }
        if let Some(error) = value.get_error() {
            return Self {
                text: error.to_string(),
                doubt: Doubt::Error,
            };
        }
        if let Some(text) = value
            .get_datetime_iso()
            .or_else(|| value.get_duration_iso())
        {
            return sure(text.to_owned());
        }
        match value.get_bool() {
            Some(true) => sure("TRUE".to_owned()),
            Some(false) => sure("FALSE".to_owned()),
            None => sure(String::new()),
        }
    }

    /// What is not certain of it, if anything is.
    pub(super) fn doubtful(&self, span: Span) -> Option<Diagnostic> {
        let taken = &self.text;
        match self.doubt {
            Doubt::None => None,
            Doubt::Number => Some(
                Diagnostic::warning(
                    "import/number-cell",
                    say!(
                        "这一格是数字，工作簿里可能显示成别的样子；导入为 `{taken}`",
                        "this cell is a number, which the workbook may show in another way; it is imported as `{taken}`"
                    ),
                )
                .at(span)
                .hint(say!(
                    "核对；要原样导入，把单元格的格式改为“文本”再填写",
                    "check it; to have it imported as it is shown, make the cell a text and type it again"
                )),
            ),
            Doubt::Error => Some(
                Diagnostic::error(
                    "import/error-cell",
                    say!(
                        "这一格的公式出错，没有内容",
                        "the formula of this cell failed, so that it says nothing"
                    ),
                )
                .at(span)
                .hint(say!(
                    "在工作簿里改正，或改写为文字",
                    "correct it in the workbook, or write the text itself"
                )),
            ),
        }
    }

    /// Of a cell of Office 97-2003, and what that is.
    pub(super) fn of_old(
        value: attachment::Value<'_>,
        is_formula: bool,
        is_1904: bool,
    ) -> (Self, CellKind) {
        let sure = |text: &str, doubt| Self {
            text: text.to_owned(),
            doubt,
        };
        let (value, holds) = match value {
            attachment::Value::Text(text) => (sure(text, Doubt::None), Holds::Text),
            attachment::Value::Number(number, format) if is_moment(format) => {
                let kind = ExcelDateTimeType::DateTime;
                let moment = ExcelDateTime::new(number, kind, is_1904);
                (Self::of(&Data::DateTime(moment), None), Holds::Date)
            }
            attachment::Value::Number(number, format) => {
                (Self::number(number, Some(format)), Holds::Number)
            }
            attachment::Value::Bool(is_true) => (Self::of(&Data::Bool(is_true), None), Holds::Text),
            attachment::Value::Error(error) => (sure(error, Doubt::Error), Holds::Error),
        };
        (value, CellKind { holds, is_formula })
    }

    fn number(number: f64, format: Option<&str>) -> Self {
        /// A workbook keeps so many digits after the first.
        const DIGITS: usize = 14;
        let shown = |number: f64| {
            let kept = format!("{number:.DIGITS$e}");
            kept.parse::<f64>().unwrap_or(number).to_string()
        };
        if format.is_some_and(|format| format.contains('%')) {
            return Self {
                text: format!("{}%", shown(number * 100.0)),
                doubt: Doubt::Number,
            };
        }
        if let Some(text) = format.and_then(|format| with_decimals(number, format)) {
            return Self {
                text,
                doubt: Doubt::None,
            };
        }
        let is_plain = matches!(format, None | Some("General" | "0" | "@" | ""));
        let is_whole = number.fract() == 0.0 && number.abs() < 1e15;
        Self {
            text: shown(number),
            doubt: if is_plain && is_whole {
                Doubt::None
            } else {
                Doubt::Number
            },
        }
    }
}

/// A number as a format such as `0.00` shows it, if it has no more decimals than that.
fn with_decimals(number: f64, format: &str) -> Option<String> {
    let zeros = format.strip_prefix("0.")?;
    if zeros.is_empty() || zeros.bytes().any(|b| b != b'0') || number.abs() >= 1e15 {
        return None;
    }
    let shown = format!("{number:.*}", zeros.len());
    (shown.parse() == Ok(number)).then_some(shown)
}

/// Whether a format shows a number as a day or a time: it names parts of them outside quotes and brackets.
fn is_moment(format: &str) -> bool {
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => drop(chars.by_ref().find(|c| *c == '"')),
            '[' => drop(chars.by_ref().find(|c| *c == ']')),
            '\\' | '_' | '*' => drop(chars.next()),
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::CellErrorType;

    fn value(value: &Data, format: Option<&str>) -> (String, Doubt) {
        let Value { text, doubt } = Value::of(value, format);
        (text, doubt)
    }

    #[test]
    fn numbers_are_shown_as_they_were_typed() {
        let number = |number: f64, format| value(&Data::Float(number), format);
        assert_eq!(
            number(12.0, Some("General")),
            ("12".to_owned(), Doubt::None)
        );
        assert_eq!(number(0.1 + 0.2, None), ("0.3".to_owned(), Doubt::Number));
        assert_eq!(
            number(0.155, Some("0%")),
            ("15.5%".to_owned(), Doubt::Number)
        );
        assert_eq!(
            number(0.07, Some("0.00%")),
            ("7%".to_owned(), Doubt::Number)
        );
        assert_eq!(
            number(12.0, Some("#,##0\"亩\"")),
            ("12".to_owned(), Doubt::Number)
        );
        assert_eq!(value(&Data::Int(7), None), ("7".to_owned(), Doubt::None));
        assert_eq!(
            number(212.65, Some("0.00")),
            ("212.65".to_owned(), Doubt::None)
        );
        assert_eq!(
            number(34.2, Some("0.00")),
            ("34.20".to_owned(), Doubt::None)
        );
        assert_eq!(number(0.1, Some("0.0")), ("0.1".to_owned(), Doubt::None));
        assert_eq!(
            number(1.005, Some("0.00")),
            ("1.005".to_owned(), Doubt::Number)
        );
    }

    #[test]
    fn formats_of_days_and_times() {
        for format in ["yyyy/m/d", "m\"月\"d\"日\"", "[$-804]yyyy", "h:mm"] {
            assert!(is_moment(format), "{format}");
        }
        for format in ["General", "0.00", "0\"days\"", "[Red]0", "\\d0", "@"] {
            assert!(!is_moment(format), "{format}");
        }
    }

    #[test]
    fn other_values() {
        let day = |serial| {
            Data::DateTime(ExcelDateTime::new(
                serial,
                ExcelDateTimeType::DateTime,
                false,
            ))
        };
        assert_eq!(value(&day(44034.0), None).0, "2020-07-22");
        assert_eq!(value(&day(44034.65), None).0, "2020-07-22 15:36:00");
        assert_eq!(value(&Data::Bool(true), None).0, "TRUE");
        assert_eq!(value(&Data::Empty, None).0, "");
        let error = Data::Error(CellErrorType::Ref);
        assert_eq!(value(&error, None), ("#REF!".to_owned(), Doubt::Error));
    }
}
