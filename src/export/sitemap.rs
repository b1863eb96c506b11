//! `sitemap.xml` (sitemaps.org 0.9) and `robots.txt` (RFC 9309).

use super::feed::{document, element, finish};
use super::{ExportError, ExportFile};
use crate::pages::{PageKind, Plan, PlannedPage};
use crate::url::{OutputPath, absolute};

/// How many URLs a file may hold.
const LIMIT: usize = 50_000;
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

fn path(number: Option<usize>) -> OutputPath {
    OutputPath::of_slugs(match number {
        None => "sitemap.xml".to_owned(),
        Some(number) => format!("sitemap-{number}.xml"),
    })
}

/// One file, or an index and its parts.
pub(super) fn sitemaps(plan: &Plan<'_>) -> Result<Vec<ExportFile>, ExportError> {
    let pages: Vec<&PlannedPage<'_>> = plan.pages.iter().filter(|page| listed(page)).collect();
    in_parts(&plan.input.site.settings.base_url.value, &pages, LIMIT)
}

fn in_parts(
    base_url: &str,
    pages: &[&PlannedPage<'_>],
    limit: usize,
) -> Result<Vec<ExportFile>, ExportError> {
    if pages.len() <= limit {
        return Ok(vec![ExportFile {
            path: path(None),
            bytes: urls(pages, base_url)?,
        }]);
    }
    let mut files = Vec::new();
    for (number, part) in (1..).zip(pages.chunks(limit)) {
        files.push(ExportFile {
            path: path(Some(number)),
            bytes: urls(part, base_url)?,
        });
    }
    let mut xml = document()?;
    xml.create_element("sitemapindex")
        .with_attribute(("xmlns", NAMESPACE))
        .write_inner_content(|xml| {
            for file in &files {
                xml.create_element("sitemap").write_inner_content(|xml| {
                    element(xml, "loc", &absolute(base_url, &file.path))
                })?;
            }
            Ok(())
        })?;
    files.push(ExportFile {
        path: path(None),
        bytes: finish(xml),
    });
    Ok(files)
}

fn urls(pages: &[&PlannedPage<'_>], base_url: &str) -> Result<Vec<u8>, ExportError> {
    let mut xml = document()?;
    xml.create_element("urlset")
        .with_attribute(("xmlns", NAMESPACE))
        .write_inner_content(|xml| {
            for page in pages {
                xml.create_element("url").write_inner_content(|xml| {
                    element(xml, "loc", &absolute(base_url, &page.path))?;
                    match last_changed(page) {
                        Some(day) => element(xml, "lastmod", &day),
                        None => Ok(()),
                    }
                })?;
            }
            Ok(())
        })?;
    Ok(finish(xml))
}

/// Whether a search engine should know the page.
fn listed(page: &PlannedPage<'_>) -> bool {
    !matches!(
        page.kind,
        PageKind::Resolver(_) | PageKind::Redirect(_) | PageKind::Withdrawn(_) | PageKind::NotFound
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

/// Everything is open; the site map is named.
pub(super) fn robots(plan: &Plan<'_>) -> ExportFile {
    let base_url = plan.input.site.settings.base_url.value.as_ref();
    let sitemap = absolute(base_url, &path(None));
    let text = format!("User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n");
    ExportFile {
        path: OutputPath::of_slugs("robots.txt".to_owned()),
        bytes: text.into_bytes(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_falls_into_parts_and_an_index() {
        let pages: Vec<PlannedPage<'_>> = (0..5)
            .map(|n| PlannedPage {
                path: OutputPath::parse(&format!("a/{n}.html")).unwrap(),
                kind: PageKind::SiteMap,
                origin: None,
            })
            .collect();
        let pages: Vec<&PlannedPage<'_>> = pages.iter().collect();
        let text = |file: &ExportFile| String::from_utf8(file.bytes.clone()).unwrap();

        let whole = in_parts("https://a.cn/", &pages, 5).unwrap();
        assert_eq!(whole.len(), 1);
        assert_eq!(whole[0].path.as_str(), "sitemap.xml");
        assert_eq!(text(&whole[0]).matches("<url>").count(), 5);

        let parts = in_parts("https://a.cn/", &pages, 2).unwrap();
        let names: Vec<&str> = parts.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(
            names,
            [
                "sitemap-1.xml",
                "sitemap-2.xml",
                "sitemap-3.xml",
                "sitemap.xml"
            ]
        );
        let urls: usize = parts.iter().map(|f| text(f).matches("<url>").count()).sum();
        assert_eq!(urls, 5);
        for name in &names[..3] {
            let entry = format!("<loc>https://a.cn/{name}</loc>");
            assert!(text(&parts[3]).contains(&entry), "{name}");
        }
    }
}
