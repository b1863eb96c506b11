//! Columns that several data sets have.

use super::{Field, Kind};
use crate::model::Status;

/// The words of [`Status`], as data files have them.
const STATUSES: &[&str] = &[
    Status::NotStarted.word(),
    Status::InProgress.word(),
    Status::Done.word(),
    Status::Delayed.word(),
    Status::Cancelled.word(),
];

/// How far a task is.
pub(super) const STATUS: Field = Field::new(
    ["状态", "status"],
    Kind::Word(STATUSES),
    8,
    [
        "来源写明的进度状态；没有写明的为空",
        "How far it is, if the source says so.",
    ],
);

/// How much of it is done.
pub(super) const DONE: Field = Field::new(
    ["已完成", "done"],
    Kind::Number,
    8,
    ["已完成的数量", "How much is done."],
);

/// Of how much.
pub(super) const TOTAL: Field = Field::new(
    ["总数", "total"],
    Kind::Number,
    8,
    ["应完成的数量", "How much is to be done."],
);

/// What is counted.
pub(super) const COUNTED_IN: Field = Field::new(
    ["计量单位", "counted_in"],
    Kind::Text,
    8,
    ["已完成和总数的计量单位", "What is counted."],
);

/// The share that is done.
pub(super) const PERCENT: Field = Field::new(
    ["完成率(%)", "percent"],
    Kind::Number,
    9,
    [
        "已完成占总数的百分比，四舍五入到两位小数",
        "The share done in per cent, rounded half up to two decimals.",
    ],
);

/// Where its page is.
pub(super) const URL: Field = Field::new(
    ["网址", "url"],
    Kind::Url,
    30,
    ["任务的网页", "The page of the task."],
)
.unique();
