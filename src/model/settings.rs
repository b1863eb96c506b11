use super::{
    Checking, Foot, Located, PublishTargets, SiteCode, Stated, Statutory, Text, UtcOffset,
};
use crate::diagnostic::Span;

/// `site.toml`: what is true of the whole site.
#[derive(Clone, Debug)]
pub struct Settings {
    /// 网站名称 (web tag `SiteName`).
    pub name: Text,
    /// Where the site will stand: absolute, ending in `/`.
    pub base_url: Located<Box<str>>,
    /// The language of the pages: `zh-CN` or `en`.
    pub language: Located<Box<str>>,
    /// The offset of all its times.
    pub utc_offset: UtcOffset,
    /// The theme: `themes/NAME` over the built-in one.
    pub theme: Located<Box<str>>,
    /// 网站标识码 (web tag `SiteIDCode`).
    pub site_code: Stated<SiteCode>,
    /// What the site is, in a sentence.
    pub description: Option<Text>,
    /// Who answers for the site.
    pub organisation: Organisation,
    /// How many items a page of a list holds.
    pub per_page: usize,
    /// Text that is shown on every page, for example that this is an example.
    pub notice: Option<Text>,
    /// What stands at the foot of every page.
    pub foot: Stated<Foot>,
    /// Where the columns and pages stand that the site must have.
    pub statutory: Stated<Statutory>,
    /// How it is checked.
    pub checking: Checking,
    /// What of its revisions is told.
    pub history: Telling,
    /// Where it is published to.
    pub targets: PublishTargets,
    /// The start of the file, for findings about what it lacks.
    pub span: Span,
}

/// What a site tells of its revisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Telling {
    /// Whether its pages tell them, where git knows them.
    pub show: bool,
    /// Whether those who made them are named.
    pub authors: bool,
}

impl Default for Telling {
    fn default() -> Self {
        Self {
            show: true,
            authors: false,
        }
    }
}

/// Who answers for the site.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Its full name.
    pub name: Text,
    /// The prefix of its index numbers, such as `K1493206-6`.
    pub index_prefix: Option<Text>,
}

impl Settings {
    /// The host of the site without scheme, port and path (web tag `SiteDomain`).
    #[must_use]
    pub fn domain(&self) -> &str {
        let url = self.base_url.value.as_ref();
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        rest.split(['/', ':']).next().unwrap_or(rest)
    }

    /// The path of the site on its host: starts and ends with `/`.
    #[must_use]
    pub fn base_path(&self) -> &str {
        let url = self.base_url.value.as_ref();
        url.split_once("://")
            .and_then(|(_, rest)| rest.find('/').and_then(|slash| rest.get(slash..)))
            .unwrap_or("/")
    }
}
