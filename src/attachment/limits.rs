//! How much of a file is looked at. What has more is told, never passed over.

/// The bytes of a file.
pub(super) const FILE: u64 = 64 * 1024 * 1024;
/// The entries of a packed file.
pub(super) const ENTRIES: usize = 10_000;
/// What one entry may expand to, in bytes.
pub(super) const ENTRY: u64 = 128 * 1024 * 1024;
/// What all entries of a file may expand to, in bytes.
pub(super) const EXPANDED: u64 = 512 * 1024 * 1024;
/// How many times its size an entry may expand to. Sheets with long runs of equal cells come near a
/// hundred, texts near twenty.
pub(super) const RATIO: u64 = 300;
/// What an entry may expand to whatever its ratio, in bytes.
pub(super) const SMALL: u64 = 4 * 1024 * 1024;
/// How deep elements may be nested.
pub(super) const DEPTH: usize = 256;
/// The shared texts of a workbook, in bytes.
pub(super) const SHARED: usize = 64 * 1024 * 1024;
/// The text that is handed on from one file, in bytes: cells may repeat a shared text without end.
pub(super) const TEXT: usize = 128 * 1024 * 1024;
/// The cells, paragraphs and the like of a file.
pub(super) const PIECES: usize = 3_000_000;
/// The pages of a PDF.
pub(super) const PAGES: usize = 5_000;
