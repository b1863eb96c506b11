//! Makes bytes of a page: template and Markdown. Nothing here depends on anything but the theme and the
//! page's context.

mod embedded;
mod filters;
mod minify;
mod styles;
mod template_error;
mod theme;
#[cfg(test)]
mod theme_docs;
mod theme_files;
mod theme_memory;

pub use minify::minify;
pub use theme::{Asset, Theme};
pub use theme_files::themes_folder;
pub use theme_memory::ThemeMemory;

use sha2::{Digest as _, Sha256};

use crate::diagnostic::{Faults, Span};
use crate::pages::{Context, context};

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
    let mut html = Vec::new();
    if let Err(error) = theme.tera().render_to(&name, &values, &mut html) {
        // A place in a minified template is none in the theme: the one as written fails in the same way.
        let error = match theme.as_written().render(&name, &values) {
            Err(as_written) => as_written,
            Ok(_) => error,
        };
        return Err(template_error::rendering(theme, &name, &error, origin).into());
    }
    html.push(b'\n');
    Ok(html)
}

/// Stands for everything that a page is made from besides the program: with the same digest, [`render`]
/// makes the same bytes. None if the context cannot be told.
#[must_use]
pub fn digest(theme: &Theme, context: &Context<'_>) -> Option<[u8; 32]> {
    let mut digest = Sha256::new();
    digest.update(theme.digest());
    digest.update(context::digest(context)?);
    Some(digest.finalize().into())
}
