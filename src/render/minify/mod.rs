//! Minified templates: what would be taken from every page is taken from its templates, once.
//!
//! White space goes where CSS would show none, comments go, and the start tags that the engine has no
//! part in are minified. A template is not parsed as a document, which it is not: an element may begin in
//! one branch and end in another. So only what stands directly beside white space decides about it.

mod token;

use std::borrow::Cow;

use minify_html::Cfg;

use self::token::{Token, Tokens};

/// Elements beside whose tags white space is not shown: those that begin and end lines, and those of a
/// document's head and of drawings, which have no lines.
const BLOCKS: [&str; 66] = [
    "address",
    "article",
    "aside",
    "base",
    "blockquote",
    "body",
    "caption",
    "circle",
    "col",
    "colgroup",
    "dd",
    "defs",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "ellipse",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "g",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "line",
    "link",
    "main",
    "menu",
    "meta",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "pre",
    "rect",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
    "use",
];

/// Minifies a template, or a page. Quotes go only where the standard lets them, and scripts and styles
/// stay as the theme ships them.
#[must_use]
pub fn minify(template: &str) -> String {
    let settings = settings();
    let mut out = String::with_capacity(template.len());
    let mut space = false;
    let mut after_block = false;
    for token in Tokens::new(template) {
        let (source, name) = match token {
            Token::Comment(_) => continue,
            Token::Space(_) => {
                space = true;
                continue;
            }
            Token::Start { name, source, .. } | Token::End { name, source } => (source, name),
            Token::Kept(source) => (source, ""),
        };
        let is_block = BLOCKS.iter().any(|block| block.eq_ignore_ascii_case(name));
        if std::mem::take(&mut space) && !after_block && !is_block {
            out.push(' ');
        }
        after_block = is_block;
        match token {
            Token::Start { fixed: true, .. } => out.push_str(&start_tag(name, source, &settings)),
            _ => out.push_str(source),
        }
    }
    if space && !after_block {
        out.push(' ');
    }
    out
}

/// A minified start tag. One that closes itself stays, as it may be an element of a drawing.
fn start_tag<'t>(name: &str, source: &'t str, settings: &Cfg) -> Cow<'t, str> {
    if source.ends_with("/>") {
        return source.into();
    }
    let minified = minify_html::minify(source.as_bytes(), settings);
    let Ok(minified) = String::from_utf8(minified) else {
        return source.into();
    };
    let tag = minified
        .strip_suffix(&format!("</{}>", name.to_ascii_lowercase()))
        .unwrap_or(&minified);
    let stays =
        tag.len() < source.len() && tag.ends_with('>') && tag.get(1..=name.len()) == Some(name);
    if stays {
        tag.to_owned().into()
    } else {
        source.into()
    }
}

fn settings() -> Cfg {
    let mut cfg = Cfg::new();
    cfg.keep_closing_tags = true;
    cfg.keep_html_and_head_opening_tags = true;
    cfg.keep_input_type_text_attr = true;
    cfg.allow_noncompliant_unquoted_attribute_values = false;
    cfg.allow_optimal_entities = false;
    cfg.allow_removing_spaces_between_attributes = false;
    cfg.minify_doctype = false;
    cfg.minify_css = false;
    cfg.minify_js = false;
    cfg
}
