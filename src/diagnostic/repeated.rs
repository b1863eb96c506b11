//! What goes wrong again and again.

use std::collections::BTreeMap;

use super::{Diagnostic, Faults, Message, Place};
use crate::say;

/// Of what the disk or the network refuses for file after file, so many files are named.
const NAMED: usize = 10;

impl Faults {
    /// The same findings with each said once: a base template that fails does so for every page. What
    /// differs in nothing but its second place is the same. Of those that differ in the path of a file
    /// only, such as a full disk tells of every file, the first few stand for all.
    #[must_use]
    pub fn each_once(self) -> Self {
        let mut kept: Vec<(Diagnostic, usize)> = Vec::new();
        let mut seen = BTreeMap::new();
        let mut of_files: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for fault in self.0 {
            let key = (fault.code, fault.place.clone(), fault.message.clone());
            let named = without_path(&fault).map(|kind| of_files.entry(kind).or_default());
            let last = named.as_ref().and_then(|named| named.get(NAMED - 1));
            let same = seen.get(&key).or(last).copied();
            match same.and_then(|at: usize| kept.get_mut(at)) {
                Some((_, more)) => *more += 1,
                None => {
                    seen.insert(key, kept.len());
                    if let Some(named) = named {
                        named.push(kept.len());
                    }
                    kept.push((fault, 0));
                }
            }
        }
        let hinted = |(fault, more): (Diagnostic, usize)| match more {
            0 => fault,
            _ => fault.hint(say!(
                "还有 {more} 处同样的错",
                "the same goes wrong {more} more times"
            )),
        };
        Self(kept.into_iter().map(hinted).collect())
    }
}

/// What a finding about a file says of whatever file it is.
fn without_path(fault: &Diagnostic) -> Option<(&'static str, Message)> {
    let Some(Place::Path(path)) = &fault.place else {
        return None;
    };
    let Message { zh, en } = &fault.message;
    let [zh, en] = [zh, en].map(|text| text.replace(path.as_str(), ""));
    Some((fault.code, Message { zh, en }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full(path: &str) -> Diagnostic {
        let what = say!("无法写入 `{path}`：磁盘已满", "cannot write `{path}`: full");
        Diagnostic::error("release/io", what).at_path(path)
    }

    #[test]
    fn a_full_disk_names_a_few_files() {
        let mut faults: Faults = (0..100).map(|n| full(&format!("p/{n}.html"))).collect();
        let other = say!("`p/7.html` 不能替换", "`p/7.html` cannot be replaced");
        faults.push(Diagnostic::error("release/foreign", other).at_path("p/7.html"));
        let told = faults.each_once();
        assert_eq!(told.iter().count(), NAMED + 1);
        let hints: Vec<&str> = told
            .iter()
            .flat_map(|fault| &fault.hints)
            .map(|hint| hint.en.as_str())
            .collect();
        assert_eq!(hints, ["the same goes wrong 90 more times"]);
        let few: Faults = (0..NAMED).map(|n| full(&format!("{n}"))).collect();
        assert_eq!(few.clone().each_once(), few);
    }

    #[test]
    fn what_fails_for_every_page_is_said_once() {
        let what = say!("模板出错", "the template fails");
        let fault = Diagnostic::error("theme/render", what).at_path("base.html");
        let faults: Faults = vec![fault.clone(), full("a"), fault.clone(), fault]
            .into_iter()
            .collect();
        let told = faults.each_once();
        let hints: Vec<usize> = told.iter().map(|fault| fault.hints.len()).collect();
        assert_eq!(hints, [1, 0]);
    }
}
