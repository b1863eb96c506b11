use std::fmt::Display;
use std::io;
use std::path::PathBuf;

use serde_json::json;

use super::exit::Exit;
use super::output::{Format, Output};
use super::{root, target};
use crate::diagnostic::{Faults, Sources};
use crate::pages::paths::is_immutable;
use crate::publish::{Inspection, ReleaseId, Target, inspect, published_at, verify_pack};
use crate::release::{VerifyReport, verify};
use crate::say;

/// Arguments of `verify`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gongkai verify\n  gongkai verify /var/www/site\n  gongkai verify release.zip\n  gongkai verify www\n  gongkai verify www --release 1a2b3c"
)]
pub(super) struct Args {
    /// The folder, pack or target to check; public in the root by default (要核对的文件夹、归档包或发布位置)
    #[arg(value_name = "WHAT")]
    what: Option<String>,

    /// The folder that holds site.toml, which names targets (网站所在的文件夹)
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,

    /// Which release of a target, by a part of its name; the current one by default (发布位置的哪个版本)
    #[arg(long, value_name = "RELEASE", requires = "what")]
    release: Option<String>,
}

/// Names every file that is missing, changed or extra.
pub(super) fn run(args: &Args, output: &Output) -> io::Result<Exit> {
    let there = match args.what {
        Some(_) => root::need_if_named(&args.root),
        None => root::need(&args.root),
    };
    if let Err(faults) = there {
        return failed(&faults, &Sources::new(), output);
    }
    let what = match &args.what {
        Some(name) if args.release.is_some() || target::is_place(name, &args.root) => {
            return match target::find(name, &args.root) {
                Ok(place) => at_target(&place.target, args.release.as_deref(), output),
                Err((faults, sources)) => failed(&faults, &sources, output),
            };
        }
        Some(path) => PathBuf::from(path),
        None => args.root.join("public"),
    };
    // What is served holds more than its manifest tells: packed siblings, and files of the release before.
    if let Some((target, id)) = published_at(&what) {
        let id = id.as_ref().map(ReleaseId::as_str);
        return at_target(&Target::Folder(target), id, output);
    }
    let report = match what.is_file() {
        true => verify_pack(&what),
        false => verify(&what),
    };
    let report = match report {
        Ok(report) => report,
        Err(faults) => return failed(&faults, &Sources::new(), output),
    };
    if output.format == Format::Json {
        let result = json!({
            "genuine": report.is_genuine(),
            "as_of": report.manifest.as_of(),
            "files": report.manifest.files().len(),
            "missing": report.missing,
            "changed": report.changed,
            "extra": report.extra,
        });
        output.json(&Faults::new(), &Sources::new(), result)?;
    } else {
        tell(output, &report)?;
    }
    Ok(if report.is_genuine() {
        Exit::Done
    } else {
        Exit::Content
    })
}

fn failed(faults: &Faults, sources: &Sources, output: &Output) -> io::Result<Exit> {
    output.findings(faults, sources)?;
    if output.format == Format::Json {
        output.json(faults, sources, json!({"genuine": false}))?;
    }
    Ok(Exit::of(faults, sources))
}

fn at_target(target: &Target, release: Option<&str>, output: &Output) -> io::Result<Exit> {
    let found = match inspect(target, release, is_immutable) {
        Ok(found) => found,
        Err(faults) => return failed(&faults, &Sources::new(), output),
    };
    if output.format == Format::Json {
        let result = json!({
            "genuine": found.is_genuine(),
            "release": found.id.as_str(),
            "as_of": found.manifest.as_of(),
            "files": found.manifest.files().len(),
            "recorded": found.is_recorded,
            "broken_lines": found.broken_lines,
            "end_changed": found.is_cut,
            "unfinished": found.unfinished.as_ref().map(ToString::to_string),
            "missing": found.missing,
            "changed": found.changed,
            "extra": found.extra,
        });
        output.json(&Faults::new(), &Sources::new(), result)?;
    } else {
        tell_target(&found, output)?;
    }
    Ok(if found.is_genuine() {
        Exit::Done
    } else {
        Exit::Content
    })
}

fn tell_target(found: &Inspection, output: &Output) -> io::Result<()> {
    differences(output, &found.missing, &found.changed, &found.extra)?;
    let id = &found.id;
    if found.record.is_none() {
        output.result(&say!(
            "发布记录里没有 {id}",
            "the audit trail does not tell of {id}"
        ))?;
    } else if !found.is_recorded {
        output.result(&say!(
            "{id} 的清单不是发布时的那一份",
            "the manifest of {id} is not the one that was published"
        ))?;
    }
    for line in &found.broken_lines {
        output.result(&say!(
            "发布记录第 {line} 行与上一行接不上",
            "line {line} of the audit trail does not follow the line before it"
        ))?;
    }
    if found.is_cut {
        output.result(&target::cut(None))?;
    }
    if let Some(unfinished) = &found.unfinished {
        output.result(&target::unfinished(unfinished))?;
    }
    let (files, as_of) = (found.manifest.files().len(), found.manifest.as_of());
    if found.is_genuine() {
        return output.result(&say!(
            "{id} 与发布时一致：{files} 个文件，{as_of} 的网站",
            "{id} is as it was published: {files} files, the site as of {as_of}"
        ));
    }
    let (missing, changed, extra) = (found.missing.len(), found.changed.len(), found.extra.len());
    output.result(&say!(
        "{id} 与发布时不一致：缺少 {missing}，改动 {changed}，多出 {extra}",
        "{id} is not as it was published: {missing} missing, {changed} changed, {extra} extra"
    ))
}

fn differences(
    output: &Output,
    missing: &[impl Display],
    changed: &[impl Display],
    extra: &[String],
) -> io::Result<()> {
    for path in missing {
        output.result(&say!("缺少 {path}", "missing {path}"))?;
    }
    for path in changed {
        output.result(&say!("改动 {path}", "changed {path}"))?;
    }
    for path in extra {
        output.result(&say!("多出 {path}", "extra {path}"))?;
    }
    Ok(())
}

fn tell(output: &Output, report: &VerifyReport) -> io::Result<()> {
    differences(output, &report.missing, &report.changed, &report.extra)?;
    let (files, as_of) = (report.manifest.files().len(), report.manifest.as_of());
    if report.is_genuine() {
        output.result(&say!(
            "与清单一致：{files} 个文件，{as_of} 的网站",
            "as the manifest says: {files} files, the site as of {as_of}"
        ))
    } else {
        let (missing, changed, extra) = (
            report.missing.len(),
            report.changed.len(),
            report.extra.len(),
        );
        output.result(&say!(
            "与清单不一致：缺少 {missing}，改动 {changed}，多出 {extra}",
            "not as the manifest says: {missing} missing, {changed} changed, {extra} extra"
        ))
    }
}
