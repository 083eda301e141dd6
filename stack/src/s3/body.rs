//! A request body with two readers: s3s, and the stack, which drains the rest.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use s3s::{Body, StdError};

use crate::faults::{BodyFaults, FaultyBody};

/// A body that can be cloned; all clones read the same stream.
#[derive(Clone)]
pub struct SharedBody {
    inner: Arc<Mutex<Body>>,
    was_cut: Arc<AtomicBool>,
    has_cut: bool,
}

impl SharedBody {
    pub fn new(incoming: Incoming, faults: BodyFaults) -> Self {
        let body = FaultyBody::wrap(Body::from(incoming), faults);
        Self {
            inner: Arc::new(Mutex::new(body)),
            was_cut: Arc::default(),
            has_cut: faults.cut.is_some(),
        }
    }

    pub fn to_body(&self) -> Body {
        Body::http_body_unsync(self.clone())
    }

    /// Whether a fault closed the connection before the end of the body.
    pub fn was_cut(&self) -> bool {
        self.was_cut.load(Ordering::Relaxed)
    }

    /// Reads and discards the rest of the body.
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
        let mut inner = self.inner.lock().expect("the lock is not poisoned");
        let polled = Pin::new(&mut *inner).poll_frame(context);
        if self.has_cut && matches!(polled, Poll::Ready(Some(Err(_)))) {
            self.was_cut.store(true, Ordering::Relaxed);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.inner
            .lock()
            .expect("the lock is not poisoned")
            .is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner
            .lock()
            .expect("the lock is not poisoned")
            .size_hint()
    }
}
