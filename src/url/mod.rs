//! Paths of files in the output and links between them. Both the pages and the release know these.

mod href;
mod output_path;

pub use href::{absolute, encode, encode_component, href, root};
pub use output_path::OutputPath;
pub(crate) use output_path::under;
