//! What was taken away from a text and what was added, as a reader of Chinese marks it: phrases rather
//! than scattered characters, numbers and words as wholes.

use std::ops::Range;

use similar::{Algorithm, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

/// A part of two texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// In which of the two it stands.
    pub mark: Mark,
    /// Its text: whole characters as people see them.
    pub text: String,
}

/// In which of two texts a part stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// In both.
    Same,
    /// Only in the first.
    Deleted,
    /// Only in the second.
    Inserted,
}

/// The longest run of characters that both texts have between two changes and that is given up, so that
/// the changes are read as one.
const LONGEST_SCATTERED: usize = 3;
/// Of texts that have less than this share in common, in per cent, all is marked.
const LEAST_IN_COMMON: usize = 25;

/// The parts of two texts, in order. What is deleted comes before what is inserted in its place.
#[must_use]
pub fn text_diff(before: &str, after: &str) -> Vec<Part> {
    let (old, new) = (tokens(before), tokens(after));
    let mut edits = aligned(&old, &new);
    gather(&mut edits);
    for at in 0..edits.len() {
        slide(&mut edits, at, &old, &new);
    }
    gather(&mut edits);
    let text = |tokens: &[&str], range: &Range<usize>| tokens.get(range.clone()).map(<[_]>::concat);
    let mut parts = Vec::new();
    for edit in &edits {
        let (deleted, inserted) = (text(&old, &edit.old), text(&new, &edit.new));
        let (first, second) = match edit.is_same {
            true => ((Mark::Same, deleted), None),
            false => ((Mark::Deleted, deleted), Some((Mark::Inserted, inserted))),
        };
        for (mark, text) in std::iter::once(first).chain(second) {
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                parts.push(Part { mark, text });
            }
        }
    }
    parts
}

/// What is compared at a time: a character as people see it, or a whole word or number in ASCII.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut graphemes = text.grapheme_indices(true).peekable();
    let is_word = |g: &str| g.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_digit = |g: &str| g.bytes().all(|b| b.is_ascii_digit());
    while let Some((start, first)) = graphemes.next() {
        let mut end = start + first.len();
        let mut last = first;
        while is_word(last) || is_joint(last) {
            let Some((at, next)) = graphemes.peek().copied() else {
                break;
            };
            let goes_on = match is_joint(next) {
                // `1,691.5` is one number, and so is `15%`.
                true => {
                    let after = text.get(at + next.len()..).unwrap_or_default();
                    let digit_follows = after.graphemes(true).next().is_some_and(is_digit);
                    is_digit(last) && (next == "%" || digit_follows)
                }
                false => is_word(next) && last != "%",
            };
            if !goes_on {
                break;
            }
            end = at + next.len();
            last = next;
            graphemes.next();
        }
        tokens.extend(text.get(start..end));
    }
    tokens
}

fn is_joint(grapheme: &str) -> bool {
    matches!(grapheme, "." | "," | "%")
}

/// A run of tokens that both texts have, or what stands in one place of each.
#[derive(Clone, Debug)]
struct Edit {
    is_same: bool,
    old: Range<usize>,
    new: Range<usize>,
}

/// The runs of two lists of tokens, those that are the same and the others by turns.
fn aligned(old: &[&str], new: &[&str]) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        let (old, new) = (op.old_range(), op.new_range());
        let is_same = matches!(op, similar::DiffOp::Equal { .. });
        push(&mut edits, Edit { is_same, old, new });
    }
    let same = edits.iter().filter(|edit| edit.is_same);
    let common: usize = same.map(|edit| edit.old.len()).sum();
    if common * 200 < (old.len() + new.len()) * LEAST_IN_COMMON {
        return vec![Edit {
            is_same: false,
            old: 0..old.len(),
            new: 0..new.len(),
        }];
    }
    edits
}

/// Adds a run; one of a kind with the last is joined to it.
fn push(edits: &mut Vec<Edit>, edit: Edit) {
    match edits.last_mut() {
        Some(last) if last.is_same == edit.is_same => {
            last.old.end = edit.old.end;
            last.new.end = edit.new.end;
        }
        _ if edit.old.is_empty() && edit.new.is_empty() => {}
        _ => edits.push(edit),
    }
}

/// Gives up what is the same between two changes where it is so short beside them that it would only
/// scatter the marks.
fn gather(edits: &mut Vec<Edit>) {
    let all = std::mem::take(edits);
    for edit in all {
        push(edits, edit);
        // A change that grew may be large enough now beside what stands before it.
        while let [.., before, same, after] = edits.as_mut_slice() {
            let size = |edit: &Edit| edit.old.len().max(edit.new.len());
            let length = same.old.len();
            let is_scattered = same.is_same
                && length <= LONGEST_SCATTERED
                && length <= size(before)
                && length <= size(after);
            if !is_scattered {
                break;
            }
            before.old.end = after.old.end;
            before.new.end = after.new.end;
            edits.truncate(edits.len() - 2);
        }
    }
}

