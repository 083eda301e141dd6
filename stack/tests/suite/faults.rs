//! Faults on demand, and the request log.

use serde_json::{Value, json};

use crate::support::{HELLO, Stack, send, try_send};

fn requests(stack: &Stack) -> Value {
    send(
        "GET",
        &format!("{}/_stack/requests", stack.text("identity")),
        &[],
        b"",
    )
    .json()
}

#[test]
fn an_error_is_returned_as_often_as_requested() {
    let stack = Stack::start();
    let effect = json!({ "type": "error", "status": 503, "code": "SlowDown", "retryAfter": 2 });
    stack.fault(&json!({ "times": 2, "effect": effect }));
    for _ in 0..2 {
        let response = stack.get("hello.txt");
        assert_eq!(
            (response.error(), response.header("retry-after")),
            ((503, "SlowDown".to_owned()), Some("2"))
        );
    }
    assert_eq!(stack.get("hello.txt").text(), HELLO);
}

#[test]
fn a_fault_may_affect_one_key_only() {
    let stack = Stack::start();
    let effect = json!({ "type": "error", "status": 500, "code": "InternalError" });
    stack.fault(&json!({ "key": "other.txt", "method": "GET", "times": 0, "effect": effect }));
    assert_eq!(stack.get("hello.txt").status, 200);
    assert_eq!(stack.get("other.txt").status, 500);
}

#[test]
fn a_cut_response_ends_early() {
    let stack = Stack::start();
    stack.fault(&json!({ "effect": { "type": "cut", "after": 5 } }));
    assert!(try_send("GET", &stack.presigned_get("hello.txt"), &[], b"").is_err());
    assert_eq!(stack.get("hello.txt").text(), HELLO);
}

#[test]
fn a_connection_may_be_closed_before_a_response() {
    let stack = Stack::start();
    stack.fault(&json!({ "effect": { "type": "cut", "of": "request", "after": 0 } }));
    assert!(try_send("GET", &stack.presigned_get("hello.txt"), &[], b"").is_err());
}

#[test]
fn a_corrupt_byte_does_not_change_the_length() {
    let stack = Stack::start();
    stack.fault(&json!({ "effect": { "type": "corrupt", "at": 1 } }));
    let body = stack.get("hello.txt").body;
    let different: Vec<usize> = body
        .iter()
        .zip(HELLO.bytes())
        .enumerate()
        .filter(|(_, (a, b))| **a != *b)
        .map(|(at, _)| at)
        .collect();
    assert_eq!((body.len(), different), (HELLO.len(), vec![1]));
}

#[test]
fn a_corrupt_upload_fails_its_checksum() {
    let stack = Stack::start();
    stack.fault(
        &json!({ "method": "PUT", "effect": { "type": "corrupt", "of": "request", "at": 0 } }),
    );
    let response = stack.put(
        "a.txt",
        &[("content-md5", "XUFAKrxLKna5cZ2REBfFkg==")],
        b"hello",
    );
    assert_eq!(response.error(), (400, "BadDigest".to_owned()));
}

#[test]
fn headers_and_status_can_be_replaced() {
    let stack = Stack::start();
    let weak = json!({ "type": "header", "name": "ETag", "value": "W/\"x\"" });
    let hidden = json!({ "type": "header", "name": "Last-Modified" });
    let date =
        json!({ "type": "header", "name": "Date", "value": "Fri, 31 Dec 9999 23:59:59 GMT" });
    for effect in [
        weak,
        hidden,
        date,
        json!({ "type": "status", "status": 202 }),
    ] {
        stack.fault(&json!({ "effect": effect }));
    }
    let response = stack.get("hello.txt");
    assert_eq!(
        (response.status, response.header("etag")),
        (202, Some("W/\"x\""))
    );
    assert_eq!(response.header("last-modified"), None);
    assert_eq!(
        response.header("date"),
        Some("Fri, 31 Dec 9999 23:59:59 GMT")
    );
    assert_eq!(response.text(), HELLO);
}

#[test]
fn a_content_length_that_is_too_long_is_an_error() {
    let stack = Stack::start();
    let effect = json!({ "type": "header", "name": "content-length", "value": "999" });
    stack.fault(&json!({ "effect": effect }));
    assert!(try_send("GET", &stack.presigned_get("hello.txt"), &[], b"").is_err());
}

