//! What attached files hold that is not seen when they are opened.

use super::attached::PLAN;
use crate::attachment::Hidden;
use crate::check::example::Example::Files;
use crate::check::rule::{Rule, Standing, Weight, both, custom};
use crate::diagnostic::Diagnostic;
use crate::say;

/// A PDF with these annotations on its page.
macro_rules! pdf {
    ($annotations:literal) => {
        Files(&[(
            "content/plans/q2/files/表.pdf",
            concat!(
                "%PDF-1.4\n",
                "1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n",
                "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n",
                "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[",
                $annotations,
                "]>> endobj\n",
                "trailer <</Root 1 0 R>>\n",
            ),
        )])
    };
}

pub(super) const RULE: Rule = Rule {
    code: "privacy/hidden-content",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "隐藏的工作表、批注和修订随附件公开，谁都能看到",
        "hidden sheets, comments and tracked changes go out with the file, and anybody can see them",
    ),
    asks: both(
        "附件里没有隐藏的工作表、行、列、幻灯片和文字，没有批注和未接受的修订，也没有嵌入的文件和宏。",
        "An attached file has no hidden sheets, rows, columns, slides or text, no comments or tracked changes, and no files or macros in it.",
    ),
    fault: pdf!("<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(To be decided)>>"),
    clean: &[
        pdf!(
            "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://www.example.gov.cn/)>>>>"
        ),
        pdf!("<</Type/Annot/Subtype/Widget/Rect[0 0 9 9]/V(Done)>>"),
        pdf!("<</Type/Annot/Subtype/Popup/Rect[0 0 9 9]>>"),
        Files(&[(PLAN, "单位,批注\n区府办,已召开协调会\n")]),
    ],
};

pub(super) fn finding(hidden: Hidden<'_>) -> Diagnostic {
    let hint = match hidden {
        Hidden::Changes(_) => say!(
            "在“审阅”里接受或拒绝全部修订，再公开",
            "accept or reject all changes before it goes out"
        ),
        Hidden::Comments(_)
        | Hidden::CellComments(..)
        | Hidden::PageComments(..)
        | Hidden::Notes(_) => say!(
            "不要公开的就删去，再公开",
            "take out what is not meant to be public"
        ),
        Hidden::Macros => say!(
            "另存为不含宏的格式（XLSX、DOCX），再公开",
            "save it in a format without macros (XLSX, DOCX) before it goes out"
        ),
        Hidden::Sheet(_)
        | Hidden::Rows(..)
        | Hidden::Columns(..)
        | Hidden::Text(_)
        | Hidden::Slide(_)
        | Hidden::File(_) => say!(
            "要公开的就显示出来，不要公开的就删去",
            "show it if it is meant to be public, else take it out"
        ),
    };
    RULE.finding(hidden.message()).hint(hint)
}