/// Moves a deletion or an insertion to where it begins and ends as a reader would have it, if what stands
/// around it leaves a choice: `甲、乙` and `甲、丙、乙` differ in `丙、`, not in `、丙`.
fn slide(edits: &mut [Edit], at: usize, old: &[&str], new: &[&str]) {
    let Some((before, rest)) = at
        .checked_sub(1)
        .and_then(|at| edits.get_mut(at..)?.split_first_mut())
    else {
        return;
    };
    let [edit, after, ..] = rest else { return };
    let is_insertion = edit.old.is_empty();
    if edit.is_same || (!is_insertion && !edit.new.is_empty()) {
        return;
    }
    let (tokens, range) = match is_insertion {
        true => (new, edit.new.clone()),
        false => (old, edit.old.clone()),
    };
    let token = |at: usize| tokens.get(at).copied().unwrap_or_default();
    let most_left = (0..before.old.len())
        .take_while(|by| token(range.end - 1 - by) == token(range.start - 1 - by))
        .count();
    let most_right = (0..after.old.len())
        .take_while(|by| token(range.start + by) == token(range.end + by))
        .count();
    let score = |start: usize, end: usize| {
        let of = |at: usize| match at.checked_sub(1).map(token) {
            None => 3,
            Some(_) if at == tokens.len() => 3,
            Some(left) => weight(left),
        };
        of(start) + of(end)
    };
    let candidates = (0..=most_left + most_right).rev();
    let best =
        candidates.max_by_key(|by| score(range.start + by - most_left, range.end + by - most_left));
    let Some(best) = best else { return };
    let shift = |at: usize| at + best - most_left;
    before.old.end = shift(before.old.end);
    before.new.end = shift(before.new.end);
    edit.old = shift(edit.old.start)..shift(edit.old.end);
    edit.new = shift(edit.new.start)..shift(edit.new.end);
    after.old.start = shift(after.old.start);
    after.new.start = shift(after.new.start);
}

/// How well a change begins or ends after this.
fn weight(left: &str) -> u8 {
    match left {
        "\n" | "\r\n" | "。" | "！" | "？" | "；" => 3,
        "，" | "、" | "：" | "）" | "”" | "》" | "," | ";" | ":" => 2,
        " " => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `[-deleted-]` and `{+inserted+}`.
    fn marked(before: &str, after: &str) -> String {
        let parts = text_diff(before, after);
        let show = |part: &Part| match part.mark {
            Mark::Same => part.text.clone(),
            Mark::Deleted => format!("[-{}-]", part.text),
            Mark::Inserted => format!("{{+{}+}}", part.text),
        };
        parts.iter().map(show).collect()
    }

    #[test]
    fn chinese_is_marked_in_phrases() {
        for (before, after, expected) in [
            ("", "", ""),
            ("甲", "甲", "甲"),
            ("", "甲", "{+甲+}"),
            ("甲", "", "[-甲-]"),
            ("甲、乙", "甲、丙、乙", "甲、{+丙、+}乙"),
            ("甲、丙、乙", "甲、乙", "甲、[-丙、-]乙"),
            (
                "一是甲。二是乙。",
                "一是甲。二是乙。三是丙。",
                "一是甲。二是乙。{+三是丙。+}",
            ),
            (
                "发动233家企业系统注册，完成率98.5%。",
                "发动238家企业系统注册，完成率99.5%。",
                "发动[-233-]{+238+}家企业系统注册，完成率[-98.5%-]{+99.5%+}。",
            ),
            (
                "完成投资1,691万元",
                "完成投资1,791万元",
                "完成投资[-1,691-]{+1,791+}万元",
            ),
            (
                "加快推进地铁10号线建设",
                "全面推进地铁5号线建设",
                "[-加快-]{+全面+}推进地铁[-10-]{+5+}号线建设",
            ),
            (
                "已经开展前期调研和方案编制工作",
                "正在进行施工图设计和预算评审工作",
                "[-已经开展前期调研和方案编制工作-]{+正在进行施工图设计和预算评审工作+}",
            ),
            (
                "已启动项目甲的招标，计划年底完工。",
                "已完成项目甲的建设，计划年底完工。",
                "已[-启动-]{+完成+}项目甲的[-招标-]{+建设+}，计划年底完工。",
            ),
            (
                "牵头单位为区科技局，配合单位为各街道",
                "牵头单位为区经信局，配合单位为各镇街",
                "牵头单位为区[-科技-]{+经信+}局，配合单位为各[-街道-]{+镇街+}",
            ),
        ] {
            assert_eq!(marked(before, after), expected);
        }
    }

    #[test]
    fn what_is_seen_as_one_is_not_split() {
        assert_eq!(marked("cafe\u{301}", "cafe"), "[-cafe\u{301}-]{+cafe+}");
        assert_eq!(marked("甲👩‍👩‍👧乙丙", "甲👩‍👩‍👦乙丙"), "甲[-👩‍👩‍👧-]{+👩‍👩‍👦+}乙丙");
        assert_eq!(marked("葛󠄀城", "葛城"), "[-葛󠄀-]{+葛+}城");
        assert_eq!(
            marked("共 R&D 3.5 亿", "共 R&D 3.25 亿"),
            "共 R&D [-3.5-]{+3.25+} 亿"
        );
    }

    #[test]
    fn a_long_text_is_compared_in_no_time() {
        let before: String = (0..20_000).map(|n| format!("第{n}项，")).collect();
        let after: String = (0..40_000)
            .map(|n| format!("项{}第，", n * 7 % 40_000))
            .collect();
        let parts = text_diff(&before, &after);
        assert!(!parts.is_empty());
    }

    proptest! {
        #[test]
        fn both_texts_are_kept_whole(
            before in "[甲乙丙、。 1-3.a\u{301}👩\u{200d}]{0,24}",
            after in "[甲乙丙、。 1-3.a\u{301}👩\u{200d}]{0,24}",
        ) {
            let parts = text_diff(&before, &after);
            let without = |mark| -> String {
                parts.iter().filter(|part| part.mark != mark).map(|part| part.text.as_str()).collect()
            };
            prop_assert_eq!(without(Mark::Inserted), before.clone());
            prop_assert_eq!(without(Mark::Deleted), after.clone());
            for (text, other) in [(&before, Mark::Inserted), (&after, Mark::Deleted)] {
                let ends: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
                let mut at = 0;
                for part in parts.iter().filter(|part| part.mark != other) {
                    at += part.text.len();
                    prop_assert!(ends.contains(&at), "{:?}", parts);
                }
            }
        }
    }
}
