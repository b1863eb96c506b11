//! Many requests at once.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::diagnostic::Faults;

/// So many faults are told where those that were on their way at once fail together.
const TOLD: usize = 3;

/// Does something with each of the items, so many at once. After a fault, nothing new is begun: what fails for
/// one would mostly fail for all, each time after much patience.
pub(super) fn for_each<T: Sync>(
    at_once: usize,
    items: &[T],
    what: impl Fn(&T) -> Result<(), Faults> + Sync,
) -> Result<(), Faults> {
    let failed = AtomicBool::new(false);
    let every = || -> Faults {
        items
            .par_iter()
            .with_max_len(1)
            .filter_map(|item| {
                if failed.load(Ordering::Relaxed) {
                    return None;
                }
                let result = what(item);
                failed.fetch_or(result.is_err(), Ordering::Relaxed);
                result.err()
            })
            .collect::<Vec<_>>()
            .into_iter()
            .flatten()
            .take(TOLD)
            .collect()
    };
    let faults = match rayon::ThreadPoolBuilder::new().num_threads(at_once).build() {
        Ok(pool) => pool.install(every),
        Err(_) => every(),
    };
    match faults.is_empty() {
        true => Ok(()),
        false => Err(faults.each_once()),
    }
}
