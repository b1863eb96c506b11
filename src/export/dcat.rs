//! The catalogue as DCAT 3 in JSON-LD (W3C), for harvesters of open data. A long one falls into parts, each a
//! catalogue of its own that the whole one lists; they are counted from the oldest disclosure, so that a part
//! once full never changes but for what is changed in it.

use serde_json::{Map, Value, json};

use super::{Data, ExportError, Facts};
use crate::model::words;
use crate::pages::{Placed, paths};
use crate::url::{OutputPath, absolute};

/// How many disclosures a file holds.
const LIMIT: usize = 1_000;

/// The formats of the data files of a disclosure, with their media types.
pub(super) const FORMATS: [(&str, &str); 4] = [
    ("csv", "text/csv"),
    ("json", "application/json"),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
];

/// How many parts there are besides the whole; none if one file holds everything.
pub(super) fn parts(data: Data<'_>) -> usize {
    parts_of(data.index.disclosures.len(), LIMIT)
}

fn parts_of(disclosures: usize, limit: usize) -> usize {
    if disclosures <= limit {
        0
    } else {
        disclosures.div_ceil(limit)
    }
}

/// The disclosures of a part, by its number from 0; all of them without one. The newest stands first.
fn of_part<'a>(data: Data<'a>, part: Option<usize>) -> &'a [Placed<'a>] {
    let all = &data.index.disclosures;
    let Some(part) = part else {
        return all;
    };
    let end = all.len().saturating_sub(part * LIMIT);
    all.get(end.saturating_sub(LIMIT)..end).unwrap_or_default()
}

/// The data files that a part tells of.
pub(super) fn tells_of(data: Data<'_>, part: Option<usize>) -> Vec<OutputPath> {
    if part.is_none() && parts(data) > 0 {
        return Vec::new();
    }
    let with_data = of_part(data, part).iter();
    with_data
        .filter(|placed| !placed.disclosure.chapters().is_empty())
        .flat_map(|placed| {
            FORMATS.map(|(extension, _)| paths::disclosure_data(&placed.disclosure.path, extension))
        })
        .collect()
}

