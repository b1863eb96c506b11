//! What is said when a target does not do what it should.

use std::collections::BTreeSet;
use std::io;

use super::cloud::refused;
use super::{Publication, ReleaseId};
use crate::diagnostic::{Diagnostic, Faults, Message, plain, reason};
use crate::release::{Manifest, OutputPath};
use crate::say;

/// So many differences of a release are named.
const NAMED: usize = 20;

/// Makes a finding of what went wrong at a place of a target.
pub(super) trait At<T> {
    /// Says where it was; `shown` is the place as people know it.
    fn at(self, shown: &str) -> Result<T, Faults>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, shown: &str) -> Result<T, Faults> {
        self.map_err(|error| io_fault(shown, &error).into())
    }
}

/// Makes a finding of what went wrong with a pack on this machine.
pub(super) trait OfPack<T> {
    /// Says which pack it was, or which file in it.
    fn of_pack(self, shown: &str) -> Result<T, Faults>;
}

impl<T> OfPack<T> for io::Result<T> {
    fn of_pack(self, shown: &str) -> Result<T, Faults> {
        self.map_err(|error| {
            let why = reason(&error);
            let (zh, en) = (why.zh, why.en);
            let code = match error.kind() {
                io::ErrorKind::NotFound => "publish/no-pack",
                _ => "publish/io",
            };
            let fault = Diagnostic::error(
                code,
                say!("归档包 `{shown}`：{zh}", "the pack `{shown}`: {en}"),
            )
            .at_path(shown);
            let hint = match error.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => say!(
                    "腾出空间后重新制作，或写到别的盘上",
                    "free some space and make it again, or write it to another disk"
                ),
                io::ErrorKind::NotFound => say!(
                    "核对路径；文件夹须已存在",
                    "check the path; its folder must be there"
                ),
                io::ErrorKind::PermissionDenied => say!(
                    "检查当前用户对该文件和文件夹的权限",
                    "see what this user may do with the file and its folder"
                ),
                _ => return fault.into(),
            };
            fault.hint(hint).into()
        })
    }
}

pub(super) fn io_fault(shown: &str, error: &io::Error) -> Diagnostic {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
    if let Some(refusal) = inner {
        return refused(shown, refusal);
    }
    let why = reason(error);
    let (zh, en) = (why.zh, why.en);
    let fault = Diagnostic::error(
        "publish/io",
        say!("发布位置 `{shown}`：{zh}", "the target, `{shown}`: {en}"),
    )
    .at_path(shown);
    fault.hint(match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => say!(
            "腾出空间后再运行同一命令：已传的文件不会重传，网站仍是此前的版本",
            "free some space and run the same command again: what was sent is not sent again, and readers still see the release before"
        ),
        io::ErrorKind::PermissionDenied => say!(
            "检查当前用户（或账号）在该处的写权限；网站仍是此前的版本",
            "see that this user or account may write there; readers still see the release before"
        ),
        _ => say!(
            "解决后再运行同一命令：已传的文件不会重传",
            "run the same command again when this is solved: what was sent is not sent again"
        ),
    })
}

/// Something stands at the target that is not ours.
pub(super) fn foreign(shown: &str) -> Faults {
    Diagnostic::error(
        "publish/foreign",
        say!(
            "`{shown}` 已经存在，而且不是 gongkai 发布的",
            "`{shown}` is there and was not published by gongkai"
        ),
    )
    .at_path(shown)
    .hint(say!(
        "改用空的文件夹，或先把它移走；gongkai 不动别人的文件",
        "publish to an empty folder, or move it away first: gongkai touches nothing of others"
    ))
    .into()
}

/// A target that nothing was published to.
pub(super) fn nothing_published(shown: &str) -> Faults {
    Diagnostic::error(
        "publish/nothing-published",
        say!(
            "`{shown}` 还没有发布过",
            "nothing was published to `{shown}` yet"
        ),
    )
    .at_path(shown)
    .hint(say!(
        "先运行 `gongkai publish`",
        "run `gongkai publish` first"
    ))
    .into()
}

