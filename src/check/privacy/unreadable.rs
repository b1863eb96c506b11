//! Attached files that could not be looked into.

use super::attached::PLAN;
use crate::attachment::Unreadable;
use crate::check::example::Example::Files;
use crate::check::rule::{Rule, Standing, Weight, both, custom};
use crate::diagnostic::{Diagnostic, Message};
use crate::say;

pub(super) const RULE: Rule = Rule {
    code: "privacy/unreadable-attachment",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "没有检查过的附件要由人来看",
        "what was not looked into must be looked at by a person",
    ),
    asks: both(
        "附件能被检查：xlsx、docx、pptx、pdf 和文本文件，没有密码，没有损坏，文字不是图片。",
        "An attached file can be looked into: xlsx, docx, pptx, PDF or text, not encrypted, not damaged, and its text is no picture.",
    ),
    fault: Files(&[("content/plans/q2/files/表.rtf", "{\\rtf1 {\\b 甲}}")]),
    clean: &[
        Files(&[(PLAN, "单位,数量\n区府办,12\n")]),
        Files(&[("content/plans/q2/files/说明.txt", "各项工作按计划推进。\n")]),
        Files(&[("content/plans/q2/files/图.gif", "GIF89a")]),
        Files(&[(
            "content/plans/q2/files/说明.html",
            "<!DOCTYPE html><p>甲</p>",
        )]),
    ],
};

pub(super) fn finding(why: &Unreadable) -> Diagnostic {
    let Message { zh, en } = why.message();
    let message = match why {
        Unreadable::Pictures(..) | Unreadable::Texts(..) => say!(
            "附件有一部分没有检查：{zh}",
            "a part of the attachment could not be looked into: {en}"
        ),
        _ => say!(
            "没有检查附件的内容：{zh}",
            "the attachment could not be looked into: {en}"
        ),
    };
    let hint = match why {
        Unreadable::Format(_) | Unreadable::Unknown => say!(
            "另存为 xlsx、docx 或 pdf；否则请人工核对，再用 `[[check.allow]]` 认可",
            "save it as xlsx, docx or PDF; else look at it yourself and allow it with `[[check.allow]]`"
        ),
        _ => say!(
            "请人工核对，再用 `[[check.allow]]` 认可并写明理由",
            "look at it yourself, then allow it with `[[check.allow]]` and a reason"
        ),
    };
    RULE.finding(message).hint(hint)
}
