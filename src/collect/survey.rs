//! What is asked of whom.

use std::collections::{BTreeMap, BTreeSet};

use super::{WHOLE, WHOLE_NAME};
use crate::diagnostic::{Diagnostic, Faults, Message, Place, did_you_mean};
use crate::model::{Chapter, ContentPath, Disclosure, Site, Task, Unit, UnitId};
use crate::say;
use crate::series;

/// The tasks of a disclosure and who answers for them.
#[derive(Debug)]
pub struct Survey<'s> {
    pub(super) site: &'s Site,
    pub(super) disclosure: &'s Disclosure,
    /// In the order of the disclosure.
    pub(super) items: Vec<Item<'s>>,
    by_path: BTreeMap<&'s ContentPath, usize>,
    /// By title as it is compared.
    by_title: BTreeMap<String, Vec<usize>>,
}

/// A task that is asked about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item<'s> {
    pub(super) chapter: &'s Chapter,
    pub(super) task: &'s Task,
    /// The same task in the period before.
    pub(super) before: Option<&'s Task>,
}

/// Who answers: a unit, or the office for all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Asked {
    Unit(UnitId),
    Whole,
}

impl<'s> Survey<'s> {
    /// What a disclosure asks. What was reported before is taken from the disclosure `from`, or from the one
    /// before it in its series.
    ///
    /// # Errors
    /// If one of the two is not there, or has no tasks.
    pub fn new(
        site: &'s Site,
        path: &ContentPath,
        from: Option<&ContentPath>,
    ) -> Result<Self, Faults> {
        let disclosure = disclosure(site, path)?;
        let from = match from {
            Some(from) => Some(earlier(site, from)?),
            None => before(site, disclosure),
        };
        let known = from.map_or_else(BTreeMap::new, |from| series::earlier(from, disclosure));
        let items: Vec<Item<'s>> = disclosure
            .chapters()
            .iter()
            .flat_map(|chapter| {
                let known = &known;
                chapter.tasks.iter().map(move |task| Item {
                    chapter,
                    task,
                    before: known.get(&task.path).copied(),
                })
            })
            .collect();
        if items.is_empty() {
            return Err(no_tasks(path).into());
        }
        let mut by_title: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, item) in items.iter().enumerate() {
            let title = series::folded(&item.task.title.value);
            by_title.entry(title).or_default().push(at);
        }
        let paths = items.iter().enumerate();
        Ok(Self {
            site,
            disclosure,
            by_path: paths.map(|(at, item)| (&item.task.path, at)).collect(),
            by_title,
            items,
        })
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.disclosure.card.title.value
    }

    /// How many tasks it has.
    #[must_use]
    pub fn tasks(&self) -> usize {
        self.items.len()
    }

    /// The number of the task at a path.
    pub(super) fn at_path(&self, path: &ContentPath) -> Option<usize> {
        self.by_path.get(path).copied()
    }

    /// The numbers of the tasks with a title, white space and width aside.
    pub(super) fn with_title(&self, title: &str) -> &[usize] {
        let found = self.by_title.get(&series::folded(title));
        found.map_or(&[], Vec::as_slice)
    }

    /// The units that answer for its tasks, in the order of the site's list.
    pub(super) fn units(&self) -> Vec<(UnitId, &'s Unit)> {
        let mentions = self.items.iter().flat_map(|item| &item.task.units);
        let named: BTreeSet<UnitId> = mentions.map(|mention| mention.unit).collect();
        let units = self.site.units.iter();
        units.filter(|(id, _)| named.contains(id)).collect()
    }

    /// The units of these names or ids; all if there is none.
    pub(super) fn chosen(&self, names: &[String]) -> Result<Vec<(UnitId, &'s Unit)>, Faults> {
        let units = self.units();
        if names.is_empty() {
            return Ok(units);
        }
        let mut faults = Faults::new();
        let mut chosen = BTreeSet::new();
        for name in names {
            let is_it = |(_, unit): &&(UnitId, &Unit)| {
                unit.id.as_str() == name || unit.names().any(|own| &*own.value == name)
            };
            match units.iter().find(is_it) {
                Some((id, _)) => drop(chosen.insert(*id)),
                None => {
                    let fault = Diagnostic::error(
                        "collect/unknown-unit",
                        say!(
                            "没有叫 `{name}` 的单位负责这里的任务",
                            "no unit called `{name}` answers for a task here"
                        ),
                    );
                    let known = units.iter().map(|(_, unit)| &*unit.name.value);
                    faults.push(match did_you_mean(name, known) {
                        Some(meant) => {
                            fault.hint(say!("是否想写 `{meant}`？", "did you mean `{meant}`?"))
                        }
                        None => fault,
                    });
                }
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let all = units.into_iter();
        Ok(all.filter(|(id, _)| chosen.contains(id)).collect())
    }

    /// What somebody who answers is called.
    pub(super) fn name(&self, who: Asked) -> &'s str {
        match who {
            Asked::Whole => WHOLE_NAME,
            Asked::Unit(id) => self.site.units.get(id).map_or("", |unit| &unit.name.value),
        }
    }

    /// What somebody who answers is known by in ids and records.
    pub(super) fn id(&self, who: Asked) -> &'s str {
        match who {
            Asked::Whole => WHOLE,
            Asked::Unit(id) => self.site.units.get(id).map_or("", |unit| unit.id.as_str()),
        }
    }

    /// Who is known by an id.
    pub(super) fn who(&self, id: &str) -> Option<Asked> {
        if id == WHOLE {
            return Some(Asked::Whole);
        }
        let mut units = self.site.units.iter();
        let found = units.find(|(_, unit)| unit.id.as_str() == id)?;
        Some(Asked::Unit(found.0))
    }
}

