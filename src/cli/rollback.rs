use std::io;
use std::path::PathBuf;

use serde_json::json;

use super::exit::Exit;
use super::output::{Format, Output};
use super::publish::refused;
use super::target;
use crate::diagnostic::{Faults, Sources};
use crate::publish::roll_back;
use crate::say;

/// Arguments of `rollback`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gongkai rollback www\n  gongkai rollback www 20201020T144757Z-1a2b3c4d5e6f\n  gongkai rollback www 1a2b3c"
)]
pub(super) struct Args {
    /// A target of site.toml, or the path of a folder (发布位置：site.toml 里的名称，或文件夹的路径)
    #[arg(value_name = "TARGET")]
    target: String,

    /// The release, or a part of its name; the one before by default (退回到哪个版本，默认上一个)
    #[arg(value_name = "RELEASE")]
    release: Option<String>,

    /// The folder that holds site.toml (网站所在的文件夹)
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,

    /// Who does it, in place of whom git knows (操作人，写入发布记录)
    #[arg(long, value_name = "NAME")]
    who: Option<String>,

    /// Take over the lock of a run that was broken off elsewhere (接管中断的发布留下的锁)
    #[arg(long)]
    break_lock: bool,
}

/// Makes an earlier release current again.
pub(super) fn run(args: &Args, output: &Output) -> io::Result<Exit> {
    let place = match target::find(&args.target, &args.root) {
        Ok(place) => place,
        Err((faults, sources)) => return refused(output, &faults, &sources),
    };
    let nobody = |_, _| {};
    let publication = target::publication(&args.root, &place.name, args.who.as_deref(), &nobody);
    let result = publication.and_then(|mut publication| {
        publication.by_force = args.break_lock;
        roll_back(&place.target, args.release.as_deref(), &publication)
    });
    let done = match result {
        Ok(done) => done,
        Err(faults) => return refused(output, &faults, &Sources::new()),
    };
    let (from, to) = (&done.from, &done.to);
    if output.format == Format::Json {
        let result = json!({"from": from.as_str(), "to": to.as_str()});
        output.json(&Faults::new(), &Sources::new(), result)?;
    } else if from == to {
        output.result(&say!("已经是 {to}", "it is {to} already"))?;
    } else {
        output.result(&say!(
            "已从 {from} 退回到 {to}",
            "rolled back from {from} to {to}"
        ))?;
    }
    Ok(Exit::Done)
}
