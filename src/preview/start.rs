//! Starts a preview: a server, and the loop that reads the site for it.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::mpsc;
use std::thread;

use tokio::sync::watch;

use super::generation::Common;
use super::listen::{cannot_listen, listen};
use super::reload::{Message, Reload};
use super::{Event, Folders, Options, http};
use crate::content;
use crate::diagnostic::Faults;

/// Shows a site until the program is interrupted.
pub(super) fn run(mut options: Options, tell: &mut dyn FnMut(Event<'_>)) -> Result<(), Faults> {
    if !options.root.join(content::SETTINGS).exists() {
        // Rather the wrong folder than a site that is about to come.
        return Err(content::load(&options.root).faults);
    }
    let listener = listen(&options)?;
    let address = listener
        .local_addr()
        .map_err(|error| cannot_listen(&error))?;
    let folders = Folders::new(&options.root, &options.output);
    // Files are named in one way, by those who read them and by those who tell that they changed.
    options.root = folders.root().to_owned();
    let common = Common::new(options, folders);
    let (send, inbox) = mpsc::channel();
    let (showing, shown) = watch::channel(None);
    let server = http::Server {
        common: common.clone(),
        showing: shown,
        address,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| cannot_listen(&error))?;
    let stop = send.clone();
    let serving = move || {
        // Without a handler for it, an interrupt ends the program all the same.
        drop(runtime.block_on(http::serve(listener, server, tokio::signal::ctrl_c())));
        drop(stop.send(Message::Stop));
    };
    let thread = thread::Builder::new().name("http".to_owned());
    thread
        .spawn(serving)
        .map_err(|error| cannot_listen(&error))?;
    let mut reached = address;
    if address.ip().is_unspecified() {
        reached.set_ip(match address {
            SocketAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    let url = format!("http://{reached}/");
    tell(Event::Listening { address, url: &url });
    let mut reload = Reload::new(common, send, showing);
    reload.begin(tell);
    reload.until_stopped(&inbox, tell);
    Ok(())
}
