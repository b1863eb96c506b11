//! What can go wrong with a search index.

use crate::diagnostic::Message;
use crate::say;

/// Why an index cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The built-in tables of simplified characters cannot be read.
    #[error("the table of simplified characters: {0}")]
    Simplifications(#[from] ferrous_opencc::error::OpenCCError),
    /// A number is too large for the format: a text of hundreds of megabytes, or the like.
    #[error("a text or a number of records is too large for the search index")]
    TooLarge,
}

/// Why a query cannot be answered.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// A file cannot be read.
    #[error("{path}: {source}")]
    Read {
        /// The file, below `search/`.
        path: String,
        /// Why not.
        source: std::io::Error,
    },
    /// A file is not what the index says it is.
    #[error("{path}: {fault}")]
    Damaged {
        /// The file, below `search/`.
        path: String,
        /// What is wrong with it.
        fault: Fault,
    },
    /// A query has more than [`super::MAX_PARTS`] parts or [`super::MAX_CHARACTERS`] characters.
    #[error("the query is too long")]
    QueryTooLong,
}

/// What is wrong with a file of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is no gzip member, or does not unpack to what its checksum says.
    #[error("cut off or altered")]
    Packing,
    /// It does not begin as a file of an index does.
    #[error("not a file of a search index")]
    Magic,
    /// It is of a version that this reader does not know.
    #[error("a search index of version {0}, which this program cannot read")]
    Version(u8),
    /// It is another file of an index.
    #[error("another file of the search index")]
    Misplaced,
    /// Its content ends too early, or too late.
    #[error("too short or too long")]
    Length,
    /// A value in it cannot be.
    #[error("a value out of its range")]
    Value,
}

impl SearchError {
    /// What went wrong, in both languages.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Read { path, source } => say!(
                "读不到搜索索引的文件 search/{path}：{source}",
                "cannot read search/{path}, a file of the search index: {source}"
            ),
            Self::Damaged { path, fault } => {
                let fault = fault.message();
                let (zh, en) = (fault.zh, fault.en);
                say!(
                    "搜索索引的文件 search/{path} 有问题：{zh}",
                    "search/{path}, a file of the search index: {en}"
                )
            }
            Self::QueryTooLong => {
                let (parts, characters) = (super::MAX_PARTS, super::MAX_CHARACTERS);
                say!(
                    "搜索的内容太长：最多 {parts} 个词、{characters} 个字",
                    "the query is too long: up to {parts} parts and {characters} characters"
                )
            }
        }
    }
}

impl Fault {
    /// What is wrong, in both languages.
    #[must_use]
    pub fn message(self) -> Message {
        match self {
            Self::Packing => say!("不完整或被改动", "cut off or altered"),
            Self::Magic => say!("不是搜索索引的文件", "not a file of a search index"),
            Self::Version(version) => say!(
                "索引格式版本为 {version}，本程序不能读",
                "of version {version}, which this program cannot read"
            ),
            Self::Misplaced => say!("是索引的另一个文件", "another file of the index"),
            Self::Length => say!("过短或过长", "too short or too long"),
            Self::Value => say!("有超出范围的值", "a value out of its range"),
        }
    }
}
