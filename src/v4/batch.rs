//! Many URLs in one call.
//!
//! Paths of one length make canonical requests of one length, which differ in their first blocks alone: they are
//! signed four at a time, and the schedules of the blocks that they share are worked out once.

use alloc::string::String;
use alloc::vec::Vec;

use super::presign::UrlSigner;
use crate::error::Error;
use crate::sha256::lanes::{Engine, LANES, Lanes};

/// What stands behind a path until it is signed.
const UNSIGNED: &str = "\n0000000000000000000000000000000000000000000000000000000000000000\n";

impl UrlSigner {
    /// For each key its encoded path and its signature, each with a line feed behind it. Fails for the first key
    /// that cannot be signed, and tells its index.
    pub fn sign_many<'k>(
        &mut self,
        keys: impl Iterator<Item = &'k str>,
        engine: Engine,
    ) -> Result<String, Error> {
        let mut out = String::new();
        let mut starts = Starts::default();
        for (index, key) in keys.enumerate() {
            let start = out.len();
            self.prepared
                .push_path(Some(key), &mut out)
                .map_err(|error| error.at_index(index))?;
            starts.add(start, out.len() - start);
            out.push_str(UNSIGNED);
        }
        let mut out = out.into_bytes();
        self.sign_paths(&starts, engine, &mut out);
        Ok(String::from_utf8(out).unwrap_or_default())
    }

    fn sign_paths(&mut self, starts: &Starts, engine: Engine, out: &mut [u8]) {
        let mut hashes = Lanes::new(&self.string_to_sign, 64, engine);
        let mut codes = Lanes::new(self.hmac.outer(), 32, engine);
        for (length, starts) in starts.by_length.iter().enumerate() {
            if starts.is_empty() {
                continue;
            }
            let (request, tail) = (&self.canonical_request, &mut self.tail);
            let mut requests = Lanes::with_tail(request, length, tail, engine);
            for four in starts.chunks(LANES) {
                // Where fewer than four are left, the other lanes have what was there before.
                for (lane, &start) in four.iter().enumerate() {
                    fill(requests.text(lane), out.get(start..).unwrap_or_default());
                }
                for (lane, digest) in requests.digests_with_tail(tail).iter().enumerate() {
                    put(hashes.text(lane), &engine.hex(digest));
                }
                for (lane, digest) in hashes.digests().iter().enumerate() {
                    put(codes.text(lane), digest);
                }
                for (code, &start) in codes.digests().iter().zip(four) {
                    let signature = start + length + "\n".len();
                    let place = out.get_mut(signature..).unwrap_or_default();
                    put(place, &engine.hex(code));
                }
            }
        }
    }
}

/// Where the paths of each length begin.
#[derive(Default)]
struct Starts {
    by_length: Vec<Vec<usize>>,
}

impl Starts {
    fn add(&mut self, start: usize, length: usize) {
        if self.by_length.len() <= length {
            self.by_length.resize_with(length + 1, Vec::new);
        }
        if let Some(starts) = self.by_length.get_mut(length) {
            starts.push(start);
        }
    }
}

/// Writes what fits.
fn fill(place: &mut [u8], text: &[u8]) {
    for (place, byte) in place.iter_mut().zip(text) {
        *place = *byte;
    }
}

/// Writes all of it, where there is room for that.
fn put<const LENGTH: usize>(place: &mut [u8], bytes: &[u8; LENGTH]) {
    if let Some(place) = place.first_chunk_mut() {
        *place = *bytes;
    }
}
