//! Which keys a place to publish to has, by its kind, and what they may say.

use url::{Host, Url};

use super::targets::Word;
use crate::content::fields::Fields;
use crate::diagnostic::{Diagnostic, Message, Span};
use crate::model::Located;
use crate::say;

/// How a key is of use to a kind of place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Must,
    May,
    Not,
}
use Use::{May, Must, Not};

/// The kinds of places that there are, in the order of the columns below.
const KINDS: [&str; 7] = ["folder", "sftp", "webdav", "s3", "oss", "obs", "cos"];

/// Which key is for which kind, and an example of it.
const KEYS: [(&str, [Use; 7], &str); 9] = [
    // folder, sftp, webdav, s3, oss, obs, cos
    (
        "path",
        [Must, Must, May, May, May, May, May],
        "\"/srv/www\"",
    ),
    (
        "host",
        [Not, Must, Not, Not, Not, Not, Not],
        "\"deploy@www.example.gov.cn\"",
    ),
    (
        "ssh_config",
        [Not, May, Not, Not, Not, Not, Not],
        "\"ssh.conf\"",
    ),
    (
        "endpoint",
        [Not, Not, Must, Must, Must, Must, Must],
        "\"https://…\"",
    ),
    ("bucket", [Not, Not, Not, Must, Must, Must, Must], "\"…\""),
    (
        "region",
        [Not, Not, Not, Must, Not, Not, Not],
        "\"us-east-1\"",
    ),
    ("virtual_host", [Not, Not, Not, May, Not, Not, Not], "true"),
    ("allow_http", [Not, Not, May, May, May, May, May], "true"),
    (
        "credentials",
        [Not, May, May, May, May, May, May],
        "\"/etc/gongkai/www.toml\"",
    ),
];

/// The kind, if there is one of that name.
pub(super) fn known_kind(kind: Word, fields: &mut Fields<'_, '_>) -> Option<Word> {
    if KINDS.contains(&kind.value.as_ref()) {
        return Some(kind);
    }
    let shown = &kind.value;
    let list = KINDS.map(|kind| format!("`{kind}`"));
    let (zh, en) = (list.join("、"), list.join(", "));
    fields.faults.push(
        Diagnostic::error(
            "content/bad-value",
            say!(
                "没有 `{shown}` 这一种发布位置",
                "there is no kind of target `{shown}`"
            ),
        )
        .at(kind.span)
        .hint(say!("可用：{zh}", "known kinds: {en}")),
    );
    None
}

/// Tells the keys that the kind of place lacks or has no use for; none if there are any.
pub(super) fn check_keys(
    kind: &Word,
    given: &[(&str, Option<Span>)],
    fields: &mut Fields<'_, '_>,
) -> Option<()> {
    let column = KINDS
        .iter()
        .position(|known| *known == kind.value.as_ref())?;
    let name = &kind.value;
    let mut is_right = true;
    for (key, uses, example) in KEYS {
        let span = given.iter().find(|(given, _)| *given == key)?.1;
        let fault = match (uses.get(column)?, span) {
            (Must, None) => Diagnostic::error(
                "content/missing-key",
                say!("缺少 `{key}`", "`{key}` is missing"),
            )
            .at(kind.span)
            .hint(say!("加上 `{key} = {example}`", "add `{key} = {example}`")),
            (Not, Some(span)) => {
                let users = KINDS.iter().zip(uses).filter(|(_, used)| *used != Not);
                let users: Vec<&str> = users.map(|(kind, _)| *kind).collect();
                let (zh, en) = (users.join("、"), users.join(", "));
                Diagnostic::error(
                    "content/bad-value",
                    say!(
                        "`{key}` 不用于 {name}，只用于 {zh}",
                        "`{key}` is not for {name}, but for {en}"
                    ),
                )
                .at(span)
            }
            _ => continue,
        };
        is_right = false;
        fields.faults.push(fault);
    }
    is_right.then_some(())
}

