//! The default theme, as it is built into the program.

macro_rules! files {
    ($($path:literal),+ $(,)?) => {
        /// The files of the default theme by their paths in it.
        pub(super) const FILES: &[(&str, &str)] = &[
            $(($path, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/", $path)))),+
        ];
    };
}

files!(
    "static/catalogue.css",
    "static/history.css",
    "static/icon.svg",
    "static/search-load.js",
    "static/search.css",
    "static/search.js",
    "static/series.css",
    "static/site.js",
    "static/task.css",
    "strings/en.toml",
    "strings/zh-CN.toml",
    "styles/1-palette.css",
    "styles/2-ground.css",
    "styles/3-frame.css",
    "styles/4-parts.css",
    "styles/5-tables.css",
    "styles/6-charts.css",
    "styles/7-pages.css",
    "styles/9-print.css",
    "templates/404.html",
    "templates/base.html",
    "templates/catalogue.html",
    "templates/chapter.html",
    "templates/column.html",
    "templates/disclosure.html",
    "templates/history.html",
    "templates/home.html",
    "templates/page.html",
    "templates/parts/breadcrumb.html",
    "templates/parts/card.html",
    "templates/parts/catalogue-cell.html",
    "templates/parts/charts.html",
    "templates/parts/count.html",
    "templates/parts/files.html",
    "templates/parts/filter.html",
    "templates/parts/footer.html",
    "templates/parts/header.html",
    "templates/parts/lists.html",
    "templates/parts/overview.html",
    "templates/parts/pager.html",
    "templates/parts/search.html",
    "templates/parts/series.html",
    "templates/parts/tasks.html",
    "templates/parts/unit-tasks.html",
    "templates/proof.html",
    "templates/redirect.html",
    "templates/search.html",
    "templates/series-period.html",
    "templates/series.html",
    "templates/site-map.html",
    "templates/task.html",
    "templates/unit.html",
    "templates/units.html",
    "templates/withdrawn.html",
);

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn every_language_has_the_same_strings() {
        let keys = |language: &str| -> Vec<String> {
            let path = format!("strings/{language}.toml");
            let (_, text) = FILES.iter().find(|(p, _)| *p == path).unwrap();
            let strings: toml::Table = toml::from_str(text).unwrap();
            strings.keys().cloned().collect()
        };
        assert_eq!(keys("zh-CN"), keys("en"));
        assert!(keys("en").len() > 90);
    }

    #[test]
    fn every_file_of_the_folder_is_built_in() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
        let mut found = Vec::new();
        for part in ["static", "strings", "styles", "templates"] {
            for entry in walkdir::WalkDir::new(folder.join(part)).sort_by_file_name() {
                let entry = entry.unwrap();
                if entry.file_type().is_file() {
                    let path = entry.path().strip_prefix(&folder).unwrap();
                    found.push(path.to_str().unwrap().to_owned());
                }
            }
        }
        let listed: Vec<_> = FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
        assert_eq!(listed, found);
    }
}
