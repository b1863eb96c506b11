use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::exit::Exit;
use super::output::{Format, Output};
use super::values::{Unfit, whole};
use super::{root, typed};
use crate::diagnostic::{Diagnostic, Faults, Sources};
use crate::pages::paths;
use crate::say;
use crate::search::{
    Answer, Excerpt, Facet, FilesIn, Filter, Hit, Piece, Query, Search, SearchError, find_start,
};

/// Arguments of `search`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The facets are chapter (its title), unit, period, column and status; a value is the \
key or the name.\n\nExamples:\n  gongkai search 拱宸桥\n  gongkai search \"R&D 经费\" --facet unit=区科技局 --count 5\n  gongkai search 上塘河 --output-dir /var/www/site --format json"
)]
pub(super) struct Args {
    /// What to look for: parts by spaces, each of which must occur (要找的文字)
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,

    /// The folder that holds site.toml (网站所在的文件夹)
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,

    /// Where the built site is; public in the root by default (输出文件夹)
    #[arg(long, value_name = "DIR")]
    output_dir: Option<PathBuf>,

    /// Only what has this value; several of one facet are alternatives (筛选条件)
    #[arg(long = "facet", value_name = "NAME=VALUE", value_parser = facet)]
    facets: Vec<(Facet, String)>,

    /// How many results to show (显示几条)
    #[arg(long, default_value_t = 10, value_name = "N", value_parser = whole::<usize>(0, u32::MAX))]
    count: usize,

    /// How many results to pass over first (跳过几条)
    #[arg(long, default_value_t = 0, value_name = "N", value_parser = whole::<usize>(0, u32::MAX))]
    offset: usize,
}

fn facet(text: &str) -> Result<(Facet, String), Unfit> {
    let names = || Facet::ALL.into_iter().map(Facet::name);
    text.split_once('=')
        .and_then(|(name, value)| Some((Facet::of_name(name)?, value.to_owned())))
        .ok_or_else(|| {
            let names: Vec<&str> = names().collect();
            let (zh, en) = (names.join("、"), names.join(", "));
            Unfit(say!(
                "写成 名称=值，名称是 {zh} 之一",
                "NAME=VALUE is expected, where NAME is one of {en}"
            ))
        })
}

/// Searches a built site as its search page does, and tells the results.
pub(super) fn run(args: &Args, output: &Output) -> io::Result<Exit> {
    let (public, there) = match &args.output_dir {
        Some(folder) => (folder.clone(), root::need_if_named(&args.root)),
        None => (args.root.join("public"), root::need(&args.root)),
    };
    if let Err(faults) = there {
        return output.stopped(&faults);
    }
    match answer(args, &public) {
        Ok(answer) => {
            if output.format == Format::Json {
                output.json(&Faults::new(), &Sources::new(), as_json(args, &answer))?;
            } else {
                tell(args, output, &answer)?;
            }
            Ok(Exit::Done)
        }
        Err(faults) => output.stopped(&faults),
    }
}

fn answer(args: &Args, public: &Path) -> Result<Answer, Faults> {
    let folder = public.join(paths::SEARCH);
    let failed = |error: SearchError| -> Faults {
        let code = match error {
            SearchError::QueryTooLong => "usage",
            SearchError::Read { .. } | SearchError::Damaged { .. } => "search/unreadable",
        };
        Diagnostic::error(code, error.message()).into()
    };
    let start = find_start(&folder).map_err(|source| {
        let path = String::new();
        failed(SearchError::Read { path, source })
    })?;
    let Some(start) = start else {
        let shown = public.display();
        let build = typed::gongkai(&args.root, &["build"]);
        return Err(Diagnostic::error(
            "search/no-index",
            say!(
                "`{shown}` 里没有搜索索引",
                "there is no search index in `{shown}`"
            ),
        )
        .hint(say!(
            "先用 `{build}` 生成网站，或用 --output-dir 指明输出文件夹",
            "build the site first with `{build}`, or name its folder with --output-dir"
        ))
        .into());
    };
    let mut search = Search::open(FilesIn(folder), &start).map_err(failed)?;
    let mut filters: Vec<Filter> = Vec::new();
    for (facet, text) in &args.facets {
        let keys = search.keys(*facet, text).map_err(failed)?;
        match filters.iter_mut().find(|filter| filter.facet == *facet) {
            Some(filter) => filter.keys.extend(keys),
            None => filters.push(Filter {
                facet: *facet,
                keys,
            }),
        }
    }
    let query = Query {
        text: &args.query.join(" "),
        filters: &filters,
        offset: args.offset,
        count: args.count,
    };
    search.query(&query).map_err(failed)
}

