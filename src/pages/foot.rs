//! What stands at the foot of every page (《政府网站发展指引》, 国办发〔2017〕47号, 全站页面底部功能区).

use super::Plan;
use super::context::{FootItem, FootView};
use super::frame::From;
use crate::model::{IcpNumber, SiteCode, words as text};
use crate::url::encode_component;

impl Plan<'_> {
    /// What stands at the foot of a page.
    pub(super) fn foot<'p>(&'p self, from: From<'_>) -> FootView<'p> {
        let settings = &self.input.site.settings;
        let words = self.input.words;
        let foot = settings.foot.value();
        // The marks belong to others: only a theme that has them shows them.
        let icon = |names: [&str; 2]| {
            names
                .into_iter()
                .find_map(|name| self.input.assets.get(name))
                .map(|path| from.to(path))
        };
        FootView {
            links: self.foot_links(from),
            organisation: plain(&settings.organisation.name.value),
            undertaker: foot.and_then(|f| text(&f.undertaker)).map(plain),
            contact: foot.and_then(|f| f.contact.value()).map(|t| plain(t)),
            site_code: settings.site_code.value().map(SiteCode::as_str).map(plain),
            icp: foot
                .and_then(|f| f.icp.value())
                .map(|n| leading(n.as_str(), IcpNumber::REGISTER.to_owned())),
            public_security: foot
                .and_then(|f| f.public_security.value())
                .map(|n| FootItem {
                    icon: icon(["police.svg", "police.png"]),
                    ..leading(n.as_str(), n.register())
                }),
            certificate: foot
                .and_then(|f| f.certificate.value())
                .map(|url| FootItem {
                    icon: icon(["conac.svg", "conac.png"]),
                    ..leading(words.get("certificate"), url.to_string())
                }),
        }
    }

    /// Where faults of the page with the absolute URL `canonical` are reported.
    pub(super) fn report_errors(&self, canonical: Option<&str>) -> Option<FootItem<'_>> {
        let foot = self.input.site.settings.foot.value();
        let url = foot.and_then(|foot| foot.report_errors.value())?;
        // `404.html` has no URL of its own: the site is reported.
        let page = encode_component(canonical.unwrap_or(self.site_view.base_url));
        let text = self.input.words.get("report_errors");
        Some(leading(text, url.of_page(&page)))
    }
}

fn plain(text: &str) -> FootItem<'_> {
    FootItem {
        text,
        href: None,
        icon: None,
    }
}

fn leading(text: &str, href: String) -> FootItem<'_> {
    FootItem {
        href: Some(href),
        ..plain(text)
    }
}
