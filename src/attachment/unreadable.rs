//! Why a file, or a part of one, could not be looked into.

use crate::diagnostic::Message;
use crate::say;

/// Why something could not be looked into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// The disk failed.
    Disk(Message),
    /// The file has more bytes than are looked at.
    Large,
    /// It is encrypted.
    Encrypted,
    /// It is damaged, or of another format than its first bytes say.
    Damaged,
    /// A format that is not read, by its name.
    Format(&'static str),
    /// A format that is not known.
    Unknown,
    /// It holds more files than are looked at.
    Entries,
    /// It expands to more than is looked at.
    Expands,
    /// Its elements are nested too deep.
    Nested,
    /// It defines entities, which documents have no use for.
    Entities,
    /// Two of its entries have one name, or share their bytes: programs differ in which they show.
    Ambiguous,
    /// It holds programs, where none are taken.
    Macros,
    /// It has no bytes.
    Empty,
    /// A quote that begins on this line does not end.
    Quote(usize),
    /// It has more cells, paragraphs or pages than are looked at.
    Long,
    /// Pages that are pictures: how many, and the first of them.
    Pictures(usize, usize),
    /// Pages of which some text cannot be read, as it is damaged or its font does not tell the
    /// characters: how many, and the first of them.
    Texts(usize, usize),
}

impl Unreadable {
    /// Why, as it is told.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Disk(Message { zh, en }) => say!("读不出来：{zh}", "it cannot be read: {en}"),
            Self::Large => {
                let limit = super::limits::FILE / (1024 * 1024);
                say!("超过 {limit} MiB", "it is larger than {limit} MiB")
            }
            Self::Encrypted => say!("文件有密码", "it is encrypted"),
            Self::Damaged => say!("文件已损坏", "it is damaged"),
            Self::Format(name) => say!("{name} 格式", "its format is {name}"),
            Self::Unknown => say!("格式未知", "its format is not known"),
            Self::Entries => say!("里面的文件太多", "it holds too many files"),
            Self::Expands => say!("解压后太大", "it expands too much"),
            Self::Nested => say!("嵌套太深", "it is nested too deep"),
            Self::Entities => say!("里面有实体定义（DTD）", "it defines entities (a DTD)"),
            Self::Ambiguous => say!(
                "里面有同名或重叠的文件",
                "files in it share a name or their bytes"
            ),
            Self::Macros => say!("里面有宏（程序）", "it holds macros (programs)"),
            Self::Empty => say!("文件是空的", "it is empty"),
            Self::Quote(line) => say!(
                "第 {line} 行的引号没有结束",
                "the quote that begins on line {line} does not end"
            ),
            Self::Long => say!("内容太多", "it holds too much"),
            Self::Pictures(1, first) => say!("第 {first} 页是图片", "page {first} is a picture"),
            Self::Pictures(count, first) => say!(
                "从第 {first} 页起有 {count} 页是图片",
                "{count} pages from page {first} on are pictures"
            ),
            Self::Texts(1, first) => say!(
                "第 {first} 页有文字读不出来",
                "some text of page {first} cannot be read"
            ),
            Self::Texts(count, first) => say!(
                "从第 {first} 页起有 {count} 页的部分文字读不出来",
                "some text of {count} pages from page {first} on cannot be read"
            ),
        }
    }
}