/// A release that the target does not have.
pub(super) fn unknown_release(shown: &str, wanted: &str, there: &[&ReleaseId]) -> Faults {
    let mut fault = Diagnostic::error(
        "publish/unknown-release",
        say!(
            "`{shown}` 没有版本 `{wanted}`",
            "`{shown}` has no release `{wanted}`"
        ),
    );
    let newest: Vec<_> = there
        .iter()
        .rev()
        .take(5)
        .map(|id| format!("`{id}`"))
        .collect();
    if !newest.is_empty() {
        let (zh, en) = (newest.join("、"), newest.join(", "));
        fault = fault.hint(say!("最近的版本：{zh}", "the newest are {en}"));
    }
    fault.into()
}

/// A part of a name that several releases have.
pub(super) fn several_releases(shown: &str, wanted: &str, ids: &[ReleaseId]) -> Faults {
    let count = ids.len();
    let newest = ids.iter().rev().take(5).map(|id| format!("`{id}`"));
    let newest: Vec<_> = newest.collect();
    let (zh, en) = (newest.join("、"), newest.join(", "));
    Diagnostic::error(
        "publish/unknown-release",
        say!(
            "`{shown}` 有 {count} 个版本的名称含 `{wanted}`",
            "`{shown}` has {count} releases whose names hold `{wanted}`"
        ),
    )
    .hint(say!(
        "多写几位；其中最近的：{zh}",
        "give more of the name; the newest of them are {en}"
    ))
    .into()
}

/// A file of the target that cannot be understood.
pub(super) fn damaged(shown: &str, why: &Message) -> Faults {
    let (zh, en) = (&why.zh, &why.en);
    Diagnostic::error(
        "publish/damaged",
        say!("`{shown}` 有误：{zh}", "`{shown}` is faulty: {en}"),
    )
    .at_path(shown)
    .hint(say!(
        "用备份恢复该文件，或发布到一个空的位置",
        "restore this file from a backup, or publish to an empty place"
    ))
    .into()
}

/// A file of the release that is no longer what its manifest says.
pub(super) fn changed_source(shown: &str) -> Diagnostic {
    Diagnostic::error(
        "publish/changed-source",
        say!(
            "`{shown}` 与发布清单不符，没有发布",
            "`{shown}` is not what the manifest says, and was not published"
        ),
    )
    .at_path(shown)
    .hint(say!(
        "重新构建后再发布；如果是归档包，请向制作者重新索取",
        "build again and publish then; if it is a pack, ask its maker for it again"
    ))
}

/// A record that cannot be written.
pub(super) fn unwritable(error: &serde_json::Error) -> Faults {
    let what = say!("写不出记录：{error}", "a record cannot be written: {error}");
    Diagnostic::error("publish/damaged", what).into()
}

/// Somebody else is at work on the target.
pub(super) fn taken(shown: &str, by: &str) -> Faults {
    let by = plain(by.trim());
    Diagnostic::error(
        "publish/locked",
        say!(
            "正在发布到这里的还有：{by}",
            "somebody else is publishing here: {by}"
        ),
    )
    .at_path(shown)
    .hint(say!(
        "等它结束后再运行；如果确知那次发布已经中断，加上 --break-lock",
        "run the command again when they are done; if you know that they were broken off, add --break-lock"
    ))
    .into()
}

/// A release of which the target holds only the record.
pub(super) fn pruned(shown: &str, id: &ReleaseId) -> Faults {
    Diagnostic::error(
        "publish/unknown-release",
        say!(
            "`{shown}` 的版本 {id} 已经清理，只有发布记录",
            "release {id} was taken away from `{shown}`: only the audit trail tells of it"
        ),
    )
    .at_path(shown)
    .hint(say!(
        "检出那次的提交（`gongkai releases` 列出），重新构建后发布；以后多保留些，就把 `keep` 写大",
        "check out its commit, which `gongkai releases` tells, and publish that; to keep more from now on, raise `keep`"
    ))
    .into()
}

