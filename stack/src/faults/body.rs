//! A body with faults.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use s3s::{Body, StdError};
use tokio::time::Sleep;

/// Bytes of one frame of an extension.
const EXTENSION_FRAME: u64 = 64 * 1024;

/// Faults of one body. Positions and lengths are in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BodyFaults {
    pub cut: Option<u64>,
    pub stall: Option<u64>,
    pub corrupt: Option<u64>,
    pub truncate: Option<u64>,
    pub extend: Option<u64>,
    /// The headers state another length than the body has.
    pub has_wrong_length: bool,
}

/// A body that applies its faults as it is read.
pub struct FaultyBody {
    inner: Body,
    faults: BodyFaults,
    position: u64,
    /// The body has reached a cut, a stall or a truncation. The bytes after it are never delivered.
    ended: bool,
    /// Delays a cut, so that the bytes before it leave this machine.
    flush_delay: Option<Pin<Box<Sleep>>>,
}

impl FaultyBody {
    pub fn wrap(inner: Body, faults: BodyFaults) -> Body {
        if faults == BodyFaults::default() {
            return inner;
        }
        Body::http_body_unsync(Self {
            inner,
            faults,
            position: 0,
            ended: false,
            flush_delay: None,
        })
    }

    /// Returns the bytes that are delivered, with their faults.
    fn deliver(&mut self, bytes: &Bytes) -> Bytes {
        let start = self.position;
        let end = [self.faults.cut, self.faults.stall, self.faults.truncate]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(u64::MAX);
        let length = end.saturating_sub(start).min(bytes.len() as u64);
        self.position += length;
        self.ended = length < bytes.len() as u64;
        let mut bytes = bytes.slice(..usize::try_from(length).unwrap_or(bytes.len()));
        let corrupt = self
            .faults
            .corrupt
            .and_then(|at| usize::try_from(at.checked_sub(start)?).ok());
        if let Some(at) = corrupt.filter(|at| *at < bytes.len()) {
            let mut changed = bytes.to_vec();
            changed[at] = !changed[at];
            bytes = changed.into();
        }
        bytes
    }

    /// Returns the next frame of zeros after the end of the body.
    fn extension(&mut self) -> Option<Bytes> {
        let left = self.faults.extend.filter(|left| *left > 0)?;
        let length = left.min(EXTENSION_FRAME);
        self.faults.extend = Some(left - length);
        usize::try_from(length)
            .ok()
            .map(|length| vec![0; length].into())
    }
}

impl http_body::Body for FaultyBody {
    type Data = Bytes;
    type Error = StdError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, StdError>>> {
        if self.ended {
            let at = |fault: Option<u64>| fault.is_some_and(|at| at <= self.position);
            if at(self.faults.truncate) && !at(self.faults.cut) && !at(self.faults.stall) {
                return Poll::Ready(None);
            }
            let stalls = self
                .faults
                .stall
                .is_some_and(|stall| self.faults.cut.is_none_or(|cut| stall <= cut));
            if stalls {
                return Poll::Pending;
            }
            let flush_delay = self
                .flush_delay
                .get_or_insert_with(|| Box::pin(tokio::time::sleep(Duration::from_millis(50))));
            return match flush_delay.as_mut().poll(context) {
                Poll::Pending => Poll::Pending,
                Poll::Ready(()) => Poll::Ready(Some(Err("a fault closed the connection".into()))),
            };
        }
        match Pin::new(&mut self.inner).poll_frame(context) {
            Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                Ok(bytes) => {
                    let bytes = self.deliver(&bytes);
                    if bytes.is_empty() && self.ended {
                        return self.poll_frame(context);
                    }
                    Poll::Ready(Some(Ok(Frame::data(bytes))))
                }
                Err(frame) => Poll::Ready(Some(Ok(frame))),
            },
            Poll::Ready(None) => Poll::Ready(self.extension().map(|bytes| Ok(Frame::data(bytes)))),
            other => other,
        }
    }

    fn is_end_stream(&self) -> bool {
        !self.ended && self.faults.extend.is_none() && self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        if self.faults.has_wrong_length {
            SizeHint::default()
        } else {
            self.inner.size_hint()
        }
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;

    use super::*;

    #[tokio::test]
    async fn a_corrupt_byte_is_the_only_one_that_differs() {
        let body = FaultyBody::wrap(
            Body::from("hello".to_owned()),
            BodyFaults {
                corrupt: Some(1),
                ..BodyFaults::default()
            },
        );
        let bytes = body.collect().await.expect("a whole body").to_bytes();
        assert_eq!(bytes.as_ref(), [b'h', !b'e', b'l', b'l', b'o']);
    }

    #[tokio::test]
    async fn a_cut_body_delivers_the_bytes_before_the_cut() {
        let mut body = FaultyBody::wrap(
            Body::from("hello".to_owned()),
            BodyFaults {
                cut: Some(3),
                ..BodyFaults::default()
            },
        );
        let first = body
            .frame()
            .await
            .expect("a frame")
            .expect("bytes")
            .into_data()
            .expect("bytes");
        assert_eq!(first.as_ref(), b"hel");
        assert!(body.frame().await.expect("an end").is_err());
    }

    #[tokio::test]
    async fn a_body_shorter_than_the_cut_is_complete() {
        let body = FaultyBody::wrap(
            Body::from("hello".to_owned()),
            BodyFaults {
                cut: Some(5),
                ..BodyFaults::default()
            },
        );
        assert_eq!(
            body.collect()
                .await
                .expect("a whole body")
                .to_bytes()
                .as_ref(),
            b"hello"
        );
    }

    #[tokio::test]
    async fn a_stalled_body_stays_open_without_further_bytes() {
        let faults = BodyFaults {
            stall: Some(3),
            ..BodyFaults::default()
        };
        let mut body = FaultyBody::wrap(Body::from("hello".to_owned()), faults);
        let first = body
            .frame()
            .await
            .expect("a frame")
            .expect("bytes")
            .into_data()
            .expect("bytes");
        assert_eq!(first.as_ref(), b"hel");
        assert!(futures::poll!(body.frame()).is_pending());
    }
}
