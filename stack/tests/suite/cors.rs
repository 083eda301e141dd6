//! CORS: requests of pages of other origins.

use serde_json::json;

use crate::support::{Presign, Stack, TestResponse, send};

const ORIGIN: (&str, &str) = ("origin", "http://127.0.0.1:9999");

fn preflight(stack: &Stack, method: &str, headers: &str) -> TestResponse {
    let headers = [
        ORIGIN,
        ("access-control-request-method", method),
        ("access-control-request-headers", headers),
    ];
    send("OPTIONS", &stack.url("hello.txt"), &headers, b"")
}

#[test]
fn the_demo_bucket_allows_any_origin() {
    let stack = Stack::start();
    for method in ["GET", "HEAD", "PUT", "POST", "DELETE"] {
        let response = preflight(&stack, method, "Content-Type, X-Amz-Meta-A");
        assert_eq!(response.status, 200, "{method}");
        assert_eq!(response.header("access-control-allow-origin"), Some("*"));
        assert_eq!(
            response.header("access-control-allow-headers"),
            Some("content-type, x-amz-meta-a")
        );
    }
}

#[test]
fn the_needed_headers_are_exposed() {
    let stack = Stack::start();
    let response = send("GET", &stack.presigned_get("hello.txt"), &[ORIGIN], b"");
    let exposed = response
        .header("access-control-expose-headers")
        .expect("some are exposed");
    for name in ["ETag", "Date", "Content-Range", "x-amz-request-id"] {
        assert!(exposed.split(", ").any(|exposed| exposed == name), "{name}");
    }
}

#[test]
fn errors_have_cors_headers() {
    let stack = Stack::start();
    for url in [
        stack.url("hello.txt"),
        stack.presigned_get("nothing"),
        stack.presigned_get("hello.txt") + "&a=b",
    ] {
        let response = send("GET", &url, &[ORIGIN], b"");
        assert!(response.status >= 400);
        assert_eq!(
            response.header("access-control-allow-origin"),
            Some("*"),
            "{}",
            response.status
        );
    }
}

#[test]
fn a_request_without_an_origin_gets_no_cors_headers() {
    let stack = Stack::start();
    assert_eq!(
        stack.get("hello.txt").header("access-control-allow-origin"),
        None
    );
}

#[test]
fn without_rules_no_origin_is_allowed() {
    let stack = Stack::start();
    stack.settings(&json!({ "cors": [] }));
    let response = preflight(&stack, "GET", "");
    assert_eq!(response.error(), (403, "AccessForbidden".to_owned()));
    assert_eq!(
        response.message(),
        "CORSResponse: CORS is not enabled for this bucket."
    );
    let response = send("GET", &stack.presigned_get("hello.txt"), &[ORIGIN], b"");
    assert_eq!(
        (
            response.status,
            response.header("access-control-allow-origin")
        ),
        (200, None)
    );
}

#[test]
fn a_method_without_a_rule_is_rejected() {
    let stack = Stack::start();
    stack.settings(&json!({ "cors": [{ "allowedOrigins": ["http://127.0.0.1:*"], "allowedMethods": ["GET"] }] }));
    assert_eq!(
        preflight(&stack, "GET", "").header("access-control-allow-origin"),
        Some(ORIGIN.1)
    );
    let response = preflight(&stack, "PUT", "");
    assert_eq!(
        (response.status, response.element("Method").as_deref()),
        (403, Some("PUT"))
    );
    assert_eq!(preflight(&stack, "GET", "x-a").status, 403);
}

