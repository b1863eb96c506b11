//! Answers requests: pages and files as a plain host does, and what the preview's own scripts ask for.

mod answer;
mod body;
mod events;
mod guard;
mod page;
mod reserved;
mod target;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

use self::body::Body;
use super::generation::Common;
use super::showing::Showing;

/// So many browsers may be connected at a time.
const CONNECTIONS: usize = 256;
/// The longest head of a request, in bytes.
const LONGEST_HEAD: usize = 16 * 1024;
/// The most header fields of a request.
const MOST_HEADERS: usize = 64;
/// How long a browser may take to send the head of a request.
const HEAD_TIME: Duration = Duration::from_secs(30);

/// What answers are made of.
pub(super) struct Server {
    pub(super) common: Common,
    pub(super) showing: watch::Receiver<Option<Arc<Showing>>>,
    pub(super) address: SocketAddr,
}

impl Server {
    /// What is shown; waits for the first reading of the site.
    async fn showing(&self) -> Option<Arc<Showing>> {
        let mut showing = self.showing.clone();
        let first = showing.wait_for(Option::is_some).await.ok()?;
        first.clone()
    }
}

/// Serves until the program is interrupted.
///
/// # Errors
/// If the listener or the handler of the interrupt fails.
pub(super) async fn serve(listener: std::net::TcpListener, server: Server) -> std::io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let server = Arc::new(server);
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let interrupt = tokio::signal::ctrl_c();
    let mut interrupt = std::pin::pin!(interrupt);
    loop {
        let Ok(place) = Arc::clone(&room).acquire_owned().await else {
            return Ok(());
        };
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(_) => {
                    // Such as a connection that was given up, or too many open files.
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    continue;
                }
            },
            interrupted = &mut interrupt => return interrupted,
        };
        // Small answers go out at once.
        drop(stream.set_nodelay(true));
        let server = Arc::clone(&server);
        tokio::spawn(async move {
            let service = service_fn(|request| respond(Arc::clone(&server), request));
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD_TIME)
                .max_buf_size(LONGEST_HEAD)
                .max_headers(MOST_HEADERS)
                .serve_connection(TokioIo::new(stream), service);
            // A browser that leaves is no fault.
            drop(connection.await);
            drop(place);
        });
    }
}

async fn respond(
    server: Arc<Server>,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    if let Some(refused) = guard::refuse(&server, &request) {
        return Ok(refused);
    }
    let path = request.uri().path();
    Ok(match path.strip_prefix(reserved::PREFIX) {
        Some(below) => reserved::respond(&server, &request, below).await,
        None => page::respond(&server, path).await,
    })
}
