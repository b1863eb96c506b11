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
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

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

/// Serves until it is interrupted.
///
/// # Errors
/// If the listener or the handler of the interrupt fails.
pub(super) async fn serve(
    listener: std::net::TcpListener,
    server: Server,
    interrupt: impl Future<Output = std::io::Result<()>>,
) -> std::io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let server = Arc::new(server);
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let mut interrupt = std::pin::pin!(interrupt);
    loop {
        let (stream, place) = tokio::select! {
            next = next(&listener, &room) => match next {
                Ok(next) => next,
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

/// The next browser that connects, once there is room for it.
async fn next(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> std::io::Result<(TcpStream, OwnedSemaphorePermit)> {
    let place = Arc::clone(room).acquire_owned().await;
    let place = place.map_err(std::io::Error::other)?;
    let (stream, _) = listener.accept().await?;
    Ok((stream, place))
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

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::*;
    use crate::preview::generation::tests::common;

    #[tokio::test]
    async fn an_interrupt_is_heard_when_there_is_no_room_left() {
        let folder = tempfile::tempdir().unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let day = jiff::civil::date(2020, 7, 22);
        let (_showing, showing) = watch::channel(None);
        let server = Server {
            common: common(folder.path(), Arc::new(move |_| Ok(day))),
            showing,
            address,
        };
        let (interrupt, interrupted) = oneshot::channel();
        let interrupted = async { interrupted.await.map_err(std::io::Error::other) };
        let serving = tokio::spawn(serve(listener, server, interrupted));
        let mut browsers = Vec::new();
        for _ in 0..CONNECTIONS {
            let browser = TcpStream::connect(address).await.unwrap();
            // Is refused at once, and the connection stays open.
            let request = b"GET / HTTP/1.1\r\nHost: www.example.com\r\n\r\n";
            assert_eq!(browser.try_write(request).unwrap(), request.len());
            browser.readable().await.unwrap();
            browsers.push(browser);
        }
        interrupt.send(()).unwrap();
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        assert!(serving.is_finished());
    }
}
