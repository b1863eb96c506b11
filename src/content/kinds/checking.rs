use crate::content::fields::{Fields, key};
use crate::content::values::TableValue;
use crate::model::{Allowance, Checking, Located};

/// `[check]` of `site.toml`.
impl TableValue for Checking {
    fn fields(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let profile = fields.optional(key(
            "profile",
            "网站的类别：gov（政府网站，缺少法定内容是错误）或 general（默认，只警告）",
            "what kind of site it is: gov (a government website: what it must have and has not is an error) or general (the default: a warning)",
        ));
        let levels = fields.optional(key(
            "levels",
            "各规则的级别：off（关掉）、warning（警告）或 error（错误），如 \"site/foot\" = \"off\"",
            "how much rules weigh: off, warning or error, such as \"site/foot\" = \"off\"",
        ));
        let allow = fields.list(key(
            "allow",
            "看过并认可的检查结果",
            "findings that somebody has looked at and found to be right",
        ));
        Some(Self {
            profile: profile.map_or_else(Default::default, Located::into_value),
            levels: levels.map_or_else(Default::default, Located::into_value),
            allow,
        })
    }
}

/// `[[check.allow]]`.
impl TableValue for Allowance {
    fn fields(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let rule = fields.required(key(
            "rule",
            "规则，如 index-number/shape",
            "the rule, such as index-number/shape",
        ));
        let file = fields.required(key(
            "file",
            "文件，如 content/plans/2020-q2/disclosure.toml",
            "the file, such as content/plans/2020-q2/disclosure.toml",
        ));
        let finding = fields.optional(key(
            "finding",
            "只认可这一处：检查结果后面的 8 位编号；不写则认可该文件里这条规则的全部结果",
            "only this finding, by the eight digits that are told with it; without it, all of the rule in the file",
        ));
        let reason = fields.required(key(
            "reason",
            "为什么认可，给以后的人看",
            "why it is right, for whoever reads it later",
        ));
        Some(Self {
            rule: rule?,
            file: file?,
            finding,
            reason: reason?,
        })
    }
}
