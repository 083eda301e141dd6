use super::url;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Url;

#[wasm_bindgen_test]
fn the_published_example_of_aws_has_the_published_signature() {
    let url = url("test.txt");
    assert!(
        url.ends_with(
            "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
        ),
        "{url}"
    );
}

#[wasm_bindgen_test]
fn the_url_parser_of_the_browser_changes_no_signed_url() {
    let every_ascii: String = (1..128_u8).map(char::from).collect();
    for key in [
        every_ascii.as_str(),
        "//a//",
        "...",
        "a\\..\\b",
        "%2e%2e/%252e",
        "a?b#c",
        "é€😀\u{FFFD}\u{10FFFF}\u{AD}\u{202E}",
        " a ",
        "a\tb\nc\rd",
    ] {
        let url = url(key);
        assert_eq!(Url::new(&url).expect("a URL").href(), url, "{key}");
    }
}
