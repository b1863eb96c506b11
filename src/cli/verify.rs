use std::io;
use std::path::PathBuf;

use serde_json::json;

use super::exit::Exit;
use super::output::{Format, Output};
use crate::diagnostic::{Faults, Sources};
use crate::release::{VerifyReport, verify};
use crate::say;

/// Arguments of `verify`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  gongkai verify\n  gongkai verify /var/www/site")]
pub(super) struct Args {
    /// The folder to check (要核对的文件夹)
    #[arg(default_value = "public", value_name = "DIR")]
    dir: PathBuf,
}

/// Names every file that is missing, changed or extra.
pub(super) fn run(args: &Args, output: &Output) -> io::Result<Exit> {
    let report = match verify(&args.dir) {
        Ok(report) => report,
        Err(faults) => {
            output.findings(&faults, &Sources::new())?;
            if output.format == Format::Json {
                output.json(&faults, &Sources::new(), json!({"genuine": false}))?;
            }
            return Ok(Exit::of(&faults, &Sources::new()));
        }
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

fn tell(output: &Output, report: &VerifyReport) -> io::Result<()> {
    for path in &report.missing {
        output.result(&say!("缺少 {path}", "missing {path}"))?;
    }
    for path in &report.changed {
        output.result(&say!("改动 {path}", "changed {path}"))?;
    }
    for path in &report.extra {
        output.result(&say!("多出 {path}", "extra {path}"))?;
    }
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
