//! Which place a command means.

use std::path::{Path, PathBuf};

use super::clock::timestamp;
use super::root::{need, need_if_named};
use super::secret;
use crate::build::may_be_kept;
use crate::content;
use crate::diagnostic::{Diagnostic, Faults, Message, Sources, did_you_mean, is_plain, plain};
use crate::history;
use crate::model::{Located, Profile, PublishPlace, PublishTarget, PublishTargets};
use crate::pages::paths::is_immutable;
use crate::publish::{CloudPlace, Publication, Record, ReleaseId, SshHost, Target, is_target};
use crate::say;

/// A place that was named on the command line.
#[derive(Debug)]
pub(super) struct Place {
    /// As it was named.
    pub(super) name: String,
    pub(super) target: Target,
    /// The profile that it asks for.
    pub(super) profile: Option<Profile>,
    /// How many releases stay there; none to keep all.
    pub(super) keep: Option<u32>,
}

/// Finds the place of a name in `site.toml`, or the folder of that path.
pub(super) fn find(name: &str, root: &Path) -> Result<Place, (Faults, Sources)> {
    let is_path = name.contains(['/', '\\']) || name == "." || name == "..";
    let there = match is_path {
        true => need_if_named(root),
        false => need(root),
    };
    there.map_err(|faults| (faults, Sources::new()))?;
    let mut known = PublishTargets::default();
    let mut wrong = None;
    if root.join(content::SETTINGS).exists() {
        let (settings, sources, faults) = content::settings(root);
        known = settings
            .map(|settings| settings.targets)
            .unwrap_or_default();
        wrong = Some((faults, sources)).filter(|(faults, _)| faults.has_errors());
    }
    if let Some(target) = known.find(name) {
        return Ok(Place {
            name: name.to_owned(),
            target: reach(target, root)?,
            profile: target.profile,
            keep: target.keep,
        });
    }
    if is_path {
        return Ok(Place {
            name: name.to_owned(),
            target: Target::Folder(PathBuf::from(name)),
            profile: None,
            keep: None,
        });
    }
    // What is wrong in the settings may be this very target.
    if let Some(wrong) = wrong {
        return Err(wrong);
    }
    let names = known.0.iter().map(|target| target.name.value.as_ref());
    let mut fault = Diagnostic::error(
        "publish/unknown-target",
        say!(
            "site.toml 里没有发布位置 `{name}`",
            "site.toml has no target `{name}`"
        ),
    );
    if let Some(meant) = did_you_mean(name, names) {
        fault = fault.hint(say!("是否想写 `{meant}`？", "did you mean `{meant}`?"));
    }
    fault = fault.hint(say!(
        "在 site.toml 写上 `[targets.{name}]`；文件夹写成路径，如 `./{name}`",
        "add `[targets.{name}]` to site.toml; write a folder as a path, such as `./{name}`"
    ));
    Err((fault.into(), Sources::new()))
}

/// How a place of `site.toml` is reached.
fn reach(target: &PublishTarget, root: &Path) -> Result<Target, (Faults, Sources)> {
    Ok(match &target.place {
        PublishPlace::Folder { path } => Target::Folder(root.join(path.value.as_ref())),
        PublishPlace::Sftp {
            host,
            path,
            config,
            credentials,
        } => Target::Sftp(SshHost {
            host: host.value.as_ref().to_owned(),
            path: path.value.as_ref().to_owned(),
            config: config
                .as_ref()
                .map(|config| root.join(config.value.as_ref())),
            key: match credentials {
                Some(key) => Some(outside(root, key.value.as_ref())?),
                None => None,
            },
        }),
        PublishPlace::Store {
            kind,
            endpoint,
            bucket,
            region,
            path,
            virtual_host,
            credentials,
        } => {
            let file = match credentials {
                Some(file) => Some(outside(root, file.value.as_ref())?),
                None => None,
            };
            let text = |word: &Option<Located<Box<str>>>| {
                word.as_ref()
                    .map(|word| word.value.as_ref().to_owned())
                    .unwrap_or_default()
            };
            let secret = secret::find(&target.name.value, *kind, file.as_deref())
                .map_err(|faults| (faults, Sources::new()))?;
            Target::Cloud(CloudPlace {
                kind: *kind,
                endpoint: endpoint.value.as_ref().to_owned(),
                bucket: text(bucket),
                region: text(region),
                path: path.as_ref().to_owned(),
                virtual_host: *virtual_host,
                secret,
            })
        }
    })
}

/// A path without links and dots, as far as it exists.
fn real(path: &Path) -> PathBuf {
    match (path.canonicalize(), path.parent(), path.file_name()) {
        (Ok(real), ..) => real,
        (Err(_), Some(folder), Some(name)) => real(folder).join(name),
        _ => path.to_owned(),
    }
}