/// A release that nothing was published before.
pub(super) fn nothing_before(shown: &str, current: &ReleaseId) -> Faults {
    Diagnostic::error(
        "publish/unknown-release",
        say!(
            "`{shown}` 在 {current} 之前没有别的版本",
            "`{shown}` has no release before {current}"
        ),
    )
    .into()
}

/// Refuses to let more of the files that readers see vanish than may, in percent.
pub(super) fn refuse_too_many(
    removed: &BTreeSet<OutputPath>,
    all: usize,
    most: u8,
) -> Result<(), Faults> {
    let count = removed.len();
    if count * 100 <= all * usize::from(most) {
        return Ok(());
    }
    let some: Vec<_> = removed
        .iter()
        .take(3)
        .map(|path| format!("`{path}`"))
        .collect();
    let (zh, en) = (some.join("、"), some.join(", "));
    Err(Diagnostic::error(
        "publish/too-many-removed",
        say!(
            "此前的 {all} 个文件里有 {count} 个会消失，超过 {most}%：{zh} 等",
            "{count} of {all} files would vanish, more than {most} %: {en}, …"
        ),
    )
    .hint(say!(
        "确实如此，就用 `--max-remove 100` 放宽；否则先查明少了什么",
        "if that is right, allow it with `--max-remove 100`; otherwise find out first what is missing"
    ))
    .into())
}

/// Refuses to take from readers what they have, unless that is asked for: pages whose addresses they may keep,
/// or a day that has come.
pub(super) fn refuse_taking_back(
    removed: &BTreeSet<OutputPath>,
    before: &Manifest,
    new: &Manifest,
    publication: &Publication<'_>,
) -> Result<(), Faults> {
    if publication.may_take_back {
        return Ok(());
    }
    let hint = say!(
        "要退回以前的版本，用 `gongkai rollback`；确实要这样发布，加上 `--max-remove 10`",
        "to go back to an earlier release, use `gongkai rollback`; to publish this all the same, add `--max-remove 10`"
    );
    let mut faults = Faults::new();
    // Dates of a manifest compare as strings.
    let (then, now) = (before.as_of(), new.as_of());
    if now < then {
        let fault = Diagnostic::error(
            "publish/earlier-day",
            say!(
                "读者看到的是 {then} 的网站，不能发布更早的 {now} 的",
                "readers see the site as of {then}: that of {now}, an earlier day, does not follow it"
            ),
        );
        faults.push(fault.hint(hint.clone()));
    }
    let lost: Vec<_> = removed
        .iter()
        .filter(|path| (publication.is_kept)(path.as_str()))
        .collect();
    let count = lost.len();
    if count > 0 {
        let some: Vec<_> = lost.iter().take(NAMED).map(|p| format!("`{p}`")).collect();
        let (zh, en) = (some.join("、"), some.join(", "));
        let fault = Diagnostic::error(
            "publish/urls-lost",
            say!(
                "读者已有的 {count} 个网址会消失：{zh}",
                "{count} URLs that readers have would vanish: {en}"
            ),
        );
        faults.push(fault.hint(hint));
    }
    match faults.is_empty() {
        true => Ok(()),
        false => Err(faults),
    }
}

/// A release that is no longer what was published. `bad` are its files that differ, and `shown` says where
/// one of them is.
pub(super) fn tampered(id: &ReleaseId, bad: &[String], shown: impl Fn(&str) -> String) -> Faults {
    let count = bad.len();
    let named = bad.iter().take(NAMED);
    let faults = named.map(|path| {
        Diagnostic::error(
            "publish/tampered",
            say!(
                "版本 {id} 的 `{path}` 被改动过（共 {count} 个文件）",
                "`{path}` of release {id} was changed ({count} files in all)"
            ),
        )
        .at_path(shown(path))
        .hint(say!(
            "不能退回到被改动的版本；换一个版本，或从那次的提交重新构建后发布",
            "a release that was changed is not made current: choose another, or build that commit again and publish it"
        ))
    });
    faults.collect()
}
