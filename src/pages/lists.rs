//! Lists over several pages whose numbers never shift: pages count from the oldest, a page once full
//! never changes, and the newest page holds the rest, so that it has between one and two pages' worth
//! of items.

use std::ops::Range;

/// So many older pages are all linked to …
const FEW: usize = 9;
/// … and of more, so many on either side.
const NEAR: usize = 2;

use super::context::{Pager, PagerLink};
use crate::url::{OutputPath, href};

/// How a list of `items`, newest first, falls into pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pages<'c> {
    items: usize,
    cuts: Cuts<'c>,
}

/// Where the full pages of a list end, counted from its oldest item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cuts<'c> {
    /// After every so many items.
    Every(usize),
    /// After these numbers of items, of which the last full page is left out.
    At(&'c [usize]),
}

impl<'c> Pages<'c> {
    pub(super) fn new(items: usize, per_page: usize) -> Self {
        Self {
            items,
            cuts: Cuts::Every(per_page.max(1)),
        }
    }

    /// A list that falls into pages where [`cuts`] says.
    pub(super) fn cut(items: usize, cuts: &'c [usize]) -> Self {
        Self {
            items,
            cuts: Cuts::At(cuts),
        }
    }

    /// How many older, full pages there are besides the newest.
    pub(super) fn older(self) -> usize {
        match self.cuts {
            Cuts::Every(per_page) => (self.items / per_page).saturating_sub(1),
            Cuts::At(cuts) => cuts.len(),
        }
    }

    /// How many items, counted from the oldest, the first so many older pages hold.
    fn held_by(self, pages: usize) -> usize {
        match (self.cuts, pages.checked_sub(1)) {
            (Cuts::Every(per_page), _) => pages * per_page,
            (Cuts::At(cuts), Some(last)) => cuts.get(last).copied().unwrap_or(self.items),
            (Cuts::At(_), None) => 0,
        }
    }

    /// The items of a page, as a range of the list, newest first; none is the newest page.
    pub(super) fn range(self, number: Option<usize>) -> Range<usize> {
        let from_newest = |oldest_first| self.items.saturating_sub(oldest_first);
        match number {
            None => 0..from_newest(self.held_by(self.older())),
            Some(number) => {
                let before = self.held_by(number.saturating_sub(1));
                from_newest(self.held_by(number))..from_newest(before)
            }
        }
    }

    /// The page that an item is on, by its place in the list; none is the newest.
    pub(super) fn page_of(self, item: usize) -> Option<usize> {
        let newest = self.range(None);
        let older = self.items.checked_sub(item + 1)?;
        (item >= newest.end).then(|| match self.cuts {
            Cuts::Every(per_page) => older / per_page + 1,
            Cuts::At(cuts) => cuts.partition_point(|&end| end <= older) + 1,
        })
    }

    /// The way to the other pages, `path` giving where each is.
    pub(super) fn pager(
        self,
        number: Option<usize>,
        path: impl Fn(Option<usize>) -> OutputPath,
    ) -> Pager {
        let older = self.older();
        if older == 0 {
            return Pager::default();
        }
        let here = path(number);
        let link = |to: Option<usize>| href(&here, &path(to));
        let newer = match number {
            None => None,
            Some(n) if n < older => Some(link(Some(n + 1))),
            Some(_) => Some(link(None)),
        };
        let next_older = match number {
            None => Some(link(Some(older))),
            Some(1) => None,
            Some(n) => Some(link(Some(n - 1))),
        };
        let mut before = older + 1;
        let numbered = self.shown(number).map(|page| {
            let after_gap = page + 1 < before;
            before = page;
            (Some(page), after_gap)
        });
        Pager {
            pages: std::iter::once((None, false))
                .chain(numbered)
                .map(|(page, after_gap)| PagerLink {
                    number: page,
                    href: link(page),
                    current: page == number,
                    after_gap,
                })
                .collect(),
            newer,
            older: next_older,
        }
    }

    /// The older pages that a page links to, newest first: all if they are few, otherwise those near it
    /// and the oldest. One page by itself is not left out, as it takes no more room than what would say so.
    fn shown(self, number: Option<usize>) -> impl Iterator<Item = usize> {
        let older = self.older();
        let here = number.unwrap_or(older + 1);
        let mut near = here.saturating_sub(NEAR)..=(here + NEAR).min(older);
        if older <= FEW || *near.start() <= 3 {
            near = 1..=*near.end();
        }
        if older <= FEW || near.end() + 1 == older {
            near = *near.start()..=older;
        }
        let oldest = (*near.start() > 1).then_some(1);
        near.rev().chain(oldest)
    }
}

