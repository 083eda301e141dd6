//! Object keys: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html>.
//!
//! A key is bytes. It is never trimmed or normalised; a leading `/` and `//` are part of it.

use crate::decimal::decimal;
use crate::error::{Error, Reason};
use crate::text::has_dot_segment;

/// Maximum length of a key in bytes of UTF-8.
pub const MAX_BYTES: usize = 1_024;

/// Checks that S3 can store the key. Fails with `InvalidKey` if it is empty or too long.
pub fn check(key: &str) -> Result<(), Error> {
    if key.is_empty() {
        return Err(Error::new(Reason::KeyEmpty, "key", &[]));
    }
    if key.len() > MAX_BYTES {
        return Err(Error::new(
            Reason::KeyTooLong,
            "key",
            &[&decimal(key.len() as u64)],
        ));
    }
    Ok(())
}

/// Checks that a browser can request the key by URL. Fails with `KeyNotAddressable` if a segment is `.` or `..`: every
/// WHATWG URL parser removes such a segment, even if it is percent-encoded. Also fails as [`check`] does.
pub fn check_addressable(key: &str) -> Result<(), Error> {
    check(key)?;
    if has_dot_segment(key.as_bytes()) {
        return Err(Error::new(Reason::KeyHasDotSegment, "key", &[]));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{check, check_addressable};
    use crate::error::Code;

    fn rejection(key: &str) -> Option<Code> {
        check_addressable(key).err().map(|error| {
            assert_eq!(error.field(), "key");
            error.code()
        })
    }

    #[test]
    fn an_empty_key_is_rejected() {
        assert_eq!(rejection(""), Some(Code::InvalidKey));
    }

    #[test]
    fn the_maximum_length_is_1024_bytes() {
        assert_eq!(rejection(&"a".repeat(1024)), None);
        assert_eq!(rejection(&"é".repeat(512)), None);
        assert_eq!(rejection(&"é".repeat(513)), Some(Code::InvalidKey));
    }

    #[test]
    fn keys_with_dot_segments_are_not_addressable() {
        for key in [".", "..", "a/../b", "a/./b", "./a", "a/.."] {
            assert_eq!(rejection(key), Some(Code::KeyNotAddressable), "{key}");
            assert!(check(key).is_ok());
        }
    }

    #[test]
    fn other_dots_and_empty_segments_are_addressable() {
        for key in [
            "...",
            "a/.hidden",
            "a..b",
            "/a",
            "a//b",
            "a/",
            "%2e%2e/a",
            " a ",
        ] {
            assert_eq!(rejection(key), None, "{key}");
        }
    }
}
