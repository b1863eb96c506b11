//! Outputs that would bury the sources.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::diagnostic::{Diagnostic, Faults, Message};
use crate::say;

use super::io::{Context, Tried, optional};

/// How a folder stands to one that must be spared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict<'p> {
    /// It is that folder, or contains it.
    Holds(&'p Path),
    /// It lies in it.
    LiesIn(&'p Path),
}

/// How a folder that is written to would bury the folder `root`, which it must not be or contain, or one
/// of the `protected` folders or files, in which it must not lie, either. Links are resolved; none of
/// them needs to exist.
///
/// # Errors
/// `release/io` if a path cannot be looked at.
pub fn conflict<'p>(
    folder: &Path,
    root: &'p Path,
    protected: &[&'p Path],
) -> Result<Option<Conflict<'p>>, Faults> {
    let real_folder = resolve(folder)?;
    if resolve(root)?.starts_with(&real_folder) {
        return Ok(Some(Conflict::Holds(root)));
    }
    for place in protected {
        let real = resolve(place)?;
        if real.starts_with(&real_folder) {
            return Ok(Some(Conflict::Holds(place)));
        }
        if real_folder.starts_with(&real) {
            return Ok(Some(Conflict::LiesIn(place)));
        }
    }
    Ok(None)
}

/// Refuses an output folder that is the site's folder `root` or one around it, or that is, contains
/// or lies in one of the `protected` folders (content, themes, `.git`), as [`conflict`] tells.
///
/// # Errors
/// `release/dangerous-output`, naming both folders; `release/io` if a path cannot be looked at.
pub fn refuse_dangerous_output(
    output: &Path,
    root: &Path,
    protected: &[&Path],
) -> Result<(), Faults> {
    let shown = output.display();
    let message = match conflict(output, root, protected)? {
        None => return Ok(()),
        Some(Conflict::Holds(folder)) if folder == root => {
            let root = root.display();
            say!(
                "输出文件夹 `{shown}` 就是站点文件夹 `{root}` 或包含它",
                "the output folder `{shown}` is, or contains, the site's folder `{root}`"
            )
        }
        Some(Conflict::Holds(folder)) => {
            let folder = folder.display();
            say!(
                "输出文件夹 `{shown}` 就是 `{folder}` 或包含它",
                "the output folder `{shown}` is, or contains, `{folder}`"
            )
        }
        Some(Conflict::LiesIn(folder)) => {
            let folder = folder.display();
            say!(
                "输出文件夹 `{shown}` 位于 `{folder}` 之内",
                "the output folder `{shown}` lies in `{folder}`"
            )
        }
    };
    Err(dangerous(output, message))
}

fn dangerous(output: &Path, message: Message) -> Faults {
    Diagnostic::error("release/dangerous-output", message)
        .at_path(output.display().to_string())
        .hint(say!(
            "请选用一个单独的文件夹，例如 `public`",
            "choose a folder of its own, such as `public`"
        ))
        .into()
}

/// The path without links, as far as it exists; the rest by its names.
///
/// # Errors
/// `release/io` if it cannot be looked at.
pub fn resolve(path: &Path) -> Result<PathBuf, Faults> {
    let absolute = std::path::absolute(path).tried(Tried::Inspect, path)?;
    for existing in absolute.ancestors() {
        let Some(mut real) = optional(fs::canonicalize(existing)).tried(Tried::Inspect, path)?
        else {
            continue;
        };
        let rest = absolute.strip_prefix(existing).unwrap_or(Path::new(""));
        for name in rest.components() {
            match name {
                Component::ParentDir => drop(real.pop()),
                Component::Normal(name) => real.push(name),
                Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
            }
        }
        return Ok(real);
    }
    Ok(absolute)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(root: &Path, output: &str) -> bool {
        let protected = [root.join("content"), root.join("themes"), root.join(".git")];
        let protected: Vec<&Path> = protected.iter().map(PathBuf::as_path).collect();
        match refuse_dangerous_output(&root.join(output), root, &protected) {
            Ok(()) => false,
            Err(faults) => {
                let first = faults.iter().next().unwrap();
                assert_eq!(first.code, "release/dangerous-output");
                true
            }
        }
    }

    #[test]
    fn sources_are_not_buried() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        fs::create_dir_all(root.join("content/a")).unwrap();
        for bad in [
            "",
            ".",
            "..",
            "../..",
            "/",
            "content",
            "content/",
            "content/a",
            "content/new/b",
            "themes",
            "themes/x",
            ".git",
            "absent/../content",
            "../site",
            "public/..",
        ] {
            assert!(refused(&root, bad), "{bad}");
        }
        for good in [
            "public",
            "../public",
            "contents",
            "a/b/c",
            "content/../public",
            "../site-2",
        ] {
            assert!(!refused(&root, good), "{good}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_resolved() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        fs::create_dir_all(root.join("content")).unwrap();
        symlink("content", root.join("public")).unwrap();
        symlink(".", root.join("here")).unwrap();
        assert!(refused(&root, "public"));
        assert!(refused(&root, "public/new"));
        assert!(refused(&root, "here"));
        assert!(!refused(&root, "here/new"));
        symlink(&root, folder.path().join("alias")).unwrap();
        assert!(refused(&folder.path().join("alias"), "content"));
    }
}
