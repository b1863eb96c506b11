//! Pages that stand alone: plain pages, and what stands where a page moved or is not there.

use crate::model::words as text;
use crate::model::{Redirect, Withdrawal};
use crate::pages::context;
use crate::pages::frame::{From, Parts};
use crate::pages::index::{Placed, PlacedPage};
use crate::pages::plan::{folder_of, page_path};
use crate::pages::{Plan, paths, tags};
use crate::url::{MANIFEST, OutputPath, SHA256SUMS, SM3SUMS, absolute};

impl<'s> Plan<'s> {
    pub(super) fn page<'p>(
        &'p self,
        placed: &'p PlacedPage<'s>,
        from: From<'p>,
    ) -> context::Page<'p> {
        let page = placed.page;
        let title = page.title.value.as_ref();
        let column = placed.columns.last().copied();
        let mut list = tags::column(column.unwrap_or(&self.input.site.home), &self.site_view);
        list.extend(tags::page(
            page,
            text(&page.summary).unwrap_or(title),
            absolute(self.site_view.base_url, from.here),
            &self.site_view,
        ));
        let mut parts = Parts::new("page")
            .within(&placed.columns)
            .step(title, paths::page(&page.path))
            .title(title)
            .tags(list);
        parts.page = Some(&page.path);
        context::Page {
            frame: self.frame(from, parts),
            title,
            body: self.prose(&page.body, &folder_of(&page.path), from),
            updated: page.updated.as_ref().map(|day| day.value.date.to_string()),
        }
    }

    pub(super) fn resolver<'p>(
        &'p self,
        placed: &'p Placed<'s>,
        from: From<'p>,
    ) -> context::Redirect<'p> {
        let card = &placed.disclosure.card;
        let title = card.title.value.as_ref();
        let mut parts = Parts::new("redirect")
            .title(card.index_number.value.as_str())
            .step(card.index_number.value.as_str(), from.here.clone());
        parts.noindex = true;
        context::Redirect {
            frame: self.frame(from, parts),
            index_number: Some(card.index_number.value.as_str()),
            target: from.link(title, &paths::disclosure(&placed.disclosure.path)),
        }
    }

    pub(super) fn redirect<'p>(
        &'p self,
        redirect: &'p Redirect,
        from: From<'p>,
    ) -> context::Redirect<'p> {
        let title = self.input.words.get("redirect");
        let mut parts = Parts::new("redirect")
            .title(title)
            .step(title, from.here.clone());
        parts.noindex = true;
        let to = redirect.to.value.as_ref();
        let target = page_path(to).map_or_else(
            |_| from.link(to, &paths::home()),
            |path| from.link(absolute(self.site_view.base_url, &path), &path),
        );
        context::Redirect {
            frame: self.frame(from, parts),
            index_number: None,
            target,
        }
    }

    pub(super) fn withdrawn<'p>(
        &'p self,
        withdrawal: &'p Withdrawal,
        from: From<'p>,
    ) -> context::Withdrawn<'p> {
        let title = self.input.words.get("withdrawn");
        let mut parts = Parts::new("withdrawn")
            .title(title)
            .step(title, from.here.clone());
        parts.noindex = true;
        context::Withdrawn {
            frame: self.frame(from, parts),
            date: withdrawal.date.value.to_string(),
            reason: &withdrawal.reason.value,
        }
    }

    pub(super) fn proof<'p>(&'p self, from: From<'p>) -> context::Proof<'p> {
        let title = self.input.words.get("proof");
        let parts = Parts::new("proof")
            .step(title, from.here.clone())
            .title(title)
            .tags(tags::own_list(title, tags::CATALOGUE, &self.site_view));
        let list = |name: &'static str| from.link(name, &OutputPath::of_slugs(name.to_owned()));
        context::Proof {
            frame: self.frame(from, parts),
            address: self.site_view.base_url,
            manifest: list(MANIFEST),
            sha256: list(SHA256SUMS),
            sm3: list(SM3SUMS),
        }
    }

    pub(super) fn not_found<'p>(&'p self, from: From<'p>) -> context::NotFound<'p> {
        let title = self.input.words.get("not_found");
        let mut parts = Parts::new("404").title(title);
        parts.noindex = true;
        context::NotFound {
            frame: self.frame(from, parts),
        }
    }
}
