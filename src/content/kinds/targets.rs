use serde_json::json;

use crate::content::fields::{Fields, Input, key};
use crate::content::values::{TableValue, Value};
use crate::diagnostic::{Diagnostic, Faults, Message};
use crate::model::{Located, PublishPlace, PublishTarget, PublishTargets, Slug};
use crate::say;

/// The kinds of places that there are.
const KINDS: [&str; 1] = ["folder"];

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
            "发布到哪一种位置：folder（文件夹）",
            "what kind of place it is: folder",
        ));
        let path = fields.required::<Box<str>>(key(
            "path",
            "文件夹的路径；相对路径从网站的文件夹算起",
            "the path of the folder; a relative one starts at the folder of the site",
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
        Some(Self {
            place: PublishPlace::Folder { path: path? },
            profile: profile.map(Located::into_value),
        })
    }
}
