//! What stands where a document is imported to.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::content::FOLDER;
use crate::diagnostic::{Diagnostic, Faults, Message, reason};
use crate::edit::File;
use crate::import::Surroundings;
use crate::model::Slug;
use crate::say;

/// The files that an import can touch.
#[derive(Debug)]
pub(in crate::import) struct Tree {
    pub(super) root: PathBuf,
    /// The target below the site's folder: `content/plans/2020-q2`.
    pub(super) folder: String,
    /// The folders between the content folder and the target, and whether they say what they are.
    pub(super) columns: Vec<(String, bool)>,
    pub(super) units: Option<File>,
    pub(super) card: Option<File>,
    pub(super) chapters: Vec<ChapterFolder>,
}

/// A chapter that is there.
#[derive(Debug)]
pub(super) struct ChapterFolder {
    pub(super) slug: Slug,
    pub(super) file: File,
    /// Its tasks, in order.
    pub(super) tasks: Vec<(Slug, File)>,
}

impl Tree {
    /// Looks at the target; `to` is taken from `root` unless it is absolute.
    pub(in crate::import) fn open(root: &Path, to: &Path, faults: &mut Faults) -> Option<Self> {
        let names = match names(root, to) {
            Ok(names) => names,
            Err(why) => {
                faults.push(bad_target(to.display().to_string(), why));
                return None;
            }
        };
        let before = faults.count(crate::diagnostic::Severity::Error);
        let mut folder = FOLDER.to_owned();
        let mut columns = Vec::new();
        for (index, name) in names.iter().enumerate() {
            folder = format!("{folder}/{name}");
            if fs::symlink_metadata(root.join(&folder)).is_ok_and(|meta| !meta.is_dir()) {
                let why = say!("它不是文件夹", "it is not a folder");
                faults.push(bad_target(folder.clone(), why));
                return None;
            }
            let is_target = index + 1 == names.len();
            let others = if is_target {
                ["column", "chapter"]
            } else {
                ["disclosure", "chapter"]
            };
            for other in others.into_iter().filter(|stem| has(root, &folder, stem)) {
                let why = say!(
                    "`{other}` 说明它是别的东西",
                    "its `{other}` file says that it is something else"
                );
                faults.push(bad_target(folder.clone(), why));
            }
            if !is_target {
                columns.push((folder.clone(), has(root, &folder, "column")));
            }
        }
        let tree = Self {
            root: root.to_owned(),
            columns,
            units: File::find(root, FOLDER, "units", faults),
            card: File::find(root, &folder, "disclosure", faults),
            chapters: chapters(root, &folder, faults),
            folder,
        };
        (faults.count(crate::diagnostic::Severity::Error) == before).then_some(tree)
    }

    /// What the text that is imported may refer to.
    pub(in crate::import) fn surroundings(&self) -> Surroundings {
        let titles = self
            .chapters
            .iter()
            .filter_map(|chapter| chapter.file.text("title"));
        Surroundings {
            units: super::units::known(self.units.as_ref())
                .names
                .into_iter()
                .collect(),
            chapters: titles.map(str::to_owned).collect(),
        }
    }
}

/// The names of the folders from the content folder to the target.
fn names(root: &Path, to: &Path) -> Result<Vec<Slug>, Message> {
    if !root.join(FOLDER).is_dir() {
        return Err(say!(
            "网站的文件夹里没有 `{FOLDER}`",
            "the site's folder has no `{FOLDER}`"
        ));
    }
    let outside = || {
        say!(
            "它不在 `{FOLDER}` 文件夹里",
            "it does not lie in the folder `{FOLDER}`"
        )
    };
    let real = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    let below = if to.is_absolute() {
        to.strip_prefix(root)
            .or_else(|_| to.strip_prefix(&real))
            .map_err(|_| outside())?
    } else {
        to
    };
    let mut names = Vec::new();
    for component in below.components() {
        match component {
            Component::CurDir => {}
            Component::Normal(name) => names.push(name),
            _ => return Err(outside()),
        }
    }
    let Some((first, names)) = names.split_first().filter(|(_, names)| !names.is_empty()) else {
        return Err(outside());
    };
    if *first != FOLDER {
        return Err(outside());
    }
    names
        .iter()
        .map(|name| {
            let name = name.to_str().unwrap_or_default();
            Slug::parse(name).map_err(|error| {
                let Message { zh, en } = error.message();
                say!(
                    "名称 `{name}` 不能用作网址：{zh}",
                    "the name `{name}` cannot be part of a URL: {en}"
                )
            })
        })
        .collect()
}

fn has(root: &Path, folder: &str, stem: &str) -> bool {
    [".toml", ".md"]
        .iter()
        .any(|extension| root.join(format!("{folder}/{stem}{extension}")).exists())
}

/// The chapters in a disclosure's folder, in order.
fn chapters(root: &Path, folder: &str, faults: &mut Faults) -> Vec<ChapterFolder> {
    let mut found = Vec::new();
    for (name, is_dir) in entries(root, folder, faults) {
        if !is_dir || name == "files" {
            continue;
        }
        let path = format!("{folder}/{name}");
        let Ok(slug) = Slug::parse(&name) else {
            continue;
        };
        let Some(file) = File::find(root, &path, "chapter", faults) else {
            continue;
        };
        let mut tasks = Vec::new();
        for (name, is_dir) in entries(root, &path, faults) {
            let stem = name
                .strip_suffix(".toml")
                .or_else(|| name.strip_suffix(".md"));
            let Some(slug) = stem
                .filter(|s| *s != "chapter")
                .and_then(|s| Slug::parse(s).ok())
            else {
                continue;
            };
            if !is_dir && let Some(file) = File::open(root, format!("{path}/{name}"), faults) {
                tasks.push((slug, file));
            }
        }
        tasks.sort_by(|(a, _), (b, _)| a.cmp(b));
        found.push(ChapterFolder { slug, file, tasks });
    }
    found.sort_by(|a, b| a.slug.cmp(&b.slug));
    found
}

/// The names in a folder and whether they are folders; dot files aside.
fn entries(root: &Path, folder: &str, faults: &mut Faults) -> Vec<(String, bool)> {
    let entries = match fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Vec::new(),
        Err(error) => {
            faults.push(bad_target(folder.to_owned(), reason(&error)));
            return Vec::new();
        }
    };
    let mut names = Vec::new();
    for entry in entries {
        match entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?))) {
            Ok((name, kind)) => {
                let name = name.to_string_lossy().into_owned();
                if kind.is_symlink() {
                    let why = say!("它是符号链接", "it is a symbolic link");
                    faults.push(bad_target(format!("{folder}/{name}"), why));
                } else if !name.starts_with('.') {
                    names.push((name, kind.is_dir()));
                }
            }
            Err(error) => faults.push(bad_target(folder.to_owned(), reason(&error))),
        }
    }
    names.sort();
    names
}

fn bad_target(path: String, why: Message) -> Diagnostic {
    let Message { zh, en } = why;
    Diagnostic::error(
        "import/bad-target",
        say!("不能导入到这里：{zh}", "nothing can be imported here: {en}"),
    )
    .at_path(path)
    .hint(say!(
        "例如 `--to content/plans/key-tasks/2020-q2`",
        "for example `--to content/plans/key-tasks/2020-q2`"
    ))
}
