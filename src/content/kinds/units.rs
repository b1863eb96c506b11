use super::{BODY, prose};
use crate::content::fields::{Fields, key};
use crate::content::values::TableValue;
use crate::model::{Located, Prose, Unit};

/// `units.toml`.
pub(in crate::content) struct UnitsFile {
    pub(in crate::content) units: Vec<Located<Unit>>,
    pub(in crate::content) body: Option<Prose>,
}

pub(in crate::content) fn read(fields: &mut Fields<'_, '_>) -> UnitsFile {
    UnitsFile {
        units: fields.list(key("unit", "责任单位", "the responsible units")),
        body: prose(fields, BODY),
    }
}

impl TableValue for Unit {
    fn fields(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let span = fields.span();
        let id = fields.required(key(
            "id",
            "短名，就是单位页面的网址；发布后不要改",
            "names the unit's page; never change it once published",
        ));
        let name = fields.required(key("name", "通用的名称", "the name it is shown by"));
        let full_name = fields.optional(key("full_name", "全称", "its full official name"));
        let aliases = fields.list(key(
            "aliases",
            "内容里会出现的其他写法",
            "other names it goes by in content",
        ));
        let collective = fields.flag(key(
            "collective",
            "统称，如 各街道",
            "whether it stands for several",
        ));
        Some(Self {
            id: id.map(Located::into_value)?,
            name: name?,
            full_name,
            aliases,
            collective,
            span,
        })
    }
}
