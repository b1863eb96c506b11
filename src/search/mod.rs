//! The search index: what the browser needs to find every place where a text occurs.
//!
//! `FORMAT.md` beside this file describes the files byte by byte, folding, and how a query is answered
//! and ranked. [`write()`] writes them; [`Search`] answers queries from them as the script of the theme
//! does.

mod bytes;
mod envelope;
mod error;
mod fold;
mod list;
mod pair;
mod reader;
mod record;
mod suggestion;
#[cfg(test)]
mod tests;
mod writer;

pub use error::{Fault, SearchError, WriteError};
pub use reader::{
    Answer, Excerpt, FacetCount, FacetCounts, Files, FilesIn, Filter, Hit, Piece, Query, Search,
    find_start,
};
pub use record::{Facet, RecordKind};
pub use suggestion::{NameKind, Suggestion};
pub use writer::{
    KnownSegments, SearchFile, SearchIndex, SegmentKey, Sink, Written, index, index_in_segments,
    write,
};

/// How many parts a query may have.
pub const MAX_PARTS: usize = 16;
/// How many characters a query may have, folded.
pub const MAX_CHARACTERS: usize = 256;
