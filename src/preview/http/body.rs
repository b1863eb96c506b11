//! The body of an answer: bytes that are there, or news as they come.

use std::pin::Pin;
use std::task::{Context, Poll};

use http_body_util::Full;
use http_body_util::channel::Channel;
use hyper::body::{Body as HttpBody, Bytes, Frame, SizeHint};

/// The body of an answer.
pub(super) enum Body {
    Whole(Full<Bytes>),
    News(Channel<Bytes>),
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match self.get_mut() {
            Self::Whole(body) => Pin::new(body).poll_frame(context),
            Self::News(body) => Pin::new(body).poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(body) => body.is_end_stream(),
            Self::News(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(body) => body.size_hint(),
            Self::News(body) => body.size_hint(),
        }
    }
}
