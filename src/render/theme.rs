//! A theme: the built-in files, each of which a file of the same name in `themes/NAME` replaces.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tera::Tera;
use walkdir::WalkDir;

use super::{embedded, filters, template_error};
use crate::diagnostic::{Diagnostic, Faults, FileId, Sources, Span, did_you_mean};
use crate::model::{Located, Settings};
use crate::pages::Words;
use crate::pages::paths::ASSETS;
use crate::say;
use crate::url::OutputPath;

/// The largest file of a theme, in bytes.
const SIZE_LIMIT: u64 = 16 * 1024 * 1024;
/// The folders of a theme.
const PARTS: [&str; 3] = ["static", "strings", "templates"];
/// The name of the built-in theme.
const DEFAULT: &str = "default";

/// A file of the theme that is published.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Where it is written: its name carries a digest of its bytes, so that it can be cached for ever.
    pub path: OutputPath,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A theme ready to render with.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    templates: BTreeMap<String, FileId>,
    words: Words,
    assets: BTreeMap<String, Asset>,
    asset_paths: BTreeMap<String, OutputPath>,
}

/// The folder of the themes of a site.
#[must_use]
pub fn themes_folder(root: &Path) -> PathBuf {
    root.join("themes")
}

/// A file of a theme: where it stands among the sources, and its bytes.
struct File {
    id: FileId,
    shown: String,
    bytes: Vec<u8>,
}

impl Theme {
    /// Loads the theme that the settings name.
    ///
    /// # Errors
    /// If there is no such theme, a file of it cannot be read, a template cannot be parsed, or it has
    /// no strings in the language of the site; all of them at once.
    pub fn load(root: &Path, settings: &Settings, sources: &mut Sources) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let files = files(root, &settings.theme, sources, &mut faults);
        let words = words(&files, &settings.language, &mut faults);
        let mut templates = BTreeMap::new();
        let mut texts = Vec::new();
        let mut assets = BTreeMap::new();
        for (path, file) in &files {
            if let Some(name) = path.strip_prefix("templates/") {
                match std::str::from_utf8(&file.bytes) {
                    Ok(text) => {
                        templates.insert(name.to_owned(), file.id);
                        texts.push((name, text, file.shown.as_str()));
                    }
                    Err(error) => faults.push(not_utf8(file.id, error.valid_up_to())),
                }
            } else if let Some(name) = path.strip_prefix("static/") {
                match asset(name, &file.bytes) {
                    Ok(asset) => {
                        assets.insert(name.to_owned(), asset);
                    }
                    Err(why) => faults
                        .push(Diagnostic::error("theme/bad-name", why).at_path(file.shown.clone())),
                }
            }
        }
        let mut tera = Tera::new();
        tera.register_filter("markdown", filters::markdown);
        let named = texts.iter().map(|(name, text, _)| (name, text));
        if let Err(error) = tera.add_raw_templates(named) {
            let before = faults.count(crate::diagnostic::Severity::Error);
            // The engine stops at the first template that it cannot parse: try each alone.
            for (name, text, shown) in &texts {
                let mut alone = Tera::new();
                alone.register_filter("markdown", filters::markdown);
                if let Err(error) = alone.add_raw_template(name, text)
                    && matches!(error.kind(), tera::ErrorKind::SyntaxError(_))
                {
                    faults.push(template_error::syntax(
                        &error,
                        |name| templates.get(name).copied(),
                        shown,
                    ));
                }
            }
            if faults.count(crate::diagnostic::Severity::Error) == before {
                let theme = format!("themes/{}", settings.theme.value);
                faults.push(template_error::syntax(&error, |_| None, &theme));
            }
        }
        if faults.has_errors() {
            faults.sort();
            return Err(faults);
        }
        tera.global_context().insert("t", words.all());
        Ok(Self {
            tera,
            templates,
            words,
            asset_paths: assets
                .iter()
                .map(|(name, asset)| (name.clone(), asset.path.clone()))
                .collect(),
            assets,
        })
    }

    /// The strings in the language of the site.
    #[must_use]
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Where the files of `static` are written, by their names there.
    #[must_use]
    pub fn asset_paths(&self) -> &BTreeMap<String, OutputPath> {
        &self.asset_paths
    }

    /// The files of `static`.
    pub fn assets(&self) -> impl Iterator<Item = &Asset> {
        self.assets.values()
    }

    pub(super) fn tera(&self) -> &Tera {
        &self.tera
    }

    pub(super) fn template(&self, name: &str) -> Option<FileId> {
        self.templates.get(name).copied()
    }
}

