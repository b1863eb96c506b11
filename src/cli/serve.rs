use std::io;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;

use super::clock::{Stopwatch, now, today};
use super::exit::Exit;
use super::output::Output;
use super::values::{address, day, whole};
use crate::diagnostic::Message;
use crate::preview::{self, Event, Options, Shown};
use crate::say;

/// So many changed files are named when the site is read again.
const NAMED: usize = 3;

/// Arguments of `serve`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Interrupt it (Ctrl-C) to end it.\n\nExamples:\n  gongkai serve --open\n  gongkai serve --drafts\n  gongkai serve --as-of 2026-08-01 --port 8080\n  gongkai serve --root /mnt/share/mysite --poll"
)]
pub(super) struct Args {
    /// The folder that holds site.toml (网站所在的文件夹)
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,

    /// The last release, to compare with; public in the root by default (上次发布的文件夹)
    #[arg(long, value_name = "DIR")]
    output_dir: Option<PathBuf>,

    /// The port; 0 is any that is free. The first free one from 8000 on by default (端口)
    #[arg(long, value_name = "N", value_parser = whole::<u16>(0, u16::MAX.into()))]
    port: Option<u16>,

    /// The address to listen at. With that of this machine in the network, or 0.0.0.0, others in it can
    /// see the preview, too (监听的地址；默认只有本机能看)
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDR", value_parser = address)]
    host: IpAddr,

    /// Show drafts and what is not yet due, too, marked as such (同时显示草稿和未到发布日期的)
    #[arg(long)]
    drafts: bool,

    /// The day to show; what is published later is held back. Today by default, or SOURCE_DATE_EPOCH
    /// (按哪一天显示)
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,

    /// Open the home page in the browser (在浏览器中打开首页)
    #[arg(long)]
    open: bool,

    /// Look for changes twice a second, where the file system does not tell them, as on many shares
    /// (定时查看改动，用于不通知改动的共享文件夹)
    #[arg(long)]
    poll: bool,
}

/// Shows the site until it is interrupted, and tells each time it was read.
pub(super) fn run(args: &Args, output: &Output) -> io::Result<Exit> {
    let as_of = args.as_of;
    let options = Options {
        root: args.root.clone(),
        output: match &args.output_dir {
            Some(folder) => folder.clone(),
            None => args.root.join("public"),
        },
        as_of: Arc::new(move |offset| as_of.map_or_else(|| today(offset), Ok)),
        drafts: args.drafts,
        host: args.host,
        port: args.port,
        poll: args.poll,
        now: now(),
        lang: output.lang,
    };
    if !args.host.is_loopback() {
        let host = args.host;
        output.note(&say!(
            "注意：监听 {host}，同一网络里的人都能看到未发布的内容",
            "warning: listening at {host}, anybody in the network can read what is not released"
        ))?;
    }
    let mut watch = Stopwatch::start();
    let mut told = Ok(());
    let ended = preview::serve(options, &mut |event| {
        let result = match event {
            Event::Listening { url, .. } => listening(args.open, url, output),
            Event::Changed { paths } => {
                watch = Stopwatch::start();
                changed(paths, output)
            }
            Event::Loaded { pages, faults } => loaded(pages, faults, watch.elapsed(), output),
            Event::Polling { why } => output.note(&say!(
                "系统不能通知改动（{why}），改为每秒查看两次",
                "the system does not tell changes ({why}); they are looked for twice a second"
            )),
        };
        if told.is_ok() {
            told = result;
        }
    });
    told?;
    match ended {
        Ok(()) => Ok(Exit::Done),
        Err(faults) => output.stopped(&faults),
    }
}

fn listening(opens: bool, url: &str, output: &Output) -> io::Result<()> {
    output.result(&say!(
        "预览：{url} （Ctrl-C 结束）",
        "preview: {url} (Ctrl-C ends it)"
    ))?;
    if opens && open::that_detached(url).is_err() {
        output.note(&say!(
            "这里没有能打开的浏览器；请自己在浏览器里打开上面的网址",
            "no browser can be opened here: open the address above in one yourself"
        ))?;
    }
    Ok(())
}

fn changed(paths: &[String], output: &Output) -> io::Result<()> {
    if paths.is_empty() {
        return Ok(());
    }
    let named = paths.iter().take(NAMED).map(String::as_str);
    let named: Vec<&str> = named.collect();
    let (zh, en) = (named.join("、"), named.join(", "));
    let more = paths.len().saturating_sub(NAMED);
    output.note(&match more {
        0 => say!("改动：{zh}", "changed: {en}"),
        _ => say!(
            "改动：{zh} 等，另有 {more} 处",
            "changed: {en} and {more} more"
        ),
    })
}

fn loaded(
    pages: Option<usize>,
    faults: &[Shown],
    time: Duration,
    output: &Output,
) -> io::Result<()> {
    for fault in faults {
        let text = &fault.text;
        output.note(&Message {
            zh: text.clone(),
            en: text.clone(),
        })?;
    }
    let (millis, errors) = (time.as_millis(), faults.len());
    output.note(&match pages {
        Some(pages) => say!("{pages} 页，{millis} 毫秒", "{pages} pages, {millis} ms"),
        None => say!(
            "{errors} 个错误，{millis} 毫秒；仍显示此前的网页",
            "errors: {errors}, {millis} ms; what was shown before is still shown"
        ),
    })
}
