use std::io;
use std::path::PathBuf;

use serde_json::json;

use super::exit::Exit;
use super::output::{Format, Output};
use super::publish::refused;
use super::target;
use crate::diagnostic::{Faults, Message, Sources, plain};
use crate::publish::{Action, Releases, releases};
use crate::say;

/// So much of the name of a commit is shown.
const SHORT: usize = 10;

/// Arguments of `releases`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gongkai releases www\n  gongkai releases /srv/www/site --format json"
)]
pub(super) struct Args {
    /// A target of site.toml, or the path of a folder (发布位置：site.toml 里的名称，或文件夹的路径)
    #[arg(value_name = "TARGET")]
    target: String,

    /// The folder that holds site.toml (网站所在的文件夹)
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,
}

/// Lists the audit trail, the newest line first.
pub(super) fn run(args: &Args, output: &Output) -> io::Result<Exit> {
    let place = match target::find(&args.target, &args.root) {
        Ok(place) => place,
        Err((faults, sources)) => return refused(output, &faults, &sources),
    };
    let found = match releases(&place.target) {
        Ok(found) => found,
        Err(faults) => return refused(output, &faults, &Sources::new()),
    };
    let broken = found.is_cut || !found.trail.broken().is_empty();
    if output.format == Format::Json {
        let result = json!({
            "current": found.current.as_ref().map(ToString::to_string),
            "unfinished": found.unfinished.as_ref().map(ToString::to_string),
            "releases": found.trail.records(),
            "broken_lines": found.trail.broken(),
            "end_changed": found.is_cut,
            "taken_away": found.gone.iter().map(ToString::to_string).collect::<Vec<_>>(),
        });
        output.json(&Faults::new(), &Sources::new(), result)?;
    } else {
        tell(&found, output)?;
    }
    Ok(if broken { Exit::Content } else { Exit::Done })
}

fn tell(found: &Releases, output: &Output) -> io::Result<()> {
    if let Some(unfinished) = &found.unfinished {
        output.note(&target::unfinished(unfinished))?;
    }
    if found.trail.records().is_empty() && !found.is_cut {
        return output.result(&say!("还没有发布过", "nothing was published yet"));
    }
    let current = found.current.as_ref().map(ToString::to_string);
    let mut is_shown = false;
    for record in found.trail.records().iter().rev() {
        let id = &record.release;
        let [at, who, as_of] = [&record.at, &record.who, &record.as_of].map(|text| plain(text));
        let is_current = !is_shown && current.as_ref() == Some(id);
        is_shown |= is_current;
        let mark = if is_current { "*" } else { " " };
        let what = match record.action {
            Action::Publish => say!("发布", "publish "),
            Action::Rollback => say!("退回", "rollback"),
        };
        let commit = record.commit.as_deref().map(plain).unwrap_or_default();
        let commit: String = commit.chars().take(SHORT).collect();
        let is_gone = found.gone.iter().any(|gone| gone.as_str() == id);
        let gone = match is_gone {
            true => say!("（已清理）", " (taken away)"),
            false => say!("", ""),
        };
        let (zh, en) = (what.zh, what.en);
        output.result(&Message {
            zh: format!(
                "{mark} {id} {zh} {at} {who} 提交 {commit} {as_of} 的网站{}",
                gone.zh
            ),
            en: format!(
                "{mark} {id} {en} {at} {who} commit {commit} as of {as_of}{}",
                gone.en
            ),
        })?;
    }
    for line in found.trail.broken() {
        output.note(&say!(
            "发布记录第 {line} 行与上一行接不上：记录被改动过",
            "line {line} of the audit trail does not follow the line before it: somebody changed the trail"
        ))?;
    }
    if found.is_cut {
        output.note(&target::cut(found.trail.cut()))?;
    }
    Ok(())
}
