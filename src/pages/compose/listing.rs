//! Pages that list others: home, columns, catalogue, site map.

use std::borrow::Cow;

use crate::model::Column;
use crate::model::words as text;
use crate::pages::context::{self, CatalogueRow, MapSection};
use crate::pages::downloads::Sizes;
use crate::pages::frame::{From, Parts};
use crate::pages::lists::Pages;
use crate::pages::{LATEST, Plan, json_ld, paths, tags};

impl Plan<'_> {
    pub(super) fn home<'p>(&'p self, from: From<'p>) -> context::Home<'p> {
        let home = &self.input.site.home;
        let mut parts = Parts::new("home");
        parts
            .tags
            .extend(self.site_view.description.map(tags::description));
        parts.json_ld = Some(json_ld::website(self));
        context::Home {
            frame: self.frame(from, parts),
            intro: self.prose(&home.body, &home.path, from),
            latest: self.disclosure_items(self.input.index.disclosures.iter().take(LATEST), from),
            columns: self.column_items(&home.columns, from),
            pages: self.page_links(home, from),
        }
    }

    pub(super) fn column<'p>(
        &'p self,
        column: &'p Column,
        lineage: &'p [&'p Column],
        number: Option<usize>,
        from: From<'p>,
    ) -> context::Column<'p> {
        let title = column.title.value.as_ref();
        let index = self.input.index;
        let pages = Pages::new(
            index.count_of_column(column),
            self.input.site.settings.per_page,
        );
        let path = |number: Option<usize>| match number {
            None => paths::column(&column.path),
            Some(number) => paths::list_page(&column.path, number),
        };
        let mut parts = Parts::new("column")
            .within(lineage)
            .title(self.page_title(title, number))
            .tags(tags::column(column, &self.site_view));
        if let Some(number) = number {
            let step = self.words_n("page_number", number);
            parts = parts.step(step, path(Some(number)));
        }
        let range = pages.range(number);
        context::Column {
            frame: self.frame(from, parts),
            title,
            description: text(&column.description),
            intro: self.prose(&column.body, &column.path, from),
            columns: self.column_items(&column.columns, from),
            pages: self.page_links(column, from),
            items: self.disclosure_items(
                index.of_column(column).skip(range.start).take(range.len()),
                from,
            ),
            number,
            pager: pages.pager(number, path),
        }
    }

    /// The title of a page of a list.
    pub(super) fn page_title<'p>(&self, title: &'p str, number: Option<usize>) -> Cow<'p, str> {
        match number {
            None => title.into(),
            Some(number) => format!("{title} {}", self.words_n("page_number", number)).into(),
        }
    }

    /// A string of the theme with a number in it.
    pub(super) fn words_n(&self, key: &str, n: usize) -> String {
        self.input.words.get(key).replace("{n}", &n.to_string())
    }

    pub(super) fn catalogue<'p>(
        &'p self,
        number: Option<usize>,
        sizes: &Sizes,
        from: From<'p>,
    ) -> context::Catalogue<'p> {
        let title = self.input.words.get("catalogue");
        let all = &self.input.index.disclosures;
        let pages = Pages::new(all.len(), self.input.site.settings.per_page);
        let path = |number: Option<usize>| match number {
            None => paths::catalogue(),
            Some(number) => paths::catalogue_page(number),
        };
        let mut parts = Parts::new("catalogue")
            .step(title, paths::catalogue())
            .title(self.page_title(title, number))
            .tags(tags::own_list(title, tags::CATALOGUE, &self.site_view));
        if let Some(number) = number {
            parts = parts.step(self.words_n("page_number", number), path(Some(number)));
        }
        let rows = all
            .get(pages.range(number))
            .unwrap_or_default()
            .iter()
            .map(|placed| {
                let card = &placed.disclosure.card;
                CatalogueRow {
                    item: self.disclosure_item(placed, from),
                    created: card.created.as_ref().map(|day| day.value.to_string()),
                    document_number: text(&card.document_number),
                }
            });
        context::Catalogue {
            rows: rows.collect(),
            frame: self.frame(from, parts),
            number,
            pager: pages.pager(number, path),
            downloads: self.data_files(sizes, from, paths::catalogue_data),
            package: from.to(&paths::catalogue_package()),
            dcat: from.to(&paths::catalogue_dcat(None)),
        }
    }

    pub(super) fn site_map<'p>(&'p self, from: From<'p>) -> context::SiteMap<'p> {
        let title = self.input.words.get("site_map");
        let parts = Parts::new("site-map")
            .step(title, paths::site_map())
            .title(title)
            .tags(tags::own_list(title, tags::CATALOGUE, &self.site_view));
        let columns = self.input.index.columns.iter().skip(1);
        let sections = columns.filter_map(|lineage| {
            let column = *lineage.last()?;
            let own = self
                .input
                .index
                .of_column(column)
                .filter(|placed| placed.column().is_some_and(|c| c.path == column.path));
            Some(MapSection {
                column: from.link(column.title.value.as_ref(), &paths::column(&column.path)),
                depth: lineage.len() - 1,
                pages: self.page_links(column, from),
                disclosures: self.disclosure_items(own, from),
            })
        });
        context::SiteMap {
            pages: self.page_links(&self.input.site.home, from),
            proof: from.link(self.input.words.get("proof"), &paths::proof()),
            sections: sections.collect(),
            series: self.series_links(from),
            frame: self.frame(from, parts),
        }
    }
}
