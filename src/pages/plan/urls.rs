//! What became of URLs that once were public: `content/urls.toml`.

use std::collections::{BTreeMap, BTreeSet};

use super::planner::Planner;
use super::{PageKind, PlannedCopy, PlannedPage};
use crate::diagnostic::{Diagnostic, Message, Span};
use crate::model::{Redirect, Site};
use crate::say;
use crate::url::OutputPath;

impl<'a> Planner<'a> {
    pub(super) fn url_changes(&mut self, site: &'a Site) {
        let mut moves = BTreeMap::new();
        for redirect in &site.url_changes.redirects {
            let from = self.public_path(&redirect.from.value, redirect.from.span);
            let to = self.public_path(&redirect.to.value, redirect.to.span);
            let (Some(from), Some(to)) = (from, to) else {
                continue;
            };
            moves.insert(from.clone(), (to.clone(), redirect));
            if is_page(&from) {
                self.redirected.push((to, redirect.to.span));
                let kind = PageKind::Redirect(redirect);
                self.add(from, kind, Some(redirect.from.span));
            } else {
                self.copies.push(PlannedCopy { from, to, redirect });
            }
        }
        for withdrawal in &site.url_changes.withdrawals {
            let Some(path) = self.public_path(&withdrawal.path.value, withdrawal.path.span) else {
                continue;
            };
            if is_page(&path) {
                let kind = PageKind::Withdrawn(withdrawal);
                self.add(path, kind, Some(withdrawal.path.span));
            } else {
                self.withdrawn.push(path);
            }
        }
        self.faults
            .extend(circles(&moves).into_iter().map(leads_back));
    }

    /// Tells redirects that lead to no page.
    pub(super) fn redirects(&mut self, pages: &[PlannedPage<'a>]) {
        for (to, span) in std::mem::take(&mut self.redirected) {
            if pages.binary_search_by(|page| page.path.cmp(&to)).is_err() {
                self.faults.push(no_target(&to, span));
            }
        }
    }

    fn public_path(&mut self, text: &str, span: Span) -> Option<OutputPath> {
        match page_path(text) {
            Ok(path) => Some(path),
            Err(why) => {
                self.faults
                    .push(Diagnostic::error("urls/bad-path", why).at(span));
                None
            }
        }
    }
}

/// Whether a path is that of a page, where readers can be told where it went.
fn is_page(path: &OutputPath) -> bool {
    path.as_str().ends_with(".html")
}

type Moves<'a> = BTreeMap<OutputPath, (OutputPath, &'a Redirect)>;

/// One redirect of each circle of redirects, in which readers would never arrive.
fn circles<'a>(moves: &Moves<'a>) -> Vec<&'a Redirect> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for start in moves.keys() {
        let mut way = BTreeSet::new();
        let mut at = start;
        while let Some((to, redirect)) = moves.get(at) {
            if !seen.insert(at) {
                if way.contains(at) {
                    found.push(*redirect);
                }
                break;
            }
            way.insert(at);
            at = to;
        }
    }
    found
}

fn leads_back(redirect: &Redirect) -> Diagnostic {
    let from = &redirect.from.value;
    Diagnostic::error(
        "urls/circle",
        say!(
            "`{from}` 转来转去又回到自己",
            "`{from}` is led round in a circle, back to itself"
        ),
    )
    .at(redirect.from.span)
    .hint(say!("`to` 写它现在的网址", "write in `to` where it is now"))
}

/// Tells that a redirect leads to nothing that is written.
#[must_use]
pub fn no_target(to: &OutputPath, span: Span) -> Diagnostic {
    Diagnostic::error(
        "urls/no-target",
        say!(
            "没有 `{to}` 这一页或文件",
            "there is no page or file `{to}`"
        ),
    )
    .at(span)
    .hint(say!(
        "页面要转到页面，文件要转到文件",
        "a page is led to a page, a file to a file"
    ))
}

/// The file of a URL path as people write it: `/a/` and `a` followed by `/index.html` are the same.
pub(in crate::pages) fn page_path(text: &str) -> Result<OutputPath, Message> {
    let text = text.strip_prefix('/').unwrap_or(text);
    if text.is_empty() || text.ends_with('/') {
        OutputPath::parse(&format!("{text}index.html"))
    } else {
        OutputPath::parse(text)
    }
}