/// The built-in files, replaced and added to by those of the site's theme.
fn files(
    root: &Path,
    theme: &Located<Box<str>>,
    sources: &mut Sources,
    faults: &mut Faults,
) -> BTreeMap<String, File> {
    let name = theme.value.as_ref();
    let folder = themes_folder(root);
    let own = folder.join(name);
    let safe = !name.contains(['/', '\\']) && !name.starts_with('.');
    let own_is_there = safe && fs::symlink_metadata(&own).is_ok_and(|m| m.is_dir());
    if !own_is_there && name != DEFAULT {
        let known = fs::read_dir(&folder)
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .chain([DEFAULT.to_owned()])
            .collect::<Vec<_>>();
        let fault = Diagnostic::error(
            "theme/unknown",
            say!("没有主题 `{name}`", "there is no theme `{name}`"),
        )
        .at(theme.span);
        faults.push(match did_you_mean(name, known.iter().map(String::as_str)) {
            Some(meant) => fault.hint(say!("是否想写 `{meant}`？", "did you mean `{meant}`?")),
            None => fault.hint(say!(
                "主题放在 `themes/{name}` 文件夹",
                "a theme is a folder `themes/{name}`"
            )),
        });
    }
    let mut files = BTreeMap::new();
    if own_is_there {
        read_own(&own, name, sources, faults, &mut files);
    }
    for (path, text) in embedded::FILES {
        if files.contains_key(*path) {
            continue;
        }
        let shown = format!("(built-in theme) {path}");
        files.insert(
            (*path).to_owned(),
            File {
                id: sources.add_text(shown.clone(), *text),
                shown,
                bytes: text.as_bytes().to_vec(),
            },
        );
    }
    files
}

/// Tells what stands in a theme's folder and has no meaning there, such as a misspelt folder.
fn unknown_parts(folder: &Path, name: &str, faults: &mut Faults) {
    let entries = WalkDir::new(folder)
        .min_depth(1)
        .max_depth(1)
        .sort_by_file_name();
    for entry in entries.into_iter().flatten() {
        let found = entry.file_name().to_string_lossy().into_owned();
        let is_document = found.ends_with(".md") || found.starts_with("LICEN");
        if PARTS.contains(&found.as_str()) || found.starts_with('.') || is_document {
            continue;
        }
        let fault = Diagnostic::error(
            "theme/unexpected-file",
            say!(
                "主题里不该有 `{found}`",
                "`{found}` has no place in a theme"
            ),
        )
        .at_path(format!("themes/{name}/{found}"));
        faults.push(match did_you_mean(&found, PARTS) {
            Some(meant) => fault.hint(say!("是否想写 `{meant}`？", "did you mean `{meant}`?")),
            None => fault.hint(say!(
                "主题由 `templates`、`static` 和 `strings` 三个文件夹组成",
                "a theme consists of the folders `templates`, `static` and `strings`"
            )),
        });
    }
}

