//! JavaScript's numbers, which the TypeScript side has checked. NaN stands for one that is absent.

use crate::error::Error;
use crate::time::Timestamp;

/// An instant in whole seconds.
pub(super) fn instant(seconds: f64) -> Result<Option<Timestamp>, Error> {
    if seconds.is_nan() {
        return Ok(None);
    }
    Timestamp::from_unix(seconds as i64).map(Some)
}

/// The present, in whole seconds.
pub(super) fn present(seconds: f64) -> Result<Timestamp, Error> {
    Timestamp::from_unix(seconds as i64)
}

/// A duration in whole seconds.
pub(super) fn seconds(number: f64) -> Option<u32> {
    (!number.is_nan()).then_some(number as u32)
}

/// A number of bytes.
pub(super) fn size(number: f64) -> Option<u64> {
    (!number.is_nan()).then_some(number as u64)
}
