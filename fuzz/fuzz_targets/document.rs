//! The XML that a server answers with: hostile, cut or endless.

#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use s3_signpost::reply::Reply;

#[derive(Debug, Arbitrary)]
struct Input<'a> {
    root: &'a str,
    xml: &'a str,
}

fuzz_target!(|input: Input<'_>| {
    for root in ["Error", "PostResponse", input.root] {
        let Some(reply) = Reply::parse(input.xml, root) else {
            continue;
        };
        // No entity and no reference can make more of a document than there is of it.
        let length: usize = reply
            .elements()
            .map(|(name, text)| name.len() + text.len())
            .sum();
        assert!(length <= input.xml.len());
    }
});
