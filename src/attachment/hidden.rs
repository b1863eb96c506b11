//! What a file holds beside what is seen when it is opened.

use super::place::shown;
use crate::diagnostic::Message;
use crate::say;

/// Something that readers do not see at once, yet get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden<'a> {
    /// A hidden sheet, by its name.
    Sheet(&'a str),
    /// Rows of a sheet that hold something: its name and how many.
    Rows(&'a str, usize),
    /// Columns of a sheet that hold something: its name and how many.
    Columns(&'a str, usize),
    /// Comments on cells of a sheet: its name and how many.
    CellComments(&'a str, usize),
    /// How many comments there are.
    Comments(usize),
    /// How many insertions and deletions were tracked and not accepted.
    Changes(usize),
    /// How many pieces of text are marked as hidden.
    Text(usize),
    /// A slide that is not shown.
    Slide(usize),
    /// A slide has notes.
    Notes(usize),
    /// How many comments there are on a page: its number and how many.
    PageComments(usize, usize),
    /// Programs that run when the file is opened.
    Macros,
    /// A file in the file, by its name.
    File(&'a str),
}

impl Hidden<'_> {
    /// What it is.
    #[must_use]
    pub fn message(&self) -> Message {
        match *self {
            Self::Sheet(name) => {
                let name = shown(name);
                say!("工作表“{name}”是隐藏的", "the sheet “{name}” is hidden")
            }
            Self::Rows(sheet, count) => {
                let sheet = shown(sheet);
                say!(
                    "工作表“{sheet}”有 {count} 行有内容而被隐藏",
                    "rows of the sheet “{sheet}” that hold something are hidden: {count}"
                )
            }
            Self::Columns(sheet, count) => {
                let sheet = shown(sheet);
                say!(
                    "工作表“{sheet}”有 {count} 列有内容而被隐藏",
                    "columns of the sheet “{sheet}” that hold something are hidden: {count}"
                )
            }
            Self::CellComments(sheet, count) => {
                let sheet = shown(sheet);
                say!(
                    "工作表“{sheet}”有 {count} 条批注",
                    "comments in the sheet “{sheet}”: {count}"
                )
            }
            Self::Comments(count) => say!("有 {count} 条批注", "comments: {count}"),
            Self::Changes(count) => say!(
                "有 {count} 处修订没有接受或拒绝",
                "tracked changes that were neither accepted nor rejected: {count}"
            ),
            Self::Text(count) => say!("有 {count} 处隐藏文字", "pieces of hidden text: {count}"),
            Self::Slide(number) => say!("第 {number} 张幻灯片是隐藏的", "slide {number} is hidden"),
            Self::Notes(number) => say!("第 {number} 张幻灯片有备注", "slide {number} has notes"),
            Self::PageComments(page, count) => say!(
                "第 {page} 页有 {count} 条批注",
                "comments on page {page}: {count}"
            ),
            Self::Macros => say!("里面有宏（程序）", "it holds macros (programs)"),
            Self::File(name) => {
                let name = shown(name);
                say!(
                    "里面嵌有文件 `{name}`，没有检查",
                    "it holds the file `{name}`, which was not looked into"
                )
            }
        }
    }
}
