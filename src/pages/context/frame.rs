use std::collections::BTreeMap;

use serde::Serialize;

use super::Shared;

/// What every page has: head, top and foot.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Frame<'a> {
    /// The site.
    pub site: Shared<SiteView<'static>>,
    /// What kind of page it is, such as `task`: the template's name without `.html`.
    pub kind: &'static str,
    /// The text of `<title>`: what it is, where it belongs, the site.
    pub title: String,
    /// Its absolute URL; none if it has none of its own (`404.html`).
    pub canonical: Option<String>,
    /// What leads from this page to the root of the site: empty, or `../` repeated. On `404.html`,
    /// which is served in any folder, the path of the site on its host.
    pub root: String,
    /// Whether search engines are asked to leave it out.
    pub noindex: bool,
    /// The web tags of the 《政府网站发展指引》 that fit this kind of page, in their order.
    pub tags: Vec<WebTag<'a>>,
    /// JSON-LD, safe inside `<script>`; none where there is nothing to say.
    pub json_ld: Option<String>,
    /// From the home page to this page; the last one is this page.
    pub breadcrumb: Vec<Link<'a>>,
    /// The main navigation: home, the statutory columns and pages, the other columns of the first level,
    /// the catalogue and the units.
    pub navigation: Shared<Vec<NavigationLink<'static>>>,
    /// What stands at the foot.
    pub foot: Shared<FootView<'static>>,
    /// 我为政府网站找错, leading to where faults of this page are reported.
    pub report_errors: Option<FootItem<'a>>,
    /// Atom feeds that fit this page.
    pub feeds: Shared<Vec<Link<'static>>>,
    /// Files of the theme's `static` folder by their names there: their URLs from this page.
    pub assets: Shared<BTreeMap<&'static str, String>>,
    /// The site's own pages by name (`home`, `catalogue`, `units`, `search`, `site_map`): their URLs
    /// from this page.
    pub links: Shared<BTreeMap<&'static str, String>>,
}

/// What a page says about its site.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SiteView<'a> {
    /// 网站名称.
    pub name: &'a str,
    /// `zh-CN` or `en`.
    pub language: &'a str,
    /// What the site is.
    pub description: Option<&'a str>,
    /// A note for every page.
    pub notice: Option<&'a str>,
    /// Its absolute URL.
    pub base_url: &'a str,
    /// Its host.
    pub domain: &'a str,
    /// 网站标识码.
    pub site_code: Option<&'a str>,
    /// 主办单位.
    pub organisation: &'a str,
}

/// What stands at the foot of every page; what `site.toml` does not state is not there.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FootView<'a> {
    /// Pages of the site: site map, catalogue, units, accessibility statement, contact.
    pub links: Vec<Link<'a>>,
    /// 主办单位.
    pub organisation: FootItem<'a>,
    /// 承办单位.
    pub undertaker: Option<FootItem<'a>>,
    /// 联系方式.
    pub contact: Option<FootItem<'a>>,
    /// 网站标识码.
    pub site_code: Option<FootItem<'a>>,
    /// ICP备案号, leading to the register.
    pub icp: Option<FootItem<'a>>,
    /// 公安备案号, leading to its page in the register.
    pub public_security: Option<FootItem<'a>>,
    /// 党政机关网站标识, leading to the certificate.
    pub certificate: Option<FootItem<'a>>,
}

/// An item at the foot.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FootItem<'a> {
    /// Its text.
    pub text: &'a str,
    /// Where it leads: a URL of another website.
    pub href: Option<String>,
    /// The mark that goes with it, if the theme's `static` folder has it: `conac.svg` or `conac.png` for
    /// the certificate, `police.svg` or `police.png` for the record of the police; its URL from this
    /// page.
    pub icon: Option<String>,
}

/// A `<meta>` web tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WebTag<'a> {
    /// Its name, such as `SiteName`.
    pub name: &'static str,
    /// Its value; never empty.
    pub content: std::borrow::Cow<'a, str>,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Link<'a> {
    /// Its text.
    pub title: std::borrow::Cow<'a, str>,
    /// Its URL from this page.
    pub href: String,
}

/// A link of the main navigation.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NavigationLink<'a> {
    /// Its text.
    pub title: &'a str,
    /// Its URL from this page.
    pub href: String,
    /// Whether this page belongs to it.
    pub current: bool,
}

/// A file to download.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Download<'a> {
    /// What it is: a file name, or none where `format` says enough.
    pub name: Option<&'a str>,
    /// Its URL from this page.
    pub href: String,
    /// `CSV`, `JSON`, `PDF` …
    pub format: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its size for people: `12.3 KB`.
    pub size: String,
}
