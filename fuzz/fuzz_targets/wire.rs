//! Fuzzes the format of arguments and replies: any text is decoded or rejected, and encoded values are decoded unchanged.

#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use s3_signpost::Timestamp;
use s3_signpost::wasm::fuzzing::{decode_all, is_kept};

#[derive(Debug, Arbitrary)]
struct Input<'a> {
    pairs: Vec<(String, String)>,
    seconds: Option<i64>,
    flag: bool,
    optional: Option<&'a str>,
    text: &'a str,
}

fuzz_target!(|input: Input<'_>| {
    decode_all(input.text);
    let instant = input
        .seconds
        .and_then(|seconds| Timestamp::from_unix(seconds).ok());
    assert!(is_kept(
        input.text,
        input.optional,
        &input.pairs,
        instant,
        input.flag
    ));
});
