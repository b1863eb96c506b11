//! The URLs of a release, and those that earlier releases had.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::content;
use crate::diagnostic::{Diagnostic, Faults, Place, Sources, Span, reason};
use crate::export::Export;
use crate::pages::paths::is_immutable;
use crate::pages::{PageKind, Plan, PlannedPage};
use crate::release::{UrlsLock, write_atomically};
use crate::say;
use crate::url::OutputPath;

/// Every URL that readers or programs may keep: pages, attachments, data and feeds, but not the
/// theme's files, whose names change with their content, nor the parts of a site map. Nor are the pages
/// that tell revisions: a clone without its history has none, and must be able to build.
pub(super) fn public(plan: &Plan<'_>, exports: &[Export<'_>]) -> BTreeSet<OutputPath> {
    let is_kept = |page: &&PlannedPage<'_>| {
        !matches!(
            page.kind,
            PageKind::DisclosureHistory(..) | PageKind::TaskHistory(..) | PageKind::NotFound
        )
    };
    let pages = plan.pages.iter().filter(is_kept).map(|page| &page.path);
    let files = plan.files.iter().map(|file| &file.path);
    let data = exports.iter().map(|file| &file.path);
    let data = data.filter(|path| !is_part_of_site_map(path.as_str()));
    let moved = plan.copies.iter().map(|copy| &copy.from);
    pages
        .chain(files)
        .chain(data)
        .chain(moved)
        .chain(&plan.withdrawn)
        .cloned()
        .collect()
}

/// Whether a file that was made is `sitemap-1.xml` or another part.
fn is_part_of_site_map(path: &str) -> bool {
    let number = path.strip_prefix("sitemap-");
    let number = number.and_then(|rest| rest.strip_suffix(".xml"));
    number.is_some_and(|number| number.bytes().all(|digit| digit.is_ascii_digit()))
}

/// Whether a file of the output is one of these, as far as its path tells.
#[must_use]
pub fn may_be_kept(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let tells_revisions = name
        .strip_suffix(".html")
        .and_then(|name| name.rsplit('.').next())
        .is_some_and(|last| {
            let number = last.strip_prefix("history");
            number.is_some_and(|number| number.is_empty() || number.starts_with('-'))
        });
    !(tells_revisions
        || path == "404.html"
        || is_part_of_site_map(path)
        || path.starts_with("search/") && path != "search/index.html"
        || is_immutable(path))
}

/// What `content/urls.lock` says when it remembers the URLs of a release, too.
#[derive(Clone, Debug)]
pub struct Remembered {
    path: PathBuf,
    text: String,
    /// How many of the URLs are new to it.
    pub added: usize,
}

impl Remembered {
    pub(super) fn new(
        root: &Path,
        mut lock: UrlsLock,
        plan: &Plan<'_>,
        urls: &BTreeSet<OutputPath>,
        as_of: Date,
    ) -> Self {
        let added = accept(&mut lock, plan, urls, as_of);
        Self {
            path: lock_path(root),
            text: lock.to_string(),
            added,
        }
    }

    /// Writes it down, unless the file says just that: its stamp tells the next build whether it is to be read.
    ///
    /// # Errors
    /// `release/io` if that cannot be.
    pub fn write(&self) -> Result<(), Faults> {
        if std::fs::read(&self.path).is_ok_and(|text| text == self.text.as_bytes()) {
            return Ok(());
        }
        write_atomically(&self.path, self.text.as_bytes())
    }
}

/// Remembers the URLs of a release, each with the first day on which it must be there: that of its
/// disclosure, or the day of the release. Gives how many are new.
fn accept(lock: &mut UrlsLock, plan: &Plan<'_>, urls: &BTreeSet<OutputPath>, as_of: Date) -> usize {
    let mut since: BTreeMap<Date, BTreeSet<OutputPath>> = BTreeMap::new();
    let due: Vec<(String, Date)> = plan
        .input
        .index
        .disclosures
        .iter()
        .map(|placed| placed.disclosure)
        .map(|d| (format!("{}/", d.path), d.card.published.value.date))
        .collect();
    let folders: BTreeMap<&str, Date> = due
        .iter()
        .map(|(path, day)| (path.as_str(), *day))
        .collect();
    for url in urls {
        // The folder of a disclosure is the last that sorts before what is in it.
        let folder = folders.range(..=url.as_str()).next_back();
        let day = folder
            .filter(|(folder, _)| url.as_str().starts_with(**folder))
            .map_or(as_of, |(_, day)| *day);
        since.entry(day).or_default().insert(url.clone());
    }
    since
        .iter()
        .map(|(day, urls)| lock.accept(urls, &day.to_string()))
        .sum()
}

/// Where the URLs are remembered.
fn lock_path(root: &Path) -> PathBuf {
    root.join(content::FOLDER).join(content::URLS_LOCK)
}

/// Checks that no URL of an earlier release is lost. Gives what `content/urls.lock` remembers.
pub(super) fn check(
    root: &Path,
    as_of: Date,
    urls: &BTreeSet<OutputPath>,
    sources: &mut Sources,
) -> Result<UrlsLock, Faults> {
    let path = lock_path(root);
    let shown = format!("{}/{}", content::FOLDER, content::URLS_LOCK);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(UrlsLock::default());
        }
        Err(error) => {
            let why = reason(&error);
            let (zh, en) = (why.zh, why.en);
            let what = say!("无法读取：{zh}", "cannot be read: {en}");
            return Err(Diagnostic::error("content/unreadable", what)
                .at_path(shown)
                .into());
        }
    };
    let file = sources.add_file(&path, shown);
    let lock = UrlsLock::parse(&text).map_err(|found| {
        let mut faults = Faults::new();
        for (range, message) in found {
            let place = Place::from(Span::new(file, range));
            faults.push(Diagnostic::error("release/urls-lock", message).at(place));
        }
        faults
    })?;
    let mut faults = Faults::new();
    for (lost, range) in lock.lost(urls, &as_of.to_string()) {
        faults.push(
            Diagnostic::error(
                "urls/lost",
                say!(
                    "已发布的网址 `{lost}` 不见了",
                    "the published URL `{lost}` is lost"
                ),
            )
            .at(Span::new(file, range))
            .hint(say!(
                "在 `content/urls.toml` 写上它移到了哪里（[[redirect]]），或已撤回（[[withdrawn]]）",
                "say in `content/urls.toml` where it moved ([[redirect]]) or that it was withdrawn ([[withdrawn]])"
            )),
        );
    }
    if faults.is_empty() {
        Ok(lock)
    } else {
        Err(faults)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_readers_may_keep_is_told_by_its_path() {
        for path in [
            "index.html",
            "plans/2026/01/02.html",
            "plans/2026/data.csv",
            "plans/history.pdf",
            "plans/page-2.html",
            "sitemap.xml",
            "search/index.html",
        ] {
            assert!(may_be_kept(path), "{path}");
        }
        for path in [
            "404.html",
            "sitemap-2.xml",
            "search/terms.json",
            "assets/a.css",
            "plans/2026/history.html",
            "plans/2026/history-1.html",
            "plans/2026/01/02.history.html",
            "plans/2026/01/02.history-1.html",
        ] {
            assert!(!may_be_kept(path), "{path}");
        }
    }
}
