//! A local server that shows a site as it is now: a page is rendered when it is asked for, from the
//! same plan by the same functions as in a build, and shown anew when a file is changed.
//!
//! The site as it was read at one time is a generation; a request is answered by one generation
//! alone. `reload` makes a new one whenever something changed, `http` answers requests, and the scripts
//! in `assets` show in the browser what `state` tells.

mod assets;
mod busy;
mod compare;
mod exports;
mod findings;
mod folders;
mod generation;
mod held;
mod http;
mod inputs;
mod known;
mod listen;
mod live;
mod past;
mod reload;
mod showing;
mod shown;
mod start;
mod state;
mod watch;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use jiff::civil::Date;

pub use folders::Folders;
pub use inputs::Inputs;
pub use shown::Shown;

use crate::diagnostic::{Faults, Lang, Message};
use crate::model::UtcOffset;

/// The day a site is looked at for, where its offset is given.
pub type AsOf = Arc<dyn Fn(UtcOffset) -> Result<Date, Message> + Send + Sync>;

/// The port that is tried first where none is asked for.
pub const FIRST_PORT: u16 = 8000;
/// How many ports are tried then.
pub const PORTS: u16 = 20;

/// What to show, and where.
#[derive(Clone)]
pub struct Options {
    /// The folder that holds `site.toml`.
    pub root: PathBuf,
    /// The last release, to compare with.
    pub output: PathBuf,
    /// The day it is shown for.
    pub as_of: AsOf,
    /// Whether drafts and what is not yet due are shown, too.
    pub drafts: bool,
    /// The address to listen at.
    pub host: IpAddr,
    /// The port; 0 is any that is free. Without one, the first free one from [`FIRST_PORT`] on.
    pub port: Option<u16>,
    /// Whether to look for changes again and again, where the file system does not tell them.
    pub poll: bool,
    /// The time, to be compared with those of files.
    pub now: SystemTime,
    /// The language of findings and of the preview's own words.
    pub lang: Lang,
}

/// What happens while a site is shown.
#[derive(Debug)]
pub enum Event<'a> {
    /// Requests are answered from now on.
    Listening {
        /// The address.
        address: SocketAddr,
        /// That of the home page.
        url: &'a str,
    },
    /// Files were changed, and are read again.
    Changed {
        /// The changed paths as they are shown, sorted; none the first time.
        paths: &'a [String],
    },
    /// The site was read.
    Loaded {
        /// How many pages there are, if it can be shown.
        pages: Option<usize>,
        /// What keeps it from being shown.
        faults: &'a [Shown],
    },
    /// The file system does not tell changes: they are looked for again and again.
    Polling {
        /// Why.
        why: &'a str,
    },
}

/// Shows a site until the program is interrupted.
///
/// # Errors
/// `content/no-site` if there is none in the folder at the start; `serve/port-taken` or
/// `serve/cannot-listen` if the address cannot be used.
pub fn serve(options: Options, tell: &mut dyn FnMut(Event<'_>)) -> Result<(), Faults> {
    start::run(options, tell)
}
