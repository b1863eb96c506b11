use std::collections::BTreeMap;

use super::{Prose, Slug, Text};
use crate::diagnostic::Span;

/// Names a unit of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(u32);

/// 责任单位: who answers for tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Names its page.
    pub id: Slug,
    /// The name it is shown by.
    pub name: Text,
    /// Its full official name.
    pub full_name: Option<Text>,
    /// Other names it goes by in content.
    pub aliases: Vec<Text>,
    /// Whether it stands for several, such as 各街道.
    pub collective: bool,
    /// Where it is declared.
    pub span: Span,
}

impl Unit {
    /// Every name by which content may mention it.
    pub fn names(&self) -> impl Iterator<Item = &Text> {
        std::iter::once(&self.name)
            .chain(&self.full_name)
            .chain(&self.aliases)
    }
}

/// The units of a site, in the order of `units.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Units {
    list: Vec<Unit>,
    by_name: BTreeMap<Box<str>, UnitId>,
    /// What stands before the list of units.
    pub body: Option<Prose>,
}

impl Units {
    /// Adds a unit. Gives the unit that already has one of its names, and the name, if there is one;
    /// the new unit is then known by its other names only.
    pub fn add(&mut self, unit: Unit) -> Vec<(UnitId, Text)> {
        let id = UnitId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        let mut taken = Vec::new();
        for name in unit.names() {
            match self.by_name.get(&name.value) {
                Some(&other) => taken.push((other, name.clone())),
                None => {
                    self.by_name.insert(name.value.clone(), id);
                }
            }
        }
        self.list.push(unit);
        taken
    }

    /// The unit that goes by a name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<UnitId> {
        self.by_name.get(name).copied()
    }

    /// A unit of this site.
    #[must_use]
    pub fn get(&self, id: UnitId) -> Option<&Unit> {
        self.list.get(id.0 as usize)
    }

    /// All units with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (UnitId, &Unit)> {
        (0..).map(UnitId).zip(&self.list)
    }

    /// Every name of every unit, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(AsRef::as_ref)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}
