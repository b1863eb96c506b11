//! A theme that was loaded before, which is the same as long as what it is made from is.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::theme::Theme;
use super::theme_files::{File, files};
use crate::diagnostic::{Faults, Sources};
use crate::model::{Located, Settings};

/// The theme that was loaded last.
#[derive(Debug, Default)]
pub struct ThemeMemory(Mutex<Option<Kept>>);

#[derive(Debug)]
struct Kept {
    files: BTreeMap<String, File>,
    name: Located<Box<str>>,
    language: Located<Box<str>>,
    theme: Arc<Theme>,
}

impl ThemeMemory {
    /// As [`Theme::load`]; its files are read, but not parsed again if they are the same.
    ///
    /// # Errors
    /// As there.
    pub fn load(
        &self,
        root: &Path,
        settings: &Settings,
        sources: &mut Sources,
    ) -> Result<Arc<Theme>, Faults> {
        let mut faults = Faults::new();
        let files = files(root, &settings.theme, sources, &mut faults);
        let (name, language) = (&settings.theme, &settings.language);
        if !faults.is_empty() {
            return Theme::of(&files, name, language, faults).map(Arc::new);
        }
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_same =
            |kept: &&Kept| (&kept.files, &kept.name, &kept.language) == (&files, name, language);
        if let Some(kept) = kept.as_ref().filter(is_same) {
            return Ok(Arc::clone(&kept.theme));
        }
        let theme = Arc::new(Theme::of(&files, name, language, faults)?);
        *kept = Some(Kept {
            files,
            name: name.clone(),
            language: language.clone(),
            theme: Arc::clone(&theme),
        });
        Ok(theme)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_theme_is_made_anew_when_what_it_is_made_from_is_another() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let own = root.join("themes/default");
        fs::create_dir_all(own.join("templates")).unwrap();
        let memory = ThemeMemory::default();
        let settings = |language: &str| {
            fs::write(
                root.join("site.toml"),
                format!(
                    "name = \"甲网\"\nbase_url = \"https://www.example.gov.cn/\"\n\
                     language = \"{language}\"\n[organisation]\nname = \"甲局\"\n"
                ),
            )
            .unwrap();
            crate::content::settings(root).0.unwrap()
        };
        let load = |settings: &Settings| {
            let (mut again, mut anew) = (Sources::new(), Sources::new());
            let theme = memory.load(root, settings, &mut again).unwrap();
            let alone = Theme::load(root, settings, &mut anew).unwrap();
            let parts = |theme: &Theme| {
                let (words, paths) = (theme.words(), theme.asset_paths());
                format!(
                    "{words:?} {paths:?} {:?} {:?}",
                    theme.digest(),
                    theme.warnings()
                )
            };
            assert_eq!(parts(&theme), parts(&alone));
            assert!(again.paths().eq(anew.paths()));
            theme
        };
        let chinese = settings("zh-CN");
        let first = load(&chinese);
        assert!(Arc::ptr_eq(&first, &load(&chinese)));
        fs::write(own.join("templates/home.html"), "<p>{{ frame.title }}</p>").unwrap();
        let other = load(&chinese);
        assert_ne!(first.digest(), other.digest());
        assert!(Arc::ptr_eq(&other, &load(&chinese)));
        // Other files came before those of the theme: they have other ids.
        let mut sources = Sources::new();
        sources.add_text("before", "");
        let later = memory.load(root, &chinese, &mut sources).unwrap();
        assert_ne!(
            later.template("home.html"),
            other.template("home.html"),
            "where a template fails is told by these"
        );
        let english = load(&settings("en"));
        assert_ne!(
            english.words().get("skip_to_content"),
            other.words().get("skip_to_content")
        );
        fs::write(own.join("templates/home.html"), "{{ frame.title").unwrap();
        let mut sources = Sources::new();
        assert!(memory.load(root, &chinese, &mut sources).is_err());
        fs::remove_file(own.join("templates/home.html")).unwrap();
        assert_eq!(load(&chinese).digest(), first.digest());
    }
}
