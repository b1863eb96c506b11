//! Reads what stands before a table: the card's fields, the breadcrumb and the title.

use super::Card;
use super::labels::{Field, begins_like_label, is_footer, label_at};
use super::value::{Value, moment};
use crate::diagnostic::{Diagnostic, Faults, Span};
use crate::import::lines::{Line, blocks};
use crate::model::{IndexNumber, Located, Mode, Period, Text};
use crate::say;

/// What stands before a table.
#[derive(Debug, Default)]
pub(in crate::import) struct Preamble {
    pub(in crate::import) card: Card,
    pub(in crate::import) breadcrumb: Vec<Text>,
}

/// A label and the text after it.
struct Pair<'t> {
    field: Field,
    value: &'t str,
    span: Span,
}

/// Reads the lines before a table.
pub(in crate::import) fn read(lines: &[Line<'_>], faults: &mut Faults) -> Preamble {
    let mut reader = Reader {
        preamble: Preamble::default(),
        loose: Vec::new(),
        faults,
    };
    let blocks: Vec<&[Line<'_>]> = blocks(lines).collect();
    let mut rest = blocks.as_slice();
    while let Some((block, after)) = rest.split_first() {
        rest = after;
        let next = rest.first().copied();
        if let ([line], Some([value])) = (*block, next)
            && let Some(label) = label_alone(line)
            && label_at(value.text).is_none()
            && !is_footer(value.text)
        {
            reader.state(label, value.text, value.span);
            rest = rest.split_first().map_or(rest, |(_, after)| after);
        } else {
            reader.block(block);
        }
    }
    reader.place_loose();
    reader.preamble
}

/// The field of a line that is a label and nothing else.
fn label_alone(line: &Line<'_>) -> Option<Field> {
    let label = label_at(line.text)?;
    (label.length == line.text.len()).then_some(label.field)
}

struct Reader<'f, 't> {
    preamble: Preamble,
    /// Lines without a label.
    loose: Vec<Line<'t>>,
    faults: &'f mut Faults,
}

impl<'t> Reader<'_, 't> {
    fn block(&mut self, block: &[Line<'t>]) {
        // Labels and values on lines of their own in one block, where no line is a pair of both.
        let in_turn = block.len() > 1
            && block
                .iter()
                .all(|line| label_at(line.text).is_none() || label_alone(line).is_some());
        let mut rest = block;
        while let Some((line, after)) = rest.split_first() {
            rest = after;
            if is_footer(line.text) {
                continue;
            }
            if in_turn
                && let Some(field) = label_alone(line)
                && let Some((value, after)) = rest.split_first()
                && label_at(value.text).is_none()
            {
                self.state(field, value.text, value.span);
                rest = after;
                continue;
            }
            match pairs(line) {
                Some(pairs) => {
                    for pair in pairs {
                        self.state(pair.field, pair.value, pair.span);
                    }
                }
                None => self.loose.push(*line),
            }
        }
    }

    fn state(&mut self, field: Field, text: &str, span: Span) {
        if field == Field::Hits || text.is_empty() {
            return;
        }
        if text.contains(char::is_control) {
            self.faults.push(crate::import::control_character(span));
            return;
        }
        let bad = |label: &str, why: crate::diagnostic::Message| {
            let (zh, en) = (why.zh, why.en);
            Diagnostic::error(
                "import/bad-value",
                say!("`{label}` 的值不对：{zh}", "bad value of `{label}`: {en}"),
            )
            .at(span)
        };
        let label = field.label();
        let value = match field {
            Field::Created | Field::Published => match moment(text) {
                Some(moment) => Value::Moment(moment),
                None => {
                    let why = say!("`{text}` 不是日期", "`{text}` is not a date");
                    self.faults.push(bad(label, why));
                    return;
                }
            },
            Field::Mode => match mode(text) {
                Some(mode) => Value::Text(mode.word().into()),
                None => {
                    let words = Mode::ALL.map(Mode::word).join("、");
                    let why = say!("应为 {words} 之一", "it must be one of {words}");
                    self.faults.push(bad(label, why));
                    return;
                }
            },
            Field::Period => match Period::parse(text) {
                Ok(period) => Value::Text(period.to_string().into()),
                Err(error) => {
                    self.faults.push(bad(label, error.message()));
                    return;
                }
            },
            Field::IndexNumber => match IndexNumber::parse(text) {
                Ok(_) => Value::Text(text.into()),
                Err(error) => {
                    self.faults.push(bad(label, error.message()));
                    return;
                }
            },
            _ => Value::Text(text.into()),
        };
        if field == Field::Title {
            let title = Text {
                value: text.into(),
                span,
            };
            self.preamble.card.entitle(title, self.faults);
        } else {
            let value = Located { value, span };
            self.preamble.card.state(field, value, self.faults);
        }
    }

    /// Gives the lines without a label their places: the last is the title, the others lead to it.
    fn place_loose(&mut self) {
        let mut loose = Vec::new();
        for line in std::mem::take(&mut self.loose) {
            match trail(&line) {
                Some(levels) => self.preamble.breadcrumb.extend(levels),
                None => loose.push(line),
            }
        }
        let text = |line: &Line<'_>| Text {
            value: line.text.into(),
            span: line.span,
        };
        if let Some(title) = &self.preamble.card.title {
            let title = title.value.clone();
            loose.retain(|line| *line.text != *title);
        } else if let Some(line) = loose.pop() {
            if is_misread(&line) {
                self.unplaced(&line);
            } else {
                self.preamble.card.title = Some(text(&line));
            }
        }
        for line in &loose {
            let sentence = line.text.contains(['。', ';', '；', ':', '：', '\t']);
            let long = line.text.chars().count() > 40;
            if sentence || long || is_misread(line) || moment(line.text).is_some() {
                self.unplaced(line);
            } else {
                self.preamble.breadcrumb.push(text(line));
            }
        }
        let same = |a: &mut Text, b: &mut Text| a.value == b.value;
        self.preamble.breadcrumb.dedup_by(same);
    }

    fn unplaced(&mut self, line: &Line<'_>) {
        self.faults.push(crate::import::unplaced(line.span));
    }
}

/// Whether a line begins with a label, or has one, and still could not be read as pairs.
fn is_misread(line: &Line<'_>) -> bool {
    begins_like_label(line.text)
        || line.text.contains(char::is_control)
        || word_starts(line.text).any(|(_, rest)| label_at(rest).is_some_and(|l| l.is_sure()))
}

fn mode(text: &str) -> Option<Mode> {
    match text {
        "不公开" | "不予公开" => Some(Mode::Withheld),
        _ => Mode::ALL.into_iter().find(|mode| mode.word() == text),
    }
}

/// `当前位置: 首页 > 规划计划 > 政府工作报告重点任务`
fn trail(line: &Line<'_>) -> Option<Vec<Text>> {
    let mut text = line.text;
    for start in ["当前位置", "您的位置", "您当前的位置", "您现在的位置"] {
        if let Some(rest) = text.strip_prefix(start) {
            text = rest.trim_start_matches([':', '：']).trim();
        }
    }
    let is_mark = |c: char| matches!(c, '>' | '›' | '»' | '＞');
    if !text.contains(is_mark) && text.len() == line.text.len() {
        return None;
    }
    let levels = text.split(is_mark).map(str::trim);
    let levels = levels.filter(|level| !matches!(*level, "" | "首页" | "网站首页" | "正文"));
    Some(
        levels
            .map(|level| Text {
                value: level.into(),
                span: line.span,
            })
            .collect(),
    )
}

/// The pairs of a line that starts with a label.
fn pairs<'t>(line: &Line<'t>) -> Option<Vec<Pair<'t>>> {
    let text = line.text;
    let first = label_at(text)?;
    let mut marks = vec![(0, first)];
    let mut end = first.length;
    for (at, rest) in word_starts(text) {
        if at >= end
            && let Some(label) = label_at(rest)
            && label.is_sure()
        {
            marks.push((at, label));
            end = at + label.length;
        }
    }
    let mut pairs = Vec::new();
    let mut marks = marks.into_iter().peekable();
    while let Some((at, label)) = marks.next() {
        let from = at + label.length;
        let to = marks.peek().map_or(text.len(), |(next, _)| *next);
        let raw = text.get(from..to).unwrap_or_default();
        let value = raw.trim();
        let start = line.span.range().start + from + (raw.len() - raw.trim_start().len());
        pairs.push(Pair {
            field: label.field,
            value,
            span: Span::new(line.span.file, start..start + value.len()),
        });
    }
    Some(pairs)
}

