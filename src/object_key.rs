//! Object keys: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html>.
//!
//! A key is bytes. It is never trimmed and never normalised; a leading `/` and `//` are part of it.

use crate::error::{Error, Reason};
use crate::text::has_dot_segment;
use crate::time::decimal;

/// S3's limit for a key, in bytes of UTF-8.
pub const MAX_BYTES: usize = 1_024;

/// A key that S3 can store. Fails with [`Code::InvalidKey`](crate::Code::InvalidKey) where it is empty or too long.
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

/// A key that a browser can ask for by URL. Fails with [`Code::KeyNotAddressable`](crate::Code::KeyNotAddressable) where a segment is
/// `.` or `..`: every WHATWG URL parser removes it, even percent-encoded, before the request is sent.
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

    fn refusal(key: &str) -> Option<Code> {
        check_addressable(key).err().map(|error| {
            assert_eq!(error.field(), "key");
            error.code()
        })
    }

    #[test]
    fn an_empty_key_is_refused() {
        assert_eq!(refusal(""), Some(Code::InvalidKey));
    }

    #[test]
    fn the_limit_is_1024_bytes_not_characters() {
        assert_eq!(refusal(&"a".repeat(1024)), None);
        assert_eq!(refusal(&"é".repeat(512)), None);
        assert_eq!(refusal(&"é".repeat(513)), Some(Code::InvalidKey));
    }

    #[test]
    fn a_segment_of_one_or_two_dots_cannot_be_requested() {
        for key in [".", "..", "a/../b", "a/./b", "./a", "a/.."] {
            assert_eq!(refusal(key), Some(Code::KeyNotAddressable), "{key}");
            assert!(check(key).is_ok());
        }
    }

    #[test]
    fn other_dots_and_empty_segments_are_part_of_a_key() {
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
            assert_eq!(refusal(key), None, "{key}");
        }
    }
}
