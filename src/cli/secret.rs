//! Credentials of targets: from the environment, or from a file outside the tree. They are told nowhere.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Faults, reason};
use crate::model::StoreKind;
use crate::publish::Secret;
use crate::say;

/// A file with credentials.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stated {
    access_key_id: Option<String>,
    secret_access_key: Option<String>,
    session_token: Option<String>,
    username: Option<String>,
    password: Option<String>,
}

/// What a target is asked with. The environment comes before the file.
pub(super) fn find(name: &str, kind: StoreKind, file: Option<&Path>) -> Result<Secret, Faults> {
    let stated = file.map(read).transpose()?.unwrap_or_default();
    let variable = |what: &str| {
        let name = name.to_ascii_uppercase().replace('-', "_");
        format!("GONGKAI_{name}_{what}")
    };
    let value = |what: &str, stated: Option<String>| {
        let found = std::env::var(variable(what)).ok().or(stated);
        found.filter(|value| !value.is_empty())
    };
    let (names, id, key) = match kind {
        StoreKind::Webdav => (
            ["USERNAME", "PASSWORD"],
            value("USERNAME", stated.username),
            value("PASSWORD", stated.password),
        ),
        _ => (
            ["ACCESS_KEY_ID", "SECRET_ACCESS_KEY"],
            value("ACCESS_KEY_ID", stated.access_key_id),
            value("SECRET_ACCESS_KEY", stated.secret_access_key),
        ),
    };
    let token = match kind {
        StoreKind::Webdav => None,
        _ => value("SESSION_TOKEN", stated.session_token),
    };
    if token.is_some() && kind == StoreKind::Obs {
        return Err(Diagnostic::error(
            "publish/no-credentials",
            say!(
                "发布到 obs 不支持临时密钥",
                "temporary keys are not supported for obs"
            ),
        )
        .hint(say!(
            "用长期的访问密钥，并去掉 SESSION_TOKEN",
            "use a lasting access key, and take away SESSION_TOKEN"
        ))
        .into());
    }
    match (id, key) {
        (Some(id), Some(key)) => Ok(Secret { id, key, token }),
        // There are servers on inner networks that ask nobody who they are.
        (None, None) if kind == StoreKind::Webdav => Ok(Secret::default()),
        (id, key) => {
            let is_missing = [id.is_none(), key.is_none()];
            let missing: Vec<_> = names
                .into_iter()
                .zip(is_missing)
                .filter(|(_, is_missing)| *is_missing)
                .map(|(what, _)| format!("`{}`", variable(what)))
                .collect();
            let (zh, en) = (missing.join("、"), missing.join(", "));
            Err(Diagnostic::error(
                "publish/no-credentials",
                say!(
                    "没有发布位置 `{name}` 的凭据",
                    "there are no credentials for the target `{name}`"
                ),
            )
            .hint(say!(
                "设置环境变量 {zh}，或在 site.toml 里用 `credentials` 指明网站文件夹之外的 TOML 文件",
                "set {en} in the environment, or name a TOML file outside the folder of the site by `credentials` in site.toml"
            ))
            .into())
        }
    }
}

fn read(path: &Path) -> Result<Stated, Faults> {
    let shown = path.display().to_string();
    let fault = |zh: &str, en: &str| -> Faults {
        Diagnostic::error(
            "publish/no-credentials",
            say!(
                "凭据文件 `{shown}`：{zh}",
                "the file with credentials, `{shown}`: {en}"
            ),
        )
        .at_path(&shown)
        .hint(say!(
            "它是 TOML，可用的键：access_key_id、secret_access_key、session_token；webdav 为 username、password",
            "it is TOML; the keys are access_key_id, secret_access_key and session_token, for webdav username and password"
        ))
        .into()
    };
    let text = fs::read_to_string(path).map_err(|error| {
        let why = reason(&error);
        fault(&why.zh, &why.en)
    })?;
    // What the reader says would quote the line, which may be a secret.
    toml::from_str(&text).map_err(|_| fault("读不懂", "it cannot be understood"))
}