/// The catalogue, or a part of it by its number from 0.
pub(super) fn catalogue(
    data: Data<'_>,
    part: Option<usize>,
    facts: &Facts,
) -> Result<Vec<u8>, ExportError> {
    let settings = &data.site.settings;
    let base_url = data.base_url();
    let path = |part| absolute(base_url, &paths::catalogue_dcat(part));
    let name = settings.name.value.as_ref();
    let mut catalogue = Map::new();
    let mut set = |key: &str, value: Value| {
        catalogue.insert(key.to_owned(), value);
    };
    set("@context", context());
    set("@id", json!(path(part)));
    set("@type", json!("dcat:Catalog"));
    set(
        "dcterms:title",
        json!(format!("{name} {}", data.say("目录", "Catalogue"))),
    );
    if let Some(description) = words(&settings.description) {
        set("dcterms:description", json!(description));
    }
    set("dcterms:language", json!(settings.language.value));
    set(
        "dcterms:publisher",
        agent(&settings.organisation.name.value),
    );
    set(
        "foaf:homepage",
        json!({"@id": absolute(base_url, &paths::catalogue())}),
    );
    let disclosures = of_part(data, part);
    if let Some(latest) = disclosures
        .iter()
        .map(|placed| placed.disclosure.card.published.value)
        .max()
    {
        set(
            "dcterms:modified",
            time(latest.rfc3339(settings.utc_offset)),
        );
    }
    let count = parts(data);
    match part {
        None if count > 0 => {
            let parts: Vec<Value> = (0..count)
                .map(|n| json!({"@id": path(Some(n)), "@type": "dcat:Catalog"}))
                .collect();
            set("dcat:catalog", Value::Array(parts));
        }
        _ => {
            let sets: Vec<Value> = disclosures
                .iter()
                .map(|placed| dataset(data, placed, facts))
                .collect();
            set("dcat:dataset", Value::Array(sets));
        }
    }
    // In one line: a harvester reads it, and there may be a thousand.
    let mut bytes = serde_json::to_vec(&catalogue)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The words of the vocabularies that are used.
fn context() -> Value {
    json!({
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "spdx": "http://spdx.org/rdf/terms#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    })
}

fn agent(name: &str) -> Value {
    json!({"@type": "foaf:Agent", "foaf:name": name})
}

fn time(time: String) -> Value {
    json!({"@type": "xsd:dateTime", "@value": time})
}

fn day(day: String) -> Value {
    json!({"@type": "xsd:date", "@value": day})
}

fn dataset(data: Data<'_>, placed: &Placed<'_>, facts: &Facts) -> Value {
    let settings = &data.site.settings;
    let base_url = data.base_url();
    let disclosure = placed.disclosure;
    let card = &disclosure.card;
    let url = absolute(base_url, &paths::disclosure(&disclosure.path));
    let published = card.published.value.rfc3339(settings.utc_offset);
    let publisher = words(&card.publisher).unwrap_or(&settings.organisation.name.value);
    let mut set = json!({
        "@id": url,
        "@type": "dcat:Dataset",
        "dcterms:title": card.title.value,
        "dcterms:description": words(&card.summary).unwrap_or(&card.title.value),
        "dcterms:identifier": card.index_number.value.as_str(),
        "dcterms:issued": time(published.clone()),
        "dcterms:modified": time(published),
        "dcterms:language": settings.language.value,
        "dcterms:publisher": agent(publisher),
        "dcat:landingPage": {"@id": url},
    });
    let Some(object) = set.as_object_mut() else {
        return set;
    };
    let mut put = |key: &str, value: Value| {
        object.insert(key.to_owned(), value);
    };
    if let Some(created) = &card.created {
        put("dcterms:created", day(created.value.to_string()));
    }
    if let Some(period) = &disclosure.period {
        put(
            "dcterms:temporal",
            json!({
                "@type": "dcterms:PeriodOfTime",
                "dcat:startDate": day(period.value.start().to_string()),
                "dcat:endDate": day(period.value.end().to_string()),
            }),
        );
    }
    let keywords: Vec<&str> = card.keywords.iter().map(|k| k.value.as_ref()).collect();
    if !keywords.is_empty() {
        put("dcat:keyword", json!(keywords));
    }
    if let Some(place) = data.index.in_series(placed) {
        let series = place.series;
        put(
            "dcat:inSeries",
            json!({
                "@id": absolute(base_url, &paths::series(&series.slug)),
                "@type": "dcat:DatasetSeries",
                "dcterms:title": series.series.name,
            }),
        );
    }
    let distributions: Vec<Value> = FORMATS
        .into_iter()
        .filter_map(|(extension, media)| {
            let path = paths::disclosure_data(&disclosure.path, extension);
            let fact = facts.get(&path)?;
            let url = absolute(base_url, &path);
            Some(json!({
                "@id": url,
                "@type": "dcat:Distribution",
                "dcat:accessURL": {"@id": absolute(base_url, &paths::disclosure(&disclosure.path))},
                "dcat:downloadURL": {"@id": url},
                "dcat:mediaType": {"@id": format!("https://www.iana.org/assignments/media-types/{media}")},
                "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": fact.bytes.to_string()},
                "spdx:checksum": {
                    "@type": "spdx:Checksum",
                    "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                    "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": fact.sha256},
                },
            }))
        })
        .collect();
    if !distributions.is_empty() {
        put("dcat:distribution", Value::Array(distributions));
    }
    set
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_catalogue_falls_into_parts() {
        for (disclosures, parts) in [(0, 0), (5, 0), (6, 2), (10, 2), (11, 3)] {
            assert_eq!(parts_of(disclosures, 5), parts, "{disclosures}");
        }
    }
}
