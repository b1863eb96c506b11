//! What lies on the pages of a PDF: comments, links, fields of forms; and files in it.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::properties::text_of;
use super::{Contents, Page};

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
pub(super) fn read(document: &Document, page_id: ObjectId, page: &mut Page) {
    let annotations = document.get_page_annotations(page_id).unwrap_or_default();
    for annotation in annotations.into_iter().take(ON_A_PAGE) {
        let kind = annotation.get(b"Subtype").and_then(Object::as_name);
        let kind = kind.unwrap_or_default();
        if COMMENTS.contains(&kind) {
            page.comments += 1;
            page.comment_texts
                .extend(text_of(document, annotation, b"Contents"));
        } else if kind == b"Link" {
            page.links.extend(target(document, annotation));
        } else if kind == b"Widget" {
            page.fields.extend(text_of(document, annotation, b"V"));
        }
    }
}

/// Where a link leads.
fn target(document: &Document, link: &Dictionary) -> Option<String> {
    let action = link
        .get_deref(b"A", document)
        .and_then(Object::as_dict)
        .ok()?;
    text_of(document, action, b"URI").or_else(|| text_of(document, action, b"F"))
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
