//! Makes an earlier release current again.

use rayon::prelude::*;

use super::{Standing, Work, there};
use crate::diagnostic::Faults;
use crate::publish::fault::{At as _, nothing_published, tampered, unwritable};
use crate::publish::files::{Files, Stands};
use crate::publish::layout::{companion, folder};
use crate::publish::{Action, Publication, RolledBack};
use crate::release::{Digest, ManifestFile, OutputPath};

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
    let trail = &work.state.trail;
    let id = match wanted {
        Some(wanted) => trail.find(&files.shown(""), wanted, &there(files)?)?,
        None => trail.before(&files.shown(""), &current)?,
    };
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
    let record = publication.record_of(
        Action::Rollback,
        &id,
        (&release.manifest, &release.json),
        Some(&current),
    );
    work.switch(files, record)?;
    Ok(RolledBack {
        from: current,
        to: id,
    })
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
    match bad.as_slice() {
        [] => Ok(()),
        bad => Err(tampered(&release.id, bad, |path| {
            files.shown(&format!("{place}/{path}"))
        })),
    }
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
        .map_err(|error| unwritable(&error))?;
    let path = companion(&release.id);
    files.write(&path, &json, true).at(&files.shown(&path))
}
