//! Many URLs in one call.
//!
//! Paths of one length make canonical requests of one length, which differ in their first blocks alone: they are
//! signed four at a time, and the schedules of the blocks that they share are worked out once.

use alloc::string::String;
use alloc::vec::Vec;

use super::presign::UrlSigner;
use crate::error::Error;
use crate::sha256::lanes::{Engine, LANES, Lanes};
use crate::sha256::{Digest, hex};
use crate::text::ascii;

impl UrlSigner {
    /// Appends, for each key, its encoded path and its signature, each with a line feed behind it. Fails for the
    /// first key that cannot be signed, and tells its index.
    pub fn sign_many<'k>(
        &mut self,
        keys: impl Iterator<Item = &'k str>,
        engine: Engine,
        out: &mut String,
    ) -> Result<(), Error> {
        let mut paths = Paths::default();
        for (index, key) in keys.enumerate() {
            self.prepared
                .push_path(Some(key), &mut paths.text)
                .map_err(|error| error.at_index(index))?;
            paths.end();
        }
        let signatures = self.signatures(&paths, engine);
        for (path, signature) in paths.iter().zip(&signatures) {
            out.push_str(path);
            out.push('\n');
            out.push_str(ascii(&hex(signature)));
            out.push('\n');
        }
        Ok(())
    }

    fn signatures(&mut self, paths: &Paths, engine: Engine) -> Vec<Digest> {
        let mut signatures = Vec::new();
        signatures.resize(paths.ends.len(), [0; 32]);
        let mut lanes = Lanes::new(engine);
        for group in paths.by_length() {
            for four in group.chunks(LANES) {
                // Where fewer than four are left, the last of them fills the other lanes.
                let at = |lane: usize| four.get(lane).or(four.last()).copied().unwrap_or_default();
                let indices = [at(0), at(1), at(2), at(3)];
                let texts = indices.map(|index| paths.get(index).as_bytes());
                let requests =
                    lanes.digests_with_tail(&self.canonical_request, &texts, &mut self.tail);
                let hashes = requests.map(|digest| hex(&digest));
                let inner = lanes.digests(
                    &self.string_to_sign,
                    &hashes.each_ref().map(|hash| hash.as_slice()),
                );
                let codes = lanes.digests(
                    self.hmac.outer(),
                    &inner.each_ref().map(|digest| digest.as_slice()),
                );
                for (index, code) in indices.into_iter().zip(codes) {
                    if let Some(place) = signatures.get_mut(index) {
                        *place = code;
                    }
                }
            }
        }
        signatures
    }
}

/// Encoded paths, one behind the other.
#[derive(Default)]
struct Paths {
    text: String,
    ends: Vec<usize>,
}

impl Paths {
    fn end(&mut self) {
        self.ends.push(self.text.len());
    }

    fn get(&self, index: usize) -> &str {
        let start = match index.checked_sub(1) {
            Some(before) => self.ends.get(before).copied().unwrap_or_default(),
            None => 0,
        };
        let end = self.ends.get(index).copied().unwrap_or_default();
        self.text.get(start..end).unwrap_or_default()
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|index| self.get(index))
    }

    /// The indices of the paths of each length.
    fn by_length(&self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (index, path) in self.iter().enumerate() {
            if groups.len() <= path.len() {
                groups.resize_with(path.len() + 1, Vec::new);
            }
            if let Some(group) = groups.get_mut(path.len()) {
                group.push(index);
            }
        }
        groups
    }
}
