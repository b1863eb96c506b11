use std::io;
use std::path::PathBuf;

use jiff::civil::Date;
use serde_json::json;

use super::exit::Exit;
use super::gate::{Gate, from_pack, pass};
use super::output::{Format, Output};
use super::progress::Progress;
use super::spared;
use super::target;
use super::values::{day, whole};
use crate::build::Built;
use crate::diagnostic::{Faults, Sources};
use crate::publish::{Outgoing, Published, publish};
use crate::say;

/// How many files may vanish unasked, in percent.
const MAX_REMOVE: u8 = 10;

/// Arguments of `publish`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "What must hold: `gongkai check` passes by the profile of the target, everything is committed, the day \
is not in the future, no URL is lost. Drafts and what is not yet due stay out.\n\nExamples:\n  gongkai publish www --dry-run\n  gongkai publish www\n  gongkai publish /srv/www/site --as-of 2020-07-22\n  gongkai publish www --pack release.zip"
)]
pub(super) struct Args {
    /// A target of site.toml, or the path of a folder (发布位置：site.toml 里的名称，或文件夹的路径)
    #[arg(value_name = "TARGET")]
    target: String,

    /// The folder that holds site.toml (网站所在的文件夹)
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,

    /// Only tell what would be sent and removed (只说明会做什么)
    #[arg(long)]
    dry_run: bool,

    /// The day to publish for; what is published later is held back. Today by default, or
    /// SOURCE_DATE_EPOCH (按哪一天发布)
    #[arg(long, value_name = "DATE", value_parser = day, conflicts_with = "pack")]
    as_of: Option<Date>,

    /// Publish a pack, which passed the same checks when it was made (发布归档包)
    #[arg(long, value_name = "FILE")]
    pack: Option<PathBuf>,

    /// Read every file at the target and send those that others have changed, too (逐个核对已发布的文件，改正被改动的)
    #[arg(long)]
    full: bool,

    /// How many of the files that are there may vanish, in percent: pages among them, and for an earlier day
    /// than that of the release there. Without it no page may vanish, and 10 percent of the other files
    /// (最多可消失的文件所占百分比；不写则页面一个也不能消失，也不能发布更早日期的网站)
    #[arg(long, value_name = "PERCENT", value_parser = whole::<u8>(0, 100))]
    max_remove: Option<u8>,

    /// Who publishes, in place of whom git knows (发布人，写入发布记录)
    #[arg(long, value_name = "NAME")]
    who: Option<String>,

    /// Take over the lock of a run that was broken off elsewhere (接管中断的发布留下的锁)
    #[arg(long)]
    break_lock: bool,
}

/// Publishes and tells what was done.
pub(super) fn run(args: &Args, output: &Output) -> io::Result<Exit> {
    let place = match target::find(&args.target, &args.root) {
        Ok(place) => place,
        Err((faults, sources)) => return refused(output, &faults, &sources),
    };
    if let Err(faults) = spared::refuse_target(&place.target, &args.root) {
        return refused(output, &faults, &Sources::new());
    }
    let progress = Progress::new(output);
    let passed = match &args.pack {
        Some(pack) => from_pack(pack, place.profile).map(|outgoing| (outgoing, None)),
        None => {
            let gate = Gate {
                root: &args.root,
                as_of: args.as_of,
                profile: place.profile,
            };
            pass(gate, &progress).map(|passed| (passed.outgoing, Some((passed.built, passed.urls))))
        }
    };
    let (outgoing, built) = match passed {
        Ok(passed) => passed,
        Err((faults, sources)) => {
            drop(progress);
            return refused(output, &faults, &sources);
        }
    };
    progress.stage(&say!("发布", "publishing"));
    let items = |done, all| progress.items(done, all);
    let publication = target::publication(&args.root, &place.name, args.who.as_deref(), &items);
    let result = publication.and_then(|mut publication| {
        publication.max_remove = args.max_remove.unwrap_or(MAX_REMOVE);
        publication.may_take_back = args.max_remove.is_some();
        publication.keep = place.keep;
        publication.full = args.full;
        publication.dry_run = args.dry_run;
        publication.by_force = args.break_lock;
        publish(&place.target, &outgoing, &publication)
    });
    drop(progress);
    let published = match result {
        Ok(published) => published,
        Err(faults) => return refused(output, &faults, &Sources::new()),
    };
    let (built, urls) = built.unzip();
    let accepted = match urls.filter(|_| !args.dry_run) {
        None => Ok(0),
        Some(urls) => urls.write().map(|()| urls.added),
    };
    let accepted = match accepted {
        Ok(accepted) => accepted,
        Err(faults) => return refused(output, &faults, &Sources::new()),
    };
    if output.format == Format::Json {
        let result = document(args, &outgoing, built.as_ref(), &published, accepted);
        output.json(&Faults::new(), &Sources::new(), result)?;
    } else {
        tell(
            args,
            &outgoing,
            built.as_ref(),
            &published,
            accepted,
            output,
        )?;
    }
    Ok(Exit::Done)
}

