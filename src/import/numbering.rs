//! The numbers of headings: `(一)`, `一、`, `第一章`.

use crate::model::from_chinese;

/// How a heading's number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// `(一)` with half or full-width brackets.
    Bracket,
    /// `一、`
    Comma,
    /// `第一章`, `第一部分`, `第一节`
    Word,
}

/// What a paragraph that begins with a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numbered<'t> {
    pub(super) style: Style,
    pub(super) number: u32,
    /// What follows the number; empty if it stands alone.
    pub(super) title: &'t str,
}

/// The longest heading, in characters.
const TITLE_LIMIT: usize = 60;

/// Reads a paragraph as a heading with a number, if it can be one: what follows the number must be
/// short and no sentence.
pub(super) fn numbered(text: &str) -> Option<Numbered<'_>> {
    let (style, number, rest) = bracket(text)
        .or_else(|| comma(text))
        .or_else(|| word(text))?;
    let title = rest.trim();
    let sentence = title.contains(['。', ';', '；', ':', '：', '?', '？', '!', '！', '\n']);
    let cut = title.ends_with([',', '，', '、']);
    (!sentence && !cut && title.chars().count() <= TITLE_LIMIT).then_some(Numbered {
        style,
        number,
        title,
    })
}

fn bracket(text: &str) -> Option<(Style, u32, &str)> {
    let rest = text.strip_prefix(['(', '（'])?;
    let (digits, rest) = rest.split_once([')', '）'])?;
    Some((Style::Bracket, chinese(digits)?, rest))
}

fn comma(text: &str) -> Option<(Style, u32, &str)> {
    let (digits, rest) = text.split_once('、')?;
    Some((Style::Comma, chinese(digits)?, rest))
}

fn word(text: &str) -> Option<(Style, u32, &str)> {
    let rest = text.strip_prefix('第')?;
    ["部分", "章", "节", "篇"].iter().find_map(|word| {
        let (digits, rest) = rest.split_once(word)?;
        let number = chinese(digits.trim())?;
        Some((
            Style::Word,
            number,
            rest.trim_start_matches(['、', ':', '：']),
        ))
    })
}

/// A number in Chinese numerals only: `(1)` numbers points, not chapters.
fn chinese(text: &str) -> Option<u32> {
    let text = text.trim();
    let foreign = |c: char| !"零〇○一二三四五六七八九十百千".contains(c);
    if text.contains(foreign) {
        return None;
    }
    from_chinese(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_styles() {
        for (text, style, number, title) in [
            ("(一)", Style::Bracket, 1, ""),
            (
                "（二十二）维护公共安全稳定",
                Style::Bracket,
                22,
                "维护公共安全稳定",
            ),
            (
                "(十一) 提高城市承载能力",
                Style::Bracket,
                11,
                "提高城市承载能力",
            ),
            ("一、总体目标", Style::Comma, 1, "总体目标"),
            ("第十章 社会事业", Style::Word, 10, "社会事业"),
            ("第一部分", Style::Word, 1, ""),
        ] {
            let read = numbered(text).unwrap();
            assert_eq!(
                (read.style, read.number, read.title),
                (style, number, title)
            );
        }
    }

    #[test]
    fn no_headings() {
        for text in [
            "",
            "(1)",
            "1、总体",
            "(一",
            "第二届中国大运河沿岸区县合作论坛正在申报中",
            "一是推进建设",
            "(一)推进建设;完成招标",
            "(一)推进建设。",
            "区财政局、区科技局",
            "十大文化项目持续有序推进",
        ] {
            assert_eq!(numbered(text), None, "{text}");
        }
    }
}
