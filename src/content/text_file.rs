//! Reads a content file as text: limited in size, UTF-8 only, told plainly if it is not.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Faults, FileId, Span, reason};
use crate::say;

/// The largest content file, in bytes. The longest real progress texts have a few kilobytes.
pub(super) const SIZE_LIMIT: u64 = 4 * 1024 * 1024;

/// The text of a file and where it starts: after a byte order mark, if there is one.
pub(super) struct TextFile {
    pub(super) text: String,
    pub(super) offset: usize,
}

/// Reads a file as UTF-8.
///
/// # Errors
/// If it cannot be read, is larger than [`SIZE_LIMIT`] or is not UTF-8.
pub(super) fn read(path: &Path, file: FileId) -> Result<TextFile, Faults> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|f| f.take(SIZE_LIMIT + 1).read_to_end(&mut bytes))
        .map_err(|error| {
            let why = reason(&error);
            let (zh, en) = (why.zh, why.en);
            let fault = Diagnostic::error(
                "content/unreadable",
                say!("无法读取：{zh}", "cannot be read: {en}"),
            );
            Faults::from(fault.at(file).hint(say!(
                "检查文件是否存在、是否有读取权限",
                "check that the file is there and may be read"
            )))
        })?;
    of_bytes(bytes, file)
}

/// Takes the bytes of a file as UTF-8.
///
/// # Errors
/// If they are more than [`SIZE_LIMIT`] or not UTF-8.
pub(super) fn of_bytes(bytes: Vec<u8>, file: FileId) -> Result<TextFile, Faults> {
    if bytes.len() as u64 > SIZE_LIMIT {
        let limit = SIZE_LIMIT / (1024 * 1024);
        return Err(Diagnostic::error(
            "content/too-large",
            say!(
                "文件超过 {limit} MiB",
                "the file is larger than {limit} MiB"
            ),
        )
        .at(file)
        .hint(say!(
            "内容文件只放文字；附件放在公开信息的 `files` 文件夹",
            "content files hold text only; attachments belong into the disclosure's `files` folder"
        ))
        .into());
    }
    let offset = if bytes.starts_with(b"\xef\xbb\xbf") {
        3
    } else {
        0
    };
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            text.drain(..offset);
            Ok(TextFile { text, offset })
        }
        Err(error) => {
            Err(not_utf8(error.as_bytes(), error.utf8_error().valid_up_to(), file).into())
        }
    }
}

fn not_utf8(bytes: &[u8], bad: usize, file: FileId) -> Diagnostic {
    let fault = Diagnostic::error(
        "content/not-utf8",
        say!("不是 UTF-8 文本", "the text is not UTF-8"),
    );
    let encoding = if bytes.starts_with(b"\xff\xfe") {
        Some("UTF-16LE")
    } else if bytes.starts_with(b"\xfe\xff") {
        Some("UTF-16BE")
    } else {
        encoding_rs::GB18030
            .decode_without_bom_handling_and_without_replacement(bytes)
            .map(|_| "GB18030")
    };
    let wide = encoding.is_some_and(|name| name.starts_with("UTF-16"));
    let fault = if wide {
        fault.at(file)
    } else {
        fault.at(Span::new(file, bad..bad + 1))
    };
    match encoding {
        Some(encoding) => fault.hint(say!(
            "看来是 {encoding} 编码；用编辑器另存为 UTF-8，或 `iconv -f {encoding} -t UTF-8`",
            "it looks like {encoding}; save it as UTF-8, or use `iconv -f {encoding} -t UTF-8`"
        )),
        None => fault.hint(say!(
            "用编辑器另存为 UTF-8",
            "save it as UTF-8 in your editor"
        )),
    }
}
