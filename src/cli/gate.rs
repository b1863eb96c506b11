//! What must hold before a site goes out.

use std::path::Path;

use jiff::civil::Date;

use super::clock::{now, today};
use super::progress::Progress;
use super::root::need;
use crate::build::{self, Built, Options, Past, Remembered, Request};
use crate::content;
use crate::diagnostic::{Diagnostic, Faults, Message, Severity, Sources};
use crate::history::{self, Keep, State};
use crate::model::Profile;
use crate::publish::Outgoing;
use crate::say;

/// So many files are named where all of them would be too many.
const NAMED: usize = 10;

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
    let changed = history::uncommitted(root, &head.commit).map_err(bare)?;
    let Some(changed) = changed else {
        return Err(bare(state.fault(root)));
    };
    let public = root.join("public");
    let kept = build::kept_history(&public, root);
    let request = Request {
        root,
        as_of: &|offset| {
            let today = today(offset)?;
            match as_of {
                Some(day) if day > today => Err(too_early(day, today)),
                Some(day) => Ok(day),
                None => Ok(today),
            }
        },
        profile,
        ask: None,
        past: Past {
            repository: root,
            state: &state,
            is_committed: false,
            read: Some(kept.as_deref().map_or(Keep::Nothing, Keep::Write)),
        },
    };
    let (mut found, urls) = build::check_for_release(request);
    if !changed.is_empty() {
        found.faults.push(uncommitted(&changed));
    }
    if found.faults.has_errors() {
        let errors = found.faults.into_iter();
        let errors: Faults = errors
            .filter(|fault| fault.severity == Severity::Error)
            .collect();
        return Err((errors, found.sources));
    }
    progress.stage(&say!("构建", "building"));
    let report = build::build(
        Options {
            request,
            output: &public,
            strict: false,
            accept_urls: false,
            full: false,
            now: now(),
            progress: &|done, all| progress.items(done, all),
        },
        &mut |_, _| {},
    );
    let (Some(built), Some(urls)) = (report.built, urls) else {
        return Err((report.found.faults, report.found.sources));
    };
    let outgoing = Outgoing::open(&public).map_err(bare)?;
    let stated = content::settings(root).0;
    let stated = stated.map(|settings| settings.checking.profile);
    Ok(Passed {
        outgoing,
        built,
        profile: profile.or(stated).unwrap_or_default(),
        urls,
    })
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

fn uncommitted(changed: &[String]) -> Diagnostic {
    let count = changed.len();
    let named: Vec<_> = changed
        .iter()
        .take(NAMED)
        .map(|path| format!("`{path}`"))
        .collect();
    let (zh, en) = (named.join("、"), named.join(", "));
    Diagnostic::error(
        "publish/uncommitted",
        say!(
            "有 {count} 个文件还没有提交：{zh}",
            "{count} files are not committed: {en}"
        ),
    )
    .hint(say!(
        "用 `git add` 和 `git commit` 提交后再发布：发布出去的必须是一次提交的内容",
        "commit them first, with `git add` and `git commit`: what goes out is what a commit holds"
    ))
}
