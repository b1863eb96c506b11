//! What an office file holds beside its texts and tables, and what is wrong with it as a whole.

use std::collections::BTreeSet;

use super::{Fault, unreadable};
use crate::attachment::{self, Hidden, Place, Told};
use crate::diagnostic::{Diagnostic, Faults, FileId};
use crate::say;

/// Finds everything that is wrong with an office file itself, within limits, and what in it is not seen at once.
pub(super) fn look_into(
    bytes: &[u8],
    name: &str,
    file: FileId,
    faults: &mut Faults,
) -> Result<(), Fault> {
    let mut has_macros = false;
    let mut unseen_sheets = BTreeSet::new();
    let looked = attachment::read(bytes, name, &mut |told| match told {
        Told::Hidden(Hidden::Macros) => has_macros = true,
        Told::Hidden(hidden) => {
            if let Hidden::Sheet(sheet) = hidden {
                unseen_sheets.insert(sheet.to_owned());
            }
            let what = hidden.message();
            let (zh, en) = (what.zh, what.en);
            faults.push(
                Diagnostic::warning("import/hidden-content", say!("{zh}", "{en}"))
                    .at(file)
                    .hint(say!(
                        "隐藏的行和列照样导入，隐藏的工作表、文字和批注不导入；请核对",
                        "hidden rows and columns are imported, hidden sheets, hidden text and comments are not; check that this is right"
                    )),
            );
        }
        Told::Uncomputed(Place::Cell(cell)) if unseen_sheets.contains(cell.sheet) => {}
        Told::Uncomputed(place) => faults.push(uncomputed(file, &place)),
        Told::Text { .. } | Told::Property(..) | Told::Unseen(_) => {}
    });
    looked.map_err(|why| unreadable(file, &why))?;
    if has_macros {
        return Err(macros(file));
    }
    Ok(())
}

fn uncomputed(file: FileId, place: &Place<'_>) -> Diagnostic {
    let place = place.message();
    let (zh, en) = (place.zh, place.en);
    Diagnostic::error(
        "import/uncomputed-cell",
        say!(
            "{zh}的公式没有算出结果",
            "{en}: the formula was never computed"
        ),
    )
    .at(file)
    .hint(say!(
        "用办公软件打开这个文件，保存后再导入；或把公式换成文字",
        "open the file in an office program and save it; or write the text itself"
    ))
}

/// Pictures are not imported, whatever they show.
pub(super) fn pictures(file: FileId, count: usize) -> Diagnostic {
    Diagnostic::warning(
        "import/picture",
        say!(
            "文件里有 {count} 张图片，没有导入",
            "the file holds pictures, which are not imported: {count}"
        ),
    )
    .at(file)
    .hint(say!(
        "图片里的文字要另行录入；图片本身可作为附件放进 `files/`",
        "type what they say; a picture itself can be an attachment in `files/`"
    ))
}

fn macros(file: FileId) -> Fault {
    Box::new(
        Diagnostic::error(
            "import/macros",
            say!(
                "文件里有宏（程序），不导入",
                "the file holds macros (programs) and is not imported"
            ),
        )
        .at(file)
        .hint(say!(
            "在办公软件里另存为不含宏的格式，如 XLSX、DOCX",
            "save it in a format without macros, such as XLSX or DOCX"
        )),
    )
}
