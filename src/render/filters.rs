//! The filters that templates have besides those of the engine.

use tera::{Kwargs, State, TeraResult, Value};

use crate::markdown;

/// Where headings of a text start unless the template says otherwise: below the page's own.
const HEADING: u8 = 2;

/// `{{ text | markdown }}` makes HTML of a `ProseView`; `heading=3` makes its highest headings `h3`,
/// `external="…"` is put behind links that leave the site, and `table="…"` names the box in which a
/// wide table scrolls. `anchors=true` gives its headings ids, for the one text of a page.
pub(super) fn markdown(prose: &Value, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let Some(source) = prose.get_from_path("source").and_then(Value::as_str) else {
        return Err(tera::Error::message(
            "the filter `markdown` takes a text with `source` and `links`",
        ));
    };
    let heading = kwargs.get::<u64>("heading")?;
    let heading = heading
        .and_then(|h| u8::try_from(h).ok())
        .unwrap_or(HEADING);
    let style = markdown::Style {
        heading,
        external: kwargs.get::<&str>("external")?.unwrap_or_default(),
        table: kwargs.get::<&str>("table")?.unwrap_or_default(),
        anchors: kwargs.get::<bool>("anchors")?.unwrap_or_default(),
    };
    let links = prose.get_from_path("links").and_then(Value::as_map);
    let html = markdown::to_html(source, style, |destination| {
        let url = links?.get(&tera::value::Key::from(destination.to_owned()))?;
        url.as_str().map(str::to_owned)
    });
    // A line end after the last block is not seen.
    Ok(Value::safe_string(html.trim_end_matches('\n')))
}
