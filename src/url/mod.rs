//! Paths of files in the output and links between them. Both the pages and the release know these.

mod href;
mod output_path;

pub use href::{absolute, encode, encode_component, href, root};
pub use output_path::OutputPath;
pub(crate) use output_path::under;

/// The name of the manifest of a release in the output.
pub const MANIFEST: &str = "manifest.json";
/// The name of the list of SHA-256 checksums in the output.
pub const SHA256SUMS: &str = "SHA256SUMS";
/// The name of the list of SM3 checksums in the output.
pub const SM3SUMS: &str = "SM3SUMS";
