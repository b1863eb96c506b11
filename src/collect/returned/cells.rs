//! Answers as their cells say them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::collect::answer::{Answer, plain};
use crate::collect::column::Column;
use crate::diagnostic::{Diagnostic, Faults, Span, did_you_mean};
use crate::import::{Book, Holds};
use crate::model::{Completion, Status};
use crate::say;
use crate::series::folded;

/// The longest name of what is counted, in characters.
const LONGEST_UNIT: usize = 100;

/// The answers in a row.
pub(super) fn answers(
    book: &Book,
    row: &BTreeMap<Column, Span>,
    faults: &mut Faults,
) -> Vec<(Answer, Span)> {
    let mut reader = Reader { book, row, faults };
    let mut answers = Vec::new();
    if let Some(span) = reader.cell(Column::Progress)
        && let Some(text) = reader.text(span)
    {
        answers.push((Answer::progress(text), span));
    }
    if let Some(span) = reader.cell(Column::Status)
        && let Some(status) = reader.status(span)
    {
        answers.push((Answer::Status(status), span));
    }
    answers.extend(reader.completion());
    answers
}

struct Reader<'b, 'f> {
    book: &'b Book,
    row: &'b BTreeMap<Column, Span>,
    faults: &'f mut Faults,
}

impl<'b> Reader<'b, '_> {
    /// A cell that says something; one whose formula failed or was never computed does not.
    fn cell(&mut self, column: Column) -> Option<Span> {
        let span = *self.row.get(&column)?;
        let kind = self.book.kind(span);
        if kind.holds == Holds::Error {
            self.faults.push(
                Diagnostic::error(
                    "collect/error-cell",
                    say!(
                        "这一格的公式出错，没有内容",
                        "the formula of this cell failed, so that it says nothing"
                    ),
                )
                .at(span)
                .hint(say!(
                    "请单位直接填写内容",
                    "ask the unit to write the answer itself"
                )),
            );
            return None;
        }
        if kind.holds == Holds::Uncomputed {
            self.faults.push(
                Diagnostic::error(
                    "collect/uncomputed-cell",
                    say!(
                        "这一格的公式没有算出结果，不知道答复的是什么",
                        "the formula of this cell was never computed, so that its answer is not known"
                    ),
                )
                .at(span)
                .hint(say!(
                    "用办公软件打开这个文件，保存后再合并；或请单位直接填写内容",
                    "open the file in an office program and save it; or ask the unit to write the answer itself"
                )),
            );
            return None;
        }
        if kind.is_formula {
            self.faults.push(
                Diagnostic::warning(
                    "collect/formula",
                    say!(
                        "这一格是公式，不重新计算，按上次显示的内容读取",
                        "this cell has a formula, which is not computed; what it was last shown to say counts"
                    ),
                )
                .at(span)
                .hint(say!("核对", "check it")),
            );
        }
        Some(span)
    }

    fn text(&mut self, span: Span) -> Option<&'b str> {
        let text = self.book.get(span);
        let is_control = |c: char| {
            c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{fffe}' | '\u{ffff}')
        };
        if text.contains(is_control) {
            self.faults.push(
                Diagnostic::error(
                    "collect/control-character",
                    say!(
                        "这一格里有看不见的控制字符",
                        "this cell holds a control character, which is not seen"
                    ),
                )
                .at(span)
                .hint(say!("重新填写", "write it anew")),
            );
            return None;
        }
        Some(text)
    }

    fn status(&mut self, span: Span) -> Option<Status> {
        let text = folded(self.text(span)?);
        let found = Status::ALL
            .into_iter()
            .find(|status| status.name().zh == text || status.word() == text);
        if found.is_none() {
            let names = Status::ALL.map(|status| status.name().zh);
            let list = names.join("、");
            let fault = Diagnostic::error(
                "collect/unknown-status",
                say!(
                    "进度状态 `{text}` 不在列表里",
                    "the status `{text}` is not on the list"
                ),
            )
            .at(span)
            .hint(say!("应为：{list}", "one of: {list}"));
            self.faults.push(
                match did_you_mean(&text, names.iter().map(String::as_str)) {
                    Some(meant) => {
                        fault.hint(say!("是否想写 `{meant}`？", "did you mean `{meant}`?"))
                    }
                    None => fault,
                },
            );
        }
        found
    }

    fn completion(&mut self) -> Option<(Answer, Span)> {
        let cells = [Column::Done, Column::Total].map(|column| self.cell(column));
        let unit = self.cell(Column::Unit);
        let [done, total] = cells.map(|cell| cell.map(|span| (self.number(span), span)));
        match (done, total) {
            (None, None) => None,
            (Some((done, span)), Some((total, at))) => {
                let (done, total) = (done?, total?);
                if total.is_zero() {
                    self.faults.push(bad_number(
                        at,
                        say!("总数应大于零", "the number in all must be above zero"),
                    ));
                    return None;
                }
                let unit = match unit {
                    Some(unit) => Some(self.counted(unit)?),
                    None => None,
                };
                Some((Answer::Completion(Completion { done, total, unit }), span))
            }
            (Some((_, span)), None) | (None, Some((_, span))) => {
                self.faults.push(
                    Diagnostic::error(
                        "collect/half-completion",
                        say!(
                            "已完成数和总数只填了一个",
                            "of the numbers done and in all only one is given"
                        ),
                    )
                    .at(span)
                    .hint(say!("两个都填，或都空着", "give both or leave both empty")),
                );
                None
            }
        }
    }

    /// What is counted.
    fn counted(&mut self, span: Span) -> Option<Box<str>> {
        let text = self.text(span)?;
        if text.contains(['\n', '\t']) || text.chars().count() > LONGEST_UNIT {
            self.faults.push(
                Diagnostic::error(
                    "collect/bad-number",
                    say!(
                        "计量单位应是一行短语",
                        "what is counted must be a short word"
                    ),
                )
                .at(span),
            );
            return None;
        }
        Some(text.into())
    }

    fn number(&mut self, span: Span) -> Option<Decimal> {
        let text = self.text(span)?;
        let kind = self.book.kind(span);
        if kind.holds == Holds::Date {
            self.faults.push(
                Diagnostic::error(
                    "collect/date-as-number",
                    say!(
                        "这里要填数字，填成了日期 `{text}`",
                        "this is to be a number and is the date `{text}`"
                    ),
                )
                .at(span)
                .hint(say!(
                    "把单元格的格式改为“常规”，重新填写数字",
                    "make the format of the cell general and type the number again"
                )),
            );
            return None;
        }
        let digits = folded(text).replace(',', "");
        let is_plain = digits
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
        let number = digits.parse::<Decimal>().ok().filter(|_| is_plain);
        let Some(number) = number else {
            let why = say!("`{text}` 不是数字", "`{text}` is not a number");
            self.faults.push(bad_number(span, why));
            return None;
        };
        if number.is_sign_negative() && !number.is_zero() {
            let why = say!("`{text}` 小于零", "`{text}` is below zero");
            self.faults.push(bad_number(span, why));
            return None;
        }
        if kind.holds == Holds::Text {
            let read = plain(number);
            self.faults.push(
                Diagnostic::warning(
                    "collect/number-as-text",
                    say!(
                        "数字存成了文本，读作 {read}",
                        "the number was typed as a text; it is read as {read}"
                    ),
                )
                .at(span),
            );
        }
        Some(number)
    }
}

fn bad_number(span: Span, why: crate::diagnostic::Message) -> Diagnostic {
    let (zh, en) = (why.zh, why.en);
    Diagnostic::error("collect/bad-number", say!("{zh}", "{en}"))
        .at(span)
        .hint(say!(
            "只填阿拉伯数字，单位写在“计量单位”里",
            "give digits only; what is counted stands in its own column"
        ))
}
