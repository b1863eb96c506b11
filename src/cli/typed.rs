//! Commands that are suggested, as a user would type them.

use std::path::Path;

/// What a command line can be made of without quotes, besides letters and digits.
const PLAIN: &str = "-_./:=,@%+";

/// A command of this program for the site in `root`, to be copied into a shell.
pub(super) fn gongkai(root: &Path, words: &[&str]) -> String {
    let mut line = String::from("gongkai");
    for word in words {
        line.push(' ');
        line.push_str(&quoted(word));
    }
    if root != Path::new(".") {
        line.push_str(" --root ");
        line.push_str(&quoted(&root.to_string_lossy()));
    }
    line
}

/// A word as a shell reads it back.
pub(super) fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || PLAIN.contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_back_what_was_meant() {
        for (root, line) in [
            (".", "gongkai build"),
            ("../我的网站", "gongkai build --root ../我的网站"),
            ("my site", "gongkai build --root 'my site'"),
            ("it's $HOME", r"gongkai build --root 'it'\''s $HOME'"),
        ] {
            assert_eq!(gongkai(Path::new(root), &["build"]), line);
        }
        assert_eq!(quoted(""), "''");
    }
}
