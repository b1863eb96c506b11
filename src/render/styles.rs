//! The style sheet of a theme: the files of its `styles` folder, in the order of their names. One
//! file is one request, and a theme can replace the palette alone.

/// The style sheet that `parts` make, without what only their authors read: indentation, line ends,
/// comments that have their lines to themselves, and semicolons that end a rule of one line.
pub(super) fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let mut sheet = String::new();
    for part in parts {
        let mut in_comment = false;
        for line in part.lines() {
            let line = if in_comment {
                let Some((_, after)) = line.split_once("*/") else {
                    continue;
                };
                in_comment = false;
                after.trim()
            } else {
                line.trim()
            };
            if line.is_empty() {
                continue;
            }
            match line.strip_prefix("/*").map(|rest| rest.split_once("*/")) {
                Some(Some((_, after))) if after.trim().is_empty() => continue,
                Some(None) => {
                    in_comment = true;
                    continue;
                }
                Some(Some(_)) | None => {}
            }
            // The last declaration of a block needs no semicolon.
            match line.strip_suffix("; }") {
                Some(block) => sheet.extend([block, "}"]),
                None => sheet.push_str(line),
            }
            // No string goes on over the end of a line, so nothing hangs on this one.
            if !line.ends_with(['{', '}', ';', ',']) {
                sheet.push('\n');
            }
        }
    }
    sheet
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_authors_read_goes() {
        let first = "/* One. */\n\n:root {\n  --a: 1; /* stays */\n\n  /* Two\n     lines. */\n  --b: 2;\n}\n";
        let second = "/* a */ p { content: \"/* b */\"; }\r\n/* open\n*/ q { x: y; }";
        assert_eq!(
            joined([first, second].into_iter()),
            ":root {--a: 1; /* stays */\n--b: 2;}/* a */ p { content: \"/* b */\"}q { x: y}"
        );
    }
}
