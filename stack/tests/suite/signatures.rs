//! Every signature scheme, and the rejection of changed requests.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

use crate::support::{BUCKET, HELLO, Key, Presign, Stack, encode, send};

/// Recorded from botocore; expires in the year 2100. A Version 2 signature does not cover the host.
const BOTOCORE_V2_GET: &str = "hello.txt?AWSAccessKeyId=AKIASIGNPOSTEXAMPLE0&Signature=OvHb4zR9T48bGlCJ0t8%2B8Qg3%2BrU%3D&Expires=4102444800";
const BOTOCORE_V2_GET_AS_ATTACHMENT: &str = "hello.txt?response-content-disposition=attachment%3B%20filename%3D%22a%20b.txt%22\
    &AWSAccessKeyId=AKIASIGNPOSTEXAMPLE0&Signature=v7z1aR%2FV3i83A7qbkrW86R8GUSQ%3D&Expires=4102444800";

#[test]
fn a_presigned_v4_url_is_accepted() {
    let stack = Stack::start();
    let response = stack.get("hello.txt");
    assert_eq!((response.status, response.text().as_str()), (200, HELLO));
}

#[test]
fn a_v4_signature_in_headers_is_accepted() {
    let stack = Stack::start();
    let url = stack.url("from-headers.txt");
    let headers = Presign::default().headers(&stack.demo_key(), "PUT", &url, b"hello");
    let headers: Vec<_> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(send("PUT", &url, &headers, b"hello").status, 200);
    assert_eq!(stack.get("from-headers.txt").body, b"hello");
}

#[test]
fn a_body_other_than_the_signed_one_is_rejected() {
    let stack = Stack::start();
    let url = stack.url("from-headers.txt");
    let headers = Presign::default().headers(&stack.demo_key(), "PUT", &url, b"hello");
    let headers: Vec<_> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let response = send("PUT", &url, &headers, b"jello");
    assert_eq!(
        response.error(),
        (400, "XAmzContentSHA256Mismatch".to_owned())
    );
    assert_eq!(stack.get("from-headers.txt").status, 404);
}

#[test]
fn a_v2_url_made_by_botocore_is_accepted() {
    let stack = Stack::start();
    let response = send("GET", &stack.url(BOTOCORE_V2_GET), &[], b"");
    assert_eq!((response.status, response.text().as_str()), (200, HELLO));
}

#[test]
fn a_v2_url_with_a_response_override_is_accepted() {
    let stack = Stack::start();
    let response = send("GET", &stack.url(BOTOCORE_V2_GET_AS_ATTACHMENT), &[], b"");
    assert_eq!(response.status, 200);
    assert_eq!(
        response.header("content-disposition"),
        Some("attachment; filename=\"a b.txt\"")
    );
}

#[test]
fn a_v2_url_with_a_session_token_is_accepted() {
    let stack = Stack::start();
    let url = v2_url(&stack, &stack.guest(), "4102444800");
    assert_eq!(send("GET", &url, &[], b"").text(), HELLO);
}

#[test]
fn a_presigned_v4_url_with_a_session_token_is_accepted() {
    let stack = Stack::start();
    let url = Presign::default().url(&stack.guest(), "GET", &stack.url("hello.txt"));
    assert_eq!(send("GET", &url, &[], b"").text(), HELLO);
}

#[test]
fn a_bucket_in_the_host_is_accepted_in_v4() {
    let stack = Stack::start();
    for host in ["localhost", "s3.localhost"] {
        let host = format!("{BUCKET}.{host}");
        let signed = Presign::default().url(
            &stack.demo_key(),
            "GET",
            &format!("http://{host}/hello.txt"),
        );
        let path = signed
            .strip_prefix(&format!("http://{host}"))
            .expect("the signed URL");
        let response = send(
            "GET",
            &format!("{}{path}", stack.text("s3")),
            &[("host", &host)],
            b"",
        );
        assert_eq!(response.text(), HELLO, "{host}");
    }
}