/// Tells why nothing was published.
pub(super) fn refused(output: &Output, faults: &Faults, sources: &Sources) -> io::Result<Exit> {
    output.findings(faults, sources)?;
    output.document(faults, &[], sources, || json!({"published": false}))?;
    Ok(Exit::of(faults, sources))
}

fn document(
    args: &Args,
    outgoing: &Outgoing,
    built: Option<&Built>,
    published: &Published,
    accepted: usize,
) -> serde_json::Value {
    let manifest = outgoing.manifest();
    json!({
        "published": !args.dry_run && !published.up_to_date,
        "dry_run": args.dry_run,
        "up_to_date": published.up_to_date,
        "release": published.id.as_str(),
        "previous": published.previous.as_ref().map(ToString::to_string),
        "as_of": manifest.as_of(),
        "commit": manifest.about().commit,
        "files": manifest.files().len(),
        "sent_files": published.sent_files,
        "sent_siblings": published.sent_siblings,
        "sent_bytes": published.sent_bytes,
        "shared_files": published.shared_files,
        "sent": published.sent,
        "removed": published.removed,
        "pruned": published.pruned.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "accepted_urls": accepted,
        "end_changed": published.was_cut,
        "drafts": built.map(|built| built.held_back.drafts),
        "not_due": built.map(|built| built.held_back.not_due),
        "not_proactive": built.map(|built| built.held_back.not_proactive),
    })
}

fn tell(
    args: &Args,
    outgoing: &Outgoing,
    built: Option<&Built>,
    published: &Published,
    accepted: usize,
    output: &Output,
) -> io::Result<()> {
    let (id, as_of) = (&published.id, outgoing.manifest().as_of());
    if let Some(held) = built.and_then(|built| built.held_back.told()) {
        output.result(&held)?;
    }
    if published.was_cut {
        output.note(&target::cut(None))?;
    }
    if published.up_to_date {
        return output.result(&say!(
            "已经是这个版本：{id}，{as_of} 的网站",
            "this release is there already: {id}, the site as of {as_of}"
        ));
    }
    let siblings = published.sent_siblings;
    let (sent, bytes, shared, removed) = (
        published.sent_files.saturating_sub(siblings),
        published.sent_bytes,
        published.shared_files,
        published.removed.len(),
    );
    if args.dry_run {
        for path in &published.sent {
            output.result(&say!("发送 {path}", "send {path}"))?;
        }
        for path in &published.removed {
            output.result(&say!("删除 {path}", "remove {path}"))?;
        }
        return output.result(&say!(
            "试运行，没有改动：会发送 {sent} 个文件（{bytes} 字节，压缩副本另计），{shared} 个未变，删除 {removed} 个",
            "a dry run, nothing was changed: {sent} files ({bytes} bytes, packed siblings not counted) would be sent, {shared} are unchanged, {removed} would be removed"
        ));
    }
    output.result(&say!(
        "已发布 {id}，{as_of} 的网站：发送 {sent} 个文件和 {siblings} 个压缩副本（共 {bytes} 字节），{shared} 个未变，删除 {removed} 个",
        "published {id}, the site as of {as_of}: {sent} files and {siblings} packed siblings sent ({bytes} bytes in all), {shared} unchanged, {removed} removed"
    ))?;
    if !published.pruned.is_empty() {
        let count = published.pruned.len();
        output.note(&say!(
            "按 `keep` 清理了 {count} 个旧版本，发布记录仍在",
            "{count} old releases were taken away, as `keep` asks; the audit trail still tells them"
        ))?;
    }
    if accepted > 0 {
        output.note(&say!(
            "content/urls.lock 记入了 {accepted} 个新网址，请提交它",
            "content/urls.lock remembers {accepted} new URLs: commit it"
        ))?;
    }
    let back = target::command("rollback", &args.target, &args.root);
    output.note(&say!("退回上一版：`{back}`", "to go back: `{back}`"))
}
