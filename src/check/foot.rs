//! What stands at the foot of every page.

use super::rules;
use crate::diagnostic::Faults;
use crate::model::{Foot, Site, Stated};
use crate::say;

/// `site/foot`: the seven items of the foot of every page (《政府网站发展指引》, 国办发〔2017〕47号, 全站页面底部
/// 功能区; 网站标识 of 国办秘函〔2019〕19号). The name of the organisation and the link to the site map are always
/// there.
pub(super) fn check(site: &Site, faults: &mut Faults) {
    let settings = &site.settings;
    let none = Foot::default();
    let foot = match &settings.foot {
        Stated::Given(foot) => Some(&foot.value),
        Stated::Absent => Some(&none),
        Stated::Faulty => None,
    };
    let of_foot = |is_absent: fn(&Foot) -> bool| foot.is_some_and(is_absent);
    let no_code = settings.site_code.is_absent();
    let missing: Vec<_> = [
        (
            no_code,
            "site_code",
            "网站标识码",
            "the identification code",
        ),
        (
            of_foot(|foot| foot.certificate.is_absent()),
            "certificate",
            "党政机关网站标识",
            "the certificate of a government website",
        ),
        (
            of_foot(|foot| foot.report_errors.is_absent()),
            "report_errors",
            "我为政府网站找错",
            "where errors are reported",
        ),
        (
            of_foot(|foot| foot.contact.is_absent()),
            "contact",
            "联系方式",
            "how to reach the organisation",
        ),
        (
            of_foot(|foot| foot.icp.is_absent()),
            "icp",
            "ICP备案号",
            "the ICP number",
        ),
        (
            of_foot(|foot| foot.public_security.is_absent()),
            "public_security",
            "公安备案号",
            "the police record number",
        ),
    ]
    .into_iter()
    .filter(|(is_missing, ..)| *is_missing)
    .collect();
    if missing.is_empty() {
        return;
    }
    let zh: Vec<&str> = missing.iter().map(|(_, _, zh, _)| *zh).collect();
    let en: Vec<&str> = missing.iter().map(|(_, _, _, en)| *en).collect();
    let (zh, en) = (zh.join("、"), en.join(", "));
    let keys: Vec<String> = missing
        .iter()
        .filter(|(_, key, ..)| *key != "site_code")
        .map(|(_, key, ..)| format!("\n{key} = \"…\""))
        .collect();
    let keys = keys.concat();
    let of_foot = match keys.as_str() {
        "" => String::new(),
        keys => format!("\n[foot]{keys}"),
    };
    let lines = if no_code {
        // After the head of a table it would be a key of that table.
        say!(
            "site_code = \"…\"    # 写在所有 [ ] 之前{of_foot}",
            "site_code = \"…\"    # before every [ ]{of_foot}"
        )
    } else {
        let of_foot = of_foot.trim_start();
        say!("{of_foot}", "{of_foot}")
    };
    let message = say!("页脚缺少：{zh}", "the foot of every page lacks {en}");
    let place = settings.foot.given().map_or(settings.span, |f| f.span);
    faults.push(rules::lacking(site, "site/foot", message, &lines).at(place));
}
