//! What must hold before a site goes out.

use std::path::Path;

use jiff::civil::Date;

use super::clock::{now, today};
use super::progress::Progress;
use super::root::need;
use super::workers;
use crate::build::{self, Built, Holds, Options, Past, Purpose, Remembered, Request, Stage};
use crate::content;
use crate::diagnostic::{Diagnostic, Faults, Message, Severity, Sources};
use crate::history::{Keep, State};
use crate::model::Profile;
use crate::publish::Outgoing;
use crate::say;

/// What a site is checked and built for.
#[derive(Clone, Copy)]
pub(super) struct Gate<'a> {
    pub(super) root: &'a Path,
    pub(super) as_of: Option<Date>,
    pub(super) profile: Option<Profile>,
}

/// A site that may go out.
pub(super) struct Passed {
    pub(super) outgoing: Outgoing,
    pub(super) built: Built,
    /// The profile by which it passed.
    pub(super) profile: Profile,
    /// What is to be remembered once readers have it.
    pub(super) urls: Remembered,
}

/// Checks and builds a site, if it may go out; otherwise tells everything that is in the way.
pub(super) fn pass(gate: Gate<'_>, progress: &Progress) -> Result<Passed, (Faults, Sources)> {
    let bare = |faults: Faults| (faults, Sources::new());
    let Gate {
        root,
        as_of,
        profile,
    } = gate;
    need(root).map_err(bare)?;
    progress.stage(&say!("检查", "checking"));
    let state = State::of(root);
    let Some(head) = state.head() else {
        return Err(bare(state.fault(root)));
    };
    let public = root.join("public");
    let kept = build::kept_history(&public, root);
    let as_of = |offset| {
        let today = today(offset)?;
        match as_of {
            Some(day) if day > today => Err(too_early(day, today)),
            Some(day) => Ok(day),
            None => Ok(today),
        }
    };
    let report = workers::on(None, || {
        let request = Request {
            root,
            as_of: &as_of,
            profile,
            ask: None,
            past: Past {
                repository: root,
                state: &state,
                holds: Holds::Must,
                read: Some(kept.as_deref().map_or(Keep::Nothing, Keep::Write)),
            },
        };
        build::build(
            Options {
                request,
                output: &public,
                strict: false,
                purpose: Purpose::Publish,
                full: false,
                now: now(),
                progress: &|done, all| progress.items(done, all),
            },
            &mut |stage, _| {
                if stage == Stage::Plan {
                    progress.stage(&say!("构建", "building"));
                }
            },
        )
    });
    let report = report.map_err(bare)?;
    let found = report.found;
    let passed = report.built.and_then(|mut built| {
        let urls = built.urls.take()?;
        Some((built, urls))
    });
    let Some((built, urls)) = passed else {
        let errors = found.faults.into_iter();
        let errors = errors.filter(|fault| fault.severity == Severity::Error);
        return Err((errors.collect(), found.sources));
    };
    let outgoing = open_built(&public, &head.commit, built.as_of).map_err(bare)?;
    let stated = content::settings(root).0;
    let stated = stated.map(|settings| settings.checking.profile);
    Ok(Passed {
        outgoing,
        built,
        profile: profile.or(stated).unwrap_or_default(),
        urls,
    })
}

/// Opens what was built, as long as it still is that: another build may have written there since.
fn open_built(public: &Path, commit: &str, as_of: Date) -> Result<Outgoing, Faults> {
    let outgoing = Outgoing::open(public)?;
    let manifest = outgoing.manifest();
    if manifest.commit() == Some(commit) && manifest.as_of() == as_of.to_string() {
        return Ok(outgoing);
    }
    let shown = public.display().to_string();
    let fault = Diagnostic::error(
        "publish/uncommitted",
        say!(
            "`{shown}` 里已经不是刚才检查和构建的网站",
            "`{shown}` no longer holds the site that was checked and built"
        ),
    );
    Err(fault
        .at_path(shown)
        .hint(say!(
            "等另一个 `gongkai build` 结束后再发布",
            "publish when the other `gongkai build` is done"
        ))
        .into())
}

/// A pack that may go out, as what is in it passed when it was made, by the profile that the target asks for.
pub(super) fn from_pack(
    path: &Path,
    wanted: Option<Profile>,
) -> Result<Outgoing, (Faults, Sources)> {
    let bare = |faults: Faults| (faults, Sources::new());
    let outgoing = Outgoing::open(path).map_err(bare)?;
    let shown = path.display().to_string();
    let profile = outgoing.profile();
    let commit = outgoing.manifest().about().commit.as_ref();
    let (Some(profile), Some(_)) = (profile, commit) else {
        let fault = Diagnostic::error(
            "publish/not-a-pack",
            say!(
                "`{shown}` 不是经检查制作的归档包",
                "`{shown}` is no pack that was made of a checked commit"
            ),
        )
        .at_path(shown)
        .hint(say!(
            "归档包由 `gongkai pack` 制作",
            "packs are made by `gongkai pack`"
        ));
        return Err(bare(fault.into()));
    };
    if wanted == Some(Profile::Gov) && profile != Profile::Gov {
        let fault = Diagnostic::error(
            "publish/other-profile",
            say!(
                "`{shown}` 不是按政府网站检查的，而发布位置要求这样",
                "`{shown}` was not checked as the site of a government, as the target asks"
            ),
        )
        .at_path(shown)
        .hint(say!(
            "用 `gongkai pack --profile gov` 重新制作",
            "make it again, with `gongkai pack --profile gov`"
        ));
        return Err(bare(fault.into()));
    }
    Ok(outgoing)
}

fn too_early(day: Date, today: Date) -> Message {
    say!(
        "{day} 还没有到（今天是 {today}），不能发布那时才到期的内容；到那天再发布，或不写 --as-of",
        "{day} has not come yet (today is {today}), and what is due then cannot be published: publish on that day, or leave out --as-of"
    )
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::release::{About, Staging};

    #[test]
    fn what_another_build_wrote_does_not_go_out() {
        let folder = tempfile::tempdir().unwrap();
        let public = folder.path().join("public");
        let head = "a".repeat(40);
        let day = date(2020, 7, 22);
        let opens = |commit: Option<&str>| {
            let staging = Staging::open(&public).unwrap();
            let about = About {
                commit: commit.map(|digit| digit.repeat(40)),
                ..About::from("2020-07-22")
            };
            staging.commit(about).unwrap();
            open_built(&public, &head, day).is_ok()
        };
        assert!(opens(Some("a")));
        assert!(open_built(&public, &head, date(2020, 7, 23)).is_err());
        assert!(!opens(Some("b")));
        assert!(!opens(None));
    }
}
