//! The columns that lead to an imported page.

use super::Tree;
use crate::diagnostic::{Diagnostic, Faults};
use crate::edit::{Change, File};
use crate::import::document::Document;
use crate::say;

/// The `column.toml` files that are missing above the target.
pub(super) fn changes(tree: &Tree, document: &Document, faults: &mut Faults) -> Vec<Change> {
    let levels = &document.breadcrumb;
    let agree = levels.len() == tree.columns.len();
    let mut changes = Vec::new();
    for (index, (folder, _)) in tree
        .columns
        .iter()
        .enumerate()
        .filter(|(_, (_, there))| !there)
    {
        let path = format!("{folder}/column.toml");
        match levels.get(index).filter(|_| agree) {
            Some(level) => {
                let mut file = File::new(path);
                file.set("title", &*level.value);
                changes.push(file.into_change());
            }
            None => {
                let (found, wanted) = (levels.len(), tree.columns.len());
                let fault = Diagnostic::error(
                    "import/missing-column",
                    say!(
                        "缺少栏目文件；来源给出 {found} 级栏目，目标有 {wanted} 级",
                        "the file of a column is missing; the source names {found} columns, the target has {wanted}"
                    ),
                )
                .at_path(path)
                .hint(say!(
                    "新建这个文件，写上 `title = \"栏目名称\"`",
                    "create this file with `title = \"…\"`"
                ));
                faults.push(match levels.first() {
                    Some(level) => fault.related(
                        level.span,
                        say!("来源给出的栏目", "the columns that the source names"),
                    ),
                    None => fault,
                });
            }
        }
    }
    changes
}
