//! The columns of the table that goes out.

use std::collections::BTreeMap;

use crate::series::folded;

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Number,
    Chapter,
    Title,
    /// Who leads.
    Role,
    /// What was reported before.
    Before,
    Progress,
    Status,
    Done,
    Total,
    Unit,
    Remarks,
    Id,
}

impl Column {
    /// All columns, as they go out.
    pub(super) const ALL: [Self; 12] = [
        Self::Number,
        Self::Chapter,
        Self::Title,
        Self::Role,
        Self::Before,
        Self::Progress,
        Self::Status,
        Self::Done,
        Self::Total,
        Self::Unit,
        Self::Remarks,
        Self::Id,
    ];
    /// Locked columns whose change is noticed.
    pub(super) const LOCKED: [Self; 4] = [Self::Title, Self::Chapter, Self::Role, Self::Before];
    /// Columns that are filled in and become content.
    pub(super) const ANSWERS: [Self; 5] = [
        Self::Progress,
        Self::Status,
        Self::Done,
        Self::Total,
        Self::Unit,
    ];

    /// What stands at its head.
    pub(super) fn head(self) -> &'static str {
        match self {
            Self::Number => "序号",
            Self::Chapter => "项目名称",
            Self::Title => "项目内容",
            Self::Role => "责任分工",
            Self::Before => "以前的进展（供参考）",
            Self::Progress => "进展情况",
            Self::Status => "进度状态",
            Self::Done => "已完成数",
            Self::Total => "总数",
            Self::Unit => "计量单位",
            Self::Remarks => "备注（不公开）",
            Self::Id => "识别码（请勿改动）",
        }
    }

    /// Its width in characters of digits.
    pub(super) fn width(self) -> f64 {
        match self {
            Self::Number => 5.0,
            Self::Chapter => 10.0,
            Self::Title => 22.0,
            Self::Role => 12.0,
            Self::Before => 30.0,
            Self::Progress => 38.0,
            Self::Status | Self::Done | Self::Total => 8.0,
            Self::Unit => 7.0,
            Self::Remarks => 12.0,
            Self::Id => 12.0,
        }
    }

    /// Whether its cells are filled in.
    pub(super) fn is_open(self) -> bool {
        self == Self::Remarks || Self::ANSWERS.contains(&self)
    }

    /// All columns by their heads, as these are compared: white space and width aside.
    pub(super) fn by_head() -> BTreeMap<String, Self> {
        let columns = Self::ALL.into_iter();
        columns
            .map(|column| (folded(column.head()), column))
            .collect()
    }
}
