//! The preview's own scripts and styles. They are no part of a theme, and no page of a build names them.

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

/// The text of a file.
pub(super) fn find(name: &str) -> Option<&'static str> {
    let mut files = FILES.iter();
    files
        .find(|(known, _)| *known == name)
        .map(|(_, text)| *text)
}