/// A file with a secret, which must not lie where it could be committed or published.
fn outside(root: &Path, file: &str) -> Result<PathBuf, (Faults, Sources)> {
    let path = root.join(file);
    if !real(&path).starts_with(real(root)) {
        return Ok(path);
    }
    let fault = Diagnostic::error(
        "publish/credentials-inside",
        say!(
            "凭据文件 `{file}` 在网站的文件夹里，可能被提交或发布",
            "the file with credentials, `{file}`, is in the folder of the site, where it may be committed or published"
        ),
    )
    .at_path(content::SETTINGS)
    .hint(say!(
        "把它移到别处，如 `~/.ssh/`，并改写 site.toml",
        "move it elsewhere, such as to `~/.ssh/`, and change site.toml"
    ));
    Err((fault.into(), Sources::new()))
}

/// Says that a release is at a target only in part.
pub(super) fn unfinished(id: &ReleaseId) -> Message {
    say!(
        "{id} 的发布中断了，读者看到的有新有旧：再次运行 `gongkai publish` 完成它，或用 `gongkai rollback` 退回",
        "the publish of {id} was broken off, and readers see a part of it: run `gongkai publish` again to finish it, or `gongkai rollback` to undo it"
    )
}

/// A command about a place, as it can be copied to a shell.
pub(super) fn command(command: &str, name: &str, root: &Path) -> String {
    let word = |text: &str| {
        let is_plain = |c: char| c.is_alphanumeric() || "/._-+:@%".contains(c);
        match !text.is_empty() && text.chars().all(is_plain) {
            true => text.to_owned(),
            false => format!("'{}'", text.replace('\'', "'\\''")),
        }
    };
    let name = word(name);
    match root == Path::new(".") {
        true => format!("gongkai {command} {name}"),
        false => format!(
            "gongkai {command} {name} --root {}",
            word(&root.to_string_lossy())
        ),
    }
}

/// Says that an audit trail does not end as it was written last, with so many lines, if that is known.
pub(super) fn cut(lines: Option<usize>) -> Message {
    match lines {
        Some(lines) => say!(
            "发布记录的末尾被改动或删去：上次写入时有 {lines} 行",
            "the end of the audit trail was changed or taken away: it had {lines} lines when it was written last"
        ),
        None => say!(
            "发布记录的末尾被改动或删去",
            "the end of the audit trail was changed or taken away"
        ),
    }
}

/// Whether an argument names a place that was published to, rather than a folder or a pack.
pub(super) fn is_place(name: &str, root: &Path) -> bool {
    let folder = Path::new(name);
    if folder.exists() {
        return is_target(folder);
    }
    content::settings(root)
        .0
        .is_some_and(|settings| settings.targets.find(name).is_some())
}

/// Who publishes, now, to where.
pub(super) fn publication<'a>(
    root: &Path,
    name: &str,
    who: Option<&str>,
    progress: &'a (dyn Fn(usize, usize) + Sync),
) -> Result<Publication<'a>, Faults> {
    let who = match who {
        Some(who) => who.to_owned(),
        None => identity(root)?,
    };
    if !who.chars().all(is_plain) {
        let who = plain(&who);
        return Err(Diagnostic::error(
            "publish/no-identity",
            say!(
                "发布人 `{who}` 含有控制字符，不能写入发布记录",
                "`{who}` has control characters, with which nobody is named in the audit trail"
            ),
        )
        .hint(say!(
            "用 --who 写明姓名，或改正 git 的 user.name 和 user.email",
            "give a name with --who, or mend user.name and user.email of git"
        ))
        .into());
    }
    Ok(Publication {
        record: Record::new(timestamp(), who, name),
        host: host(),
        max_remove: 100,
        may_take_back: false,
        is_kept: may_be_kept,
        keep: None,
        full: false,
        dry_run: false,
        by_force: false,
        is_immutable,
        progress,
    })
}

fn identity(root: &Path) -> Result<String, Faults> {
    history::identity(root)?.ok_or_else(|| {
        Diagnostic::error(
            "publish/no-identity",
            say!(
                "git 不知道是谁在操作，无法写入发布记录",
                "git does not know who is at work, whom the audit trail must name"
            ),
        )
        .hint(say!(
            "运行 `git config --global user.name \"姓名\"` 和 `git config --global user.email \"邮箱\"`，或用 --who",
            "run `git config --global user.name \"NAME\"` and `git config --global user.email \"MAIL\"`, or use --who"
        ))
        .into()
    })
}

/// This machine and process.
fn host() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let name = match name.trim() {
        "" => "localhost",
        name => name,
    };
    // Containers may have the name of their machine, and processes of their own.
    let processes = std::fs::read_link("/proc/self/ns/pid").unwrap_or_default();
    let machine = format!("{name} {}", processes.display());
    format!("{}, {}", machine.trim_end(), std::process::id())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_can_be_copied() {
        let told = |name: &str, root: &str| command("rollback", name, Path::new(root));
        assert_eq!(told("www", "."), "gongkai rollback www");
        assert_eq!(told("./网站", "w/s"), "gongkai rollback ./网站 --root w/s");
        assert_eq!(
            told("a b", "c'd"),
            r"gongkai rollback 'a b' --root 'c'\''d'"
        );
    }
}
