//! JSON-LD for search engines and harvesters: schema.org `WebSite`, `Report` and `Dataset`.

use serde_json::{Value, json};

use super::Plan;
use super::index::Placed;
use super::paths;
use crate::url::absolute;

/// JSON that is safe inside `<script>`.
fn script_safe(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

/// The site, on its home page.
pub(super) fn website(plan: &Plan<'_>) -> String {
    let site = &plan.site_view;
    let mut value = json!({
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": site.name,
        "url": site.base_url,
        "inLanguage": site.language,
        "publisher": {"@type": "GovernmentOrganization", "name": site.organisation},
    });
    set(&mut value, "description", site.description);
    script_safe(&value)
}

/// A disclosure: a report, and where it has tasks the data set that it offers.
pub(super) fn disclosure(plan: &Plan<'_>, placed: &Placed<'_>) -> String {
    let site = &plan.site_view;
    let offset = plan.input.site.settings.utc_offset;
    let disclosure = placed.disclosure;
    let card = &disclosure.card;
    let url = absolute(site.base_url, &paths::disclosure(&disclosure.path));
    let publisher = card
        .publisher
        .as_ref()
        .map_or(site.organisation, |text| text.value.as_ref());
    let mut report = json!({
        "@context": "https://schema.org",
        "@type": "Report",
        "@id": url,
        "url": url,
        "headline": card.title.value,
        "name": card.title.value,
        "reportNumber": card.index_number.value.as_str(),
        "identifier": card.index_number.value.as_str(),
        "datePublished": card.published.value.iso(offset),
        "inLanguage": site.language,
        "isAccessibleForFree": true,
        "publisher": {"@type": "GovernmentOrganization", "name": publisher},
    });
    if let Some(object) = report.as_object_mut() {
        if let Some(created) = &card.created {
            object.insert("dateCreated".into(), json!(created.value.to_string()));
        }
        if let Some(period) = &disclosure.period {
            let (start, end) = (period.value.start(), period.value.end());
            object.insert("temporalCoverage".into(), json!(format!("{start}/{end}")));
        }
        if let Some(place) = plan.input.index.in_series(placed) {
            let series = place.series;
            object.insert(
                "isPartOf".into(),
                json!({
                    "@type": "CreativeWorkSeries",
                    "name": series.series.name,
                    "url": absolute(site.base_url, &paths::series(&series.slug)),
                }),
            );
        }
        if let Some(column) = placed.column() {
            object.insert("articleSection".into(), json!(column.title.value));
        }
        if !card.keywords.is_empty() {
            let keywords: Vec<_> = card.keywords.iter().map(|k| &k.value).collect();
            object.insert("keywords".into(), json!(keywords));
        }
        if !disclosure.chapters().is_empty() {
            let download = |extension, format: &str| {
                json!({
                    "@type": "DataDownload",
                    "encodingFormat": format,
                    "contentUrl": absolute(
                        site.base_url,
                        &paths::disclosure_data(&disclosure.path, extension),
                    ),
                })
            };
            object.insert(
                "mainEntity".into(),
                json!({
                    "@type": "Dataset",
                    "name": card.title.value,
                    "description": summary(placed),
                    "distribution": [
                        download("csv", "text/csv"),
                        download("json", "application/json"),
                    ],
                }),
            );
        }
    }
    set(
        &mut report,
        "abstract",
        card.summary.as_ref().map(|text| text.value.as_ref()),
    );
    script_safe(&report)
}

/// What a disclosure is about: its summary, or its title.
fn summary<'a>(placed: &Placed<'a>) -> &'a str {
    let card = &placed.disclosure.card;
    card.summary
        .as_ref()
        .map_or(card.title.value.as_ref(), |text| text.value.as_ref())
}

fn set(value: &mut Value, key: &str, text: Option<&str>) {
    if let (Some(object), Some(text)) = (value.as_object_mut(), text) {
        object.insert(key.into(), json!(text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_cannot_be_closed_from_within() {
        let text = script_safe(&json!({"name": "</script><script>"}));
        assert_eq!(text, r#"{"name":"\u003c/script>\u003cscript>"}"#);
    }
}
