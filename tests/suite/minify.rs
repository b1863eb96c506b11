//! Minifying takes bytes from a page, and nothing else: both parse to the same elements, attributes
//! and text.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use gongkai::render::minify;
use proptest::prelude::*;
use scraper::{ElementRef, Html, Node};

use crate::support::{DAY, Large, Site, large_site, tree};

/// What a reader can meet of a page, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Open(String, BTreeMap<String, String>),
    Close(String),
    /// White space is as CSS leaves it: a run of spaces, tabs and line ends is one space, and there
    /// is none where a block begins or ends. NBSP and U+3000 are no white space.
    Text(String),
    /// Text whose white space counts.
    Kept(String),
}

fn parts(html: &str) -> Vec<Part> {
    let document = Html::parse_document(html);
    let mut parts = Vec::new();
    walk(document.root_element(), false, &mut parts);
    collapse(parts)
}

fn walk(element: ElementRef<'_>, kept: bool, parts: &mut Vec<Part>) {
    let value = element.value();
    let name = value.name().to_owned();
    let attributes = value.attrs().filter_map(|(attribute, value)| {
        let meant = meaning(&name, attribute, value)?;
        Some((attribute.to_owned(), meant))
    });
    parts.push(Part::Open(name.clone(), attributes.collect()));
    let kept = kept || matches!(&*name, "pre" | "textarea" | "script" | "style" | "title");
    let boxes = value.classes().any(|class| BOXES.contains(&class));
    for child in element.children() {
        match child.value() {
            Node::Text(text) if kept => parts.push(Part::Kept((**text).into())),
            Node::Text(text) if boxes && text.trim().is_empty() => {}
            Node::Text(text) => parts.push(Part::Text((**text).into())),
            Node::Element(_) => walk(ElementRef::wrap(child).unwrap(), kept, parts),
            _ => {}
        }
    }
    parts.push(Part::Close(name));
}

/// Classes of the theme's flex and grid containers: between their items no white space is seen.
const BOXES: [&str; 2] = ["neighbours", "tools"];

/// What an attribute says, none if that is what its absence says. Only what is named here may differ.
fn meaning(element: &str, attribute: &str, value: &str) -> Option<String> {
    match (element, attribute, value) {
        ("a", "target", "_self")
        | ("button", "type", "submit")
        | ("form", "action", "")
        | ("form", "method", "get")
        | ("input", "max" | "value", "")
        | ("textarea", "placeholder", "")
        | ("td" | "th", "colspan" | "rowspan", "1")
        | (_, "title" | "class", "") => None,
        (_, "class", names) => Some(names.split_ascii_whitespace().collect::<Vec<_>>().join(" ")),
        ("meta", "content", list) if list.starts_with("width=device-width") => {
            Some(list.replace(", ", ","))
        }
        _ => Some(value.to_owned()),
    }
}

/// What stands in a line of text; everything else ends the line.
fn is_inline(name: &str) -> bool {
    const NAMES: [&str; 20] = [
        "a", "abbr", "b", "bdi", "button", "cite", "code", "data", "del", "em", "i", "img",
        "input", "label", "q", "small", "span", "strong", "sup", "time",
    ];
    NAMES.contains(&name)
}

fn collapse(parts: Vec<Part>) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::with_capacity(parts.len());
    // Whether a space would be seen here, and where the last one is, should it turn out that not.
    let mut visible = false;
    let mut last_space: Option<usize> = None;
    let drop_last = |out: &mut Vec<Part>, last: &mut Option<usize>| {
        if let Some(Part::Text(text)) = last.take().and_then(|at| out.get_mut(at)) {
            text.truncate(text.trim_end_matches(' ').len());
        }
    };
    for part in parts {
        match part {
            Part::Kept(_) => {
                out.push(part);
                (visible, last_space) = (true, None);
            }
            Part::Text(text) => {
                let mut collapsed = String::new();
                for c in text.chars() {
                    if !matches!(c, '\t' | '\n' | '\x0c' | '\r' | ' ') {
                        collapsed.push(c);
                        (visible, last_space) = (true, None);
                    } else if visible {
                        collapsed.push(' ');
                        (visible, last_space) = (false, Some(out.len()));
                    }
                }
                out.push(Part::Text(collapsed));
            }
            Part::Open(ref name, _) | Part::Close(ref name) => {
                if matches!(&**name, "img" | "input" | "button") {
                    (visible, last_space) = (true, None);
                } else if !is_inline(name) {
                    drop_last(&mut out, &mut last_space);
                    visible = false;
                }
                out.push(part);
            }
        }
    }
    let mut joined: Vec<Part> = Vec::with_capacity(out.len());
    for part in out {
        match (joined.last_mut(), part) {
            (_, Part::Text(text)) if text.is_empty() => {}
            (Some(Part::Text(before)), Part::Text(text)) => before.push_str(&text),
            (_, part) => joined.push(part),
        }
    }
    joined
}

