//! Links to other sites. What those answered is data here, asked for by whoever has a network; where
//! nobody asked, only links that nobody outside can follow are told.

mod answer;
mod internal;
mod rules;

use std::collections::BTreeMap;

use url::Url;

pub use self::answer::{Answer, Answers, Distrust, Trouble};
pub use self::internal::is_internal;
pub(super) use self::rules::RULES;
#[cfg(test)]
pub(super) use self::rules::answers;
use super::texts;
use crate::diagnostic::{Diagnostic, Faults, Span};
use crate::model::Site;
use crate::say;

/// Whether findings of a rule need answers of other sites.
pub(super) fn needs_answers(code: &str) -> bool {
    let mut asking = rules::RULES.iter().filter(|rule| {
        rule.code != rules::INTERNAL.code // which the link itself tells
    });
    asking.any(|rule| rule.code == code)
}

/// The URLs of other sites that the texts and the foot of a site link to, each once, sorted, without fragments.
/// Those that nobody outside can follow are left out.
#[must_use]
pub fn external_urls(site: &Site) -> Vec<Url> {
    let mut urls = BTreeMap::new();
    for (_, url) in links(site) {
        if !is_internal(&url) {
            urls.insert(url.as_str().to_owned(), url);
        }
    }
    urls.into_values().collect()
}

/// The links of a site to pages of others, and where they stand.
fn links(site: &Site) -> impl Iterator<Item = (Span, Url)> {
    // At the foot of every page; the link to report errors is another for each page.
    let foot = site.settings.foot.value();
    let certificate = foot.and_then(|foot| foot.certificate.given());
    let certificate = certificate.map(|url| (url.span, url.value.as_str().to_owned()));
    let links = certificate.into_iter().chain(texts::links(site));
    links.filter_map(|(place, destination)| {
        // A link that starts with two slashes has the scheme of the page.
        let written = match destination.starts_with("//") {
            true => format!("https:{destination}"),
            false => destination,
        };
        let mut url = Url::parse(&written).ok()?;
        url.set_fragment(None);
        let is_page = matches!(url.scheme(), "http" | "https") && url.host().is_some();
        is_page.then_some((place, url))
    })
}

pub(super) fn check(site: &Site, answers: Option<&Answers>, faults: &mut Faults) {
    for (place, url) in links(site) {
        let found = if is_internal(&url) {
            let host = url.host_str().unwrap_or_default();
            let what = say!(
                "链接指向内部地址 `{host}`，外面的读者打不开",
                "the link leads to the internal host `{host}`, which readers outside cannot reach"
            );
            Some(rules::INTERNAL.finding(what))
        } else {
            answers
                .and_then(|answers| answers.get(url.as_str()))
                .and_then(|answer| finding(&url, answer))
        };
        faults.extend(found.map(|found| found.at(place)));
    }
}

/// What an answer says of a link.
fn finding(url: &Url, answer: &Answer) -> Option<Diagnostic> {
    let replace = say!(
        "在浏览器里打开看看；换成现在的地址，或删掉链接",
        "open it in a browser; write the address of today, or take the link out"
    );
    let found = match answer {
        Answer::Fine | Answer::Undecided => return None,
        Answer::Gone(status) => rules::GONE
            .finding(say!(
                "链接的网页不存在了：{url} 回答 {status}",
                "the page is not there: {url} answers {status}"
            ))
            .hint(replace),
        Answer::Moved(to) => {
            let found = rules::MOVED.finding(say!(
                "链接的网页已永久搬走：{url}",
                "the page has moved for good: {url}"
            ));
            found.hint(say!("改为 {to}", "write {to}"))
        }
        Answer::Certificate(distrust) => {
            let why = distrust.message();
            let (zh, en) = (why.zh, why.en);
            rules::CERTIFICATE
                .finding(say!(
                    "浏览器会拦住这个链接，证书{zh}：{url}",
                    "browsers warn of the link for its certificate, {en}: {url}"
                ))
                .hint(say!(
                    "请对方更换证书，或换一个链接",
                    "ask the other site to renew it, or link to another page"
                ))
        }
        Answer::Unreachable(trouble) => {
            let why = trouble.message();
            let (zh, en) = (why.zh, why.en);
            rules::UNREACHABLE
                .finding(say!(
                    "链接打不开，{zh}：{url}",
                    "the link cannot be followed, {en}: {url}"
                ))
                .hint(replace)
        }
    };
    Some(found)
}
