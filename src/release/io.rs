//! What is said when the disk refuses.

use std::io;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Faults, Message, reason};
use crate::say;

/// What was tried.
#[derive(Clone, Copy, Debug)]
pub(super) enum Tried {
    Inspect,
    Read,
    List,
    Write,
    CreateFolder,
    Move,
    Remove,
    Lock,
}

impl Tried {
    fn verbs(self) -> (&'static str, &'static str) {
        match self {
            Self::Inspect => ("查看", "look at"),
            Self::Read => ("读取", "read"),
            Self::List => ("列出", "list"),
            Self::Write => ("写入", "write"),
            Self::CreateFolder => ("创建文件夹", "create the folder"),
            Self::Move => ("移入", "move a file to"),
            Self::Remove => ("删除", "remove"),
            Self::Lock => ("锁定", "lock"),
        }
    }
}

/// A `release/io` finding: trying to do this with `path` failed.
pub(super) fn fault(tried: Tried, path: &Path, error: &io::Error) -> Diagnostic {
    let (zh, en) = tried.verbs();
    let shown = path.display();
    let why = reason(error);
    let (why_zh, why_en) = (why.zh, why.en);
    let mut diagnostic = Diagnostic::error(
        "release/io",
        say!(
            "无法{zh} `{shown}`：{why_zh}",
            "cannot {en} `{shown}`: {why_en}"
        ),
    )
    .at_path(shown.to_string());
    if let Some(hint) = hint(error.kind()) {
        diagnostic = diagnostic.hint(hint);
    }
    diagnostic
}

fn hint(kind: io::ErrorKind) -> Option<Message> {
    match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Some(say!(
            "腾出磁盘空间后再运行一次",
            "free some space on the disk and run the command again"
        )),
        io::ErrorKind::PermissionDenied => Some(say!(
            "检查当前用户对该路径的权限",
            "check whether the current user may access this path"
        )),
        _ => None,
    }
}

/// Makes a finding of an I/O error.
pub(super) trait Context<T> {
    /// Says what was tried with which path.
    fn tried(self, tried: Tried, path: &Path) -> Result<T, Faults>;
}

impl<T> Context<T> for io::Result<T> {
    fn tried(self, tried: Tried, path: &Path) -> Result<T, Faults> {
        self.map_err(|error| fault(tried, path, &error).into())
    }
}

/// Makes "it is not there" a value: nothing at the path, or a file where a folder of it should be.
pub(super) fn optional<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_and_reason_are_named_in_both_languages() {
        let error = io::Error::from(io::ErrorKind::PermissionDenied);
        let diagnostic = fault(Tried::Write, Path::new("public/a.html"), &error);
        assert_eq!(diagnostic.code, "release/io");
        assert!(
            diagnostic
                .message
                .zh
                .starts_with("无法写入 `public/a.html`：权限不足")
        );
        assert!(
            diagnostic
                .message
                .en
                .starts_with("cannot write `public/a.html`: ")
        );
        assert_eq!(diagnostic.hints.len(), 1);
    }

    #[test]
    fn absence_is_a_value() {
        let absent: io::Result<()> = Err(io::ErrorKind::NotFound.into());
        assert!(matches!(optional(absent), Ok(None)));
        let denied: io::Result<()> = Err(io::ErrorKind::PermissionDenied.into());
        assert!(optional(denied).is_err());
    }
}
