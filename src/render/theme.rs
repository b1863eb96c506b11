//! A theme: the built-in files, each of which a file of the same name in `themes/NAME` replaces.

use std::collections::BTreeMap;
use std::path::Path;

use memchr::memmem;
use sha2::{Digest, Sha256};
use tera::Tera;
use toml::Spanned;

use super::minify::minify;
use super::theme_files::{File, files};
use super::{embedded, filters, styles, template_error};
use crate::diagnostic::{Diagnostic, Faults, FileId, Sources, Span, did_you_mean};
use crate::model::{Located, Settings};
use crate::pages::Words;
use crate::pages::paths::ASSETS;
use crate::say;
use crate::url::OutputPath;

/// The file that the parts in `styles` make.
const STYLE_SHEET: &str = "site.css";

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
    /// The same templates not minified.
    as_written: Tera,
    templates: BTreeMap<String, FileId>,
    words: Words,
    assets: BTreeMap<String, Asset>,
    asset_paths: BTreeMap<String, OutputPath>,
    digest: [u8; 32],
    warnings: Faults,
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
        Self::of(&files, &settings.theme, &settings.language, faults)
    }

    /// Makes a theme of its files; `faults` are those of reading them.
    pub(super) fn of(
        files: &BTreeMap<String, File>,
        name: &Located<Box<str>>,
        language: &Located<Box<str>>,
        mut faults: Faults,
    ) -> Result<Self, Faults> {
        let words = words(files, language, &mut faults);
        let mut templates = BTreeMap::new();
        let mut texts = Vec::new();
        let mut assets = BTreeMap::new();
        let mut style_parts = Vec::new();
        for (path, file) in files {
            if let Some(name) = path.strip_prefix("templates/") {
                match std::str::from_utf8(&file.bytes) {
                    Ok(text) => {
                        templates.insert(name.to_owned(), file.id);
                        texts.push((name, text, file.shown.as_str()));
                    }
                    Err(error) => faults.push(not_utf8(file.id, error.valid_up_to())),
                }
            } else if path.starts_with("styles/") {
                match std::str::from_utf8(&file.bytes) {
                    Ok(text) => style_parts.push(text),
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
        // A theme may bring a style sheet of its own in place of the one that is joined.
        if !assets.contains_key(STYLE_SHEET) {
            let sheet = styles::joined(style_parts.into_iter());
            match asset(STYLE_SHEET, sheet.as_bytes()) {
                Ok(asset) => {
                    assets.insert(STYLE_SHEET.to_owned(), asset);
                }
                Err(why) => faults.push(Diagnostic::error("theme/bad-name", why)),
            }
        }
        let mut as_written = engine();
        let named = texts.iter().map(|(name, text, _)| (name, text));
        if let Err(error) = as_written.add_raw_templates(named) {
            let before = faults.count(crate::diagnostic::Severity::Error);
            // The engine stops at the first template that it cannot parse: try each alone.
            for (name, text, shown) in &texts {
                let mut alone = engine();
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
                let theme = format!("themes/{}", name.value);
                faults.push(template_error::syntax(&error, |_| None, &theme));
            }
        }
        let mut tera = engine();
        let minified = texts.iter().map(|(name, text, _)| (name, minify(text)));
        if !faults.has_errors()
            && let Err(error) = tera.add_raw_templates(minified)
        {
            let theme = format!("themes/{}", name.value);
            faults.push(template_error::syntax(&error, |_| None, &theme));
        }
        if faults.has_errors() {
            faults.sort();
            return Err(faults);
        }
        for engine in [&mut tera, &mut as_written] {
            engine.global_context().insert("t", words.all());
        }
        Ok(Self {
            warnings: faults,
            tera,
            as_written,
            templates,
            words,
            asset_paths: assets
                .iter()
                .map(|(name, asset)| (name.clone(), asset.path.clone()))
                .collect(),
            assets,
            digest: digest(files),
        })
    }

    /// What may be wrong with it, and stops nothing.
    #[must_use]
    pub fn warnings(&self) -> &Faults {
        &self.warnings
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

    /// Stands for all files of the theme.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        self.digest
    }

    pub(super) fn tera(&self) -> &Tera {
        &self.tera
    }

    /// The engine with the templates as the theme has them, which is slower and tells where one fails.
    pub(super) fn as_written(&self) -> &Tera {
        &self.as_written
    }

    pub(super) fn template(&self, name: &str) -> Option<FileId> {
        self.templates.get(name).copied()
    }
}

/// What a page is made from besides its context.
fn digest(files: &BTreeMap<String, File>) -> [u8; 32] {
    let mut digest = Sha256::new();
    for (path, file) in files {
        for part in [path.as_bytes(), &file.bytes] {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        }
    }
    digest.finalize().into()
}

fn engine() -> Tera {
    let mut tera = Tera::new();
    tera.register_filter("markdown", filters::markdown);
    tera
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
        Ok(text) => match toml::from_str::<BTreeMap<Spanned<String>, String>>(text) {
            Ok(own) => {
                let known = known_strings();
                for (key, text) in own {
                    if !is_asked_for(key.get_ref(), &known, files) {
                        faults.push(unknown_string(&key, &known, file.id));
                    }
                    words.insert(key.into_inner(), text);
                }
            }
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

/// The names of the strings that the program and the built-in templates ask for.
fn known_strings() -> Vec<String> {
    let files = embedded::FILES.iter();
    let strings = files.filter(|(path, _)| path.starts_with("strings/"));
    let tables = strings.filter_map(|(_, text)| toml::from_str::<toml::Table>(text).ok());
    tables
        .flat_map(|table| table.into_iter().map(|(name, _)| name))
        .collect()
}

/// Whether somebody asks for a string by this name: a template of the theme may ask for one of its own.
fn is_asked_for(name: &str, known: &[String], files: &BTreeMap<String, File>) -> bool {
    known.iter().any(|known| known == name)
        || files.iter().any(|(path, file)| {
            path.starts_with("templates/") && memmem::find(&file.bytes, name.as_bytes()).is_some()
        })
}

fn unknown_string(key: &Spanned<String>, known: &[String], file: FileId) -> Diagnostic {
    let name = key.get_ref();
    let fault = Diagnostic::warning(
        "theme/unknown-string",
        say!(
            "没有用到名为 `{name}` 的文字",
            "nothing asks for a string `{name}`"
        ),
    )
    .at(Span::new(file, key.span()));
    match did_you_mean(name, known.iter().map(String::as_str)) {
        Some(meant) => fault.hint(say!("是否想写 `{meant}`？", "did you mean `{meant}`?")),
        None => fault.hint(say!(
            "删去；主题可以用的名字见内置主题的 `strings/zh-CN.toml`",
            "take it out; the names there are stand in `strings/zh-CN.toml` of the built-in theme"
        )),
    }
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
