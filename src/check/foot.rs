//! What stands at the foot of every page.

use super::example::Example::{Edit, Settings};
use super::rule::{Rule, Standing, Weight, both, law};
use crate::diagnostic::{Diagnostic, Faults, Message};
use crate::model::{Foot, Site, Stated};
use crate::say;

pub(super) const RULES: &[Rule] = &[FOOT];

/// The name of the organisation and the link to the site map are always there.
const FOOT: Rule = Rule {
    code: "site/foot",
    weight: Weight::ErrorInGov,
    standing: Standing::Optional,
    source: law(
        "《政府网站发展指引》（国办发〔2017〕47号）全站页面底部功能区；国办秘函〔2019〕19号的网站标识",
        "the guidelines for government websites (国办发〔2017〕47号) on the foot of every page; 国办秘函〔2019〕19号 on the mark of the site",
    )
    .not_read(),
    asks: both(
        "每页页脚要有网站标识码、党政机关网站标识、我为政府网站找错、联系方式、ICP备案号、公安备案号。",
        "The foot of every page has the identification code, the certificate, where errors are reported, how to reach the organisation, the ICP number and the police record number.",
    ),
    fault: Edit("site.toml", "icp = \"浙ICP备00000000号-1\"\n", ""),
    clean: &[
        Edit("site.toml", "[foot]", "[foot]\nundertaker = \"示例区大数据局\""),
        Edit("site.toml", "icp = \"浙ICP备00000000号-1\"", "icp = \"浙ICP备00000000号\""),
        Settings("[check]\nprofile = \"gov\""),
    ],
};

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
    faults.push(lacking(&FOOT, message, &lines).at(place));
}

/// A finding about what a government website must have and this one lacks. `lines` is what to write
/// into `site.toml`.
pub(super) fn lacking(rule: &Rule, message: Message, lines: &Message) -> Diagnostic {
    let (zh, en) = (&lines.zh, &lines.en);
    let code = rule.code;
    rule.finding(message)
        .hint(say!(
            "在 `site.toml` 里写上（照实填写）：\n{zh}",
            "write into `site.toml`, with what is true of the site:\n{en}"
        ))
        .hint(say!(
            "本站用不着时，可在 `[check.levels]` 里关掉：`\"{code}\" = \"off\"`",
            "where this does not apply, switch it off in `[check.levels]`: `\"{code}\" = \"off\"`"
        ))
}