fn read_own(
    folder: &Path,
    name: &str,
    sources: &mut Sources,
    faults: &mut Faults,
    files: &mut BTreeMap<String, File>,
) {
    unknown_parts(folder, name, faults);
    for part in PARTS {
        if !folder.join(part).exists() {
            continue;
        }
        let entries = WalkDir::new(folder.join(part))
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."));
        for entry in entries {
            let unreadable = |why: &dyn std::fmt::Display, path: &Path| {
                let shown = path.strip_prefix(folder).unwrap_or(path).display();
                Diagnostic::error(
                    "theme/unreadable",
                    say!("无法读取：{why}", "cannot be read: {why}"),
                )
                .at_path(format!("themes/{name}/{shown}"))
            };
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    faults.push(unreadable(&error, error.path().unwrap_or(folder)));
                    continue;
                }
            };
            if entry.file_type().is_dir() {
                continue;
            }
            let path = entry
                .path()
                .strip_prefix(folder)
                .unwrap_or(entry.path())
                .components()
                .map(|c| c.as_os_str().to_string_lossy())
                .collect::<Vec<_>>()
                .join("/");
            let too_large = entry.metadata().is_ok_and(|m| m.len() > SIZE_LIMIT);
            if !entry.file_type().is_file() || too_large {
                let why = say!(
                    "主题的文件应为不超过 16 MiB 的普通文件",
                    "a theme holds regular files of at most 16 MiB"
                );
                faults.push(
                    Diagnostic::error("theme/unexpected-file", why)
                        .at_path(format!("themes/{name}/{path}")),
                );
                continue;
            }
            match fs::read(entry.path()) {
                Ok(bytes) => {
                    let shown = format!("themes/{name}/{path}");
                    files.insert(
                        path,
                        File {
                            id: sources.add_file(entry.path(), shown.clone()),
                            shown,
                            bytes,
                        },
                    );
                }
                Err(error) => faults.push(unreadable(&error, entry.path())),
            }
        }
    }
}

/// The strings of a language; those that the theme does not have are the built-in ones.
fn words(
    files: &BTreeMap<String, File>,
    language: &Located<Box<str>>,
    faults: &mut Faults,
) -> Words {
    let (language, span) = (&language.value, language.span);
    let path = format!("strings/{language}.toml");
    let mut words = BTreeMap::new();
    let built_in = embedded::FILES.iter().find(|(p, _)| *p == path);
    if let Some((_, text)) = built_in
        && let Ok(built_in) = toml::from_str::<BTreeMap<String, String>>(text)
    {
        words = built_in;
    }
    let Some(file) = files.get(&path) else {
        let known = files
            .keys()
            .filter_map(|p| p.strip_prefix("strings/")?.strip_suffix(".toml"))
            .map(|l| format!("`{l}`"))
            .collect::<Vec<_>>();
        let (zh, en) = (known.join("、"), known.join(", "));
        faults.push(
            Diagnostic::error(
                "theme/no-language",
                say!(
                    "主题没有 `{language}` 的文字",
                    "the theme has no strings in `{language}`"
                ),
            )
            .at(span)
            .hint(say!("可用：{zh}", "it has {en}")),
        );
        return Words::default();
    };
    match std::str::from_utf8(&file.bytes) {
        Ok(text) => match toml::from_str::<BTreeMap<String, String>>(text) {
            Ok(own) => words.extend(own),
            Err(error) => {
                let what = error.message();
                let span = error.span().unwrap_or_default();
                faults.push(
                    Diagnostic::error(
                        "theme/strings",
                        say!("文字表有错：{what}", "the strings are faulty: {what}"),
                    )
                    .at(Span::new(file.id, span)),
                );
            }
        },
        Err(error) => faults.push(not_utf8(file.id, error.valid_up_to())),
    }
    Words::new(words)
}

fn not_utf8(file: FileId, bad: usize) -> Diagnostic {
    Diagnostic::error(
        "theme/not-utf8",
        say!("不是 UTF-8 文本", "the text is not UTF-8"),
    )
    .at(Span::new(file, bad..bad + 1))
}

/// A file of `static` under a name that carries a digest of its bytes.
fn asset(name: &str, bytes: &[u8]) -> Result<Asset, crate::diagnostic::Message> {
    let digest: String = Sha256::digest(bytes)
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let hashed = if extension.is_empty() {
        format!("{ASSETS}/{stem}-{digest}")
    } else {
        format!("{ASSETS}/{stem}-{digest}.{extension}")
    };
    Ok(Asset {
        path: OutputPath::parse(&hashed)?,
        bytes: bytes.to_vec(),
    })
}
