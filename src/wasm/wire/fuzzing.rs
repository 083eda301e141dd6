//! Checks of the format for any input, which a unit test and a fuzz target run; in no release.

use alloc::string::String;
use alloc::vec::Vec;

use super::{ArgumentReader, Decode, Encode, OpenArguments, PostArguments, ShareArguments};
use crate::time::Timestamp;

/// Decodes a text as the arguments of each call.
pub fn decode_all(text: &str) {
    let _ = OpenArguments::decode(text);
    let _ = ShareArguments::default().decode_from(text);
    let _ = PostArguments::default().decode_from(text);
}

/// Encodes one value of each kind as a reply, and decodes them as arguments. Returns whether they are equal.
pub fn is_kept(
    text: &str,
    optional: Option<&str>,
    pairs: &[(String, String)],
    instant: Option<Timestamp>,
    flag: bool,
) -> bool {
    let mut reply = String::new();
    text.encode(&mut reply);
    pairs.encode(&mut reply);
    optional.encode(&mut reply);
    instant.encode(&mut reply);
    flag.encode(&mut reply);
    let mut reader = ArgumentReader(&reply);
    let expected: Vec<_> = pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let is_equal = decoded::<&str>(&mut reader) == text
        && decoded::<Vec<(&str, &str)>>(&mut reader) == expected
        && decoded::<Option<&str>>(&mut reader) == optional
        && decoded::<Option<Timestamp>>(&mut reader) == instant
        && decoded::<bool>(&mut reader) == flag;
    is_equal && reader.finish().is_ok()
}

fn decoded<'a, T: Default + Decode<'a>>(reader: &mut ArgumentReader<'a>) -> T {
    let mut value = T::default();
    value.decode(reader);
    value
}