fn tell(args: &Args, output: &Output, answer: &Answer) -> io::Result<()> {
    let exact = answer.exact;
    output.result(&say!("找到 {exact} 条", "{exact} found"))?;
    let color = anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
    for (number, hit) in (args.offset + 1..).zip(&answer.hits) {
        output.raw(&shown(&format!("{number}. "), hit, color))?;
    }
    if !answer.nearest.is_empty() {
        output.result(&say!(
            "没有完全一致的内容；以下内容最接近：",
            "nothing is exactly so; nearest to it are:"
        ))?;
        for hit in &answer.nearest {
            output.raw(&shown("~ ", hit, color))?;
        }
    }
    if !answer.suggestions.is_empty() {
        let names: Vec<&str> = answer.suggestions.iter().map(|s| s.name.as_str()).collect();
        let names = names.join("  ");
        output.result(&say!("您要找的可能是：{names}", "you may mean: {names}"))?;
    }
    Ok(())
}

fn shown(mark: &str, hit: &Hit, color: bool) -> String {
    let mut text = format!("\n{mark}{}\n", marked(&hit.title, color));
    let mut line = |line: String| {
        if !line.is_empty() {
            text.push_str("   ");
            text.push_str(&line);
            text.push('\n');
        }
    };
    let place = [
        hit.parent.clone(),
        marked(&hit.chapter, color),
        hit.date.clone(),
    ];
    let place: Vec<String> = place.into_iter().filter(|part| !part.is_empty()).collect();
    line(place.join(" · "));
    line(marked(&hit.units, color).replace('\n', " "));
    let Excerpt {
        cut_before,
        pieces,
        cut_after,
    } = &hit.text;
    let dots = |cut: &bool| if *cut { "…" } else { "" };
    let excerpt = marked(pieces, color).replace('\n', " ");
    line(format!("{}{excerpt}{}", dots(cut_before), dots(cut_after)));
    line(hit.path.clone());
    text
}

/// A text with what was found in bold type, or between marks where there is none.
fn marked(pieces: &[Piece], color: bool) -> String {
    let (before, after) = if color {
        ("\u{1b}[1m", "\u{1b}[0m")
    } else {
        ("«", "»")
    };
    let mut text = String::new();
    for piece in pieces {
        if piece.found {
            text.push_str(before);
            text.push_str(&piece.text);
            text.push_str(after);
        } else {
            text.push_str(&piece.text);
        }
    }
    text
}

fn as_json(args: &Args, answer: &Answer) -> Value {
    let facets: serde_json::Map<String, Value> = answer
        .facets
        .iter()
        .map(|(facet, counts)| {
            let counts: Vec<Value> = counts
                .iter()
                .map(|c| json!({"key": c.key, "label": c.label, "count": c.count}))
                .collect();
            (facet.name().to_owned(), counts.into())
        })
        .collect();
    let suggestions: Vec<Value> = answer
        .suggestions
        .iter()
        .map(|s| json!({"kind": s.kind.word(), "name": s.name, "path": s.path}))
        .collect();
    json!({
        "query": args.query.join(" "),
        "exact": answer.exact,
        "offset": args.offset,
        "hits": answer.hits.iter().map(hit_json).collect::<Vec<_>>(),
        "facets": facets,
        "nearest": answer.nearest.iter().map(hit_json).collect::<Vec<_>>(),
        "suggestions": suggestions,
    })
}

fn hit_json(hit: &Hit) -> Value {
    let pieces = |pieces: &[Piece]| -> Vec<Value> {
        pieces
            .iter()
            .map(|piece| json!({"text": piece.text, "found": piece.found}))
            .collect()
    };
    json!({
        "kind": hit.kind.word(),
        "path": hit.path,
        "date": hit.date,
        "parent": hit.parent,
        "title": pieces(&hit.title),
        "units": pieces(&hit.units),
        "chapter": pieces(&hit.chapter),
        "text": pieces(&hit.text.pieces),
        "text_cut_before": hit.text.cut_before,
        "text_cut_after": hit.text.cut_after,
        "score": hit.score,
    })
}