#[test]
fn rules_are_set_and_deleted_by_s3_requests() {
    let stack = Stack::start();
    let url = format!("{}/signpost-demo?cors", stack.text("s3"));
    let xml = b"<CORSConfiguration><CORSRule><AllowedOrigin>http://a</AllowedOrigin><AllowedMethod>PUT</AllowedMethod>\
                </CORSRule></CORSConfiguration>";
    let put = Presign::default().url(&stack.demo_key(), "PUT", &url);
    assert_eq!(send("PUT", &put, &[], xml).status, 200);
    assert_eq!(preflight(&stack, "PUT", "").status, 403);
    let get = send(
        "GET",
        &Presign::default().url(&stack.demo_key(), "GET", &url),
        &[],
        b"",
    );
    assert_eq!(get.element("AllowedOrigin").as_deref(), Some("http://a"));
    let delete = Presign::default().url(&stack.demo_key(), "DELETE", &url);
    assert_eq!(send("DELETE", &delete, &[], b"").status, 204);
    let get = send(
        "GET",
        &Presign::default().url(&stack.demo_key(), "GET", &url),
        &[],
        b"",
    );
    assert_eq!(get.error(), (404, "NoSuchCORSConfiguration".to_owned()));
}

#[test]
fn cognito_allows_any_origin_and_all_requested_headers() {
    let stack = Stack::start();
    // The headers of the AWS SDK.
    let requested =
        "amz-sdk-invocation-id,amz-sdk-request,content-type,x-amz-target,x-amz-user-agent";
    let headers = [
        ORIGIN,
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", requested),
    ];
    let response = send("OPTIONS", stack.text("identity"), &headers, b"");
    assert_eq!(response.header("access-control-allow-origin"), Some("*"));
    assert_eq!(
        response.header("access-control-allow-headers"),
        Some(requested)
    );
    assert_eq!(response.header("access-control-max-age"), Some("172800"));
    let response = stack.cognito("GetId", &json!({}));
    assert_eq!(response.header("access-control-allow-origin"), Some("*"));
    assert_eq!(
        response.header("access-control-expose-headers"),
        Some("x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date")
    );
}

#[test]
fn pages_may_not_use_the_control_endpoint() {
    let stack = Stack::start();
    let url = |path: &str| format!("{}/_stack/{path}", stack.text("identity"));
    let fault = json!({ "effect": { "type": "error", "status": 500, "code": "InternalError" } });
    let body = fault.to_string();
    let json = ("content-type", "application/json");
    let text = ("content-type", "text/plain;charset=UTF-8");
    let own = ("origin", stack.text("identity"));
    for sender in [
        ORIGIN,
        // A sandboxed frame, or a page opened from a file.
        ("origin", "null"),
        own,
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("sec-fetch-site", "same-origin"),
    ] {
        for content_type in [text, json] {
            let headers = [sender, content_type];
            let response = send("POST", &url("faults"), &headers, body.as_bytes());
            assert_eq!(response.status, 403, "{headers:?}");
            assert_eq!(response.header("access-control-allow-origin"), None);
        }
        for path in ["settings", "requests", "faults"] {
            assert_eq!(send("GET", &url(path), &[sender], b"").status, 403);
        }
        assert_eq!(send("POST", &url("reset"), &[sender], b"").status, 403);
    }
    let preflight = [ORIGIN, ("access-control-request-method", "PUT")];
    let response = send("OPTIONS", &url("settings"), &preflight, b"");
    assert_eq!(response.header("access-control-allow-origin"), None);
    assert_eq!(send("GET", &url("faults"), &[], b"").json(), json!([]));
}

#[test]
fn programs_and_typed_addresses_may_use_the_control_endpoint() {
    let stack = Stack::start();
    let url = format!("{}/_stack/faults", stack.text("identity"));
    let fault = br#"{ "effect": { "type": "delay", "milliseconds": 1 } }"#;
    // As Node's `fetch` sends a text: without an origin.
    let headers = [
        ("content-type", "text/plain;charset=UTF-8"),
        ("sec-fetch-mode", "cors"),
    ];
    assert_eq!(send("POST", &url, &headers, fault).status, 204);
    let typed = [("sec-fetch-site", "none")];
    assert_eq!(send("GET", &url, &typed, b"").status, 200);
}

#[test]
fn dns_rebinding_reaches_no_service() {
    let stack = Stack::start();
    for service in ["page", "s3", "identity"] {
        let url = format!("{}/_stack/settings", stack.text(service));
        let headers = [("host", "rebound.example.com")];
        assert_eq!(send("GET", &url, &headers, b"").status, 421, "{service}");
    }
}
