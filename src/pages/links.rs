//! Where links in texts lead. They are written as paths in the content tree, from the file they
//! stand in or, with a leading `/`, from the root of the tree.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::context::ProseView;
use crate::diagnostic::{Diagnostic, Faults, Span, Suggestions};
use crate::markdown;
use crate::model::{ContentPath, Prose, Unread};
use crate::say;
use crate::url::{OutputPath, href};

/// What links can lead to.
#[derive(Debug, Default)]
pub(super) struct Targets<'a> {
    /// Items by their content paths, and attached files by theirs.
    items: Vec<(Cow<'a, str>, OutputPath)>,
    /// Everything that is written, in order.
    others: Vec<OutputPath>,
    /// The names of the headings of plain pages, whose ids are made of them.
    anchors: BTreeMap<OutputPath, Vec<String>>,
}

impl<'a> Targets<'a> {
    pub(super) fn new(
        mut items: Vec<(Cow<'a, str>, OutputPath)>,
        mut others: Vec<OutputPath>,
        anchors: BTreeMap<OutputPath, Vec<String>>,
    ) -> Self {
        // Most come in order, so that this costs less than to keep them in order one by one.
        items.sort_by(|one, other| one.0.cmp(&other.0));
        items.shrink_to_fit();
        others.sort();
        Self {
            items,
            others,
            anchors,
        }
    }

    fn item(&self, content: &str) -> Option<&OutputPath> {
        let after = self.items.partition_point(|(known, _)| &**known <= content);
        let (known, path) = self.items.get(after.checked_sub(1)?)?;
        (known == content).then_some(path)
    }

    /// The names of the headings of a page, if it is one whose headings have ids.
    fn headings(&self, path: Option<&OutputPath>) -> Option<&[String]> {
        self.anchors.get(path?).map(Vec::as_slice)
    }

    /// The output file that `destination` means in a text of the folder `folder`, and what follows
    /// the path: `?…` or `#…`.
    fn find<'d>(
        &self,
        folder: &ContentPath,
        destination: &'d str,
    ) -> Option<(OutputPath, &'d str)> {
        let path_end = destination.find(['?', '#']).unwrap_or(destination.len());
        let (path, rest) = destination.split_at_checked(path_end)?;
        let joined = join(folder, path)?;
        // A file of `files` by its whole name, an item with or without its extension.
        let item = self.item(&joined);
        if let Some(item) = item.or_else(|| self.item(stem(&joined))) {
            return Some((item.clone(), rest));
        }
        let index = if joined.is_empty() {
            "index.html".to_owned()
        } else {
            format!("{joined}/index.html")
        };
        [joined.clone(), index]
            .into_iter()
            .find_map(|path| {
                let at = self
                    .others
                    .binary_search_by(|other| other.as_str().cmp(&path));
                self.others.get(at.ok()?)
            })
            .map(|path| (path.clone(), rest))
    }
}

/// A path without the extension of a content file.
fn stem(path: &str) -> &str {
    path.strip_suffix(".toml")
        .or_else(|| path.strip_suffix(".md"))
        .unwrap_or(path)
}

/// The path that `path` leads to from `folder`; none if it leaves the tree.
fn join(folder: &ContentPath, path: &str) -> Option<String> {
    let decoded = percent_encoding::percent_decode_str(path)
        .decode_utf8()
        .ok()?;
    let mut names: Vec<&str> = Vec::new();
    if !decoded.starts_with('/') {
        names.extend(folder.as_str().split('/').filter(|name| !name.is_empty()));
    }
    for name in decoded.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                names.pop()?;
            }
            name => names.push(name),
        }
    }
    Some(names.join("/"))
}

/// What is known of all texts that were checked so far.
#[derive(Debug, Default)]
pub(super) struct Checked {
    /// Where their links lead.
    pub(super) used: BTreeSet<OutputPath>,
    suggestions: Suggestions,
}

/// Whether there is anything in a text that may be told by [`check`].
pub(super) fn has_to_be_checked(prose: &Prose) -> bool {
    markdown::too_deep(&prose.source).is_some() || !markdown::links(&prose.source).is_empty()
}

