use rust_decimal::Decimal;

use super::{TITLE, prose};
use crate::content::fields::{Fields, key};
use crate::content::values::TableValue;
use crate::diagnostic::Diagnostic;
use crate::model::{Completion, Located, Prose, Slug, Status, Text};
use crate::say;

/// A task, such as `01.toml`.
#[derive(Clone)]
pub(in crate::content) struct TaskFile {
    pub(in crate::content) title: Option<Text>,
    pub(in crate::content) units: Vec<Text>,
    pub(in crate::content) progress: Option<Prose>,
    pub(in crate::content) status: Option<Located<Status>>,
    pub(in crate::content) completion: Option<Located<Completion>>,
    pub(in crate::content) key: Option<Located<Slug>>,
}

pub(in crate::content) fn read(fields: &mut Fields<'_, '_>) -> TaskFile {
    TaskFile {
        title: fields.required(TITLE),
        units: fields.list(key(
            "units",
            "责任单位，牵头的写在最前",
            "who answers for it; the first leads",
        )),
        progress: prose(
            fields,
            key(
                "progress",
                "进展情况（Markdown）；在 .md 文件里写在 +++ 之后",
                "what was done, in Markdown; in a .md file it follows the front matter",
            ),
        ),
        status: fields.optional(key(
            "status",
            "进度状态，来源写明才填",
            "how far it is, only if the source says so",
        )),
        completion: fields.optional(key(
            "completion",
            "完成数与总数，来源写明才填",
            "what was done of how much, only if the source says so",
        )),
        key: fields.optional(key(
            "key",
            "同一任务在各期用同一个短名",
            "links the task to itself in other periods",
        )),
    }
}

impl TableValue for Completion {
    fn fields(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let done = fields.required::<Decimal>(key("done", "已完成", "done so far"));
        let total = fields.required::<Decimal>(key("total", "总数", "to be done"));
        let unit = fields.optional(key("unit", "计量单位，如 项", "what is counted"));
        let total = total?;
        if total.value.is_zero() {
            fields.faults.push(
                Diagnostic::error(
                    "content/bad-value",
                    say!(
                        "`total` 的值不对：应大于零",
                        "bad value of `total`: it must be above zero"
                    ),
                )
                .at(total.span),
            );
            return None;
        }
        Some(Self {
            done: done?.value,
            total: total.value,
            unit: unit.map(Located::into_value),
        })
    }
}
