//! What is told of files: written for this purpose, made by an office program, hostile, and damaged.

mod document;
mod hostile;
pub(crate) mod mutations;
pub(crate) mod pack;
mod pdf;
mod picture;
mod plain;
mod real;
mod slides;
mod workbook;
pub(crate) mod xls;

use super::{Told, Unreadable, read};
use crate::diagnostic::Message;

/// Everything that is told of a file, a line each, as it is shown in English.
fn lines(bytes: &[u8], name: &str) -> Vec<String> {
    let (lines, result) = told(bytes, name);
    assert_eq!(result, Ok(()), "{lines:#?}");
    lines
}

/// The same, with how it ended.
fn told(bytes: &[u8], name: &str) -> (Vec<String>, Result<(), Unreadable>) {
    told_in(bytes, name, |message| message.en)
}

fn told_in(
    bytes: &[u8],
    name: &str,
    shown: fn(Message) -> String,
) -> (Vec<String>, Result<(), Unreadable>) {
    let mut lines = Vec::new();
    let result = read(bytes, name, &mut |told| {
        lines.push(match told {
            Told::Text { text, place, heads } => {
                let heads: Vec<&str> = heads.into_iter().filter(|head| !head.is_empty()).collect();
                let heads = if heads.is_empty() {
                    String::new()
                } else {
                    format!(" [{}]", heads.join("|"))
                };
                format!("{}: {text}{heads}", shown(place.message()))
            }
            Told::Property(property, value) => format!("{} = {value}", shown(property.name())),
            Told::Hidden(hidden) => format!("hidden: {}", shown(hidden.message())),
            Told::Uncomputed(place) => format!("uncomputed: {}", shown(place.message())),
            Told::Unseen(why) => format!("unseen: {}", shown(why.message())),
        });
    });
    (lines, result)
}
