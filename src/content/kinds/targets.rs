use serde_json::json;

use super::target_keys::{
    check_keys, checked_endpoint, checked_host, checked_keep, checked_path, known_kind,
};
use crate::content::fields::{Fields, Input, key};
use crate::content::values::{TableValue, Value};
use crate::diagnostic::{Diagnostic, Faults, Message};
use crate::model::{
    Located, Profile, PublishPlace, PublishTarget, PublishTargets, Slug, StoreKind,
};
use crate::say;

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
            if let Some(Place {
                place,
                profile,
                keep,
            }) = Place::read(inner, faults)
            {
                targets.push(PublishTarget {
                    name,
                    place,
                    profile,
                    keep,
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
    profile: Option<Profile>,
    keep: Option<u32>,
}

/// A text and where it stands.
pub(super) type Word = Located<Box<str>>;

impl TableValue for Place {
    fn fields(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let kind = fields.required::<Box<str>>(key(
            "kind",
            "发布到哪一种位置：folder（文件夹）、sftp、webdav、s3、oss（阿里云）、obs（华为云）或 cos（腾讯云）",
            "what kind of place it is: folder, sftp, webdav, s3, oss (Aliyun), obs (Huawei) or cos (Tencent)",
        ));
        let path = fields.optional::<Box<str>>(key(
            "path",
            "文件夹的路径；folder 的相对路径从网站的文件夹算起；存储桶和 WebDAV 里可以不写",
            "the path of the folder; a relative one of a folder starts at that of the site; may be left out in buckets and for webdav",
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
        let endpoint = fields.optional::<Box<str>>(key(
            "endpoint",
            "对象存储、webdav：服务的网址，如 https://oss-cn-hangzhou.aliyuncs.com",
            "object stores, webdav: the URL of the service, such as https://oss-cn-hangzhou.aliyuncs.com",
        ));
        let bucket = fields.optional::<Box<str>>(key(
            "bucket",
            "对象存储：存储桶",
            "object stores: the bucket",
        ));
        let region = fields.optional::<Box<str>>(key(
            "region",
            "s3：地域，如 us-east-1",
            "s3: the region, such as us-east-1",
        ));
        let virtual_host = fields.optional::<bool>(key(
            "virtual_host",
            "s3：存储桶写在主机名里（bucket.主机），默认写在路径里",
            "s3: the bucket is part of the host's name (bucket.host), rather than of the path",
        ));
        let allow_http = fields.optional::<bool>(key(
            "allow_http",
            "对象存储、webdav：允许 endpoint 用不加密的 http（凭据和内容可被途中的人看到、改动）",
            "object stores, webdav: allows an endpoint without encryption (credentials and content can be seen and changed on the way)",
        ));
        let credentials = fields.optional::<Box<str>>(key(
            "credentials",
            "存放凭据的文件，必须在网站的文件夹之外：sftp 为私钥，其他为 TOML；默认取环境变量",
            "a file with credentials, outside the folder of the site: a private key for sftp, TOML for others; by default they are in the environment",
        ));
        let profile = fields.optional(key(
            "profile",
            "发布到这里之前按哪一类网站检查：gov 或 general；默认同 [check]",
            "the profile by which the site is checked before it goes there, gov or general; by default that of [check]",
        ));
        let keep = fields.optional::<u32>(key(
            "keep",
            "发布后保留多少个版本以供退回，至少 2 个；默认全部保留（发布记录总是保留）",
            "how many releases stay there to go back to, at least two; by default all (the audit trail always does)",
        ));
        let kind = known_kind(kind?, fields)?;
        let span_of = |word: &Option<Word>| word.as_ref().map(|word| word.span);
        let given = [
            ("path", span_of(&path)),
            ("host", span_of(&host)),
            ("ssh_config", span_of(&config)),
            ("endpoint", span_of(&endpoint)),
            ("bucket", span_of(&bucket)),
            ("region", span_of(&region)),
            ("virtual_host", virtual_host.as_ref().map(|flag| flag.span)),
            ("allow_http", allow_http.as_ref().map(|flag| flag.span)),
            ("credentials", span_of(&credentials)),
        ];
        check_keys(&kind, &given, fields)?;
        let place = match StoreKind::ALL
            .into_iter()
            .find(|store| store.name() == kind.value.as_ref())
        {
            Some(store) => {
                let endpoint =
                    checked_endpoint(endpoint?, allow_http.is_some_and(|flag| flag.value), fields)?;
                PublishPlace::Store {
                    kind: store,
                    endpoint,
                    bucket,
                    region,
                    path: checked_path(path, fields)?,
                    virtual_host: virtual_host.is_some_and(|flag| flag.value),
                    credentials,
                }
            }
            None if kind.value.as_ref() == "sftp" => PublishPlace::Sftp {
                host: checked_host(host?, fields)?,
                path: path?,
                config,
                credentials,
            },
            None => PublishPlace::Folder { path: path? },
        };
        Some(Self {
            place,
            profile: profile.map(Located::into_value),
            keep: checked_keep(keep, fields)?,
        })
    }
}
