use super::{NOW, Presigner, refusal, signer_options};
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

fn url_at(endpoint: &str) -> String {
    let options = signer_options(json!({ "region": "us-east-1", "endpoint": endpoint }));
    let presigner = Presigner::new(&options).expect("a presigner");
    let signed = presigner
        .presign(&"s3://bucket/key".into(), NOW)
        .expect("a URL");
    let url = js_sys::Reflect::get(&signed, &"url".into()).expect("a property");
    url.as_string()
        .expect("a text")
        .split('?')
        .next()
        .expect("a path")
        .into()
}

#[wasm_bindgen_test]
fn an_endpoint_is_signed_as_the_browser_will_send_it() {
    for (endpoint, url) in [
        ("http://localhost:9000", "http://localhost:9000/bucket/key"),
        ("HTTP://LOCALHOST:9000/", "http://localhost:9000/bucket/key"),
        (
            "https://s3.example.test:443/base/",
            "https://s3.example.test/base/bucket/key",
        ),
        (
            "https://bücher.example",
            "https://xn--bcher-kva.example/bucket/key",
        ),
        (
            "http://[0:0:0:0:0:0:0:1]:9000",
            "http://[::1]:9000/bucket/key",
        ),
        ("http://127.1:9000", "http://127.0.0.1:9000/bucket/key"),
        (
            "https://s3.example.test/a b",
            "https://s3.example.test/a%20b/bucket/key",
        ),
    ] {
        assert_eq!(url_at(endpoint), url);
    }
}

#[wasm_bindgen_test]
fn what_no_bucket_can_stand_behind_is_refused() {
    for endpoint in [
        "",
        "localhost:9000",
        "ftp://host",
        "https://user:word@host",
        "https://host?a",
        "https://host#a",
        "javascript:alert(1)",
    ] {
        let options = signer_options(json!({ "region": "us-east-1", "endpoint": endpoint }));
        let refused = refusal(Presigner::new(&options));
        assert_eq!(
            (refused.code.as_str(), refused.field.as_str()),
            ("InvalidEndpoint", "endpoint"),
            "{endpoint}"
        );
    }
}
