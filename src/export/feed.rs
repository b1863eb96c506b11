//! Atom (RFC 4287).

use std::borrow::Cow;
use std::cmp::Reverse;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::ExportError;
use crate::model::{Column, Moment};
use crate::pages::{Correction, LATEST, Placed, Plan, paths, revision_id};
use crate::url::{absolute, encode};

type Xml = Writer<Vec<u8>>;

/// An XML document begun.
pub(super) fn document() -> io::Result<Xml> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    Ok(xml)
}

/// An element that holds only text.
pub(super) fn element(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name)
        .write_text_content(BytesText::new(text))?;
    Ok(())
}

/// The bytes of a document, with a newline at the end.
pub(super) fn finish(xml: Xml) -> Vec<u8> {
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    bytes
}

/// The latest disclosures of a column and those below it.
pub(super) fn feed(plan: &Plan<'_>, column: &Column) -> Result<Vec<u8>, ExportError> {
    let settings = &plan.input.site.settings;
    let base_url = settings.base_url.value.as_ref();
    let here = absolute(base_url, &paths::column_feed(&column.path));
    let page = absolute(base_url, &paths::column(&column.path));
    let title = if column.path.is_root() {
        settings.name.value.to_string()
    } else {
        format!("{} - {}", column.title.value, settings.name.value)
    };
    let latest: Vec<&Placed<'_>> = plan.input.index.of_column(column).take(LATEST).collect();
    let corrections = corrections(plan, column);
    let updated = latest
        .iter()
        .map(|placed| placed.disclosure.card.published.value)
        .chain(corrections.iter().map(|correction| correction.at))
        .max();
    let mut xml = document()?;
    xml.create_element("feed")
        .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
        .with_attribute(("xml:lang", settings.language.value.as_ref()))
        .write_inner_content(|xml| {
            element(xml, "title", &title)?;
            element(xml, "id", &here)?;
            link(xml, "self", "application/atom+xml", &here)?;
            link(xml, "alternate", "text/html", &page)?;
            if let Some(updated) = updated {
                element(xml, "updated", &updated.rfc3339(settings.utc_offset))?;
            }
            author(xml, &settings.organisation.name.value)?;
            for correction in &corrections {
                explained(xml, plan, correction)?;
            }
            for placed in latest {
                entry(xml, plan, placed)?;
            }
            Ok(())
        })?;
    Ok(finish(xml))
}

/// A correction of a public disclosure that somebody explained.
struct Explained<'p> {
    placed: &'p Placed<'p>,
    correction: &'p Correction<'p>,
    text: Cow<'p, str>,
    at: Moment,
}

/// The latest corrections of a column and those below it.
fn corrections<'p>(plan: &'p Plan<'p>, column: &Column) -> Vec<Explained<'p>> {
    let offset = plan.input.site.settings.utc_offset;
    let mut found: Vec<Explained<'p>> = plan
        .input
        .index
        .of_column(column)
        .flat_map(|placed| {
            plan.explained(placed)
                .filter_map(move |(correction, text)| {
                    Some(Explained {
                        placed,
                        correction,
                        text,
                        at: correction.revised.moment(offset)?,
                    })
                })
        })
        .collect();
    found.sort_by_key(|found| {
        let path = &found.placed.disclosure.path;
        (Reverse(found.at), path, found.correction.revised.short())
    });
    found.truncate(LATEST);
    found
}

fn explained(xml: &mut Xml, plan: &Plan<'_>, found: &Explained<'_>) -> io::Result<()> {
    let settings = &plan.input.site.settings;
    let base_url = settings.base_url.value.as_ref();
    let disclosure = found.placed.disclosure;
    let title = plan.input.words.get("correction_of");
    let title = title.replace("{title}", &disclosure.card.title.value);
    let time = found.at.rfc3339(settings.utc_offset);
    let id = format!(
        "{}:{}",
        tag(plan, found.placed),
        found.correction.revised.short()
    );
    xml.create_element("entry").write_inner_content(|xml| {
        element(xml, "title", &title)?;
        element(xml, "id", &id)?;
        let page = plan.history_of(found.placed, found.correction);
        let page = format!(
            "{}#{}",
            absolute(base_url, &page),
            revision_id(found.correction)
        );
        link(xml, "alternate", "text/html", &page)?;
        element(xml, "published", &time)?;
        element(xml, "updated", &time)?;
        element(xml, "summary", &found.text)
    })?;
    Ok(())
}

/// RFC 4151: the host was ours in that year, and the index number is unique in it.
fn tag(plan: &Plan<'_>, placed: &Placed<'_>) -> String {
    let card = &placed.disclosure.card;
    format!(
        "tag:{},{}:{}",
        plan.input.site.settings.domain(),
        card.published.value.date.year(),
        encode(card.index_number.value.as_str())
    )
}

fn entry(xml: &mut Xml, plan: &Plan<'_>, placed: &Placed<'_>) -> io::Result<()> {
    let settings = &plan.input.site.settings;
    let base_url = settings.base_url.value.as_ref();
    let disclosure = placed.disclosure;
    let card = &disclosure.card;
    let published = card.published.value;
    let time = published.rfc3339(settings.utc_offset);
    let id = tag(plan, placed);
    xml.create_element("entry").write_inner_content(|xml| {
        element(xml, "title", &card.title.value)?;
        element(xml, "id", &id)?;
        let page = absolute(base_url, &paths::disclosure(&disclosure.path));
        link(xml, "alternate", "text/html", &page)?;
        element(xml, "published", &time)?;
        element(xml, "updated", &time)?;
        if let Some(publisher) = &card.publisher {
            author(xml, &publisher.value)?;
        }
        if let Some(column) = placed.column() {
            xml.create_element("category")
                .with_attribute(("term", column.title.value.as_ref()))
                .write_empty()?;
        }
        let summary = card.summary.as_ref().unwrap_or(&card.title);
        element(xml, "summary", &summary.value)
    })?;
    Ok(())
}

fn link(xml: &mut Xml, rel: &str, kind: &str, href: &str) -> io::Result<()> {
    xml.create_element("link")
        .with_attribute(("rel", rel))
        .with_attribute(("type", kind))
        .with_attribute(("href", href))
        .write_empty()?;
    Ok(())
}

fn author(xml: &mut Xml, name: &str) -> io::Result<()> {
    xml.create_element("author")
        .write_inner_content(|xml| element(xml, "name", name))?;
    Ok(())
}