/// Tells what of a text cannot be shown: links that lead nowhere, and too deep nesting. `own` is the
/// plain page that it is the text of.
pub(super) fn check(
    prose: &Prose,
    own: Option<&OutputPath>,
    folder: &ContentPath,
    targets: &Targets<'_>,
    unread: &Unread,
    checked: &mut Checked,
    faults: &mut Faults,
) {
    if let Some(range) = markdown::too_deep(&prose.source) {
        let limit = markdown::NESTING_LIMIT;
        faults.push(
            Diagnostic::error(
                "text/nesting",
                say!(
                    "引用、列表或强调嵌套超过 {limit} 层",
                    "quotes, lists or emphasis are nested more than {limit} deep"
                ),
            )
            .at(prose.place(range))
            .hint(say!("减少嵌套", "nest them less")),
        );
        return;
    }
    for link in markdown::links(&prose.source) {
        let destination = link.destination.as_str();
        let span = prose.place(link.range);
        if markdown::is_external(destination) {
            if !markdown::is_allowed(destination) {
                faults.push(
                    Diagnostic::error(
                        "link/scheme",
                        say!(
                            "链接 `{destination}` 的类型不允许发布",
                            "a link such as `{destination}` may not be published"
                        ),
                    )
                    .at(span)
                    .hint(say!(
                        "可用 https、http、mailto、tel、ftp",
                        "use https, http, mailto, tel or ftp"
                    )),
                );
            } else if link.is_image {
                faults.push(image_from_elsewhere(destination, span));
            }
            continue;
        }
        if let Some(fragment) = destination.strip_prefix('#') {
            let headings = targets.headings(own);
            faults.extend(no_heading(headings, fragment, span, checked));
            continue;
        }
        if let Some((path, rest)) = targets.find(folder, destination) {
            if let Some((_, fragment)) = rest.split_once('#') {
                let headings = targets.headings(Some(&path));
                faults.extend(no_heading(headings, fragment, span, checked));
            }
            checked.used.insert(path);
            continue;
        }
        // Outside the tree nothing is near.
        let wanted = join(folder, destination).unwrap_or_default();
        if unread.contains(stem(&wanted)) {
            continue;
        }
        let mut fault = Diagnostic::error(
            "link/broken",
            say!(
                "链接 `{destination}` 没有去处",
                "the link `{destination}` leads nowhere"
            ),
        )
        .at(span);
        let known = targets.items.iter().map(|(path, _)| &**path);
        fault = match checked.suggestions.find(stem(&wanted), known) {
            Some(meant) => fault.hint(say!("是否想写 `/{meant}`？", "did you mean `/{meant}`?")),
            None => fault.hint(say!(
                "写内容树里的路径，如 `../guide.md` 或 `/plans/`",
                "write a path of the content tree, such as `../guide.md` or `/plans/`"
            )),
        };
        faults.push(fault);
    }
}

/// Tells a fragment that names none of the headings of a plain page. What other pages have is up to
/// the theme.
fn no_heading(
    headings: Option<&[String]>,
    fragment: &str,
    span: Span,
    checked: &mut Checked,
) -> Option<Diagnostic> {
    let headings = headings?;
    let decoded = percent_encoding::percent_decode_str(fragment).decode_utf8_lossy();
    // The top of any page, by the standard of HTML.
    if matches!(decoded.as_ref(), "" | "top") || headings.iter().any(|name| *name == decoded) {
        return None;
    }
    let fault = Diagnostic::error(
        "link/fragment",
        say!(
            "那一页没有标题 `#{decoded}`",
            "there is no heading `#{decoded}` on that page"
        ),
    )
    .at(span);
    let known = headings.iter().map(String::as_str);
    Some(match checked.suggestions.find(&decoded, known.clone()) {
        Some(meant) => fault.hint(say!("是否想写 `#{meant}`？", "did you mean `#{meant}`?")),
        None if headings.is_empty() => fault.hint(say!(
            "那一页没有标题，去掉 `#` 和后面的部分",
            "that page has no headings: leave out what starts with `#`"
        )),
        None => {
            let list: Vec<String> = known.map(|name| format!("`#{name}`")).collect();
            let (zh, en) = (list.join("、"), list.join(", "));
            fault.hint(say!(
                "那一页的标题：{zh}",
                "the headings of that page: {en}"
            ))
        }
    })
}