#[track_caller]
fn assert_same(before: &str, after: &str, what: &str) {
    let (before_parts, after_parts) = (parts(before), parts(after));
    if before_parts != after_parts {
        let at = before_parts
            .iter()
            .zip(&after_parts)
            .take_while(|(a, b)| a == b)
            .count();
        let near = |parts: &[Part]| {
            format!(
                "{:#?}",
                parts
                    .iter()
                    .skip(at.saturating_sub(2))
                    .take(5)
                    .collect::<Vec<_>>()
            )
        };
        panic!(
            "{what}\nbefore: {}\nafter: {}",
            near(&before_parts),
            near(&after_parts)
        );
    }
}

fn page(body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<title>题 目</title>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
}

#[track_caller]
fn survives(body: &str) {
    let before = page(body);
    let after = minify(&before);
    assert_same(&before, &after, &format!("{body}\nbecame {after}"));
}

#[test]
fn tricky_text_survives() {
    for body in [
        "<p>中文\u{a0}与\u{a0}\u{a0}不换行空格</p>",
        "<p>\u{a0}开头与结尾\u{a0}</p>",
        "<p>\u{3000}\u{3000}全角空格\u{3000}</p>",
        "<p>两个  空格 和\n换行\t制表</p>",
        "<p>&amp;lt;b&amp;gt; &lt;b&gt; &amp;amp; R&amp;D &amp;copy; &ampcopy</p>",
        "<p>&#8203;零宽\u{200b}空格、\u{feff}、\u{2003}</p>",
        "<p>a &lt; b &gt; c, a&lt;b, &lt;/p&gt;, &lt;!-- x --&gt;</p>",
        "<p>“引号” ‘单引号’ \"直引号\" '撇号'</p>",
        "<p>&nbsp;&ensp;&emsp;&hellip;</p>",
        "<p>𠮷野家、\u{1f3db}\u{fe0f}、㈠、①</p>",
    ] {
        survives(body);
    }
}

#[test]
fn tricky_attributes_survive() {
    for body in [
        r#"<a href="a?x=1&amp;y=2&amp;copy=3&amp;lt=4">链接</a>"#,
        r#"<a href="?a=&quot;x&quot;" title='单"双'>链接</a>"#,
        r#"<a href="a b" title="a'b&quot;c`d=e<f>g">链接</a>"#,
        r#"<img alt="" src="a.png"><img alt="说明" src="b.png">"#,
        r#"<p title="">空</p><p title=" 前 后 ">空格</p><p title="a
b">换行</p>"#,
        r#"<p class="a  b
c" id="中文" data-label="责任 单位" data-x="">属性</p>"#,
        r#"<a href="">空链接</a><a href="/">斜杠</a><a href="a/">斜杠结尾</a>"#,
        r#"<ol start="3" reversed><li value="5">项</li></ol>"#,
        r#"<form><input type="text" name="q" value="" required disabled><input type="search" value=" x "><button type="submit">查</button></form>"#,
        r#"<table><tr><th scope="col" colspan="1">头</th><td colspan="2" rowspan="1">格</td></tr></table>"#,
        r#"<details open><summary>摘要</summary>内容</details>"#,
        r#"<time datetime="2026-07-22T00:00:00+08:00">七月</time>"#,
        r#"<a href="https://例子.中国/路径?查=值#片段" rel="noopener" target="_self">链接</a>"#,
        r#"<select name="s"><option value="">全部</option><option value="a" selected>甲</option></select>"#,
        r#"<input type="checkbox" value="on" checked><input type="radio" name="r" value="1">"#,
        r#"<input type="date" min="2026-01-01" max=""><textarea placeholder="" rows="2" cols="20"></textarea>"#,
        r#"<form action="" method="get" role="search"><input name="a" aria-label=""></form>"#,
        r#"<p hidden>隐</p><p lang="en" dir="ltr" aria-hidden="false" tabindex="0">字</p>"#,
    ] {
        survives(body);
    }
}

#[test]
fn tricky_white_space_survives() {
    for body in [
        "<p>甲 <b>乙</b> <i>丙</i> 丁</p>",
        "<p>甲<b> 乙 </b>丙</p>",
        "<p>\n  <a href=\"a\">甲</a>\n  <a href=\"b\">乙</a>\n</p>",
        "<ul>\n<li><a href=\"a\">甲</a> <span>乙</span></li>\n<li> 丙 </li>\n</ul>",
        "<table>\n<tr>\n<td> <a href=\"a\">甲</a> <span>乙</span> </td>\n</tr>\n</table>",
        "<dl><div><dt>甲</dt> <dd><time datetime=\"2026-01-01\">乙</time> 丙</dd></div></dl>",
        "<h1><span>(一)</span> 题目</h1>",
        "<pre>  两格\n\n\t制表  \n</pre>",
        "<pre><code>a  b\n  c\n</code></pre>",
        "<p>前 <code>a  b</code> 后</p>",
        "<textarea>\n 甲\n\n乙 </textarea>",
        "<p>甲<br> 乙 <br>\n丙</p>",
        "<p>甲 <!-- 注 --> 乙</p>",
        "<script type=\"application/ld+json\">{\"a\": \"\\u003c/script>  x\"}</script>",
    ] {
        survives(body);
    }
}

