//! What attached files say of the persons and computers they were made by.

use std::collections::BTreeSet;

use super::found::masked;
use super::words::{NOBODY, NOBODY_STARTS, OFFICE_ENDS, OFFICES};
use crate::attachment::Property;
use crate::check::example::Example::Files;
use crate::check::rule::{Rule, Standing, Weight, both, custom};
use crate::diagnostic::{Diagnostic, Message};
use crate::model::Site;
use crate::say;

/// A PDF with this in its document information.
macro_rules! pdf {
    ($info:literal) => {
        Files(&[(
            "content/plans/q2/files/表.pdf",
            concat!(
                "%PDF-1.4\n",
                "1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n",
                "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n",
                "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>> endobj\n",
                "4 0 obj <<",
                $info,
                ">> endobj\n",
                "trailer <</Root 1 0 R/Info 4 0 R>>\n",
            ),
        )])
    };
}

pub(super) const RULE: Rule = Rule {
    code: "privacy/metadata",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "文档属性随附件公开，制作人的姓名和电脑里的路径不是要公开的内容",
        "the properties of a document go out with it, yet nobody meant to publish who made it on which computer",
    ),
    asks: both(
        "附件的文档属性里没有人名、用户名和本机路径，图片里没有拍摄地点；单位名称和软件名称不受限制。",
        "The properties of an attached document hold no names of persons or accounts and no paths of a computer, and pictures not where they were taken. Names of offices and programs are free.",
    ),
    fault: pdf!("/Author(Zhang San)"),
    clean: &[
        pdf!("/Author(Microsoft Office User)"),
        pdf!("/Author()/Company(\u{feff}张三科技有限公司)"),
        pdf!("/Author(\u{feff}区府办)"),
        pdf!("/Author(\u{feff}示例区人民政府办公室)"),
        pdf!("/Title(http://www.example.gov.cn/home/index.html)"),
        pdf!("/Creator(WPS)/Producer(Acrobat Distiller)"),
    ],
};

/// The names of the site's own offices.
#[derive(Debug)]
pub(super) struct Offices(BTreeSet<Box<str>>);

impl Offices {
    pub(super) fn of(site: &Site) -> Self {
        let units = site.units.iter().flat_map(|(_, unit)| unit.names());
        let settings = &site.settings;
        let own = [&settings.name, &settings.organisation.name];
        Self(units.chain(own).map(|name| name.value.clone()).collect())
    }

    fn has(&self, value: &str) -> bool {
        let ends = |end: &&str| value.ends_with(*end);
        let last = value.chars().last();
        self.0
            .iter()
            .any(|name| name.contains(value) || value.contains(name.as_ref()))
            || OFFICES.iter().any(ends)
            || (value.chars().count() > 3 && last.is_some_and(|c| OFFICE_ENDS.contains(&c)))
    }
}

/// What a property says of persons and computers, if it does.
pub(super) fn finding(
    property: Property<'_>,
    value: &str,
    offices: &Offices,
) -> Option<Diagnostic> {
    let Message { zh, en } = property.name();
    let message = if property == Property::Location {
        say!(
            "图片里写着拍摄地点的经纬度",
            "a picture holds the latitude and longitude where it was taken"
        )
    } else if let Some(path) = path(value) {
        say!(
            "文档属性“{zh}”写着本机路径 `{path}`",
            "the document property “{en}” holds a path of a computer: `{path}`"
        )
    } else if property.is_person() {
        let person = value
            .split([';', ',', '；', '，', '、'])
            .find(|name| is_person(name, offices))?;
        let mask = masked(person.trim(), 1, 0);
        say!(
            "文档属性“{zh}”写着 `{mask}`，像人名或用户名",
            "the document property “{en}” holds `{mask}`, which looks like the name of a person or account"
        )
    } else {
        return None;
    };
    Some(RULE.finding(message).hint(say!(
        "公开前清除属性：Office 用“检查文档”，图片用“属性 → 详细信息 → 删除属性和个人信息”",
        "clear the properties before it goes out, as with “Inspect Document” of Office"
    )))
}

fn is_person(name: &str, offices: &Offices) -> bool {
    let name = name.trim();
    let plain = name.to_lowercase();
    let is_number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    let is_nobody = NOBODY.contains(&plain.as_str())
        || NOBODY_STARTS.iter().any(|start| plain.starts_with(start))
        || plain
            .split([' ', '-', '_'])
            .all(|word| is_number(word) || NOBODY.contains(&word));
    let has_letter = name.chars().any(char::is_alphabetic);
    // Mail addresses are told as such.
    has_letter && !name.contains('@') && !is_nobody && !offices.has(name)
}

/// A path of a computer, without what follows the name of its user.
fn path(value: &str) -> Option<String> {
    const HOMES: &[&str] = &["users", "home", "documents and settings"];
    let value = value.strip_prefix("file:").map_or(value, |rest| {
        let rest = rest.trim_start_matches('/');
        if rest.is_empty() { value } else { rest }
    });
    let names: Vec<&str> = value.split(['\\', '/']).collect();
    let (first, rest) = names.split_first()?;
    let is_drive = matches!(first.as_bytes(), [letter, b':'] if letter.is_ascii_alphabetic());
    let is_share = value.starts_with("\\\\");
    let is_home = |name: &str| HOMES.contains(&name.to_lowercase().as_str());
    let mut after = rest.iter().skip_while(|name| name.is_empty());
    let home = after.next().filter(|name| is_home(name));
    let is_below_home = first.is_empty() && home.is_some();
    if !(is_drive || is_share || is_below_home) {
        return None;
    }
    let start = if is_share { "\\" } else { first };
    match (home, after.next()) {
        (Some(home), Some(user)) if !user.is_empty() => {
            let user = masked(user, 1, 0);
            Some(format!("{start}\\{home}\\{user}\\…"))
        }
        _ => Some(format!("{start}\\…")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_computers() {
        for (value, shown) in [
            (
                "C:\\Users\\zhangsan\\Desktop\\",
                Some("C:\\Users\\z*******\\…"),
            ),
            ("file:///C:\\Users\\张三\\x.dotm", Some("C:\\Users\\张*\\…")),
            ("file:///D:/工作/x.xlsx", Some("D:\\…")),
            ("/Users/zhangsan/Documents/", Some("\\Users\\z*******\\…")),
            ("/home/zhang/x.docx", Some("\\home\\z****\\…")),
            ("\\\\fileserver\\share\\x.xlsx", Some("\\\\…")),
            ("C:", Some("C:\\…")),
            ("https://www.example.gov.cn/home/zhang/", None),
            ("mailto:a@example.gov.cn", None),
            ("../home/x.xlsx", None),
            ("/art/2020/7/22/art_1.html", None),
            ("附表1/2", None),
            ("", None),
        ] {
            assert_eq!(path(value).as_deref(), shown, "{value}");
        }
    }

    #[test]
    fn persons() {
        let offices = Offices(BTreeSet::from(["区府办".into(), "示例区人民政府".into()]));
        for name in [
            "张三",
            "Zhang San",
            "zhangsan",
            "欧阳修",
            "lihua2020",
            "李会",
        ] {
            assert!(is_person(name, &offices), "{name}");
        }
        for name in [
            "区府办",
            "示例区人民政府办公室",
            "拱墅区发改局",
            "Microsoft Office User",
            "WPS 文字",
            "DESKTOP-8A1B2C3",
            "微软用户",
            "Administrator",
            "Lenovo User",
            "admin-01",
            "2020",
            "",
            "a@example.gov.cn",
        ] {
            assert!(!is_person(name, &offices), "{name}");
        }
    }
}
