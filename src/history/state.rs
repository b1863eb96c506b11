use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::git;
use crate::diagnostic::{Diagnostic, Faults, Message, Severity};
use crate::say;

/// Whether the history of a site can be told, and from where on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// The program `git` is not there.
    NoGit,
    /// The site lies in no work tree of git.
    NoRepository,
    /// Nothing is committed yet.
    NoCommit,
    /// The clone lacks older commits: what they changed cannot be told.
    Shallow,
    /// Git refuses to answer; this is why.
    Failed(String),
    /// It can be told.
    At(Head),
}

/// The commit that the work tree of a site is at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Its full name.
    pub commit: Box<str>,
    /// Where the site lies in the work tree: empty, or a path that ends in `/`.
    pub(super) prefix: Box<str>,
}

impl Head {
    /// The name that is shown: twelve hexadecimal digits.
    #[must_use]
    pub fn short(&self) -> &str {
        self.commit.get(..12).unwrap_or(&self.commit)
    }
}

impl State {
    /// Asks git, once.
    #[must_use]
    pub fn of(root: &Path) -> Self {
        git::state(root)
    }

    /// The commit, if the history can be told.
    #[must_use]
    pub fn head(&self) -> Option<&Head> {
        match self {
            Self::At(head) => Some(head),
            _ => None,
        }
    }

    /// Tells why there is no history, where it was asked for.
    #[must_use]
    pub fn fault(&self, root: &Path) -> Faults {
        match self {
            Self::NoGit => git::not_run(&io::ErrorKind::NotFound.into()),
            Self::NoRepository => git::no_repository(root),
            Self::Failed(said) => git::failed(said),
            Self::NoCommit | Self::At(_) => Diagnostic::error(
                "history/no-commit",
                say!("git 仓库里还没有提交", "nothing is committed in git yet"),
            )
            .hint(say!(
                "先用 `git add .` 和 `git commit` 提交",
                "commit first, with `git add .` and `git commit`"
            ))
            .into(),
            Self::Shallow => {
                let fault = self.warning().map(|warning| Diagnostic {
                    severity: Severity::Error,
                    ..warning
                });
                fault.into_iter().collect()
            }
        }
    }

    /// Why there is no history, where that is nothing to mend.
    #[must_use]
    pub fn note(&self) -> Option<Message> {
        match self {
            Self::NoGit => Some(say!(
                "没有安装 git，网站上没有修订记录",
                "git is not installed: the site tells no revisions"
            )),
            Self::NoRepository => Some(say!(
                "网站不在 git 仓库里，没有修订记录",
                "the site lies in no git repository: it tells no revisions"
            )),
            Self::NoCommit => Some(say!(
                "git 仓库里还没有提交，没有修订记录",
                "nothing is committed in git yet: the site tells no revisions"
            )),
            Self::Shallow | Self::Failed(_) | Self::At(_) => None,
        }
    }

    /// What keeps the history from being told and ought to be mended.
    #[must_use]
    pub fn warning(&self) -> Option<Diagnostic> {
        match self {
            Self::Shallow => Some(
                Diagnostic::warning(
                    "history/shallow",
                    say!(
                        "这个 git 克隆缺少较早的提交，修订记录会不完整，所以不显示",
                        "this git clone lacks older commits: its history would be incomplete, so none is shown"
                    ),
                )
                .hint(say!(
                    "运行 `git fetch --unshallow`；在 GitHub Actions 里给 actions/checkout 写上 `fetch-depth: 0`",
                    "run `git fetch --unshallow`; in GitHub Actions give actions/checkout `fetch-depth: 0`"
                ))
                .hint(say!(
                    "或在 site.toml 写上 `[history]` 和 `show = false`",
                    "or write `show = false` in `[history]` of site.toml"
                )),
            ),
            Self::Failed(said) => {
                let warning = Diagnostic::warning(
                    "history/unknown",
                    say!(
                        "git 不给出修订记录，所以不显示：{said}",
                        "git does not tell the history, so none is shown: {said}"
                    ),
                );
                Some(git::with_advice(warning, said))
            }
            _ => None,
        }
    }
}
