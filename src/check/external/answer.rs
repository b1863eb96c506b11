//! What another site answered.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Message;
use crate::say;

/// Answers by URL, without fragment, as [`url::Url`] writes it.
pub type Answers = BTreeMap<String, Answer>;

/// What a URL answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// The page is there.
    Fine,
    /// It moved for good, to this URL, where it is.
    Moved(String),
    /// It is not there (404) or was taken away (410).
    Gone(u16),
    /// Its certificate is not one that browsers accept.
    Certificate(Distrust),
    /// Nothing useful came of it.
    Unreachable(Trouble),
    /// The site answered, but keeps programs out: that says nothing of readers.
    Undecided,
}

/// Why nothing useful came of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trouble {
    /// No server has this name.
    NoHost,
    /// No server took the call.
    Refused,
    /// It took too long.
    TooSlow,
    /// The connection broke, or what came is no HTTP.
    Cut,
    /// It redirects in a circle, or too often.
    Redirects,
    /// It redirects to where a reader cannot follow.
    BadRedirect,
    /// The server fails, with this status.
    Status(u16),
}

/// Why a certificate is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Distrust {
    /// Its time is over, or has not begun.
    Expired,
    /// It is that of another host.
    OtherHost,
    /// Nobody who is trusted vouches for it, or the server leaves out who does.
    UnknownIssuer,
    /// It is faulty in another way.
    Faulty,
}

impl Distrust {
    /// In words.
    #[must_use]
    pub fn message(self) -> Message {
        match self {
            Self::Expired => say!("已过期", "it has expired"),
            Self::OtherHost => say!("是别的域名的", "it is that of another host"),
            Self::UnknownIssuer => say!("签发者不受信任", "its issuer is not trusted"),
            Self::Faulty => say!("本身有误", "it is faulty"),
        }
    }
}

impl Trouble {
    /// In words.
    #[must_use]
    pub fn message(self) -> Message {
        match self {
            Self::NoHost => say!("没有这个域名", "there is no such host"),
            Self::Refused => say!("连不上服务器", "no server takes the call"),
            Self::TooSlow => say!("太久没有回答", "there was no answer in time"),
            Self::Cut => say!("连接中断或回答不是网页", "the connection broke"),
            Self::Redirects => say!("一再跳转", "it redirects without end"),
            Self::BadRedirect => say!(
                "跳转到外面打不开的地址",
                "it redirects to where nobody outside can follow"
            ),
            Self::Status(status) => {
                say!("服务器回答 {status}", "the server answers {status}")
            }
        }
    }
}
