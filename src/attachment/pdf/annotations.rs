//! What lies on the pages of a PDF: comments, links, fields of forms; and files in it.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::properties::text_of;
use super::work::{STEP, Work};
use super::{Contents, Page};
use crate::attachment::unreadable::Unreadable;

/// The longest list of files.
const FILES: usize = 100;
/// The most that is looked at on one page.
const ON_A_PAGE: usize = 10_000;

/// The kinds of annotations that are comments.
const COMMENTS: [&[u8]; 15] = [
    b"Text",
    b"FreeText",
    b"Highlight",
    b"Underline",
    b"Squiggly",
    b"StrikeOut",
    b"Caret",
    b"Ink",
    b"Stamp",
    b"Line",
    b"Square",
    b"Circle",
    b"Polygon",
    b"PolyLine",
    b"Redact",
];

/// Reads what lies on a page.
///
/// # Errors
/// If that is too much: pages may share it.
pub(super) fn read(
    document: &Document,
    page_id: ObjectId,
    page: &mut Page,
    work: &mut Work,
) -> Result<(), Unreadable> {
    let annotations = document.get_page_annotations(page_id).unwrap_or_default();
    work.add(annotations.len() * STEP)?;
    for annotation in annotations.into_iter().take(ON_A_PAGE) {
        let kind = annotation.get(b"Subtype").and_then(Object::as_name);
        let kind = kind.unwrap_or_default();
        if COMMENTS.contains(&kind) {
            page.comments += 1;
            page.comment_texts
                .extend(counted(document, annotation, b"Contents", work)?);
        } else if kind == b"Link" {
            page.links.extend(target(document, annotation, work)?);
        } else if kind == b"Widget" {
            page.fields
                .extend(counted(document, annotation, b"V", work)?);
        }
    }
    Ok(())
}

/// The text of a key; all of it is read, whatever is kept.
fn counted(
    document: &Document,
    dictionary: &Dictionary,
    key: &[u8],
    work: &mut Work,
) -> Result<Option<String>, Unreadable> {
    let text = dictionary.get_deref(key, document).and_then(Object::as_str);
    work.add(text.map_or(0, <[u8]>::len))?;
    Ok(text_of(document, dictionary, key))
}

/// Where a link leads.
fn target(
    document: &Document,
    link: &Dictionary,
    work: &mut Work,
) -> Result<Option<String>, Unreadable> {
    let action = link.get_deref(b"A", document).and_then(Object::as_dict);
    let Ok(action) = action else { return Ok(None) };
    match counted(document, action, b"URI", work)? {
        Some(target) => Ok(Some(target)),
        None => counted(document, action, b"F", work),
    }
}

/// Lists the files in a PDF.
pub(super) fn files(document: &Document, contents: &mut Contents) {
    let dictionaries = document.objects.values().filter_map(|object| match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        _ => None,
    });
    let files = dictionaries.filter(|dictionary| dictionary.has(b"EF"));
    contents.files = files
        .take(FILES)
        .map(|file| {
            let name = text_of(document, file, b"UF").or_else(|| text_of(document, file, b"F"));
            name.unwrap_or_default()
        })
        .collect();
    contents.files.sort();
    contents.files.dedup();
}
