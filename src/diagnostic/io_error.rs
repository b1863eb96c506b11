//! Why the disk refused, in words.

use std::io;

use super::Message;
use crate::say;

/// The reason of an I/O error; in Chinese with the system's own words after it.
#[must_use]
pub fn reason(error: &io::Error) -> Message {
    match known(error.kind()) {
        Some(reason) => say!("{reason}（{error}）", "{error}"),
        None => say!("{error}", "{error}"),
    }
}

fn known(kind: io::ErrorKind) -> Option<&'static str> {
    Some(match kind {
        io::ErrorKind::NotFound => "不存在",
        io::ErrorKind::PermissionDenied => "权限不足",
        io::ErrorKind::AlreadyExists => "已经存在",
        io::ErrorKind::NotADirectory => "不是文件夹",
        io::ErrorKind::IsADirectory => "是文件夹",
        io::ErrorKind::DirectoryNotEmpty => "文件夹不是空的",
        io::ErrorKind::StorageFull => "磁盘已满",
        io::ErrorKind::QuotaExceeded => "超出磁盘配额",
        io::ErrorKind::ReadOnlyFilesystem => "文件系统只读",
        io::ErrorKind::InvalidFilename => "文件名不合规",
        _ => return None,
    })
}
