use serde_json::json;

use crate::content::fields::{Fields, Input, key};
use crate::content::values::{TableValue, Value};
use crate::diagnostic::{Diagnostic, Faults, Message};
use crate::model::{Located, PublishPlace, PublishTarget, PublishTargets, Slug};
use crate::say;

/// The kinds of places that there are.
const KINDS: [&str; 2] = ["folder", "sftp"];

/// `[targets]` of `site.toml`: a table of tables, each under the name of the place.
impl Value for PublishTargets {
    fn expected() -> Message {
        say!("表", "a table")
    }
    fn example() -> &'static str {
        "{ www = { kind = \"folder\", path = \"/srv/www\" } }"
    }
    fn schema() -> serde_json::Value {
        json!({"type": "object", "additionalProperties": Place::schema()})
    }
    fn read(input: Input<'_, '_>, faults: &mut Faults) -> Option<Self> {
        let Some(table) = input.value.as_table() else {
            input.wrong_type::<Self>(faults);
            return None;
        };
        let mut targets = Vec::new();
        for (key, value) in table.iter() {
            let name = Located {
                value: Box::from(key.get_ref().as_ref()),
                span: input.origin.span(key.span()),
            };
            if let Err(error) = Slug::parse(&name.value) {
                let why = error.message();
                let (zh, en) = (why.zh, why.en);
                faults.push(
                    Diagnostic::error(
                        "content/bad-value",
                        say!("发布位置的名称不对：{zh}", "bad name of a target: {en}"),
                    )
                    .at(name.span)
                    .hint(say!("例如 `[targets.www]`", "for example `[targets.www]`")),
                );
                continue;
            }
            let inner = Input {
                key: "targets",
                is_item: false,
                value: value.get_ref(),
                range: value.span(),
                origin: input.origin,
            };
            if let Some(Place { place, profile }) = Place::read(inner, faults) {
                targets.push(PublishTarget {
                    name,
                    place,
                    profile,
                });
            }
        }
        targets.sort_by_key(|target| target.name.span);
        Some(Self(targets))
    }
}

/// What a place is, and what it asks of a site.
struct Place {
    place: PublishPlace,
    profile: Option<crate::model::Profile>,
}

impl TableValue for Place {
    fn fields(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let kind = fields.required::<Box<str>>(key(
            "kind",
            "发布到哪一种位置：folder（文件夹）或 sftp",
            "what kind of place it is: folder or sftp",
        ));
        let path = fields.required::<Box<str>>(key(
            "path",
            "文件夹的路径；相对路径从网站的文件夹算起",
            "the path of the folder; a relative one starts at the folder of the site",
        ));
        let host = fields.optional::<Box<str>>(key(
            "host",
            "sftp：ssh 连接的主机，如 deploy@www.example.gov.cn",
            "sftp: what ssh connects to, such as deploy@www.example.gov.cn",
        ));
        let config = fields.optional::<Box<str>>(key(
            "ssh_config",
            "sftp：ssh 的配置文件，默认用户自己的",
            "sftp: a configuration of ssh in place of the user's",
        ));
        let credentials = fields.optional::<Box<str>>(key(
            "credentials",
            "sftp：私钥文件，必须在网站的文件夹之外",
            "sftp: a file with a private key, outside the folder of the site",
        ));
        let profile = fields.optional(key(
            "profile",
            "发布到这里之前按哪一类网站检查：gov 或 general；默认同 [check]",
            "the profile by which the site is checked before it goes there, gov or general; by default that of [check]",
        ));
        let kind = kind?;
        if !KINDS.contains(&kind.value.as_ref()) {
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
            return None;
        }
        let place = if kind.value.as_ref() == "sftp" {
            let Some(host) = host else {
                fields.faults.push(
                    Diagnostic::error(
                        "content/missing-key",
                        say!("缺少 `host`", "`host` is missing"),
                    )
                    .at(kind.span)
                    .hint(say!(
                        "加上 `host = \"deploy@www.example.gov.cn\"`",
                        "add `host = \"deploy@www.example.gov.cn\"`"
                    )),
                );
                return None;
            };
            if host.value.starts_with('-') || host.value.contains(char::is_whitespace) {
                let why = say!("`host` 不是主机名", "`host` is no host");
                fields
                    .faults
                    .push(Diagnostic::error("content/bad-value", why).at(host.span));
                return None;
            }
            PublishPlace::Sftp {
                host,
                path: path?,
                config,
                credentials,
            }
        } else {
            for key in [&host, &config, &credentials].into_iter().flatten() {
                let why = say!("只用于 sftp", "this is for sftp only");
                fields
                    .faults
                    .push(Diagnostic::error("content/bad-value", why).at(key.span));
            }
            PublishPlace::Folder { path: path? }
        };
        Some(Self {
            place,
            profile: profile.map(Located::into_value),
        })
    }
}
