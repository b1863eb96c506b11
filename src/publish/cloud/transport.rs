//! Requests of the library for object stores, made by the HTTP client that this program has.
//!
//! A request is made on the thread that asks and done when the future is first polled: who wants several at
//! once has several threads.

use std::error::Error as _;
use std::future::Future;
use std::io::Read as _;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

use futures_core::Stream;
use opendal::{Buffer, Error, ErrorKind, HttpBody, HttpTransport};
use ureq::Agent;
use ureq::http::{Method, Request, Response};

use super::refusal::{Refusal, Why};

/// Whom services see.
const USER_AGENT: &str = concat!("gongkai/", env!("CARGO_PKG_VERSION"));
/// So long a connection may take.
const CONNECT: Duration = Duration::from_secs(15);
/// So long nothing may come or go; a request that carries much may take as long as it goes on.
const IDLE: Duration = Duration::from_secs(60);
/// So long a server may copy a file before it answers.
const COPYING: Duration = Duration::from_secs(30 * 60);
/// Nothing larger is taken from a service, in bytes.
const LARGEST: u64 = 1 << 30;
/// So much of a head is read.
const HEAD: usize = 64 * 1024;

/// The way to a service.
#[derive(Debug)]
pub(super) struct Client(Agent);

impl Default for Client {
    fn default() -> Self {
        let config = Agent::config_builder()
            .user_agent(USER_AGENT)
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            // Whoever is sent elsewhere would take what was signed for one place to another.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(HEAD)
            .timeout_connect(Some(CONNECT))
            .timeout_per_read(Some(IDLE))
            .timeout_per_write(Some(IDLE))
            .build();
        Self(config.into())
    }
}

impl HttpTransport for Client {
    async fn fetch(&self, request: Request<Buffer>) -> opendal::Result<Response<HttpBody>> {
        let (head, body) = self.send(request)?;
        Ok(Response::from_parts(head, whole(body)))
    }
}

impl Client {
    fn send(
        &self,
        request: Request<Buffer>,
    ) -> opendal::Result<(ureq::http::response::Parts, Vec<u8>)> {
        let (head, body) = request.into_parts();
        let is_bare = head.method == Method::HEAD;
        let has_body = matches!(head.method, Method::PUT | Method::POST) || !body.is_empty();
        let patience = patience(&head);
        let response = match has_body {
            true => self.run(
                Request::from_parts(head, body.to_bytes().as_ref()),
                patience,
            ),
            false => self.run(Request::from_parts(head, ()), patience),
        };
        let (head, mut body) = response.map_err(|error| failure(&error))?.into_parts();
        let mut bytes = Vec::new();
        if !is_bare {
            let mut reader = body.with_config().limit(LARGEST).reader();
            reader
                .read_to_end(&mut bytes)
                .map_err(|error| told(Refusal::new(Why::Network, error.to_string())))?;
        }
        match Refusal::of(head.status.as_u16(), &bytes) {
            Some(refusal) => Err(told(refusal)),
            None => Ok((head, bytes)),
        }
    }

    fn run<B: ureq::AsSendBody>(
        &self,
        request: Request<B>,
        patience: Duration,
    ) -> Result<Response<ureq::Body>, ureq::Error> {
        let request = self
            .0
            .configure_request(request)
            .timeout_per_read(Some(patience))
            .build();
        self.0.run(request)
    }
}

/// How long a server may be silent: one that is to copy a file answers when it has done so.
fn patience(head: &ureq::http::request::Parts) -> Duration {
    let is_copy = head.method.as_str() == "COPY"
        || head
            .headers
            .keys()
            .any(|name| name.as_str().ends_with("-copy-source"));
    match is_copy {
        true => COPYING,
        false => IDLE,
    }
}

/// A body that came whole.
pub(super) fn whole(body: Vec<u8>) -> HttpBody {
    let size = body.len() as u64;
    HttpBody::new(Once(Some(Buffer::from(body))), Some(size))
}

struct Once(Option<Buffer>);

impl Stream for Once {
    type Item = opendal::Result<Buffer>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().filter(|body| !body.is_empty()).map(Ok))
    }
}

/// A refusal as an error of the library, which [`refusal`] takes out again.
pub(super) fn told(refusal: Refusal) -> Error {
    let is_passing = refusal.is_passing();
    Error::new(ErrorKind::Unexpected, "the service refuses")
        .with_temporary(is_passing)
        .set_source(refusal)
}

/// The refusal in an error of the library, if it is one of ours.
pub(super) fn refusal(error: &Error) -> Option<&Refusal> {
    error.source()?.downcast_ref()
}

/// What a request that got no answer says.
fn failure(error: &ureq::Error) -> Error {
    let why = match error {
        ureq::Error::Rustls(_) | ureq::Error::Tls(_) => Why::Certificate,
        ureq::Error::Io(inner)
            if inner
                .get_ref()
                .is_some_and(<dyn std::error::Error + Send + Sync>::is::<rustls::Error>) =>
        {
            Why::Certificate
        }
        ureq::Error::BadUri(_) | ureq::Error::Http(_) | ureq::Error::InvalidProxyUrl => Why::Other,
        _ => Why::Network,
    };
    told(Refusal::new(why, error.to_string()))
}

/// Wakes a thread.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits for a future on this thread.
pub(super) fn wait<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(done) => return done,
            Poll::Pending => thread::park(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_may_take_as_long_as_it_goes_on() {
        let client = Client::default();
        let config = client.0.config();
        assert_eq!(config.timeouts().global, None);
        assert_eq!(config.timeouts().recv_body, None);
        assert_eq!(config.timeout_per_read(), Some(IDLE));
        assert_eq!(config.timeout_per_write(), Some(IDLE));
        let patience = |method: &str, header: &str| {
            let request = Request::builder().method(method).header(header, "x");
            super::patience(&request.body(()).unwrap().into_parts().0)
        };
        assert_eq!(patience("GET", "range"), IDLE);
        assert_eq!(patience("PUT", "content-type"), IDLE);
        for (method, header) in [
            ("COPY", "destination"),
            ("PUT", "x-amz-copy-source"),
            ("PUT", "x-oss-copy-source"),
            ("PUT", "x-obs-copy-source"),
            ("PUT", "x-cos-copy-source"),
        ] {
            assert_eq!(patience(method, header), COPYING, "{method} {header}");
        }
    }
}
