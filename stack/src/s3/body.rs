//! The body of a request, shared between s3s, which reads it, and the stack, which drains the rest.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use s3s::{Body, StdError};

use crate::faults::{BodyFaults, Faulty};

/// A body with more than one handle.
#[derive(Clone)]
pub struct SharedBody {
    inner: Arc<Mutex<Body>>,
    was_cut: Arc<AtomicBool>,
    cuts: bool,
}

impl SharedBody {
    pub fn new(incoming: Incoming, faults: BodyFaults) -> Self {
        let body = Faulty::wrap(Body::from(incoming), faults);
        Self {
            inner: Arc::new(Mutex::new(body)),
            was_cut: Arc::default(),
            cuts: faults.cut.is_some(),
        }
    }

    pub fn to_body(&self) -> Body {
        Body::http_body_unsync(self.clone())
    }

    /// Whether a fault ended the body before its end.
    pub fn was_cut(&self) -> bool {
        self.was_cut.load(Ordering::Relaxed)
    }

    /// Reads, and drops, what nobody has read.
    pub async fn drain(mut self) {
        while let Some(Ok(_)) = self.frame().await {}
    }
}

impl http_body::Body for SharedBody {
    type Data = Bytes;
    type Error = StdError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, StdError>>> {
        let mut inner = self.inner.lock().expect("no holder of the lock panics");
        let polled = Pin::new(&mut *inner).poll_frame(context);
        if self.cuts && matches!(polled, Poll::Ready(Some(Err(_)))) {
            self.was_cut.store(true, Ordering::Relaxed);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.inner
            .lock()
            .expect("no holder of the lock panics")
            .is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner
            .lock()
            .expect("no holder of the lock panics")
            .size_hint()
    }
}
