//! Identifiers and secrets that cannot be guessed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// `N` bytes from the operating system.
///
/// # Panics
/// If the operating system has no randomness to give: there is nothing sensible to go on with.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives randomness");
    bytes
}

/// `2 × N` lowercase hexadecimal digits.
pub fn hex<const N: usize>() -> String {
    hex::encode(bytes::<N>())
}

/// `N` bytes in base64, with `+`, `/` and padding where they fall.
pub fn base64<const N: usize>() -> String {
    STANDARD.encode(bytes::<N>())
}

/// `N` characters of AWS's identifier alphabet, A–Z and 2–7.
pub fn identifier<const N: usize>() -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    bytes::<N>()
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(byte % 32)]))
        .collect()
}

/// A version 4 UUID.
pub fn uuid() -> String {
    let mut id = bytes::<16>();
    id[6] = (id[6] & 0x0f) | 0x40;
    id[8] = (id[8] & 0x3f) | 0x80;
    let digits = hex::encode(id);
    format!(
        "{}-{}-{}-{}-{}",
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..]
    )
}
