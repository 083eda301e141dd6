//! Base64 with padding (RFC 4648, section 4).

use alloc::string::String;
use alloc::vec::Vec;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Encodes `bytes`. This is not constant-time: policies, signatures and checksums are not secret.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut out = Vec::with_capacity(bytes.len() / 3 * 4 + 4);
    for group in bytes.chunks(3) {
        let at = |index: usize| u32::from(group.get(index).copied().unwrap_or_default());
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        let mut digits = [18, 12, 6, 0].map(|shift| {
            let value = (bits >> shift & 63) as usize;
            ALPHABET.get(value).copied().unwrap_or_default()
        });
        if let Some(padding) = digits.get_mut(group.len() + 1..) {
            padding.fill(b'=');
        }
        out.extend_from_slice(&digits);
    }
    String::from_utf8(out).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::encode;
    use base64ct::{Base64, Encoding};

    #[test]
    fn an_independent_decoder_decodes_bytes_of_any_length() {
        let bytes: Vec<u8> = (0..=255).rev().collect();
        for length in 0..bytes.len() {
            let bytes = &bytes[..length];
            assert_eq!(
                Base64::decode_vec(&encode(bytes)).expect("base64"),
                bytes,
                "{length}"
            );
        }
    }
}