fn bad(word: &Word, why: Message, hint: Message, fields: &mut Fields<'_, '_>) {
    let fault = Diagnostic::error("content/bad-value", why);
    fields.faults.push(fault.at(word.span).hint(hint));
}

/// What `ssh` can connect to.
pub(super) fn checked_host(host: Word, fields: &mut Fields<'_, '_>) -> Option<Word> {
    if host.value.starts_with('-') || host.value.contains(char::is_whitespace) {
        let hint = say!(
            "例如 `deploy@www.example.gov.cn`",
            "for example `deploy@www.example.gov.cn`"
        );
        bad(
            &host,
            say!("`host` 不是主机名", "`host` is no host"),
            hint,
            fields,
        );
        return None;
    }
    Some(host)
}

/// A URL of a service. Without encryption, whoever is on the way could read a password, or change pages.
pub(super) fn checked_endpoint(
    endpoint: Word,
    allow_http: bool,
    fields: &mut Fields<'_, '_>,
) -> Option<Word> {
    let url = Url::parse(&endpoint.value).ok();
    let is_bare = |url: &Url| {
        url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none()
    };
    let url = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let Some(url) = url.filter(is_bare) else {
        let hint = say!(
            "例如 `https://oss-cn-hangzhou.aliyuncs.com`；用户名和密码不写在这里，而放在环境变量里",
            "for example `https://oss-cn-hangzhou.aliyuncs.com`; names and passwords belong in the environment"
        );
        bad(
            &endpoint,
            say!(
                "`endpoint` 不是服务的网址",
                "`endpoint` is no URL of a service"
            ),
            hint,
            fields,
        );
        return None;
    };
    let is_here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    if url.scheme() == "http" && !is_here && !allow_http {
        let hint = say!(
            "改用 `https://`；只在途中无人能看到、改动的网络里，才写 `allow_http = true`",
            "write `https://`; on a network where nobody can see or change what passes, add `allow_http = true`"
        );
        let why = say!(
            "`endpoint` 不加密，凭据和内容会暴露在途中",
            "`endpoint` is not encrypted: credentials and content can be seen on the way"
        );
        bad(&endpoint, why, hint, fields);
        return None;
    }
    Some(endpoint)
}

/// A number of releases. The one before must stay: files of it do, and it is what one goes back to.
pub(super) fn checked_keep(
    keep: Option<Located<u32>>,
    fields: &mut Fields<'_, '_>,
) -> Option<Option<u32>> {
    match keep {
        Some(keep) if keep.value < 2 => {
            let why = say!("`keep` 至少为 2", "`keep` is at least 2");
            let hint = say!(
                "当前的版本和上一个总要保留；不写 `keep` 就全部保留",
                "the current release and the one before always stay; without `keep`, all do"
            );
            let fault = Diagnostic::error("content/bad-value", why);
            fields.faults.push(fault.at(keep.span).hint(hint));
            None
        }
        keep => Some(keep.map(Located::into_value)),
    }
}

/// A folder in a bucket, without `/` at either end.
pub(super) fn checked_path(path: Option<Word>, fields: &mut Fields<'_, '_>) -> Option<Box<str>> {
    let Some(path) = path else {
        return Some(Box::default());
    };
    let trimmed = path.value.trim_matches('/');
    let is_plain = |name: &str| {
        !matches!(name, "" | "." | "..") && !name.contains(char::is_control) && !name.contains('\\')
    };
    if trimmed.is_empty() || trimmed.split('/').all(is_plain) {
        return Some(Box::from(trimmed));
    }
    let hint = say!("例如 `path = \"www\"`", "for example `path = \"www\"`");
    bad(
        &path,
        say!(
            "`path` 里有空的、`.` 或 `..` 的一段",
            "`path` has a part that is empty, `.` or `..`"
        ),
        hint,
        fields,
    );
    None
}
