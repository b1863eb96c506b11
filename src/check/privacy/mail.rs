//! Mail addresses.

use super::folded::Folded;
use super::found::{Found, Kind, Known};
use crate::check::example::Example::{Body, Edit, Progress};
use crate::check::rule::{Rule, Standing, Weight, both, custom};

pub(super) const RULE: Rule = Rule {
    code: "privacy/mail",
    weight: Weight::Warning,
    standing: Standing::Optional,
    source: custom(
        "机关用自己的邮箱；别的邮箱多半是个人的",
        "an office has mail of its own; other addresses mostly are a person's",
    ),
    asks: both(
        "公开的邮箱在 gov.cn 或网站自己的域名下，或就是 `[foot]` 的 `contact` 所写的。",
        "Mail addresses that are made public are of gov.cn, of the site's own domain, or what `contact` of `[foot]` states.",
    ),
    fault: Progress("材料发至zhangsan@qq.com，已召开协调会。"),
    clean: &[
        Progress("材料发至xxgk@hzgs.gov.cn，已召开协调会。"),
        Body("图见<https://www.example.gov.cn/logo@2x.png>。"),
        Edit("site.toml", "0571-00000000", "gongkai@163.com"),
        Progress("在微博上@示例发布，已召开协调会。"),
    ],
};

/// What a domain would end in if it were the name of a file.
const FILES: &[&str] = &["png", "jpg", "jpeg", "gif", "webp", "svg", "css", "js"];

pub(super) fn scan(text: &Folded<'_>, known: &Known, found: &mut Vec<Found>) {
    for at in (0..text.len()).filter(|at| text.at(*at) == Some('@')) {
        if let Some(address) = address(text, at).filter(|_| !text.is_in_url(at))
            && !is_free(&address.plain, known)
        {
            found.push(address);
        }
    }
}

fn address(text: &Folded<'_>, at: usize) -> Option<Found> {
    let is_local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
    let is_domain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let length = |places: &mut dyn Iterator<Item = usize>, fits: &dyn Fn(char) -> bool| {
        places
            .take_while(|place| text.at(*place).is_some_and(fits))
            .count()
    };
    let from = at - length(&mut (0..at).rev(), &is_local);
    let mut to = at + 1 + length(&mut (at + 1..text.len()), &is_domain);
    while matches!(text.before(to), Some('.' | '-')) {
        to -= 1;
    }
    let local = text.part(from..at);
    let domain = text.part(at + 1..to);
    let (_, last) = domain.rsplit_once('.')?;
    let is_top = last.len() >= 2 && last.bytes().all(|b| b.is_ascii_alphabetic());
    if local.is_empty() || !is_top || FILES.contains(&last) {
        return None;
    }
    let range = text.bytes(from..to);
    let first: String = local.chars().take(1).collect();
    Some(Found {
        kind: Kind::Mail,
        original: text.original(range.clone()).to_owned(),
        range,
        plain: format!("{local}@{domain}").to_ascii_lowercase(),
        mask: format!("{first}***@{domain}"),
    })
}

/// Whether an address is the office's, or meant to be public.
fn is_free(address: &str, known: &Known) -> bool {
    let of = |domain: &str| {
        address
            .strip_suffix(domain)
            .is_some_and(|rest| rest.ends_with(['@', '.']))
    };
    of("gov.cn") || of(&known.domain) || known.contacts.contains(address)
}
