//! Finds the one way in which the paragraphs between two anchors fill the columns.

use super::tell::{Gap, tell};
use super::token::{Kind, Token};
use crate::diagnostic::{Faults, Severity};
use crate::import::header::Column;
use crate::import::unit_names::Looks;

/// The place of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Heading,
    Cell(Column),
}

/// A row: the headings that stand before or in it, and its cells in the order of the columns.
#[derive(Debug, Default)]
pub(super) struct Row<'t> {
    pub(super) headings: Vec<&'t Token>,
    pub(super) cells: Vec<(Column, &'t Token)>,
}

/// The order in which cells follow each other.
pub(super) struct Order {
    /// The columns that every row fills.
    pub(super) cells: Vec<Column>,
    /// Before which of them a heading stands.
    pub(super) heading: usize,
    /// Whether a chapter stands in the first row for certain.
    pub(super) has_chapters: bool,
    units: usize,
}

impl Order {
    fn of(columns: &[Column]) -> Self {
        let cells: Vec<Column> = columns
            .iter()
            .copied()
            .filter(|column| *column != Column::Chapter)
            .collect();
        let chapter = columns.iter().position(|column| *column == Column::Chapter);
        let units = cells.iter().position(|column| *column == Column::Units);
        Self {
            heading: chapter.filter(|at| *at < cells.len()).unwrap_or(0),
            has_chapters: chapter.is_some(),
            units: units.unwrap_or(0),
            cells,
        }
    }

    fn after(&self, cell: usize) -> usize {
        if cell + 1 >= self.cells.len() {
            0
        } else {
            cell + 1
        }
    }
}

/// The rows of a table; every gap that cannot be filled in exactly one way is told.
pub(super) fn rows<'t>(
    tokens: &'t [Token],
    columns: &[Column],
    faults: &mut Faults,
) -> Vec<Row<'t>> {
    let order = Order::of(columns);
    let before = faults.count(Severity::Error);
    let mut roles: Vec<Role> = Vec::with_capacity(tokens.len());
    let mut rest = tokens;
    let mut anchor: Option<&Token> = None;
    loop {
        let next = rest.iter().position(Token::is_anchor);
        let (inside, after) = rest
            .split_at_checked(next.unwrap_or(rest.len()))
            .unwrap_or((rest, &[]));
        let gap = Gap {
            tokens: inside,
            before: anchor,
            after: after.first(),
            start: anchor.map_or(0, |_| order.after(order.units)),
            end: next.map_or(0, |_| order.units),
        };
        match solve(&gap, &order) {
            Solution::One(found) => roles.extend(found),
            Solution::None => tell(&gap, &order, false, faults),
            Solution::Many => tell(&gap, &order, true, faults),
        }
        match after.split_first() {
            Some((units, after)) => {
                roles.push(Role::Cell(Column::Units));
                anchor = Some(units);
                rest = after;
            }
            None => break,
        }
    }
    if faults.count(Severity::Error) > before {
        return Vec::new();
    }
    gather(tokens, &roles, order.cells.len())
}

fn gather<'t>(tokens: &'t [Token], roles: &[Role], width: usize) -> Vec<Row<'t>> {
    let mut rows = Vec::new();
    let mut row = Row::default();
    for (token, role) in tokens.iter().zip(roles) {
        match role {
            Role::Heading => row.headings.push(token),
            Role::Cell(column) => row.cells.push((*column, token)),
        }
        if row.cells.len() == width {
            rows.push(std::mem::take(&mut row));
        }
    }
    if !row.headings.is_empty() || !row.cells.is_empty() {
        rows.push(row);
    }
    rows
}

enum Solution {
    None,
    One(Vec<Role>),
    Many,
}

/// Where the reading of a gap stands: the next cell, and whether a heading must come first.
type State = (usize, bool);

fn solve(gap: &Gap<'_>, order: &Order) -> Solution {
    let width = order.cells.len();
    let index = |(cell, need): State| cell * 2 + usize::from(need);
    // How many ways lead from each state before each token to the end; two stand for more.
    let mut ways = vec![vec![0_u8; width * 2]];
    if let Some(last) = ways
        .first_mut()
        .and_then(|last| last.get_mut(index((gap.end, false))))
    {
        *last = 1;
    }
    for token in gap.tokens.iter().rev() {
        let mut here = vec![0_u8; width * 2];
        for cell in 0..width {
            for need in [false, true] {
                let count = steps(token, (cell, need), order)
                    .map(|(_, to)| {
                        let next = ways.last().and_then(|next| next.get(index(to)));
                        next.copied().unwrap_or(0)
                    })
                    .fold(0, u8::saturating_add);
                if let Some(slot) = here.get_mut(index((cell, need))) {
                    *slot = count.min(2);
                }
            }
        }
        ways.push(here);
    }
    let at = |ways: &[u8], state: State| ways.get(index(state)).copied().unwrap_or(0);
    let mut state = (gap.start, gap.before.is_none() && order.has_chapters);
    match ways.pop().map_or(0, |first| at(&first, state)) {
        0 => return Solution::None,
        1 => {}
        _ => return Solution::Many,
    }
    let mut roles = Vec::with_capacity(gap.tokens.len());
    for token in gap.tokens {
        let next = ways.pop().unwrap_or_default();
        let Some((role, to)) = steps(token, state, order).find(|(_, to)| at(&next, *to) > 0) else {
            return Solution::None;
        };
        if token.doubtful && role != Role::Heading {
            return Solution::Many;
        }
        roles.push(role);
        state = to;
    }
    Solution::One(roles)
}

/// The places that a token can take in a state, and the states it leads to.
fn steps<'o>(
    token: &'o Token,
    (cell, need): State,
    order: &'o Order,
) -> impl Iterator<Item = (Role, State)> + 'o {
    let here = cell == order.heading;
    let text = matches!(token.kind, Kind::Cell(looks) if looks != Looks::Units);
    let heads = here && (token.is_heading() || (text && (need || token.may_head)));
    let fits = order.cells.get(cell).copied().filter(|column| {
        !(here && need)
            && match (&token.kind, column) {
                (Kind::Cell(Looks::Units), _) => *column == Column::Units,
                (Kind::Cell(Looks::Perhaps), Column::Units | Column::Title | Column::Progress)
                | (Kind::Cell(Looks::Text), Column::Title | Column::Progress)
                | (Kind::Number(_), Column::Number)
                | (Kind::Empty, Column::Number | Column::Units | Column::Progress) => true,
                _ => false,
            }
    });
    let heading = heads.then_some((Role::Heading, (cell, false)));
    let cell = fits.map(|column| (Role::Cell(column), (order.after(cell), need)));
    heading.into_iter().chain(cell)
}