/// Every place after white space, or after a bracket that ends a label, where a word starts.
fn word_starts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut after_space = false;
    text.char_indices().filter_map(move |(at, c)| {
        let starts = after_space && !c.is_whitespace();
        after_space = c.is_whitespace();
        starts
            .then(|| text.get(at..).map(|rest| (at, rest)))
            .flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::FileId;
    use crate::import::lines::lines;

    fn card(text: &str) -> (Preamble, Vec<&'static str>) {
        let mut faults = Faults::new();
        let preamble = read(&lines(text, FileId::default()), &mut faults);
        (preamble, faults.iter().map(|f| f.code).collect())
    }

    fn value(preamble: &Preamble, field: Field) -> Option<String> {
        preamble.card.get(field).map(|v| match &v.value {
            Value::Text(text) => text.to_string(),
            Value::Moment(moment) => moment.full(),
        })
    }

    #[test]
    fn a_label_may_follow_a_label() {
        let (p, faults) = card(
            "备注/文号 公开时限 长期公开\n附件\n标题行\n\n发布日期: 2020-10-20 14:47:57 点击率:",
        );
        assert!(faults.is_empty());
        assert_eq!(value(&p, Field::DocumentNumber), None);
        assert_eq!(value(&p, Field::Retention).unwrap(), "长期公开");
        assert_eq!(value(&p, Field::Published).unwrap(), "2020-10-20 14:47:57");
        assert_eq!(value(&p, Field::Attachment), None);
        assert_eq!(&*p.card.title.unwrap().value, "标题行");
    }

    #[test]
    fn labels_and_values_in_turn() {
        for gap in ["\n\n", "\n\u{a0}\n", "\n"] {
            let text = ["发布单位", "区府办", "文号", "公开方式", "主动公开"].join(gap);
            let (p, faults) = card(&format!("规划计划\n某某标题\n\n{text}"));
            assert!(faults.is_empty());
            assert_eq!(value(&p, Field::Publisher).unwrap(), "区府办");
            assert_eq!(value(&p, Field::DocumentNumber), None);
            assert_eq!(value(&p, Field::Mode).unwrap(), "主动公开");
            assert_eq!(p.breadcrumb.len(), 1);
        }
    }

    #[test]
    fn two_statements_must_agree() {
        let (p, faults) = card("发布日期 2020-07-22\n发布日期: 2020-07-22 15:36:51");
        assert!(faults.is_empty());
        assert_eq!(value(&p, Field::Published).unwrap(), "2020-07-22 15:36:51");
        let (_, faults) = card("发布日期 2020-07-22\n发布日期: 2020-07-23 15:36:51");
        assert_eq!(faults, ["import/card-conflict"]);
        let (_, faults) = card("发布机构 甲\n发布单位 乙");
        assert_eq!(faults, ["import/card-conflict"]);
    }

    #[test]
    fn a_trail_is_a_breadcrumb() {
        let (p, faults) =
            card("当前位置：首页 > 规划计划 > 重点任务\n\n2020年标题\n\n【打印】【关闭】");
        assert!(faults.is_empty());
        let levels: Vec<_> = p.breadcrumb.iter().map(|l| &*l.value).collect();
        assert_eq!(levels, ["规划计划", "重点任务"]);
    }

    #[test]
    fn what_has_no_place_is_told() {
        let (_, faults) = card("发布机构区府办\n\n标题");
        assert_eq!(faults, ["import/unplaced"]);
        let (_, faults) = card("来源 区府办 发布日期: 2020-07-22\n\n标题");
        assert_eq!(faults, ["import/unplaced"]);
        let (_, faults) = card("公开方式 公开\n发布日期 昨天\n索引号 K 1\n\n标题");
        assert_eq!(faults, ["import/bad-value"; 3]);
    }

    #[test]
    fn a_value_may_hold_words_that_could_be_labels() {
        let (p, faults) = card("附件 关于 名称 的说明\n\n标题");
        assert!(faults.is_empty());
        assert_eq!(value(&p, Field::Attachment).unwrap(), "关于 名称 的说明");
    }
}
