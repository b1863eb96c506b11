//! A template taken apart: HTML with the engine's tags in it. Nothing is lost: the tokens one after
//! another are the template.

/// A part of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// White space of HTML between tags and words.
    Space(&'t str),
    /// A start tag.
    Start {
        /// As written; empty if the engine makes a part of it.
        name: &'t str,
        source: &'t str,
        /// Whether the engine has no part in it.
        fixed: bool,
    },
    /// An end tag with its name, which is empty if the engine makes a part of it.
    End { name: &'t str, source: &'t str },
    /// A comment of HTML or of the engine that leaves nothing behind.
    Comment(&'t str),
    /// Whatever stays as it is: words, tags of the engine, elements whose white space counts.
    Kept(&'t str),
}

/// Elements whose content is text, or whose white space counts.
const AS_WRITTEN: [&str; 5] = ["pre", "script", "style", "textarea", "title"];

/// The tokens of a template.
pub(super) struct Tokens<'t> {
    rest: &'t str,
    /// The element whose content comes next, if that stays as written.
    inside: Option<&'t str>,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(template: &'t str) -> Self {
        Self {
            rest: template,
            inside: None,
        }
    }

    /// The next `length` bytes, or all that is left if that is no place to part.
    fn take(&mut self, length: usize) -> &'t str {
        let (taken, rest) = self
            .rest
            .split_at_checked(length)
            .unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        if let Some(name) = self.inside.take() {
            let length = content_length(self.rest, name);
            if length > 0 {
                return Some(Token::Kept(self.take(length)));
            }
        }
        let first = *self.rest.as_bytes().first()?;
        if is_space(first) {
            let length = self.rest.bytes().take_while(|b| is_space(*b)).count();
            return Some(Token::Space(self.take(length)));
        }
        if let Some(length) = engine_tag(self.rest) {
            let source = self.take(length);
            // A comment with a dash takes the white space beside it away.
            let is_comment =
                source.starts_with("{#") && !source.starts_with("{#-") && !source.ends_with("-#}");
            return Some(if is_comment {
                Token::Comment(source)
            } else {
                Token::Kept(source)
            });
        }
        if self.rest.starts_with("<!--") {
            let length = until(self.rest, "-->");
            let source = self.take(length);
            let is_fixed = !["{{", "{%", "{#"].iter().any(|open| source.contains(open));
            return Some(if is_fixed {
                Token::Comment(source)
            } else {
                Token::Kept(source)
            });
        }
        if self.rest.starts_with('<') {
            return Some(self.markup());
        }
        let length = self
            .rest
            .char_indices()
            .skip(1)
            .find(|(at, c)| {
                *c == '<'
                    || u8::try_from(*c).is_ok_and(is_space)
                    || (*c == '{' && self.rest.get(*at..).is_some_and(opens_engine_tag))
            })
            .map_or(self.rest.len(), |(at, _)| at);
        Some(Token::Kept(self.take(length)))
    }
}

impl<'t> Tokens<'t> {
    /// What begins with `<`.
    fn markup(&mut self) -> Token<'t> {
        let after = self.rest.get(1..).unwrap_or_default();
        let is_end = after.starts_with('/');
        let named = after.strip_prefix('/').unwrap_or(after);
        if !named.starts_with(|c: char| c.is_ascii_alphabetic()) {
            // A declaration, or no tag at all.
            let length = if after.starts_with('!') {
                until(self.rest, ">")
            } else {
                1
            };
            return Token::Kept(self.take(length));
        }
        let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '{');
        let name = named.split(ends).next().unwrap_or_default();
        let is_made = named.get(name.len()..).is_some_and(opens_engine_tag);
        let name = if is_made { "" } else { name };
        let Some((length, fixed)) = tag_length(self.rest) else {
            return Token::Kept(self.take(1));
        };
        let source = self.take(length);
        if is_end {
            return Token::End { name, source };
        }
        if AS_WRITTEN.iter().any(|n| n.eq_ignore_ascii_case(name)) && !source.ends_with("/>") {
            self.inside = Some(name);
        }
        Token::Start {
            name,
            source,
            fixed,
        }
    }
}

/// White space of HTML.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}

fn opens_engine_tag(text: &str) -> bool {
    ["{{", "{%", "{#"].iter().any(|open| text.starts_with(open))
}

/// The length of the tag of the engine that a text begins with, if it does with one. What stands
/// between `raw` and `endraw` is one.
fn engine_tag(text: &str) -> Option<usize> {
    if !opens_engine_tag(text) {
        return None;
    }
    if text.starts_with("{#") {
        return Some(until(text, "#}"));
    }
    let close = if text.starts_with("{{") { b'}' } else { b'%' };
    let length = expression_length(text, close);
    let word = text.get(2..length)?.trim_matches(['-', '%', '}', ' ']);
    if word == "raw" {
        let closing = text.find("endraw").unwrap_or(text.len());
        return Some(closing + text.get(closing..).map_or(0, |rest| until(rest, "%}")));
    }
    Some(length)
}

