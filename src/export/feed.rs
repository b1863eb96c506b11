//! Atom (RFC 4287).

use std::borrow::Cow;
use std::cmp::Reverse;
use std::io;

use super::ExportError;
use super::xml::Xml;
use crate::model::{Column, Moment};
use crate::pages::{Correction, LATEST, Placed, Plan, paths, revision_id};
use crate::url::{absolute, encode};

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
    let mut xml = Xml::lines()?;
    let names = [
        ("xmlns", "http://www.w3.org/2005/Atom"),
        ("xml:lang", settings.language.value.as_ref()),
    ];
    xml.element("feed", &names, |xml| {
        xml.text("title", &[], &title)?;
        xml.text("id", &[], &here)?;
        link(xml, "self", "application/atom+xml", &here)?;
        link(xml, "alternate", "text/html", &page)?;
        if let Some(updated) = updated {
            xml.text("updated", &[], &updated.rfc3339(settings.utc_offset))?;
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
    Ok(xml.finish())
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
    xml.element("entry", &[], |xml| {
        xml.text("title", &[], &title)?;
        xml.text("id", &[], &id)?;
        let page = plan.history_of(found.placed, found.correction);
        let page = format!(
            "{}#{}",
            absolute(base_url, &page),
            revision_id(found.correction)
        );
        link(xml, "alternate", "text/html", &page)?;
        xml.text("published", &[], &time)?;
        xml.text("updated", &[], &time)?;
        xml.text("summary", &[], &found.text)
    })
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
    xml.element("entry", &[], |xml| {
        xml.text("title", &[], &card.title.value)?;
        xml.text("id", &[], &id)?;
        let page = absolute(base_url, &paths::disclosure(&disclosure.path));
        link(xml, "alternate", "text/html", &page)?;
        xml.text("published", &[], &time)?;
        xml.text("updated", &[], &time)?;
        if let Some(publisher) = &card.publisher {
            author(xml, &publisher.value)?;
        }
        if let Some(column) = placed.column() {
            xml.empty("category", &[("term", &column.title.value)])?;
        }
        let summary = card.summary.as_ref().unwrap_or(&card.title);
        xml.text("summary", &[], &summary.value)
    })
}

fn link(xml: &mut Xml, rel: &str, kind: &str, href: &str) -> io::Result<()> {
    xml.empty("link", &[("rel", rel), ("type", kind), ("href", href)])
}

fn author(xml: &mut Xml, name: &str) -> io::Result<()> {
    xml.element("author", &[], |xml| xml.text("name", &[], name))
}