impl Item<'_> {
    /// Whether somebody may answer for it.
    pub(super) fn is_asked_of(&self, who: Asked) -> bool {
        match who {
            Asked::Whole => true,
            Asked::Unit(id) => self.task.units.iter().any(|mention| mention.unit == id),
        }
    }

    /// Whether a unit leads.
    pub(super) fn is_led_by(&self, who: Asked) -> bool {
        self.task.units.first().map(|lead| Asked::Unit(lead.unit)) == Some(who)
    }

    /// The place of somebody among those who answer: the lead first, the office last.
    pub(super) fn rank(&self, who: Asked) -> usize {
        let place = |id| self.task.units.iter().position(|m| m.unit == id);
        match who {
            Asked::Unit(id) => place(id).unwrap_or(self.task.units.len()),
            Asked::Whole => self.task.units.len() + 1,
        }
    }
}

/// The disclosure at a path, which is asked about.
pub(super) fn disclosure<'s>(site: &'s Site, path: &ContentPath) -> Result<&'s Disclosure, Faults> {
    at(
        site,
        path,
        say!(
            "先在 `content/{path}/disclosure.toml` 里写好索引卡，可以带 `draft = true`",
            "write its index card first, in `content/{path}/disclosure.toml`; it may have `draft = true`"
        ),
    )
}

/// The disclosure of the period before, at a path.
pub(super) fn earlier<'s>(site: &'s Site, path: &ContentPath) -> Result<&'s Disclosure, Faults> {
    at(
        site,
        path,
        say!(
            "`--from` 写已有的上一期，如 `plans/key-tasks/2020-q2`",
            "`--from` names an earlier one that is there, such as `plans/key-tasks/2020-q2`"
        ),
    )
}

/// The disclosure at a path, with what to do where there is none.
fn at<'s>(site: &'s Site, path: &ContentPath, do_then: Message) -> Result<&'s Disclosure, Faults> {
    let mut all = site.home.all_disclosures();
    if let Some(found) = all.find(|disclosure| disclosure.path == *path) {
        return Ok(found);
    }
    let known = site.home.all_disclosures().map(|d| d.path.as_str());
    let mut fault = Diagnostic::error(
        "collect/no-disclosure",
        say!("没有这条公开信息：{path}", "there is no disclosure {path}"),
    );
    if let Some(meant) = did_you_mean(path.as_str(), known) {
        fault = fault.hint(say!("是否想写 `{meant}`？", "did you mean `{meant}`?"));
    }
    Err(fault.hint(do_then).into())
}

/// The report before a disclosure in its series.
fn before<'s>(site: &'s Site, disclosure: &Disclosure) -> Option<&'s Disclosure> {
    let all = series::gather(site.home.all_disclosures());
    let is_it = |report: &series::Report<'_>| report.disclosure.path == disclosure.path;
    all.iter().find_map(|series| {
        let report = series.reports.iter().find(|report| is_it(report))?;
        Some(series.reports.get(report.before()?)?.disclosure)
    })
}

fn no_tasks(path: &ContentPath) -> Diagnostic {
    Diagnostic::error(
        "collect/no-tasks",
        say!("这条公开信息还没有任务", "this disclosure has no tasks yet"),
    )
    .at(Place::Path(format!("content/{path}")))
    .hint(say!(
        "用 `--from 上一期的路径` 取上一期的任务，或先写好任务文件",
        "take those of the period before with `--from PATH`, or write the task files first"
    ))
}
