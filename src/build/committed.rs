//! Whether a site that is to be published is what a commit holds.

use std::path::Path;

use super::Options;
use super::inputs::Inputs;
use crate::diagnostic::{Diagnostic, Faults};
use crate::history::{self, Head, State};
use crate::say;

/// So many files are named where all of them would be too many.
const NAMED: usize = 10;

/// The files that are not as the commit has them. It must have some of the site.
pub(super) fn differing(root: &Path, state: &State, head: &Head) -> Result<Vec<String>, Faults> {
    history::uncommitted(root, &head.commit)?.ok_or_else(|| state.fault(root))
}

/// Tells them, if there are any.
pub(super) fn fault(paths: &[String]) -> Option<Diagnostic> {
    let count = paths.len();
    let named: Vec<_> = paths
        .iter()
        .take(NAMED)
        .map(|path| format!("`{path}`"))
        .collect();
    let (zh, en) = (named.join("、"), named.join(", "));
    let fault = Diagnostic::error(
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
    .hint(say!(
        "若 `git status` 说没有改动，那是 `.gitattributes` 的 filter 改写了文件：除 Git LFS 外，这样的文件不能发布",
        "if `git status` tells no change, a filter of `.gitattributes` rewrites these files: but for Git LFS, such files cannot be published"
    ));
    (count > 0).then_some(fault)
}

/// Makes sure that nothing was saved since the site was compared with its commit: attached files are read
/// only when they are staged. Where stamps do not tell, the files are compared again.
pub(super) fn still(options: &Options<'_>, inputs: Option<&Inputs>) -> Result<(), Faults> {
    let (root, state) = (options.request.root, options.request.past.state);
    let now = Inputs::look(options);
    if inputs.is_some() && inputs == now.as_ref() {
        return Ok(());
    }
    let head = state.head().ok_or_else(|| state.fault(root))?;
    match fault(&differing(root, state, head)?) {
        Some(fault) => Err(fault.into()),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::process::Command;
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::build::{Holds, Past, Purpose, Report, Request, build};
    use crate::history::Keep;

    const PAGE: &str = "content/guide.md";
    const TEXT: &str = "+++\ntitle = \"指南\"\n+++\n\n文字。\n";

    fn site(root: &Path) {
        let settings = "name = \"测试网站\"\nbase_url = \"https://www.example.gov.cn/\"\n[organisation]\nname = \"示例单位\"\n[check.levels]\n\"site/foot\" = \"off\"\n\"site/statutory-column\" = \"off\"\n\"meta/column-tags\" = \"off\"\n";
        fs::create_dir(root.join("content")).unwrap();
        fs::write(root.join("site.toml"), settings).unwrap();
        fs::write(root.join(PAGE), TEXT).unwrap();
        for args in [
            &["init", "--quiet"][..],
            &["add", "--all"],
            &["commit", "--quiet", "--message", "x"],
        ] {
            let mut git = Command::new("git");
            git.current_dir(root)
                .env("GIT_CONFIG_GLOBAL", "/dev/null")
                .args(["-c", "user.name=a", "-c", "user.email=a@example.com"])
                .args(["-c", "core.autocrlf=false"])
                .args(args);
            assert!(git.status().unwrap().success());
        }
    }

    /// Builds to publish; `meanwhile` is run when the first pages are rendered.
    fn build_while(root: &Path, now: SystemTime, meanwhile: &(dyn Fn() + Sync)) -> Report {
        let state = State::of(root);
        let options = Options {
            request: Request {
                root,
                as_of: &|_| Ok(jiff::civil::date(2020, 7, 22)),
                profile: None,
                ask: None,
                past: Past {
                    repository: root,
                    state: &state,
                    holds: Holds::Must,
                    read: Some(Keep::Nothing),
                },
            },
            output: &root.join("public"),
            strict: false,
            purpose: Purpose::Publish,
            full: false,
            now,
            progress: &|_, _| meanwhile(),
        };
        build(options, &mut |_, _| {})
    }

    #[test]
    fn what_is_saved_while_it_is_built_does_not_go_out() {
        // Where no stamp can be trusted, and where all can.
        for now in [
            SystemTime::UNIX_EPOCH,
            SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 33),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let root = folder.path();
            site(root);
            let save = || fs::write(root.join(PAGE), format!("{TEXT}\n又一段。\n")).unwrap();
            let report = build_while(root, now, &save);
            let codes: Vec<_> = report.found.faults.iter().map(|fault| fault.code).collect();
            assert!(report.built.is_none());
            assert_eq!(codes, ["publish/uncommitted"]);
            assert!(!root.join("public").exists());
            fs::write(root.join(PAGE), TEXT).unwrap();
            let report = build_while(root, now, &|| {});
            let built = report.built.unwrap();
            assert_eq!(built.uncommitted, Some(0));
            assert!(built.urls.is_some());
        }
    }
}
