//! What an export chooses of the site.

use super::{Args, usage, usage_fault};
use crate::content;
use crate::diagnostic::{Faults, did_you_mean};
use crate::export::Filter;
use crate::model::{ContentPath, Period, Site};
use crate::say;

/// What the arguments ask for, if the site has it.
pub(super) fn filter(args: &Args, site: &Site) -> Result<Filter, Faults> {
    let disclosure = args.disclosure.as_deref().map(|path| {
        let inside = path.strip_prefix("./").unwrap_or(path);
        let inside = inside
            .strip_prefix(content::FOLDER)
            .and_then(|rest| rest.strip_prefix('/'))
            .unwrap_or(inside);
        ContentPath::parse(inside).map_err(|error| {
            let (zh, en) = (error.message().zh, error.message().en);
            usage(say!(
                "`{path}` 不是内容里的文件夹：{zh}",
                "`{path}` is no folder of the content: {en}"
            ))
        })
    });
    let unit = args.unit.as_deref().map(|name| {
        let by_id = || {
            let mut units = site.units.iter();
            units.find_map(|(id, unit)| (unit.id.as_str() == name).then_some(id))
        };
        site.units.find(name).or_else(by_id).ok_or_else(|| {
            let mut fault = usage_fault(say!(
                "没有叫“{name}”的责任单位",
                "no unit goes by the name `{name}`"
            ));
            if let Some(meant) = did_you_mean(name, site.units.names()) {
                fault = fault.hint(say!("是否想写 `{meant}`？", "did you mean `{meant}`?"));
            }
            Faults::from(fault.hint(say!(
                "单位的名称和代号在 `content/units.toml`",
                "the names and ids of units are in `content/units.toml`"
            )))
        })
    });
    let period = args
        .period
        .as_deref()
        .map(|text| Period::parse(text).map_err(|error| usage(error.message())));
    Ok(Filter {
        disclosure: disclosure.transpose()?,
        unit: unit.transpose()?,
        chapter: args.chapter.clone(),
        period: period.transpose()?,
    })
}
