//! `gongkai check --external`.

use std::io;
use std::path::PathBuf;
use std::thread;

use super::clock::seconds_since_1970;
use super::output::Output;
use super::progress::Progress;
use crate::check::{external_urls, is_internal};
use crate::diagnostic::{Diagnostic, Message};
use crate::external::{self, Asked, Asking, Cache, Client};
use crate::model::Site;
use crate::say;

/// The folder of the program in the cache folder of the user.
const FOLDER: &str = "gongkai";

/// Where answers are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Memory {
    /// In the user's cache folder.
    Kept,
    /// Nowhere.
    None,
}

/// Asks other sites about the pages that a site links to.
pub(super) fn ask(site: &Site, memory: Memory, output: &Output) -> io::Result<Asked> {
    let (mut cache, damaged) = match folder().filter(|_| memory == Memory::Kept) {
        Some(folder) => Cache::open(&folder, seconds_since_1970()),
        None => (Cache::forgetful(), None),
    };
    let progress = Progress::new(output);
    progress.stage(&say!("外部链接", "external links"));
    let asked = external::ask(
        external_urls(site),
        &mut cache,
        Asking {
            fetch: &Client::default(),
            wait: &thread::sleep,
            may_ask: &|url| !is_internal(url),
            progress: &|done, all| progress.items(done, all),
        },
    );
    drop(progress);
    for note in damaged.iter().chain(&cache.keep()) {
        output.note(note)?;
    }
    Ok(asked)
}

fn folder() -> Option<PathBuf> {
    dirs::cache_dir().map(|folder| folder.join(FOLDER))
}

/// What is wrong with the network, if it is.
pub(super) fn fault(asked: &Asked) -> Option<Diagnostic> {
    let hosts = asked.no_network?;
    let what = say!(
        "{hosts} 个外部网站都没有回答，外部链接没有检查",
        "none of {hosts} other sites answered, links to them are not checked"
    );
    let fault = Diagnostic::error("external/no-network", what);
    Some(fault.hint(say!(
        "看看网络，或 HTTPS_PROXY 等代理设置",
        "look at the network, or at the proxy that HTTPS_PROXY and the like name"
    )))
}

/// What came of it, in a line.
pub(super) fn sum(asked: &Asked) -> Message {
    let (all, known) = (asked.answers.len(), asked.from_cache);
    let (failed, undecided) = (asked.failed(), asked.undecided());
    say!(
        "外部链接：{all} 个网址（{known} 个取自缓存），{failed} 个有问题，{undecided} 个无法判断",
        "external links: {all} URLs ({known} from the cache), {failed} with faults, {undecided} not decidable"
    )
}
