//! The preview's own scripts and styles. They are no part of a theme, and no page of a build names them.

use std::sync::LazyLock;

use crate::release::Digest;

/// The files by name.
const FILES: [(&str, &str); 11] = [
    ("align.js", include_str!("assets/align.js")),
    ("bar.css", include_str!("assets/bar.css")),
    ("bar.js", include_str!("assets/bar.js")),
    ("changes.css", include_str!("assets/changes.css")),
    ("changes.js", include_str!("assets/changes.js")),
    ("icon.svg", include_str!("assets/icon.svg")),
    ("marks.css", include_str!("assets/marks.css")),
    ("marks.js", include_str!("assets/marks.js")),
    ("overlay.js", include_str!("assets/overlay.js")),
    ("preview.js", include_str!("assets/preview.js")),
    ("words.js", include_str!("assets/words.js")),
];

/// What all of them are, so that browsers can keep them: those of another program lie elsewhere.
static VERSION: LazyLock<Digest> = LazyLock::new(|| {
    let all = FILES.map(|(name, text)| format!("{name}\0{text}\0"));
    Digest::of(all.concat().as_bytes())
});

/// The path of a file at the server. Files name each other relatively.
pub(super) fn path(name: &str) -> String {
    format!("/-/gongkai/assets/{}/{name}", *VERSION)
}

/// The text of a file, by its path below the folder of assets.
pub(super) fn find(below: &str) -> Option<&'static str> {
    let (version, name) = below.split_once('/')?;
    if version != VERSION.to_string() {
        return None;
    }
    let mut files = FILES.iter();
    files
        .find(|(known, _)| *known == name)
        .map(|(_, text)| *text)
}