#[test]
fn a_range_header_can_be_ignored() {
    let stack = Stack::start();
    let url = stack.presigned_get("hello.txt");
    let range = [("range", "bytes=0-1")];
    stack.fault(&json!({ "effect": { "type": "ignore", "header": "Range" } }));
    let response = send("GET", &url, &range, b"");
    assert_eq!((response.status, response.text()), (200, HELLO.to_owned()));
    assert_eq!(send("GET", &url, &range, b"").status, 206);
}

#[test]
fn a_body_can_be_truncated_or_extended_without_an_error() {
    let stack = Stack::start();
    stack.fault(&json!({ "effect": { "type": "truncate", "after": 3 } }));
    assert_eq!(stack.get("hello.txt").text(), HELLO[..3]);
    stack.fault(&json!({ "effect": { "type": "extend", "by": 4 } }));
    assert_eq!(stack.get("hello.txt").text(), format!("{HELLO}\0\0\0\0"));
}

#[test]
fn a_response_of_another_server_can_be_sent() {
    let stack = Stack::start();
    let page = json!({ "type": "reply", "contentType": "text/html", "body": "<h1>Log in</h1>" });
    stack.fault(&json!({ "method": "PUT", "effect": page }));
    let response = stack.put("lost.txt", &[], b"hello");
    assert_eq!(
        (response.status, response.header("content-type")),
        (200, Some("text/html"))
    );
    assert_eq!(response.text(), "<h1>Log in</h1>");
    assert_eq!(stack.get("lost.txt").status, 404);
    let silent = json!({ "type": "reply", "status": 202, "performed": true });
    stack.fault(&json!({ "method": "PUT", "effect": silent }));
    assert_eq!(stack.put("kept.txt", &[], b"hello").status, 202);
    assert_eq!(stack.get("kept.txt").text(), "hello");
}

#[test]
fn requests_are_counted_without_their_queries() {
    let stack = Stack::start();
    stack.get("hello.txt");
    stack.get("hello.txt");
    stack.guest();
    let log = requests(&stack);
    assert_eq!(log["counts"]["s3 GET"], 2);
    assert_eq!(log["counts"]["cognito-identity GetId"], 1);
    assert_eq!(log["requests"][0]["path"], "/signpost-demo/hello.txt");
    assert_eq!(log["requests"][0]["status"], 200);
    assert!(!log.to_string().contains("X-Amz"));
}

#[test]
fn a_reset_restores_settings_and_clears_faults_and_log() {
    let stack = Stack::start();
    let settings = || {
        send(
            "GET",
            &format!("{}/_stack/settings", stack.text("identity")),
            &[],
            b"",
        )
        .json()
    };
    let before = settings();
    stack.settings(&json!({ "credentialSeconds": 1, "clockOffsetSeconds": 99, "guestAccess": false, "cors": [] }));
    stack.fault(&json!({ "times": 0, "effect": { "type": "error", "status": 500, "code": "InternalError" } }));
    stack.get("hello.txt");
    assert_ne!(settings(), before);
    assert_eq!(
        send(
            "POST",
            &format!("{}/_stack/reset", stack.text("identity")),
            &[],
            b""
        )
        .status,
        204
    );
    assert_eq!(settings(), before);
    assert_eq!(requests(&stack)["counts"], json!({}));
    assert_eq!(stack.get("hello.txt").status, 200);
}

#[test]
fn an_unknown_setting_is_rejected() {
    let stack = Stack::start();
    let url = format!("{}/_stack/settings", stack.text("identity"));
    let response = send("PUT", &url, &[], b"{\"credentialSecond\":1}");
    assert_eq!(response.status, 400);
    assert!(response.text().contains("credentialSecond"));
}

#[test]
fn an_invalid_fault_rejects_its_whole_list() {
    let stack = Stack::start();
    let url = format!("{}/_stack/faults", stack.text("identity"));
    let good = json!({ "effect": { "type": "delay", "milliseconds": 1 } });
    let bad = json!({ "efect": {} });
    let response = send("POST", &url, &[], json!([good, bad]).to_string().as_bytes());
    assert_eq!(response.status, 400);
    assert!(response.text().contains("efect"), "{}", response.text());
    assert_eq!(send("GET", &url, &[], b"").json(), json!([]));
}
