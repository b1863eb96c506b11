//! The fifteen web tags of the 《政府网站发展指引》 (国办发〔2017〕47号), in their order, each once. Which
//! page has which: home 1 to 3, lists 1 to 7, articles 1 to 15. A tag is never empty; one that the
//! content gives no value for is left out.

use std::borrow::Cow;

use super::context::{SiteView, WebTag};
use crate::model::{Column, IndexCard, Page, Text};

fn tag<'a>(name: &'static str, content: impl Into<Cow<'a, str>>) -> WebTag<'a> {
    WebTag {
        name,
        content: content.into(),
    }
}

/// The tags of the site, and then those of the page.
pub(super) fn all<'a>(site: &SiteView<'a>, page: Vec<WebTag<'a>>) -> Vec<WebTag<'a>> {
    let mut tags = vec![tag("SiteName", site.name), tag("SiteDomain", site.domain)];
    tags.extend(site.site_code.map(|code| tag("SiteIDCode", code)));
    tags.extend(page.into_iter().filter(|tag| !tag.content.is_empty()));
    tags
}

/// The tags of a column; a field that it does not state is filled from its name.
pub(super) fn column<'a>(column: &'a Column, site: &SiteView<'_>) -> Vec<WebTag<'a>> {
    let title = column.title.value.as_ref();
    let description: Cow<'a, str> = match &column.description {
        Some(text) => text.value.as_ref().into(),
        None => format!("{} {title}", site.name).into(),
    };
    let keywords: Cow<'a, str> = if column.keywords.is_empty() {
        title.into()
    } else {
        keywords(&column.keywords).into()
    };
    let category = column.category.as_ref().map_or(title, |t| t.value.as_ref());
    vec![
        tag("ColumnName", title),
        tag("ColumnDescription", description),
        tag("ColumnKeywords", keywords),
        tag("ColumnType", category),
    ]
}

/// The category of lists of what is public.
pub(super) const CATALOGUE: &str = "信息公开目录";
/// The category of pages of units.
pub(super) const UNITS: &str = "机构职能";

/// The tags of a list of the site's own, such as the catalogue.
pub(super) fn own_list<'a>(
    title: &'a str,
    category: &'static str,
    site: &SiteView<'a>,
) -> Vec<WebTag<'a>> {
    vec![
        tag("ColumnName", title),
        tag("ColumnDescription", format!("{} {title}", site.name)),
        tag("ColumnKeywords", title),
        tag("ColumnType", category),
    ]
}

/// What an article's own tags are made of.
pub(super) struct Article<'a> {
    pub(super) title: Cow<'a, str>,
    pub(super) card: &'a IndexCard,
    pub(super) description: Cow<'a, str>,
    pub(super) url: String,
}

/// The tags 8 to 15 of an article.
pub(super) fn article<'a>(article: Article<'a>, site: &SiteView<'a>) -> Vec<WebTag<'a>> {
    let card = article.card;
    let source = card
        .publisher
        .as_ref()
        .map_or(site.organisation, |text| text.value.as_ref());
    vec![
        tag("ArticleTitle", article.title),
        tag("PubDate", card.published.value.web_tag()),
        tag("ContentSource", source),
        tag("Keywords", keywords(&card.keywords)),
        tag("Description", article.description),
        tag("Url", article.url),
    ]
}

/// The tags 8 to 15 of a plain page, which has a date only if it says when it was last brought up to
/// date.
pub(super) fn page<'a>(
    page: &'a Page,
    description: &'a str,
    url: String,
    site: &SiteView<'a>,
) -> Vec<WebTag<'a>> {
    let mut tags = vec![tag("ArticleTitle", page.title.value.as_ref())];
    tags.extend(
        page.updated
            .as_ref()
            .map(|day| tag("PubDate", day.value.web_tag())),
    );
    tags.push(tag("ContentSource", site.organisation));
    tags.push(tag("Description", description));
    tags.push(tag("Url", url));
    tags
}

/// A description alone, for pages that are no articles.
pub(super) fn description(text: &str) -> WebTag<'_> {
    tag("Description", text)
}

/// Keywords are parted by a plain comma.
fn keywords(list: &[Text]) -> String {
    list.iter()
        .map(|keyword| keyword.value.as_ref())
        .collect::<Vec<_>>()
        .join(",")
}
