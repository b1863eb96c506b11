//! The page for authors of themes, `themes/default/README.md`: what it says of templates and their
//! fields is made from the types and files themselves, and every field it names is rendered.
//! `GONGKAI_BLESS=1` writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::Value;

use super::{Theme, embedded, render};
use crate::content;
use crate::pages::context::{
    Catalogue, Chapter, Column, Disclosure, History, Home, NotFound, Page, Proof, Redirect, Search,
    Series, SeriesStep, SiteMap, Task, Unit, Units, Withdrawn,
};
use crate::pages::{Index, Input, Sizes, plan};

const START: &str = "<!-- What follows is made from the code by a test. -->";

/// The schema of a kind of page, by the name of its template.
fn kinds() -> Vec<(&'static str, Value)> {
    fn schema<T: JsonSchema>() -> Value {
        SchemaGenerator::default()
            .into_root_schema_for::<T>()
            .to_value()
    }
    vec![
        ("404", schema::<NotFound<'static>>()),
        ("catalogue", schema::<Catalogue<'static>>()),
        ("chapter", schema::<Chapter<'static>>()),
        ("column", schema::<Column<'static>>()),
        ("disclosure", schema::<Disclosure<'static>>()),
        ("history", schema::<History<'static>>()),
        ("home", schema::<Home<'static>>()),
        ("page", schema::<Page<'static>>()),
        ("proof", schema::<Proof<'static>>()),
        ("redirect", schema::<Redirect<'static>>()),
        ("search", schema::<Search<'static>>()),
        ("series", schema::<Series<'static>>()),
        ("series-period", schema::<SeriesStep<'static>>()),
        ("site-map", schema::<SiteMap<'static>>()),
        ("task", schema::<Task<'static>>()),
        ("unit", schema::<Unit<'static>>()),
        ("units", schema::<Units<'static>>()),
        ("withdrawn", schema::<Withdrawn<'static>>()),
    ]
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What a schema is apart from being optional: the schema of the value, and whether it may be none.
fn value_of(schema: &Value) -> (Value, bool) {
    if let Some(choices) = schema["anyOf"].as_array() {
        let optional = choices.iter().any(|choice| choice["type"] == "null");
        let value = choices.iter().find(|choice| choice["type"] != "null");
        return (value.unwrap().clone(), optional);
    }
    if let Some(types) = schema["type"].as_array() {
        let mut value = schema.clone();
        value["type"] = types.iter().find(|t| *t != "null").unwrap().clone();
        return (value, true);
    }
    (schema.clone(), false)
}

fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix("#/$defs/")
}

fn type_name(schema: &Value) -> String {
    let (value, optional) = value_of(schema);
    let name = if let Some(name) = reference(&value) {
        format!("[{name}](#{})", name.to_lowercase())
    } else {
        match value["type"].as_str().unwrap() {
            "array" => format!("list of {}", type_name(&value["items"])),
            "object" => format!("map of {}", type_name(&value["additionalProperties"])),
            "string" => "text".into(),
            "integer" => "whole number".into(),
            "boolean" => "yes or no".into(),
            other => panic!("a type without a name: {other}"),
        }
    };
    if optional {
        format!("{name}, or none")
    } else {
        name
    }
}

fn one_line(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace('|', "\\|")
}

fn fields(schema: &Value, out: &mut String) {
    out.push_str("\n| field | type | meaning |\n| --- | --- | --- |\n");
    for (name, field) in schema["properties"].as_object().unwrap() {
        let meaning = one_line(field["description"].as_str().unwrap_or_default());
        assert!(!meaning.is_empty(), "{name} is not documented");
        writeln!(out, "| `{name}` | {} | {meaning} |", type_name(field)).unwrap();
    }
}

/// The components of the templates: a line each, with the comment above it.
fn components(out: &mut String) {
    out.push_str("\n| component | in | what it is |\n| --- | --- | --- |\n");
    for (path, text) in embedded::FILES {
        let Some(path) = path.strip_prefix("templates/") else {
            continue;
        };
        let mut comment = String::new();
        let mut rest = *text;
        while let Some(start) = [rest.find("{#"), rest.find("{% component")]
            .into_iter()
            .flatten()
            .min()
        {
            let (_, from) = rest.split_at(start);
            if let Some(from) = from.strip_prefix("{#") {
                let (inside, after) = from.split_once("#}").unwrap();
                comment = one_line(inside);
                rest = after;
            } else {
                let (tag, after) = from.split_once("%}").unwrap();
                let signature = tag
                    .trim_start_matches("{% component")
                    .trim_end_matches('-')
                    .trim();
                writeln!(out, "| `{signature}` | `{path}` | {comment} |").unwrap();
                comment.clear();
                rest = after;
            }
        }
    }
}

fn documentation() -> String {
    let kinds = kinds();
    let mut out = String::from(START);
    out.push_str("\n\n## Templates and what they are given\n");
    let mut types: BTreeMap<String, Value> = BTreeMap::new();
    for (kind, schema) in &kinds {
        let about = one_line(schema["description"].as_str().unwrap());
        write!(out, "\n### `{kind}.html`\n\n{about}\n").unwrap();
        fields(schema, &mut out);
        for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
            types.insert(name.clone(), definition.clone());
        }
    }
    out.push_str("\n## Types\n");
    for (name, definition) in &types {
        let about = one_line(definition["description"].as_str().unwrap());
        write!(out, "\n### {name}\n\n{about}\n").unwrap();
        fields(definition, &mut out);
    }
    out.push_str("\n## Components\n");
    components(&mut out);
    out
}

#[test]
fn the_page_for_authors_says_what_the_code_says() {
    let path = repository().join("themes/default/README.md");
    let page = fs::read_to_string(&path).unwrap();
    let (by_hand, made) = page.split_once(START).unwrap();
    let expected = documentation();
    if std::env::var_os("GONGKAI_BLESS").is_some() {
        fs::write(&path, format!("{by_hand}{expected}")).unwrap();
        return;
    }
    assert!(
        format!("{START}{made}") == expected,
        "themes/default/README.md is not true to the code: GONGKAI_BLESS=1 writes it anew"
    );
}

/// A template that marks every documented field that has a value, by its type and name, and fails on
/// one that is not there.
fn probe(schema: &Value, root: &Value, at: &str, out: &mut String, all: &mut Names) {
    let (owner, schema) = match reference(schema) {
        Some(name) => (name, &root["$defs"][name]),
        None => (schema["title"].as_str().unwrap(), schema),
    };
    for (field, what) in schema["properties"].as_object().unwrap() {
        let at = if at.is_empty() {
            field.clone()
        } else {
            format!("{at}.{field}")
        };
        let name = format!("{owner}.{field}");
        write!(
            out,
            "{{% if {at} is undefined %}}{{{{ throw(message=\"no {name}\") }}}}{{% endif %}}\
             {{% if {at} %}} ({name}) "
        )
        .unwrap();
        all.insert(name);
        let (value, _) = value_of(what);
        if reference(&value).is_some() {
            probe(&value, root, &at, out, all);
        } else if value["type"] == "array" && reference(&value["items"]).is_some() {
            let item = format!("x{}", at.len());
            write!(out, "{{% for {item} in {at} %}}").unwrap();
            probe(&value["items"], root, &item, out, all);
            out.push_str("{% endfor %}");
        }
        out.push_str("{% endif %}");
    }
}

type Names = BTreeSet<String>;

/// A copy of a site whose theme marks the fields that its templates are given, and their names.
fn probing(site: &Path) -> (tempfile::TempDir, Names) {
    let folder = tempfile::tempdir().unwrap();
    let files = walkdir::WalkDir::new(site.join("content"));
    for entry in files
        .into_iter()
        .chain(walkdir::WalkDir::new(site.join("site.toml")))
    {
        let entry = entry.unwrap();
        let to = folder.path().join(entry.path().strip_prefix(site).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(to).unwrap();
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
    let templates = folder.path().join("themes/default/templates");
    fs::create_dir_all(&templates).unwrap();
    // Marks of others, which the theme does not bring along.
    fs::create_dir_all(folder.path().join("themes/default/static")).unwrap();
    for mark in ["conac.svg", "police.svg"] {
        let path = folder.path().join("themes/default/static").join(mark);
        fs::write(path, "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").unwrap();
    }
    let mut documented = Names::new();
    for (kind, schema) in kinds() {
        let mut template = String::from("<!doctype html><title>x</title><p>");
        probe(&schema, &schema, "", &mut template, &mut documented);
        fs::write(templates.join(format!("{kind}.html")), template).unwrap();
    }
    (folder, documented)
}

/// Makes a repository of a site, in which its tasks are corrected. Gives what git remembers of it.
fn corrected(root: &Path) -> Option<crate::history::History> {
    let settings = root.join("site.toml");
    let told = fs::read_to_string(&settings).unwrap();
    let told = told.replace("[history]\nshow = false", "[history]\nauthors = true");
    fs::write(&settings, told).unwrap();
    let git = |day: &str, args: &[&str]| {
        let output = std::process::Command::new("git")
            .current_dir(root)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_AUTHOR_DATE", format!("{day}T00:00:00Z"))
            .env("GIT_COMMITTER_DATE", format!("{day}T00:00:00Z"))
            .args(["-c", "user.name=a", "-c", "user.email=a@example.com"])
            .args(args)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
    };
    let commit = |day: &str| {
        git(day, &["add", "."]);
        git(
            day,
            &["commit", "--quiet", "--message", "a\n\nCorrection: b\n"],
        );
    };
    git("2020-08-01", &["init", "--quiet"]);
    commit("2020-08-01");
    let disclosure = root.join("content/plans/key/2020-q2");
    let task = disclosure.join("01/02.md");
    let text = fs::read_to_string(&task).unwrap();
    fs::write(&task, format!("{text}\n一\n")).unwrap();
    for number in 50..80 {
        let path = disclosure.join(format!("01/{number}.toml"));
        fs::write(path, format!("title = \"{number}\"\n")).unwrap();
    }
    commit("2020-08-02");
    fs::write(&task, format!("{text}\n二\n")).unwrap();
    commit("2020-08-03");
    let state = crate::history::State::of(root);
    let offset = crate::model::UtcOffset::BEIJING;
    let keep = crate::history::Keep::Nothing;
    crate::history::History::read(root, state.head().unwrap(), offset, keep).unwrap()
}

/// The names of the fields of a site that have a value on some page of it.
fn given(site: &Path) -> (Names, Names) {
    let (folder, documented) = probing(site);
    // One site is corrected for the fields of revisions.
    let history = match site.ends_with("small") {
        true => corrected(folder.path()),
        false => None,
    };
    let mut loaded = content::load(folder.path());
    let site = loaded.site.as_ref().unwrap();
    let theme = Theme::load(folder.path(), &site.settings, &mut loaded.sources).unwrap();
    let index = Index::new(site, jiff::civil::date(2020, 12, 31));
    let unread = crate::model::Unread::default();
    let plan = plan(Input {
        site,
        index: &index,
        unread: &unread,
        words: theme.words(),
        history: history.as_ref(),
        assets: theme.asset_paths(),
    })
    .unwrap();
    let mut sizes: Sizes = crate::export::exports(&plan)
        .into_iter()
        .map(|export| (export.path, 1))
        .collect();
    sizes.insert(crate::search::index(&plan).unwrap().start, 1);
    let mut seen = Names::new();
    for page in &plan.pages {
        let context = plan.context(page, &sizes);
        let html = render(&theme, &context, page.origin).unwrap();
        let html = String::from_utf8(html).unwrap();
        let marks = html.split('(').filter_map(|part| part.split_once(')'));
        seen.extend(marks.map(|(name, _)| name.to_owned()));
    }
    (seen, documented)
}

/// The site of a series of which more tasks state numbers than its page shows, and of lists of so many
/// pages that not all are linked.
fn many() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let series = repository().join("tests/fixtures/series");
    for path in [
        "site.toml",
        "content/units.toml",
        "content/plans/column.toml",
    ] {
        let to = folder.path().join(path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(series.join(path), to).unwrap();
    }
    for quarter in 1..=2 {
        let report = folder.path().join(format!("content/plans/q{quarter}"));
        fs::create_dir_all(report.join("01")).unwrap();
        let card = format!(
            "title = \"报告\"\nindex_number = \"K1493206-6/2019-0000{quarter}\"\npublished = 2019-10-10\nmode = \"主动公开\"\nseries = \"计划\"\nperiod = \"2019-Q{quarter}\"\n"
        );
        fs::write(report.join("disclosure.toml"), card).unwrap();
        fs::write(report.join("01/chapter.toml"), "title = \"目标\"\n").unwrap();
        for number in 1..40 {
            let task =
                format!("title = \"任务{number}\"\ncompletion = {{ done = 1, total = 2 }}\n");
            fs::write(report.join(format!("01/{number:02}.toml")), task).unwrap();
        }
    }
    let settings = folder.path().join("site.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, format!("per_page = 1\n{text}")).unwrap();
    for number in 10..22 {
        let notice = folder.path().join(format!("content/plans/n{number}"));
        fs::create_dir(&notice).unwrap();
        let card = format!(
            "title = \"通知\"\nindex_number = \"K1493206-6/2019-000{number}\"\npublished = 2019-10-10\nmode = \"主动公开\"\n"
        );
        fs::write(notice.join("disclosure.toml"), card).unwrap();
    }
    folder
}

#[test]
fn every_documented_field_is_given_to_its_template() {
    let (mut seen, documented) = given(&repository().join("tests/fixtures/small"));
    // The example has units with many tasks.
    seen.extend(given(repository()).0);
    seen.extend(given(&repository().join("tests/fixtures/series")).0);
    seen.extend(given(many().path()).0);
    let missing: Vec<_> = documented.difference(&seen).collect();
    assert!(missing.is_empty(), "no page has {missing:?}");
}
