//! Many URLs in one call.
//!
//! Paths of one length make canonical requests of one length, which differ in their first blocks alone: they are
//! signed four at a time, and the schedules of the blocks that they share are worked out once.

use alloc::string::String;
use alloc::vec::Vec;

use super::presign::UrlSigner;
use crate::error::Error;
use crate::sha256::lanes::{Engine, LANES, Lanes};

/// What stands in a signature's place until it is there.
const UNSIGNED: &str = "0000000000000000000000000000000000000000000000000000000000000000\n";

impl UrlSigner {
    /// For each key its signature, and its encoded path unless that is the key as it stands behind what all paths begin
    /// with, each with a line feed behind it. Fails for the first key that cannot be signed, and tells its index.
    pub fn sign_many<'k>(
        &mut self,
        keys: impl Iterator<Item = &'k str>,
        engine: Engine,
    ) -> Result<String, Error> {
        let mut out = String::new();
        let mut paths = String::new();
        let mut places = Places::default();
        for (index, key) in keys.enumerate() {
            let start = paths.len();
            self.prepared
                .push_path(Some(key), &mut paths)
                .map_err(|error| error.at_index(index))?;
            let path = paths.get(start..).unwrap_or_default();
            places.add(path.len(), start, out.len());
            out.push_str(UNSIGNED);
            if !self.prepared.is_plain(path, key) {
                out.push_str(path);
            }
            out.push('\n');
        }
        let mut out = out.into_bytes();
        self.sign_paths(paths.as_bytes(), &places, engine, &mut out);
        Ok(String::from_utf8(out).unwrap_or_default())
    }

    fn sign_paths(&mut self, paths: &[u8], places: &Places, engine: Engine, out: &mut [u8]) {
        let mut hashes = Lanes::new(&self.string_to_sign, 64, engine);
        let mut codes = Lanes::new(self.hmac.outer(), 32, engine);
        for (length, places) in places.by_length.iter().enumerate() {
            if places.is_empty() {
                continue;
            }
            let (request, tail) = (&self.canonical_request, &mut self.tail);
            let mut requests = Lanes::with_tail(request, length, tail, engine);
            for four in places.chunks(LANES) {
                // Where fewer than four are left, the other lanes have what was there before.
                for (lane, &(path, _)) in four.iter().enumerate() {
                    fill(requests.text(lane), paths.get(path..).unwrap_or_default());
                }
                for (lane, digest) in requests.digests_with_tail(tail).iter().enumerate() {
                    put(hashes.text(lane), &engine.hex(digest));
                }
                for (lane, digest) in hashes.digests().iter().enumerate() {
                    put(codes.text(lane), digest);
                }
                for (code, &(_, signature)) in codes.digests().iter().zip(four) {
                    let place = out.get_mut(signature..).unwrap_or_default();
                    put(place, &engine.hex(code));
                }
            }
        }
    }
}

/// Where the paths of each length begin, and where their signatures go.
#[derive(Default)]
struct Places {
    by_length: Vec<Vec<(usize, usize)>>,
}

impl Places {
    fn add(&mut self, length: usize, path: usize, signature: usize) {
        if self.by_length.len() <= length {
            self.by_length.resize_with(length + 1, Vec::new);
        }
        if let Some(places) = self.by_length.get_mut(length) {
            places.push((path, signature));
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
