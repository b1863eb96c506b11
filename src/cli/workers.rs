//! The threads that a long work is done on.

use rayon::ThreadPoolBuilder;

use crate::diagnostic::{Diagnostic, Faults};
use crate::say;

/// As deep as the first thread of a program usually may go, in bytes.
const STACK: usize = 8 * 1024 * 1024;

/// Does something on so many threads, or on one a core. All of it is done there: what one stage gives back
/// of the memory serves the next, which the first thread could not use for itself.
///
/// # Errors
/// `usage` if there cannot be so many threads.
pub(super) fn on<R: Send>(
    threads: Option<u16>,
    work: impl FnOnce() -> R + Send,
) -> Result<R, Faults> {
    let threads = threads.map_or(0, usize::from);
    let pool = ThreadPoolBuilder::new().num_threads(threads);
    let pool = pool.stack_size(STACK).build().map_err(|error| {
        let what = say!(
            "线程数不能用：{error}",
            "cannot use that many threads: {error}"
        );
        Diagnostic::error("usage", what)
    })?;
    Ok(pool.install(work))
}
