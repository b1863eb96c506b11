//! Tells browsers that there is something new, by server-sent events (HTML, 9.2).

use std::time::Duration;

use http_body_util::channel::Channel;
use hyper::body::Bytes;
use hyper::{Response, StatusCode};

use super::body::Body;
use super::{Server, answer};

/// So often something is sent although there is nothing new, so that it is noticed when a browser left.
const BEAT: Duration = Duration::from_secs(15);

/// An answer that does not end: the counters of what is shown, now and whenever one of them changes.
pub(super) fn respond(server: &Server) -> Response<Body> {
    let mut signals = server.common.signals.subscribe();
    let viewer = server.common.signals.viewer();
    let (mut news, body) = Channel::<Bytes>::new(4);
    tokio::spawn(async move {
        // It is counted for as long as it listens.
        let _viewer = viewer;
        loop {
            let signal = *signals.borrow_and_update();
            let (generation, other) = (signal.generation, signal.news);
            let text = format!("data: {{\"generation\":{generation},\"news\":{other}}}\n\n");
            if news.send_data(Bytes::from(text)).await.is_err() {
                return;
            }
            loop {
                match tokio::time::timeout(BEAT, signals.changed()).await {
                    Ok(Ok(())) => break,
                    Ok(Err(_)) => return,
                    Err(_) => {
                        if news.send_data(Bytes::from_static(b":\n\n")).await.is_err() {
                            return;
                        }
                    }
                }
            }
        }
    });
    answer::with(StatusCode::OK, "text/event-stream", Body::News(body))
}