/// How long a tag of the engine is that ends with `close` and `}` outside of strings and braces.
fn expression_length(text: &str, close: u8) -> usize {
    let mut quote = None;
    let mut depth = 0_usize;
    let mut bytes = text.bytes().enumerate().skip(2).peekable();
    while let Some((at, byte)) = bytes.next() {
        if let Some(open) = quote {
            if byte == b'\\' {
                bytes.next();
            } else if byte == open {
                quote = None;
            }
            continue;
        }
        let next = bytes.peek().map(|(_, next)| *next);
        match byte {
            b'"' | b'\'' | b'`' => quote = Some(byte),
            _ if byte == close && depth == 0 && next == Some(b'}') => return at + 2,
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    text.len()
}

/// The length of the tag that a text begins with and whether the engine has no part in it; none if it
/// has no end.
fn tag_length(text: &str) -> Option<(usize, bool)> {
    let mut fixed = true;
    let mut quote = None;
    let mut last = b'<';
    let mut at = 1;
    loop {
        let rest = text.get(at..)?;
        if let Some(length) = engine_tag(rest) {
            fixed = false;
            last = b'}';
            at += length;
            continue;
        }
        let c = rest.chars().next()?;
        let byte = u8::try_from(c).unwrap_or(b'x');
        at += c.len_utf8();
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => continue,
            None if byte == b'>' => return Some((at, fixed)),
            // A quote elsewhere is a part of a name.
            None if matches!(byte, b'"' | b'\'') && last == b'=' => quote = Some(byte),
            None => {}
        }
        if !is_space(byte) {
            last = byte;
        }
    }
}

/// The length of a text up to the end of the first `end` in it, or all of it.
fn until(text: &str, end: &str) -> usize {
    text.find(end).map_or(text.len(), |at| at + end.len())
}

/// The length of an element's content, the end tag excepted.
fn content_length(text: &str, name: &str) -> usize {
    let is_end = |at: usize| {
        text.get(at + 2..at + 2 + name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name))
    };
    text.match_indices("</")
        .map(|(at, _)| at)
        .find(|at| is_end(*at))
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn source<'t>(token: &Token<'t>) -> &'t str {
        match token {
            Token::Space(source)
            | Token::Comment(source)
            | Token::Kept(source)
            | Token::Start { source, .. }
            | Token::End { source, .. } => source,
        }
    }

    #[test]
    fn tags_of_the_engine_stay_whole() {
        let start = |name, source, fixed| Token::Start {
            name,
            source,
            fixed,
        };
        let cases: [(&str, Vec<Token<'_>>); 8] = [
            ("{{ a }}b", vec![Token::Kept("{{ a }}"), Token::Kept("b")]),
            (
                r#"{{ "}}" }}{% if "%}" %}"#,
                vec![
                    Token::Kept(r#"{{ "}}" }}"#),
                    Token::Kept(r#"{% if "%}" %}"#),
                ],
            ),
            (
                "{{ <x a={b} c={{d: 1}}/>}} ",
                vec![Token::Kept("{{ <x a={b} c={{d: 1}}/>}}"), Token::Space(" ")],
            ),
            (
                "{# > #}<!-- < -->",
                vec![Token::Comment("{# > #}"), Token::Comment("<!-- < -->")],
            ),
            (
                "{% raw %}{{ <p> }}{% endraw %}",
                vec![Token::Kept("{% raw %}{{ <p> }}{% endraw %}")],
            ),
            (
                r#"<a href="{{ b > c }}">"#,
                vec![start("a", r#"<a href="{{ b > c }}">"#, false)],
            ),
            (
                r#"<p title="a>b" x>"#,
                vec![start("p", r#"<p title="a>b" x>"#, true)],
            ),
            (
                "<h{{ n }}>x</h{{ n }}>",
                vec![
                    start("", "<h{{ n }}>", false),
                    Token::Kept("x"),
                    Token::End {
                        name: "",
                        source: "</h{{ n }}>",
                    },
                ],
            ),
        ];
        for (template, tokens) in cases {
            assert_eq!(
                Tokens::new(template).collect::<Vec<_>>(),
                tokens,
                "{template}"
            );
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost(parts in prop::collection::vec(prop::sample::select(vec![
            "<", ">", "/", "p", "pre", "=", "\"", "'", " ", "\n", "{{", "}}", "{%", "%}", "{#", "#}", "raw", "endraw",
            "<!--", "-->", "-", "\\", "区", "`", "{", "}", "a", "script", "title",
        ]), 0..40)) {
            let template = parts.concat();
            let joined: String = Tokens::new(&template).map(|token| source(&token)).collect();
            prop_assert_eq!(joined, template);
        }
    }
}
