use crate::content::fields::{Fields, key};
use crate::content::values::TableValue;
use crate::model::{Checking, Located};

/// `[check]` of `site.toml`.
impl TableValue for Checking {
    fn fields(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let profile = fields.optional(key(
            "profile",
            "网站的类别：gov（政府网站，缺少法定内容是错误）或 general（默认，只警告）",
            "what kind of site it is: gov (a government website: what it must have and has not is an error) or general (the default: a warning)",
        ));
        let off = fields.list(key(
            "off",
            "关掉的规则，如 site/foot",
            "rules that are switched off, such as site/foot",
        ));
        Some(Self {
            profile: profile.map_or_else(Default::default, Located::into_value),
            off,
        })
    }
}
