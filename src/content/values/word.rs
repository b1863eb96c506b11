//! Values written as text in a fixed form.

use serde_json::json;

use super::{Value, text_of};
use crate::content::fields::Input;
use crate::diagnostic::{Faults, Fingerprint, Message};
use crate::model::{
    ContentPath, IcpNumber, IndexNumber, Mode, Period, Profile, PublicSecurityNumber, ReportUrl,
    SiteCode, Slug, Status, UtcOffset, WebUrl,
};
use crate::say;

/// A value written as text in a fixed form.
macro_rules! value_from_text {
    ($type:ty, $zh:literal, $en:literal, $example:literal, $schema:expr, $parse:expr) => {
        impl Value for $type {
            fn expected() -> Message {
                say!($zh, $en)
            }
            fn example() -> &'static str {
                $example
            }
            fn schema() -> serde_json::Value {
                $schema
            }
            fn read(input: Input<'_, '_>, faults: &mut Faults) -> Option<Self> {
                let text = text_of::<Self>(&input, faults)?;
                match $parse(text) {
                    Ok(value) => Some(value),
                    Err(why) => {
                        input.bad_value::<Self>(why, faults);
                        None
                    }
                }
            }
        }
    };
}

value_from_text!(
    IndexNumber,
    "索引号",
    "an index number",
    "\"K1493206-6/2020-11938\"",
    json!({"type": "string", "minLength": 1, "maxLength": 64}),
    |text| IndexNumber::parse(text).map_err(|e| e.message())
);

value_from_text!(
    Period,
    "期",
    "a period",
    "\"2020-Q2\"",
    json!({"type": "string", "pattern": "^\\d{4}(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?$"}),
    |text| Period::parse(text).map_err(|e| e.message())
);

value_from_text!(
    Slug,
    "短名",
    "a short name",
    "\"rd-spending\"",
    json!({"type": "string", "pattern": "^[a-z0-9]+([-_][a-z0-9]+)*$", "maxLength": 80}),
    |text| Slug::parse(text).map_err(|e| e.message())
);

value_from_text!(
    Mode,
    "公开方式",
    "a mode of disclosure",
    "\"主动公开\"",
    json!({"enum": Mode::ALL.map(Mode::word)}),
    |text| one_of(text, Mode::ALL, Mode::word)
);

value_from_text!(
    Status,
    "进度状态",
    "a status",
    "\"in-progress\"",
    json!({"enum": Status::ALL.map(Status::word)}),
    |text| one_of(text, Status::ALL, Status::word)
);

value_from_text!(
    UtcOffset,
    "时区偏移",
    "an offset from UTC",
    "\"+08:00\"",
    json!({"type": "string", "pattern": "^[+-]\\d\\d:\\d\\d$"}),
    |text| UtcOffset::parse(text).ok_or_else(|| say!(
        "`{text}` 不是时区偏移",
        "`{text}` is not an offset from UTC"
    ))
);

value_from_text!(
    SiteCode,
    "网站标识码",
    "an identification code",
    "\"3301059999\"",
    json!({"type": "string", "pattern": "^(\\d{10}|bm\\d{8})$"}),
    |text| SiteCode::parse(text).map_err(|e| e.message())
);

value_from_text!(
    IcpNumber,
    "ICP备案号",
    "an ICP number",
    "\"浙ICP备00000000号-1\"",
    json!({"type": "string", "pattern": "^[\u{4e00}-\u{9fff}]ICP备\\d{6,10}号(-\\d+)?$"}),
    |text| IcpNumber::parse(text).map_err(|e| e.message())
);

value_from_text!(
    PublicSecurityNumber,
    "公安备案号",
    "a police record number",
    "\"浙公网安备00000000000000号\"",
    json!({"type": "string", "pattern": "^[\u{4e00}-\u{9fff}]公网安备[ \u{a0}\u{3000}]?\\d{14}号$"}),
    |text| PublicSecurityNumber::parse(text).map_err(|e| e.message())
);

value_from_text!(
    WebUrl,
    "网址",
    "a URL",
    "\"https://www.example.gov.cn/\"",
    json!({"type": "string", "pattern": "^https?://"}),
    |text| WebUrl::parse(text).map_err(|e| e.message())
);

value_from_text!(
    ReportUrl,
    "网址",
    "a URL",
    "\"https://www.example.gov.cn/report?url={url}\"",
    json!({"type": "string", "pattern": "^https?://"}),
    |text| ReportUrl::parse(text).map_err(|e| e.message())
);

value_from_text!(
    ContentPath,
    "内容树里的路径",
    "a path of the content tree",
    "\"guide\"",
    json!({"type": "string", "pattern": "^[a-z0-9/]"}),
    |text| ContentPath::parse(text).map_err(|e| e.message())
);

value_from_text!(
    Profile,
    "网站类别",
    "a kind of site",
    "\"gov\"",
    json!({"enum": Profile::ALL.map(Profile::word)}),
    |text| one_of(text, Profile::ALL, Profile::word)
);

value_from_text!(
    Fingerprint,
    "检查结果的编号",
    "the digits of a finding",
    "\"00c0ffee\"",
    json!({"type": "string", "pattern": "^[0-9a-f]{8}$"}),
    |text| Fingerprint::parse(text).ok_or_else(|| say!(
        "`{text}` 不是 8 位小写十六进制数字",
        "`{text}` is not eight hexadecimal digits in lower case"
    ))
);

fn one_of<T: Copy, const N: usize>(
    text: &str,
    all: [T; N],
    word: fn(T) -> &'static str,
) -> Result<T, Message> {
    all.into_iter().find(|&v| word(v) == text).ok_or_else(|| {
        let words = all.map(|v| format!("`{}`", word(v)));
        let (zh, en) = (words.join("、"), words.join(", "));
        say!("`{text}` 不在可选值之中：{zh}", "`{text}` is none of {en}")
    })
}
