//! Many URLs in one call.
//!
//! Paths of equal length make canonical requests of equal length, which differ only in their first blocks. Four of
//! them are hashed at a time, and the message schedules of the blocks that they share are computed once.

use alloc::string::String;
use alloc::vec::Vec;

use super::presign::UrlSigner;
use crate::error::Error;
use s3_signpost_sha256::lanes::{Engine, LANES, Lanes};

/// Keeps the place of a signature until it is computed.
const PLACEHOLDER: &str = "0000000000000000000000000000000000000000000000000000000000000000\n";

impl UrlSigner {
    /// Returns two lines for each key: its signature, and its encoded path. The path is empty if no character of the
    /// key needs encoding. Fails for the first key that cannot be signed, with its index.
    pub fn sign_many<'k>(
        &mut self,
        keys: impl Iterator<Item = &'k str>,
        engine: Engine,
    ) -> Result<String, Error> {
        let mut out = String::new();
        let mut paths = String::new();
        let mut offsets = OffsetsByPathLength::default();
        for (index, key) in keys.enumerate() {
            let start = paths.len();
            self.request
                .push_path(Some(key), &mut paths)
                .map_err(|error| error.at_index(index))?;
            let path = paths.get(start..).unwrap_or_default();
            offsets.add(path.len(), start, out.len());
            out.push_str(PLACEHOLDER);
            if !self.request.is_unencoded(path, key) {
                out.push_str(path);
            }
            out.push('\n');
        }
        let mut out = out.into_bytes();
        self.sign_paths(paths.as_bytes(), &offsets, engine, &mut out);
        Ok(String::from_utf8(out).unwrap_or_default())
    }

    /// Takes the steps of [`signature`](Self::signature) for four paths at a time.
    fn sign_paths(
        &mut self,
        paths: &[u8],
        offsets: &OffsetsByPathLength,
        engine: Engine,
        out: &mut [u8],
    ) {
        let (request, tail) = (
            &self.canonical_request.before_path,
            &mut self.canonical_request.after_path,
        );
        let mut strings_to_sign = Lanes::new(&self.signer.inner, 64, engine);
        let mut signatures = Lanes::new(self.signer.hmac.outer(), 32, engine);
        for (length, offsets) in offsets.0.iter().enumerate() {
            if offsets.is_empty() {
                continue;
            }
            let mut requests = Lanes::with_tail(request, length, tail, engine);
            for four in offsets.chunks(LANES) {
                // If fewer than four are left, the other lanes keep the paths of the previous four.
                for (lane, &(path, _)) in four.iter().enumerate() {
                    fill(requests.text(lane), paths.get(path..).unwrap_or_default());
                }
                for (lane, hash) in requests.digests_with_tail(tail).iter().enumerate() {
                    put(strings_to_sign.text(lane), &engine.hex(hash));
                }
                for (lane, inner) in strings_to_sign.digests().iter().enumerate() {
                    put(signatures.text(lane), inner);
                }
                for (digest, &(_, signature)) in signatures.digests().iter().zip(four) {
                    let place = out.get_mut(signature..).unwrap_or_default();
                    put(place, &engine.hex(digest));
                }
            }
        }
    }
}

/// For each length of a path, where such paths begin and where their signatures go.
#[derive(Default)]
struct OffsetsByPathLength(Vec<Vec<(usize, usize)>>);

impl OffsetsByPathLength {
    fn add(&mut self, length: usize, path: usize, signature: usize) {
        if self.0.len() <= length {
            self.0.resize_with(length + 1, Vec::new);
        }
        if let Some(offsets) = self.0.get_mut(length) {
            offsets.push((path, signature));
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
        let mut signer = UrlSigner::new(&credentials, &location, &request, now).expect("a signer");
        let keys = ["test.txt"; 6];
        let line = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404\n\n";
        assert_eq!(
            signer.sign_many(keys.into_iter(), Engine::Scalar),
            Ok(line.repeat(keys.len()))
        );
    }
}
