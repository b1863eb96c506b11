//! Minified HTML, with no setting that the standard does not allow.

use minify_html::Cfg;

/// Minifies a page. Closing tags, `<html>` and `<head>` stay, quotes go only where the standard lets
/// them, and scripts and styles are left as the theme ships them.
#[must_use]
pub fn minify(html: &[u8]) -> Vec<u8> {
    let mut out = minify_html::minify(html, &settings());
    out.push(b'\n');
    out
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
