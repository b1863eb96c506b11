use std::collections::BTreeMap;

use super::{ContentPath, Located, Stated};

/// A column or page that a disclosure site must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Duty {
    /// 政府信息公开指南 (条例 article 12).
    Guide,
    /// 政府信息公开制度.
    Rules,
    /// 法定主动公开内容 (条例 articles 19 to 21).
    Mandatory,
    /// 政府信息公开年报 (条例 articles 49 and 50).
    AnnualReports,
    /// 依申请公开 (条例 article 29).
    OnRequest,
    /// 无障碍声明.
    Accessibility,
    /// 联系我们.
    Contact,
}

impl Duty {
    /// All of them; those of the navigation come first, in their order there.
    pub const ALL: [Self; 7] = [
        Self::Guide,
        Self::Rules,
        Self::Mandatory,
        Self::AnnualReports,
        Self::OnRequest,
        Self::Accessibility,
        Self::Contact,
    ];

    /// Its key in `site.toml`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Guide => "guide",
            Self::Rules => "rules",
            Self::Mandatory => "mandatory",
            Self::AnnualReports => "annual_reports",
            Self::OnRequest => "on_request",
            Self::Accessibility => "accessibility",
            Self::Contact => "contact",
        }
    }

    /// What it is, in Chinese and English.
    #[must_use]
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Guide => ("政府信息公开指南", "the guide to disclosure"),
            Self::Rules => ("政府信息公开制度", "the rules of disclosure"),
            Self::Mandatory => ("法定主动公开内容", "what the law requires to be disclosed"),
            Self::AnnualReports => ("政府信息公开年报", "the annual reports on disclosure"),
            Self::OnRequest => ("依申请公开", "disclosure on request"),
            Self::Accessibility => ("无障碍声明", "the accessibility statement"),
            Self::Contact => ("联系我们", "how to reach the office"),
        }
    }

    /// Whether it stands in the main navigation: the four columns that 国办公开办函〔2019〕61号 names, and
    /// 依申请公开 beside them. The others stand at the foot.
    #[must_use]
    pub fn is_main(self) -> bool {
        !matches!(self, Self::Accessibility | Self::Contact)
    }
}

/// Where the columns and pages of a site that it must have stand in the content tree.
#[derive(Clone, Debug, Default)]
pub struct Statutory(BTreeMap<Duty, Stated<ContentPath>>);

impl Statutory {
    /// Where each of them stands.
    #[must_use]
    pub fn new(places: BTreeMap<Duty, Stated<ContentPath>>) -> Self {
        Self(places)
    }

    /// Where one stands.
    #[must_use]
    pub fn place(&self, duty: Duty) -> Option<&Located<ContentPath>> {
        self.0.get(&duty).and_then(Stated::given)
    }

    /// Those that nothing is said about.
    pub fn missing(&self) -> impl Iterator<Item = Duty> {
        let is_absent = |duty: &Duty| self.0.get(duty).is_none_or(Stated::is_absent);
        Duty::ALL.into_iter().filter(is_absent)
    }
}
