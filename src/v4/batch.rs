//! Many URLs in one call.
//!
//! Paths of equal length make canonical requests of equal length, which differ only in their first blocks. Four of
//! them are hashed at a time, and the message schedules of the blocks that they share are computed once.

use alloc::string::String;
use alloc::vec::Vec;

use super::presign::UrlSigner;
use crate::error::Error;
use crate::text::ascii;
use s3_signpost_sha256::Digest;
use s3_signpost_sha256::lanes::{Engine, LANES, Lanes};

/// A path to sign.
struct Path {
    /// Start and end in the text of all paths.
    start: usize,
    end: usize,
    is_unencoded: bool,
    /// Index of another path of the same length; [`NONE`] after the last.
    next: usize,
    signature: Digest,
}

/// An index that no path has.
const NONE: usize = usize::MAX;

impl UrlSigner {
    /// Returns two lines for each key: its signature, and its encoded path. The path is empty if no character of the
    /// key needs encoding. Fails for the first key that cannot be signed, with its index.
    pub fn sign_many<'k>(
        &mut self,
        keys: impl Iterator<Item = &'k str>,
        engine: Engine,
    ) -> Result<String, Error> {
        let mut text = String::new();
        let mut paths = Vec::new();
        // For each length, the index of one path.
        let mut by_length = Vec::new();
        for key in keys {
            let start = text.len();
            let index = paths.len();
            self.request
                .push_path(Some(key), &mut text)
                .map_err(|error| error.at_index(index))?;
            let end = text.len();
            let length = end - start;
            if by_length.len() <= length {
                by_length.resize(length + 1, NONE);
            }
            let mut next = NONE;
            if let Some(first) = by_length.get_mut(length) {
                next = core::mem::replace(first, index);
            }
            paths.push(Path {
                start,
                end,
                is_unencoded: self.request.is_unencoded(length, key),
                next,
                signature: [0; 32],
            });
        }
        for (length, first) in by_length.into_iter().enumerate() {
            if first != NONE {
                self.sign_paths(length, first, text.as_bytes(), &mut paths, engine);
            }
        }
        let mut out = String::new();
        for path in &paths {
            out.push_str(ascii(&engine.hex(&path.signature)));
            out.push_str("\n");
            if !path.is_unencoded {
                out.push_str(text.get(path.start..path.end).unwrap_or_default());
            }
            out.push_str("\n");
        }
        Ok(out)
    }

    /// Takes the steps of [`signature`](Self::signature) for four paths of this length at a time.
    fn sign_paths(
        &mut self,
        length: usize,
        first: usize,
        text: &[u8],
        paths: &mut [Path],
        engine: Engine,
    ) {
        let tail = &mut self.canonical_request.after_path;
        let before_path = &self.canonical_request.before_path;
        let mut requests = Lanes::with_tail(before_path, length, tail, engine);
        let mut strings_to_sign = Lanes::new(&self.signer.inner, 64, engine);
        let mut signatures = Lanes::new(self.signer.hmac.outer(), 32, engine);
        let mut next = first;
        while next != NONE {
            // If fewer than four are left, the other lanes keep the paths of the previous four.
            let mut four = [NONE; LANES];
            for (lane, index) in four.iter_mut().enumerate() {
                let Some(path) = paths.get(next) else { break };
                fill(
                    requests.text(lane),
                    text.get(path.start..).unwrap_or_default(),
                );
                *index = next;
                next = path.next;
            }
            for (lane, hash) in requests.digests_with_tail(tail).iter().enumerate() {
                put(strings_to_sign.text(lane), &engine.hex(hash));
            }
            for (lane, inner) in strings_to_sign.digests().iter().enumerate() {
                put(signatures.text(lane), inner);
            }
            for (signature, index) in signatures.digests().iter().zip(four) {
                if let Some(path) = paths.get_mut(index) {
                    path.signature = *signature;
                }
            }
        }
    }
}

/// Writes as many bytes of `text` as `place` has.
fn fill(place: &mut [u8], text: &[u8]) {
    for (place, byte) in place.iter_mut().zip(text) {
        *place = *byte;
    }
}

/// Writes all bytes, or none if `place` is too short.
fn put<const LENGTH: usize>(place: &mut [u8], bytes: &[u8; LENGTH]) {
    if let Some(place) = place.first_chunk_mut() {
        *place = *bytes;
    }
}

#[cfg(test)]
mod tests {
    use super::UrlSigner;
    use crate::credentials::Credentials;
    use crate::expiry::Expiry;
    use crate::location::{Location, Variants};
    use crate::request::PresignRequest;
    use crate::time::Timestamp;
    use crate::v4::SigningKeyCache;
    use s3_signpost_sha256::lanes::Engine;

    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>.
    #[test]
    fn each_signature_of_a_batch_is_awss_documented_one() {
        let credentials = Credentials::new(
            "AKIAIOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        )
        .expect("credentials");
        let mut location = Location::aws("us-east-1").expect("a location");
        let variants = Variants {
            global: true,
            ..Variants::default()
        };
        location.set_variants(variants).expect("a location");
        let mut request = PresignRequest::get("examplebucket", "");
        request.expiry = Expiry::In(86_400);
        let now = Timestamp::from_unix(1_369_353_600).expect("2013-05-24T00:00:00Z");
        let mut signer = UrlSigner::new(
            &mut SigningKeyCache::default(),
            &credentials,
            &location,
            &request,
            now,
        )
        .expect("a signer");
        let keys = ["test.txt"; 6];
        let line = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404\n\n";
        assert_eq!(
            signer.sign_many(keys.into_iter(), Engine::Scalar),
            Ok(line.repeat(keys.len()))
        );
    }
}