proptest! {
    #[test]
    fn any_text_survives(text in r#"[中a1 \u{a0}\u{3000}\n\t&;#<>"'=`/x-]{0,40}"#) {
        let escaped = text
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;");
        survives(&format!("<p title=\"{escaped}\">{escaped}</p>"));
        survives(&format!("<ul><li data-x='{}'><a href=\"{escaped}\">甲</a>{escaped}<b>{escaped}</b></li></ul>", escaped.replace('\'', "&#39;")));
    }
}

/// The name of a theme with the built-in templates, none of which is minified.
const AS_WRITTEN: &str = "as-written";

/// Writes that theme: after a `<pre>`, even one that no page has, everything stays as it is.
fn write_theme(site: &Site) {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
    for (number, (path, bytes)) in tree(&templates).into_iter().enumerate() {
        let kept = format!("{{% component kept.n{number}() %}}<pre>{{% endcomponent %}}");
        let text = String::from_utf8(bytes).unwrap();
        let text = match text.split_once('\n') {
            Some((extends, rest)) if extends.starts_with("{% extends") => {
                format!("{extends}{kept}\n{rest}")
            }
            _ => format!("{kept}{text}"),
        };
        site.write(&format!("themes/{AS_WRITTEN}/templates/{path}"), &text);
    }
}

#[test]
fn every_page_of_a_site_survives() {
    let mut sites = vec![Site::new(), rich()];
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    if repository.join("content").exists() && repository.join("site.toml").exists() {
        sites.push(copy(repository));
    }
    for site in sites {
        let minified = site.build();
        write_theme(&site);
        let settings = site.read("site.toml");
        site.write(
            "site.toml",
            &format!("theme = \"{AS_WRITTEN}\"\n{settings}"),
        );
        site.run(&["build", "--as-of", DAY, "--output-dir", "written"])
            .exits(0);
        let written = tree(&site.path("written"));
        let mut pages = 0;
        for (path, bytes) in minified.iter().filter(|(path, _)| path.ends_with(".html")) {
            let before = std::str::from_utf8(&written[path]).unwrap();
            assert!(before.contains("\n<html lang=\""), "{path}");
            assert_same(before, std::str::from_utf8(bytes).unwrap(), path);
            assert!(bytes.len() < before.len(), "{path}");
            pages += 1;
        }
        assert!(pages >= 10, "{pages}");
    }
}

/// A site with what a small one lacks: Markdown of every sort, attachments, a withdrawal.
fn rich() -> Site {
    let site = large_site(Large {
        chapters: 3,
        tasks: 4,
        edition: "第一版",
    });
    site.write(
        "content/plans/2026/01/01.md",
        "+++\ntitle = \"前  后\u{a0}与\u{3000}空格 <b>&amp;</b>\"\nunits = [\"第0局\", \"第1局\"]\nstatus = \"delayed\"\ncompletion = { done = 3531, total = 6360, unit = \"项\" }\n+++\n\n\
         # 标题\n\n一段 **粗体** *斜体*、`a  b`，\n换行\\\n硬换行。\n\n- 一\n- 二\n  1. 甲\n  2. 乙\n\n> 引用\n\n\
         | 名称 | 数 |\n| --- | ---: |\n| 甲  乙 | 1 |\n\n```\n代码  块\n\n  缩进\n```\n\n[外部](https://www.example.com/?a=1&b=2 \"说 明\")。\n",
    );
    site.remove("content/plans/2026/01/01.toml");
    site.write("content/plans/2026/files/附件 1.txt", "附件");
    let disclosure = site.read("content/plans/2026/disclosure.toml");
    site.write(
        "content/plans/2026/disclosure.toml",
        &format!("{disclosure}summary = \"概述  “引号” & <符号>\"\n[[attachments]]\ntitle = \"附件一\"\nfile = \"附件 1.txt\"\n[[attachments]]\ntitle = \"附件二\"\n"),
    );
    site.write(
        "content/urls.toml",
        "[[withdrawn]]\nurl = \"/old.html\"\ndate = 2026-07-01\nreason = \"内容 <有误>\"\n",
    );
    site
}

fn copy(from: &Path) -> Site {
    let site = Site::of(&[]);
    for folder in ["content", "themes"] {
        for path in crate::support::files(&from.join(folder)) {
            let to = site.path(folder).join(&path);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(from.join(folder).join(&path), to).unwrap();
        }
    }
    fs::copy(from.join("site.toml"), site.path("site.toml")).unwrap();
    site
}
