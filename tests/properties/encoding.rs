//! Independent parsers and encoders agree with the encoders of this crate.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use proptest::prelude::*;
use s3_signpost::content_disposition::attachment;
use s3_signpost::encode::{Slash, query_component, uri_encode};
use s3_signpost::json;

use crate::inputs;

const UNRESERVED: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

const PATH: AsciiSet = UNRESERVED.remove(b'/');

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn paths_are_encoded_as_by_an_independent_encoder(text in inputs::text(40)) {
        let mut ours = String::new();
        uri_encode(&text, Slash::Keep, &mut ours);
        prop_assert_eq!(ours, utf8_percent_encode(&text, &PATH).to_string());
    }

    #[test]
    fn query_components_are_encoded_as_by_an_independent_encoder(text in inputs::text(40)) {
        prop_assert_eq!(query_component(&text), utf8_percent_encode(&text, &UNRESERVED).to_string());
    }

    #[test]
    fn an_independent_parser_parses_every_json_string(text in inputs::text(40)) {
        let mut ours = String::new();
        json::push_string(&text, &mut ours);
        prop_assert_eq!(serde_json::from_str::<String>(&ours).expect("JSON"), text);
    }

    #[test]
    fn every_file_name_is_decoded_from_its_content_disposition(name in inputs::text(20)) {
        let value = attachment(&name);
        prop_assert!(value.bytes().all(|byte| matches!(byte, b' '..=b'~')));
        let decoded = if let Some((_, encoded)) = value.split_once("filename*=UTF-8''") {
            percent_decode_str(encoded).decode_utf8().expect("UTF-8").into_owned()
        } else {
            let quoted = value.strip_prefix("attachment; filename=\"").expect("a name");
            quoted.strip_suffix('"').expect("a closing quote").into()
        };
        prop_assert_eq!(decoded, name);
    }
}