/// Where a list falls into pages whose items are not alike: a page is full with `per_page` items, or as soon as
/// those in it weigh `enough` together. `weights` are those of its items, the oldest first.
pub(super) fn cuts(
    weights: impl Iterator<Item = usize>,
    per_page: usize,
    enough: usize,
) -> Vec<usize> {
    let mut cuts = Vec::new();
    let (mut items, mut weight) = (0, 0);
    for (number, more) in (1..).zip(weights) {
        items += 1;
        weight += more;
        if items >= per_page || weight >= enough {
            cuts.push(number);
            (items, weight) = (0, 0);
        }
    }
    // The newest full page is part of the page that holds the rest.
    cuts.pop();
    cuts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn few_items_make_one_page() {
        let pages = Pages::new(0, 20);
        assert_eq!((pages.older(), pages.range(None)), (0, 0..0));
        let pages = Pages::new(39, 20);
        assert_eq!((pages.older(), pages.range(None)), (0, 0..39));
        let pages = Pages::new(40, 20);
        assert_eq!(pages.older(), 1);
        assert_eq!(pages.range(None), 0..20);
        assert_eq!(pages.range(Some(1)), 20..40);
    }

    fn numbers(items: usize, number: Option<usize>) -> String {
        let path = |number: Option<usize>| match number {
            None => OutputPath::parse("a/index.html").unwrap(),
            Some(number) => OutputPath::parse(&format!("a/page-{number}.html")).unwrap(),
        };
        let pager = Pages::new(items, 10).pager(number, path);
        let shown = pager.pages.iter().map(|page| {
            let name = page.number.map_or("new".to_owned(), |n| n.to_string());
            let gap = if page.after_gap { "… " } else { "" };
            let mark = if page.current { "*" } else { "" };
            format!("{gap}{name}{mark}")
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn of_many_pages_those_near_are_linked() {
        assert_eq!(numbers(19, None), "");
        assert_eq!(numbers(109, Some(4)), "new 9 8 7 6 5 4* 3 2 1");
        assert_eq!(numbers(119, None), "new* 10 9 … 1");
        assert_eq!(numbers(119, Some(10)), "new 10* 9 8 … 1");
        assert_eq!(numbers(119, Some(7)), "new 10 9 8 7* 6 5 … 1");
        assert_eq!(numbers(119, Some(6)), "new … 8 7 6* 5 4 … 1");
        assert_eq!(numbers(119, Some(5)), "new … 7 6 5* 4 3 2 1");
        assert_eq!(numbers(119, Some(1)), "new … 3 2 1*");
    }

    #[test]
    fn a_page_is_full_by_items_or_by_what_they_weigh() {
        let ends = |weights: &[usize]| cuts(weights.iter().copied(), 3, 10);
        assert_eq!(ends(&[1, 1, 1, 1, 1, 1]), [3]);
        assert_eq!(ends(&[30, 4, 6, 1, 9, 1]), [1, 3]);
        assert_eq!(ends(&[30]), [0; 0]);
        let all = [30, 4, 6, 1, 9, 1];
        let cuts = ends(&all);
        let pages = Pages::cut(all.len(), &cuts);
        let range = |page| pages.range(page);
        assert_eq!(
            [range(None), range(Some(2)), range(Some(1))],
            [0..3, 3..5, 5..6]
        );
    }

    /// Every item is on one page; and one more in front changes nothing of what older pages hold, counted from
    /// the oldest.
    fn holds(pages: Pages<'_>, grown: Pages<'_>) -> Result<(), TestCaseError> {
        let items = pages.items;
        let mut seen = vec![0; items];
        for page in std::iter::once(None).chain((1..=pages.older()).map(Some)) {
            for item in pages.range(page) {
                seen[item] += 1;
                prop_assert_eq!(pages.page_of(item), page);
            }
        }
        prop_assert!(seen.iter().all(|&n| n == 1));
        for page in 1..=pages.older() {
            let (a, b) = (pages.range(Some(page)), grown.range(Some(page)));
            prop_assert_eq!(
                (items - a.start, items - a.end),
                (items + 1 - b.start, items + 1 - b.end)
            );
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn every_item_is_on_one_page_and_full_pages_never_change(items in 0..500_usize, per_page in 1..30_usize) {
            holds(Pages::new(items, per_page), Pages::new(items + 1, per_page))?;
        }

        #[test]
        fn so_it_is_where_items_weigh(weights in prop::collection::vec(1..60_usize, 1..100), per_page in 1..30_usize) {
            let before = weights.len() - 1;
            let now = cuts(weights.iter().copied(), per_page, per_page * 5);
            let then = cuts(weights.iter().take(before).copied(), per_page, per_page * 5);
            holds(Pages::cut(before, &then), Pages::cut(weights.len(), &now))?;
        }

        #[test]
        fn items_that_weigh_nothing_fall_into_even_pages(items in 0..500_usize, per_page in 1..30_usize) {
            let ends = cuts(std::iter::repeat_n(0, items), per_page, 1);
            let (even, cut) = (Pages::new(items, per_page), Pages::cut(items, &ends));
            prop_assert_eq!(even.older(), cut.older());
            for page in std::iter::once(None).chain((1..=even.older()).map(Some)) {
                prop_assert_eq!(even.range(page), cut.range(page));
            }
        }
    }
}
