use super::super::fields::{Fields, key};
use crate::content::values::TableValue;
use crate::model::{Located, Redirect, UrlChanges, Withdrawal};

/// `urls.toml`.
pub(in crate::content) fn read(fields: &mut Fields<'_, '_>) -> UrlChanges {
    UrlChanges {
        redirects: values(fields.list(key(
            "redirect",
            "移到别处的网址",
            "URLs that lead elsewhere now",
        ))),
        withdrawals: values(fields.list(key(
            "withdrawn",
            "撤回的网址",
            "URLs whose content was taken back",
        ))),
    }
}

fn values<T>(list: Vec<Located<T>>) -> Vec<T> {
    list.into_iter().map(Located::into_value).collect()
}

impl TableValue for Redirect {
    fn fields(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let from = fields.required(key("from", "原来的网址", "the old URL path"));
        let to = fields.required(key("to", "新的网址", "the new URL path"));
        Some(Self {
            from: from?,
            to: to?,
        })
    }
}

impl TableValue for Withdrawal {
    fn fields(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let path = fields.required(key("url", "撤回的网址", "the URL path"));
        let date = fields.required(key("date", "撤回日期", "since when"));
        let reason = fields.required(key(
            "reason",
            "撤回原因，会显示给读者",
            "why; shown to readers",
        ));
        Some(Self {
            path: path?,
            date: date?,
            reason: reason?,
        })
    }
}
