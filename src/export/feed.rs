//! Atom (RFC 4287).

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::ExportError;
use crate::model::Column;
use crate::pages::{LATEST, Placed, Plan, paths};
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
    let updated = latest
        .iter()
        .map(|placed| placed.disclosure.card.published.value)
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
            for placed in latest {
                entry(xml, plan, placed)?;
            }
            Ok(())
        })?;
    Ok(finish(xml))
}

fn entry(xml: &mut Xml, plan: &Plan<'_>, placed: &Placed<'_>) -> io::Result<()> {
    let settings = &plan.input.site.settings;
    let base_url = settings.base_url.value.as_ref();
    let disclosure = placed.disclosure;
    let card = &disclosure.card;
    let published = card.published.value;
    let time = published.rfc3339(settings.utc_offset);
    // RFC 4151: the host was ours in that year, and the index number is unique in it.
    let id = format!(
        "tag:{},{}:{}",
        settings.domain(),
        published.date.year(),
        encode(card.index_number.value.as_str())
    );
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