/// A page loads nothing from other sites, and its Content-Security-Policy keeps to that.
fn image_from_elsewhere(destination: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "link/external-image",
        say!(
            "图片 `{destination}` 在别的网站上，网页不会加载",
            "the image `{destination}` is on another site, and pages load nothing from there"
        ),
    )
    .at(span)
    .hint(say!(
        "把图片放进公开信息的 `files` 文件夹，写 `![说明](files/图.png)`",
        "put it into the `files` folder of the disclosure and write `![…](files/picture.png)`"
    ))
}

/// A text as the page `here` shows it.
pub(super) fn view<'a>(
    prose: &'a Prose,
    folder: &ContentPath,
    targets: &Targets<'_>,
    here: &OutputPath,
) -> ProseView<'a> {
    let links = markdown::links(&prose.source)
        .into_iter()
        .filter(|link| {
            !markdown::is_external(&link.destination) && !link.destination.starts_with('#')
        })
        .filter_map(|link| {
            let (path, rest) = targets.find(folder, &link.destination)?;
            let url = format!("{}{rest}", href(here, &path));
            Some((link.destination, url))
        })
        .collect();
    ProseView {
        source: &prose.source,
        links,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Slug;

    fn folder(path: &str) -> ContentPath {
        path.split('/')
            .filter(|s| !s.is_empty())
            .fold(ContentPath::root(), |folder, name| {
                folder.join(&Slug::parse(name).unwrap())
            })
    }

    fn targets() -> Targets<'static> {
        let items = [
            ("guide", "guide.html"),
            ("a/b", "a/b/index.html"),
            ("a", "a/index.html"),
        ];
        let items = items.map(|(content, path)| (content.into(), OutputPath::parse(path).unwrap()));
        let others = ["units/index.html", "catalogue/index.html"];
        let others = others.map(|path| OutputPath::parse(path).unwrap());
        Targets::new(items.to_vec(), others.to_vec(), BTreeMap::new())
    }

    #[test]
    fn destinations_are_paths_of_the_tree() {
        let targets = targets();
        let find = |from: &str, to: &str| {
            targets
                .find(&folder(from), to)
                .map(|(path, rest)| format!("{path}{rest}"))
        };
        assert_eq!(find("a/b", "../../guide.md"), Some("guide.html".into()));
        assert_eq!(find("a/b", "/guide"), Some("guide.html".into()));
        assert_eq!(find("a", "b/#x"), Some("a/b/index.html#x".into()));
        assert_eq!(find("", "/units/"), Some("units/index.html".into()));
        assert_eq!(find("a", "../../guide.md"), None, "leaves the tree");
        assert_eq!(find("a", "guide.md"), None);
    }

    #[test]
    fn what_is_near_is_suggested() {
        let targets = targets();
        let hint = |destination: &str, checked: &mut Checked| {
            let source = format!("[x]({destination})");
            let prose = Prose {
                span: Span::default(),
                start: Some(0),
                source: source.into(),
            };
            let mut faults = Faults::new();
            let folder = folder("a");
            let unread = Unread::default();
            check(
                &prose,
                None,
                &folder,
                &targets,
                &unread,
                checked,
                &mut faults,
            );
            let fault = faults.into_iter().next().unwrap();
            fault.hints[0].en.clone()
        };
        let mut checked = Checked::default();
        assert_eq!(hint("/giude.md", &mut checked), "did you mean `/guide`?");
        let none = "write a path of the content tree, such as `../guide.md` or `/plans/`";
        assert_eq!(hint("../../etc/passwd", &mut checked), none);
        // Ten thousand links into a folder that was renamed would each look at everything.
        for _ in 0..1_000_000 / 3 {
            checked
                .suggestions
                .find("x", targets.items.iter().map(|(path, _)| &**path));
        }
        assert_eq!(hint("/giude.md", &mut checked), none);
    }
}
