//! `datapackage.json`: what a data file consists of (Frictionless Data Package v1 with a Table Schema), so
//! that a program can read it without guessing.

use serde_json::{Map, Value, json};

use super::table::{Field, Kind, fields};
use super::{Data, ExportError, Fact, json_file};
use crate::model::{IndexCard, words};
use crate::pages::{Placed, PlacedSeries, paths};
use crate::url::absolute;

/// What a package is about.
struct About<'a> {
    /// Its identifier: lower-case letters, digits, `.`, `_` and `-`.
    name: String,
    title: &'a str,
    description: Option<&'a str>,
    /// The page of it.
    homepage: String,
    /// The day or time of its publication.
    created: Option<String>,
    identifier: Option<&'a str>,
}

/// Of the tasks of a disclosure.
pub(super) fn disclosure(
    data: Data<'_>,
    placed: &Placed<'_>,
    csv: Option<&Fact>,
) -> Result<Vec<u8>, ExportError> {
    let disclosure = placed.disclosure;
    let card: &IndexCard = &disclosure.card;
    let about = About {
        name: identifier(disclosure.path.to_string().as_str()),
        title: &card.title.value,
        description: words(&card.summary),
        homepage: absolute(data.base_url(), &paths::disclosure(&disclosure.path)),
        created: Some(card.published.value.rfc3339(data.site.settings.utc_offset)),
        identifier: Some(card.index_number.value.as_str()),
    };
    package(data, about, "data.csv", csv, &fields::TASKS)
}

/// Of the catalogue.
pub(super) fn catalogue(data: Data<'_>, csv: Option<&Fact>) -> Result<Vec<u8>, ExportError> {
    let name = data.site.settings.name.value.as_ref();
    let about = About {
        name: "catalogue".to_owned(),
        title: &format!("{name} {}", data.say("目录", "Catalogue")),
        description: words(&data.site.settings.description),
        homepage: absolute(data.base_url(), &paths::catalogue()),
        created: None,
        identifier: None,
    };
    package(data, about, "catalogue.csv", csv, &fields::CATALOGUE)
}

/// Of a series.
pub(super) fn series(
    data: Data<'_>,
    placed: &PlacedSeries<'_>,
    csv: Option<&Fact>,
) -> Result<Vec<u8>, ExportError> {
    let about = About {
        name: identifier(&format!("series/{}", placed.slug)),
        title: placed.series.name,
        description: None,
        homepage: absolute(data.base_url(), &paths::series(&placed.slug)),
        created: None,
        identifier: None,
    };
    package(data, about, "data.csv", csv, &fields::SERIES)
}

/// The path of something as a name.
fn identifier(path: &str) -> String {
    path.replace('/', ".").to_lowercase()
}

fn package(
    data: Data<'_>,
    about: About<'_>,
    file: &str,
    csv: Option<&Fact>,
    fields: &[Field],
) -> Result<Vec<u8>, ExportError> {
    let settings = &data.site.settings;
    let resource = stem(file);
    let mut package = Map::new();
    let mut set = |key: &str, value: Value| {
        package.insert(key.to_owned(), value);
    };
    set("profile", json!("tabular-data-package"));
    set("name", json!(about.name));
    set("title", json!(about.title));
    if let Some(description) = about.description {
        set("description", json!(description));
    }
    if let Some(identifier) = about.identifier {
        set("id", json!(identifier));
    }
    set("homepage", json!(about.homepage));
    if let Some(created) = about.created {
        set("created", json!(created));
    }
    set(
        "contributors",
        json!([{
            "title": settings.organisation.name.value,
            "path": settings.base_url.value,
            "role": "publisher",
        }]),
    );
    let mut described = json!({
        "profile": "tabular-data-resource",
        "name": resource,
        "path": file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": "\"",
            "doubleQuote": true,
            "header": true,
        },
        "schema": schema(data, fields),
    });
    if let (Some(fact), Some(resource)) = (csv, described.as_object_mut()) {
        resource.insert("bytes".to_owned(), json!(fact.bytes));
        resource.insert("hash".to_owned(), json!(format!("sha256:{}", fact.sha256)));
    }
    set("resources", json!([described]));
    json_file::bytes(&package)
}

fn stem(file: &str) -> &str {
    file.split_once('.').map_or(file, |(stem, _)| stem)
}

/// The Table Schema of a table.
fn schema(data: Data<'_>, fields: &[Field]) -> Value {
    let field = |field: &Field| {
        let mut constraints = Map::new();
        if field.required {
            constraints.insert("required".to_owned(), json!(true));
        }
        if field.unique {
            constraints.insert("unique".to_owned(), json!(true));
        }
        let kind = match field.kind {
            Kind::Text | Kind::Markdown | Kind::Url | Kind::Word(_) | Kind::Moment => "string",
            Kind::Integer => "integer",
            Kind::Number => "number",
            Kind::Day => "date",
        };
        match field.kind {
            Kind::Word(words) => {
                constraints.insert("enum".to_owned(), json!(words));
            }
            Kind::Moment => {
                let pattern = r"\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?";
                constraints.insert("pattern".to_owned(), json!(pattern));
            }
            Kind::Integer | Kind::Number => {
                constraints.insert("minimum".to_owned(), json!(0));
            }
            _ => {}
        }
        let [zh, en] = field.about;
        let mut described = json!({
            "name": field.name(data.is_chinese()),
            "title": field.name(!data.is_chinese()),
            "description": data.say(zh, en),
            "type": kind,
        });
        if let Some(object) = described.as_object_mut() {
            if field.kind == Kind::Url {
                object.insert("format".to_owned(), json!("uri"));
            }
            if !constraints.is_empty() {
                object.insert("constraints".to_owned(), Value::Object(constraints));
            }
        }
        described
    };
    let mut schema = json!({
        "fields": fields.iter().map(field).collect::<Vec<_>>(),
        "missingValues": [""],
    });
    let key = fields.iter().find(|field| field.unique);
    if let (Some(key), Some(schema)) = (key, schema.as_object_mut()) {
        schema.insert("primaryKey".to_owned(), json!(key.name(data.is_chinese())));
    }
    schema
}
