//! Ranges of numbers, however many a file writes down.

use std::collections::BTreeMap;

/// A set of numbers, kept as ranges that neither overlap nor touch.
#[derive(Debug, Default)]
pub(super) struct Ranges {
    /// By first number: the last.
    lasts: BTreeMap<u32, u32>,
}

impl Ranges {
    /// Adds the numbers from a first to a last one; none if the last is less.
    pub(super) fn add(&mut self, mut first: u32, mut last: u32) {
        if first > last {
            return;
        }
        // Each range that is taken up is gone, so that all adding together takes no longer than sorting.
        while let Some((&from, &to)) = self.lasts.range(..=last.saturating_add(1)).next_back()
            && to.saturating_add(1) >= first
        {
            self.lasts.remove(&from);
            first = first.min(from);
            last = last.max(to);
        }
        self.lasts.insert(first, last);
    }

    /// Whether a number is in it.
    pub(super) fn contains(&self, number: u32) -> bool {
        let before = self.lasts.range(..=number).next_back();
        before.is_some_and(|(_, last)| number <= *last)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn holds_what_was_added(added in prop::collection::vec((0_u32..40, 0_u32..40), 0..12)) {
            let mut ranges = Ranges::default();
            let mut numbers = BTreeSet::new();
            for (first, last) in added {
                ranges.add(first, last);
                numbers.extend(first..=last);
            }
            for number in 0..41 {
                prop_assert_eq!(ranges.contains(number), numbers.contains(&number), "{}", number);
            }
            let starts = numbers.iter().filter(|n| **n == 0 || !numbers.contains(&(**n - 1)));
            prop_assert_eq!(ranges.lasts.len(), starts.count(), "none overlap or touch");
        }
    }

    #[test]
    fn the_ends_of_all_numbers() {
        let mut ranges = Ranges::default();
        ranges.add(u32::MAX, u32::MAX);
        ranges.add(0, 0);
        ranges.add(5, 3);
        assert!(ranges.contains(0) && ranges.contains(u32::MAX));
        assert!(!ranges.contains(1) && !ranges.contains(4));
        ranges.add(0, u32::MAX);
        assert_eq!(ranges.lasts.len(), 1);
    }
}