#[test]
fn keys_with_special_characters_are_stored_and_read() {
    let stack = Stack::start();
    for key in [
        "a b+c=d&e",
        "ü/é/日本",
        "/leading",
        "a//b",
        "100%/%41",
        "~*'()!,;:@$",
        "tab\tkey",
        "\"quotes\"<&>",
    ] {
        let encoded: String = key.split('/').map(encode).collect::<Vec<_>>().join("/");
        assert_eq!(
            stack.put(&encoded, &[], key.as_bytes()).status,
            200,
            "{key}"
        );
        assert_eq!(stack.get(&encoded).text(), key);
    }
}

#[test]
fn a_signature_for_another_key_method_or_parameter_is_rejected() {
    let stack = Stack::start();
    let url = stack.presigned_get("hello.txt");
    let changes = [
        ("GET", url.replace("hello.txt", "other.txt")),
        ("DELETE", url.clone()),
        ("GET", format!("{url}&response-content-type=text%2Fhtml")),
        ("GET", url.replace("X-Amz-Expires=60", "X-Amz-Expires=61")),
    ];
    for (method, url) in changes {
        assert_eq!(
            send(method, &url, &[], b"").error(),
            (403, "SignatureDoesNotMatch".to_owned()),
            "{method}"
        );
    }
}

#[test]
fn a_signature_by_another_secret_is_rejected() {
    let stack = Stack::start();
    let key = Key {
        secret: "another/secret".to_owned(),
        ..stack.demo_key()
    };
    let v4 = Presign::default().url(&key, "GET", &stack.url("hello.txt"));
    for url in [v4, v2_url(&stack, &key, "4102444800")] {
        assert_eq!(
            send("GET", &url, &[], b"").error(),
            (403, "SignatureDoesNotMatch".to_owned())
        );
    }
}

#[test]
fn a_signed_header_must_be_sent_as_it_was_signed() {
    let stack = Stack::start();
    let signed = [("content-type", "text/plain"), ("x-amz-meta-who", "me")];
    let url = Presign {
        headers: signed.to_vec(),
        ..Presign::default()
    };
    let url = url.url(&stack.demo_key(), "PUT", &stack.url("signed.txt"));
    assert_eq!(send("PUT", &url, &signed, b"hello").status, 200);
    let other = [("content-type", "text/html"), ("x-amz-meta-who", "me")];
    assert_eq!(
        send("PUT", &url, &other, b"hello").error(),
        (403, "SignatureDoesNotMatch".to_owned())
    );
}

#[test]
fn a_rejected_v4_signature_shows_the_canonical_request() {
    let stack = Stack::start();
    let key = Key {
        secret: "another/secret".to_owned(),
        ..stack.demo_key()
    };
    let url = Presign::default().url(&key, "GET", &stack.url("hello.txt"));
    let response = send("GET", &url, &[], b"");
    let host = stack.text("s3").strip_prefix("http://").expect("an origin");
    // s3s uses the machine's clock, so the date is that of the signer.
    let (_, date) = url.split_once("X-Amz-Date=").expect("a date");
    let (date, day) = (&date[..16], &date[..8]);
    let credential = format!("AKIASIGNPOSTEXAMPLE0%2F{day}%2Feu-west-1%2Fs3%2Faws4_request");
    let expected = format!(
        "GET\n/{BUCKET}/hello.txt\nX-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={credential}&\
         X-Amz-Date={date}&X-Amz-Expires={}&X-Amz-SignedHeaders=host\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD",
        Presign::default().seconds
    );
    assert_eq!(response.element("CanonicalRequest"), Some(expected));
}

/// Returns a Version 2 URL of `hello.txt`, signed after the AWS documents.
pub fn v2_url(stack: &Stack, key: &Key, expires: &str) -> String {
    let token = key
        .token
        .as_ref()
        .map(|token| format!("x-amz-security-token:{token}\n"))
        .unwrap_or_default();
    let text = format!("GET\n\n\n{expires}\n{token}/{BUCKET}/hello.txt");
    let mut mac =
        Hmac::<Sha1>::new_from_slice(key.secret.as_bytes()).expect("HMAC accepts any length");
    mac.update(text.as_bytes());
    let signature = encode(&STANDARD.encode(mac.finalize().into_bytes()));
    let token = key
        .token
        .as_ref()
        .map(|token| format!("&x-amz-security-token={}", encode(token)))
        .unwrap_or_default();
    let path = format!(
        "hello.txt?AWSAccessKeyId={}&Expires={expires}&Signature={signature}{token}",
        key.id
    );
    stack.url(&path)
}
