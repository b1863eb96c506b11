use crate::content::fields::{Fields, key};
use crate::content::values::TableValue;
use crate::model::{Located, WatchedWord};

/// `words.toml`.
pub(in crate::content) fn read(fields: &mut Fields<'_, '_>) -> Vec<WatchedWord> {
    fields
        .list(key(
            "word",
            "要在文字里查找的错词、敏感词",
            "words that texts are searched for",
        ))
        .into_iter()
        .map(Located::into_value)
        .collect()
}

impl TableValue for WatchedWord {
    fn fields(fields: &mut Fields<'_, '_>) -> Option<Self> {
        let span = fields.span();
        let text = fields.required(key(
            "text",
            "要查找的词，一字不差",
            "the word, to the character",
        ));
        let replacement = fields.optional(key("use", "应改用的词", "what to write in its place"));
        let reason = fields.optional(key("why", "为什么查找它", "why it is watched"));
        let except = fields.list(key(
            "except",
            "含有这个词而没有错的更长的词",
            "longer words that hold it and are right",
        ));
        Some(Self {
            text: text?,
            replacement,
            reason,
            except,
            span,
        })
    }
}
