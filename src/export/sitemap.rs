//! `sitemap.xml` (sitemaps.org 0.9) and `robots.txt` (RFC 9309).

use super::ExportError;
use super::xml::Xml;
use crate::pages::{PageKind, Plan, PlannedPage};
use crate::url::{OutputPath, absolute};

/// How many URLs a file may hold.
const LIMIT: usize = 50_000;
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// Where the site map is, or the part of it with this number, from 0.
pub(super) fn path(number: Option<usize>) -> OutputPath {
    OutputPath::of_slugs(match number {
        None => "sitemap.xml".to_owned(),
        Some(number) => format!("sitemap-{}.xml", number + 1),
    })
}

/// How many parts there are besides the index of them; none if one file holds everything.
pub(super) fn parts(plan: &Plan<'_>) -> usize {
    parts_of(pages(plan).count(), LIMIT)
}

fn parts_of(pages: usize, limit: usize) -> usize {
    if pages <= limit {
        0
    } else {
        pages.div_ceil(limit)
    }
}

/// A part, by its number from 0.
pub(super) fn part(plan: &Plan<'_>, number: usize) -> Result<Vec<u8>, ExportError> {
    let pages = pages(plan).skip(number * LIMIT).take(LIMIT);
    urls(pages, &plan.input.site.settings.base_url.value)
}

/// The site map itself: everything, or an index of its parts.
pub(super) fn whole(plan: &Plan<'_>) -> Result<Vec<u8>, ExportError> {
    let base_url = &plan.input.site.settings.base_url.value;
    match parts(plan) {
        0 => urls(pages(plan), base_url),
        parts => index(parts, base_url),
    }
}

fn index(parts: usize, base_url: &str) -> Result<Vec<u8>, ExportError> {
    let mut xml = Xml::lines()?;
    xml.element("sitemapindex", &[("xmlns", NAMESPACE)], |xml| {
        (0..parts).try_for_each(|number| {
            let part = absolute(base_url, &path(Some(number)));
            xml.element("sitemap", &[], |xml| xml.text("loc", &[], &part))
        })
    })?;
    Ok(xml.finish())
}

/// The pages that a search engine should know.
fn pages<'p>(plan: &'p Plan<'_>) -> impl Iterator<Item = &'p PlannedPage<'p>> {
    plan.pages.iter().filter(|page| listed(page))
}

fn urls<'p>(
    mut pages: impl Iterator<Item = &'p PlannedPage<'p>>,
    base_url: &str,
) -> Result<Vec<u8>, ExportError> {
    let mut xml = Xml::lines()?;
    xml.element("urlset", &[("xmlns", NAMESPACE)], |xml| {
        pages.try_for_each(|page| {
            xml.element("url", &[], |xml| {
                xml.text("loc", &[], &absolute(base_url, &page.path))?;
                match last_changed(page) {
                    Some(day) => xml.text("lastmod", &[], &day),
                    None => Ok(()),
                }
            })
        })
    })?;
    Ok(xml.finish())
}

/// Whether a search engine should know the page.
fn listed(page: &PlannedPage<'_>) -> bool {
    !matches!(
        page.kind,
        PageKind::Resolver(_)
            | PageKind::Redirect(_)
            | PageKind::Withdrawn(_)
            | PageKind::NotFound
            // What a text no longer says is not to be found.
            | PageKind::DisclosureHistory(..)
            | PageKind::TaskHistory(..)
    )
}

fn last_changed(page: &PlannedPage<'_>) -> Option<String> {
    let placed = match page.kind {
        PageKind::Disclosure(placed)
        | PageKind::Chapter(placed, _, _)
        | PageKind::Task(placed, _, _) => placed,
        _ => return None,
    };
    Some(placed.disclosure.card.published.value.date.to_string())
}

/// Where `robots.txt` is.
pub(super) fn robots_path() -> OutputPath {
    OutputPath::of_slugs("robots.txt".to_owned())
}

/// Everything is open; the site map is named.
pub(super) fn robots(plan: &Plan<'_>) -> Vec<u8> {
    let base_url = plan.input.site.settings.base_url.value.as_ref();
    let sitemap = absolute(base_url, &path(None));
    format!("User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_falls_into_parts_and_an_index() {
        for (pages, parts) in [(0, 0), (5, 0), (6, 2), (10, 2), (11, 3)] {
            assert_eq!(parts_of(pages, 5), parts, "{pages}");
        }
        let index = String::from_utf8(index(2, "https://a.cn/").unwrap()).unwrap();
        let names: Vec<&str> = index
            .split("<loc>")
            .skip(1)
            .filter_map(|rest| rest.split("</loc>").next())
            .collect();
        assert_eq!(
            names,
            ["https://a.cn/sitemap-1.xml", "https://a.cn/sitemap-2.xml"]
        );
    }
}
