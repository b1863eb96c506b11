//! Makes bytes of a page: template, Markdown, minifier. Nothing here depends on anything but the
//! theme and the page's context.

mod embedded;
mod filters;
mod minify;
mod styles;
mod template_error;
mod theme;
#[cfg(test)]
mod theme_docs;
mod theme_files;

pub use minify::minify;
pub use theme::{Asset, Theme};
pub use theme_files::themes_folder;

use crate::diagnostic::{Faults, Span};
use crate::pages::Context;

/// Renders the page of a context.
///
/// # Errors
/// If the template fails; `origin` is where the page's content was read.
pub fn render(
    theme: &Theme,
    context: &Context<'_>,
    origin: Option<Span>,
) -> Result<Vec<u8>, Faults> {
    let name = format!("{}.html", context.frame().kind);
    let values = tera::Context::from_serialize(context)
        .map_err(|error| Faults::from(template_error::rendering(theme, &name, &error, origin)))?;
    let html = theme
        .tera()
        .render(&name, &values)
        .map_err(|error| Faults::from(template_error::rendering(theme, &name, &error, origin)))?;
    Ok(minify(html.as_bytes()))
}
