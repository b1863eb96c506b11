//! Makes an earlier release current again.

use rayon::prelude::*;

use super::{Standing, Work};
use crate::diagnostic::{Diagnostic, Faults};
use crate::publish::fault::{At as _, nothing_published};
use crate::publish::files::{Files, Stands};
use crate::publish::layout::{companion, folder};
use crate::publish::{Action, Publication, Record, ReleaseId, RolledBack};
use crate::release::{Digest, ManifestFile, OutputPath};
use crate::say;

/// So many differences of a release are named.
const NAMED: usize = 20;

/// Switches to an earlier release: the one that is wanted, or else the one that was current before.
pub(in crate::publish) fn roll_back(
    files: &dyn Files,
    wanted: Option<&str>,
    publication: &Publication<'_>,
) -> Result<RolledBack, Faults> {
    if super::State::read(files)?.current.is_none() {
        return Err(nothing_published(&files.shown("")));
    }
    let mut work = Work::begin(files, &publication.owner(), publication.by_force)?;
    let current = work.state.current(files)?.clone();
    let id = wanted_id(files, &work, &current, wanted)?;
    if id == current {
        return Ok(RolledBack {
            from: current,
            to: id,
        });
    }
    let mut release = Standing::read(files, id.clone())?;
    assert_genuine(files, &work, &release)?;
    let before = Standing::read(files, current.clone())?;
    keep(files, &before, &mut release, publication.is_immutable)?;
    let about = release.manifest.about();
    let mut record = Record {
        action: Action::Rollback,
        release: id.to_string(),
        commit: about.commit.clone(),
        as_of: about.as_of.clone(),
        program: release.manifest.generator().to_owned(),
        files: release.manifest.files().len(),
        bytes: release.manifest.total_bytes(),
        previous: Some(current.to_string()),
        ..publication.record.clone()
    };
    record.set_manifest(&release.json);
    work.switch(files, record)?;
    Ok(RolledBack {
        from: current,
        to: id,
    })
}

fn wanted_id(
    files: &dyn Files,
    work: &Work,
    current: &ReleaseId,
    wanted: Option<&str>,
) -> Result<ReleaseId, Faults> {
    let shown = files.shown("");
    let Some(wanted) = wanted else {
        let records = work.state.trail.records().iter().rev();
        let mut published = records.filter(|record| {
            record.action == Action::Publish && record.release == current.as_str()
        });
        let previous = published
            .next()
            .and_then(|record| record.previous.as_deref());
        return previous.and_then(ReleaseId::parse).ok_or_else(|| {
            Diagnostic::error(
                "publish/unknown-release",
                say!(
                    "`{shown}` 在 {current} 之前没有别的版本",
                    "`{shown}` has no release before {current}"
                ),
            )
            .into()
        });
    };
    work.state.find(files, wanted)
}

/// Refuses a release that is not what it was when it was published.
fn assert_genuine(files: &dyn Files, work: &Work, release: &Standing) -> Result<(), Faults> {
    let recorded = work.state.trail.of(&release.id);
    let digest = Digest::of(&release.json).to_string();
    let mut bad: Vec<String> = Vec::new();
    if recorded.is_none_or(|record| record.manifest_sha256 != digest) {
        bad.push(crate::release::MANIFEST.to_owned());
    }
    let place = folder(&release.id);
    let states: Result<Vec<_>, Faults> = release
        .manifest
        .files()
        .par_iter()
        .map(|(path, facts)| {
            let full = format!("{place}/{path}");
            let holds = files.holds(&full, facts).at(&files.shown(&full))?;
            Ok((!holds).then(|| path.to_string()))
        })
        .collect();
    bad.extend(states?.into_iter().flatten());
    if bad.is_empty() {
        return Ok(());
    }
    let (id, count) = (&release.id, bad.len());
    let mut faults = Faults::new();
    for path in bad.iter().take(NAMED) {
        let shown = files.shown(&format!("{place}/{path}"));
        faults.push(
            Diagnostic::error(
                "publish/tampered",
                say!(
                    "版本 {id} 的 `{path}` 被改动过（共 {count} 个文件）",
                    "`{path}` of release {id} was changed ({count} files in all)"
                ),
            )
            .at_path(shown)
            .hint(say!(
                "不能退回到被改动的版本；换一个版本，或从那次的提交重新构建后发布",
                "a release that was changed is not made current: choose another, or build that commit again and publish it"
            )),
        );
    }
    Err(faults)
}

/// Pages that are open in browsers may still ask for files of the release that readers see now.
fn keep(
    files: &dyn Files,
    before: &Standing,
    release: &mut Standing,
    lasts: fn(&str) -> bool,
) -> Result<(), Faults> {
    let missing = |(path, _): &(&OutputPath, &ManifestFile)| {
        lasts(path.as_str()) && !release.manifest.files().contains_key(*path)
    };
    let kept: Vec<_> = before.manifest.files().iter().filter(missing).collect();
    if kept.is_empty() {
        return Ok(());
    }
    let place = folder(&release.id);
    for (path, facts) in &kept {
        let target = format!("{place}/{path}");
        let shown = files.shown(&target);
        for inner in path.folders() {
            files
                .create_folder(&format!("{place}/{inner}"))
                .at(&shown)?;
        }
        if files.stands(&target).at(&shown)? == Stands::Nothing {
            files
                .link(&format!("{}/{path}", folder(&before.id)), &target)
                .at(&shown)?;
        }
        release.companion.kept.insert((*path).clone(), **facts);
    }
    let json = release
        .companion
        .to_json()
        .map_err(|error| super::unwritable(&error))?;
    let path = companion(&release.id);
    files.write(&path, &json, true).at(&files.shown(&path))
}
