use std::io;
use std::path::PathBuf;

use jiff::civil::Date;
use serde_json::json;

use super::exit::Exit;
use super::gate::{Gate, pass};
use super::output::{Format, Output};
use super::progress::Progress;
use super::publish::refused;
use super::spared;
use super::values::day;
use crate::diagnostic::{Faults, Sources};
use crate::model::Profile;
use crate::publish::pack;
use crate::say;

/// Arguments of `pack`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "What must hold is the same as for `gongkai publish`. The same commit, day and profile give the same bytes.\n\nExamples:\n  gongkai pack release.zip\n  gongkai verify release.zip\n  gongkai publish www --pack release.zip"
)]
pub(super) struct Args {
    /// The file to write (要写的文件)
    #[arg(value_name = "FILE", default_value = "release.zip")]
    file: PathBuf,

    /// The folder that holds site.toml (网站所在的文件夹)
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,

    /// The day to build for; what is published later is held back. Today by default, or
    /// SOURCE_DATE_EPOCH (按哪一天生成)
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,

    /// What kind of site it is, in place of what site.toml says (网站的类别)
    #[arg(long, value_enum)]
    profile: Option<Profile>,

    /// Overwrite a file that is there (覆盖已有的文件)
    #[arg(long)]
    force: bool,
}

/// Checks and builds the site, and writes it as one file.
pub(super) fn run(args: &Args, output: &Output) -> io::Result<Exit> {
    if let Err(faults) = spared::refuse_pack(&args.file, &args.root, args.force) {
        return refused(output, &faults, &Sources::new());
    }
    let progress = Progress::new(output);
    let gate = Gate {
        root: &args.root,
        as_of: args.as_of,
        profile: args.profile,
    };
    let packed = pass(gate, &progress).and_then(|passed| {
        let packed = pack(&passed.outgoing, passed.profile, &args.file);
        packed.map_err(|faults| (faults, Sources::new()))
    });
    drop(progress);
    let packed = match packed {
        Ok(packed) => packed,
        Err((faults, sources)) => return refused(output, &faults, &sources),
    };
    let (path, bytes, sha256, sm3) = (
        packed.path.display(),
        packed.bytes,
        packed.sha256,
        packed.sm3,
    );
    if output.format == Format::Json {
        let result = json!({
            "file": path.to_string(),
            "bytes": bytes,
            "sha256": sha256,
            "sm3": sm3,
        });
        output.json(&Faults::new(), &Sources::new(), result)?;
    } else {
        output.result(&say!(
            "{path}：{bytes} 字节\nSHA-256 {sha256}\nSM3     {sm3}",
            "{path}: {bytes} bytes\nSHA-256 {sha256}\nSM3     {sm3}"
        ))?;
    }
    Ok(Exit::Done)
}
