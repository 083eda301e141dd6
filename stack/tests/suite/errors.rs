//! Errors of S3, with their codes and messages.

use std::time::{Duration, SystemTime};

use serde_json::json;

use crate::signatures::v2_url;
use crate::support::{BUCKET, HELLO, Key, Presign, Stack, send};

#[test]
fn an_anonymous_request_is_denied() {
    let stack = Stack::start();
    let response = send("GET", &stack.url("hello.txt"), &[], b"");
    assert_eq!(
        (response.error(), response.message().as_str()),
        ((403, "AccessDenied".to_owned()), "Access Denied")
    );
    assert!(response.element("RequestId").is_some() && response.element("HostId").is_some());
}

#[test]
fn an_unknown_access_key_id_is_returned() {
    let stack = Stack::start();
    let key = Key {
        id: "AKIANOBODY".to_owned(),
        ..stack.demo_key()
    };
    let response = send(
        "GET",
        &Presign::default().url(&key, "GET", &stack.url("hello.txt")),
        &[],
        b"",
    );
    assert_eq!(response.error(), (403, "InvalidAccessKeyId".to_owned()));
    assert_eq!(
        response.message(),
        "The AWS Access Key Id you provided does not exist in our records."
    );
    assert_eq!(
        response.element("AWSAccessKeyId").as_deref(),
        Some("AKIANOBODY")
    );
}

#[test]
fn a_wrong_region_in_a_url_returns_the_right_one() {
    let stack = Stack::start();
    let presign = Presign {
        region: "us-west-1",
        ..Presign::default()
    };
    let response = send(
        "GET",
        &presign.url(&stack.demo_key(), "GET", &stack.url("hello.txt")),
        &[],
        b"",
    );
    assert_eq!(
        response.error(),
        (400, "AuthorizationQueryParametersError".to_owned())
    );
    assert_eq!(
        response.message(),
        "Error parsing the X-Amz-Credential parameter; the region 'us-west-1' is wrong; expecting 'eu-west-1'"
    );
    assert_eq!(response.element("Region").as_deref(), Some("eu-west-1"));
}

#[test]
fn a_wrong_region_in_the_header_returns_the_right_one() {
    let stack = Stack::start();
    let presign = Presign {
        region: "us-west-1",
        ..Presign::default()
    };
    let url = stack.url("hello.txt");
    let headers = presign.headers(&stack.demo_key(), "GET", &url, b"");
    let headers: Vec<_> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let response = send("GET", &url, &headers, b"");
    assert_eq!(
        response.error(),
        (400, "AuthorizationHeaderMalformed".to_owned())
    );
    assert_eq!(response.element("Region").as_deref(), Some("eu-west-1"));
}

#[test]
fn a_url_works_until_it_expires() {
    let stack = Stack::start();
    let url = Presign {
        seconds: 600,
        ..Presign::default()
    }
    .url(&stack.demo_key(), "GET", &stack.url("hello.txt"));
    stack.settings(&json!({ "clockOffsetSeconds": 590 }));
    assert_eq!(send("GET", &url, &[], b"").text(), HELLO);
    stack.settings(&json!({ "clockOffsetSeconds": 610 }));
    let response = send("GET", &url, &[], b"");
    assert_eq!(
        (response.error(), response.message().as_str()),
        ((403, "AccessDenied".to_owned()), "Request has expired")
    );
    assert_eq!(response.element("X-Amz-Expires").as_deref(), Some("600"));
    assert!(
        response.element("Expires") < response.element("ServerTime"),
        "{}",
        response.text()
    );
}

#[test]
fn an_expired_v2_url_is_denied() {
    let stack = Stack::start();
    let response = send(
        "GET",
        &v2_url(&stack, &stack.demo_key(), "1175139620"),
        &[],
        b"",
    );
    assert_eq!(
        (response.error(), response.message().as_str()),
        ((403, "AccessDenied".to_owned()), "Request has expired")
    );
    assert_eq!(
        response.element("Expires").as_deref(),
        Some("2007-03-29T03:40:20Z")
    );
}

#[test]
fn a_url_with_a_future_signing_date_is_not_yet_valid() {
    let stack = Stack::start();
    let at = SystemTime::now() + Duration::from_mins(20);
    let url = Presign {
        at,
        ..Presign::default()
    }
    .url(&stack.demo_key(), "GET", &stack.url("hello.txt"));
    let response = send("GET", &url, &[], b"");
    assert_eq!(
        (response.error(), response.message().as_str()),
        ((403, "AccessDenied".to_owned()), "Request is not yet valid")
    );
}

#[test]
fn a_url_signed_by_the_clock_of_the_stack_is_accepted() {
    let stack = Stack::start();
    stack.settings(&json!({ "clockOffsetSeconds": 3600 }));
    let at = SystemTime::now() + Duration::from_hours(1);
    let url = Presign {
        at,
        ..Presign::default()
    }
    .url(&stack.demo_key(), "GET", &stack.url("hello.txt"));
    assert_eq!(send("GET", &url, &[], b"").text(), HELLO);
}

#[test]
fn a_header_with_a_skewed_date_is_rejected() {
    let stack = Stack::start();
    let at = SystemTime::now() - Duration::from_mins(16);
    let url = stack.url("hello.txt");
    let headers = Presign {
        at,
        ..Presign::default()
    }
    .headers(&stack.demo_key(), "GET", &url, b"");
    let headers: Vec<_> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let response = send("GET", &url, &headers, b"");
    assert_eq!(response.error(), (403, "RequestTimeTooSkewed".to_owned()));
    assert_eq!(
        response.element("MaxAllowedSkewMilliseconds").as_deref(),
        Some("900000")
    );
    assert!(response.element("RequestTime").is_some() && response.element("ServerTime").is_some());
}

#[test]
fn an_expiry_out_of_range_returns_the_limit() {
    let stack = Stack::start();
    let url = stack.presigned_get("hello.txt");
    for (expires, message) in [
        ("soon", "X-Amz-Expires should be a number"),
        ("-1", "X-Amz-Expires must be non-negative"),
        (
            "604801",
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than \
             604800 seconds",
        ),
    ] {
        let response = send(
            "GET",
            &url.replace("X-Amz-Expires=60", &format!("X-Amz-Expires={expires}")),
            &[],
            b"",
        );
        assert_eq!(
            response.error(),
            (400, "AuthorizationQueryParametersError".to_owned()),
            "{expires}"
        );
        assert_eq!(response.message(), message);
    }
}

#[test]
fn a_url_with_a_missing_parameter_is_rejected() {
    let stack = Stack::start();
    let url = stack
        .presigned_get("hello.txt")
        .replace("X-Amz-Date=", "X-Amz-Data=");
    assert_eq!(
        send("GET", &url, &[], b"").error(),
        (400, "AuthorizationQueryParametersError".to_owned())
    );
}

#[test]
fn an_unsigned_amz_header_is_named() {
    let stack = Stack::start();
    let url = Presign::default().url(&stack.demo_key(), "PUT", &stack.url("a.txt"));
    let response = send("PUT", &url, &[("x-amz-acl", "public-read")], b"hello");
    assert_eq!(response.error(), (403, "AccessDenied".to_owned()));
    assert_eq!(
        response.message(),
        "There were headers present in the request which were not signed"
    );
    assert_eq!(
        response.element("HeadersNotSigned").as_deref(),
        Some("x-amz-acl")
    );
}

#[test]
fn two_signatures_in_one_request_are_rejected() {
    let stack = Stack::start();
    let response = send(
        "GET",
        &stack.presigned_get("hello.txt"),
        &[("authorization", "AWS a:b")],
        b"",
    );
    assert_eq!(response.error(), (400, "InvalidArgument".to_owned()));
}

#[test]
fn a_temporary_key_without_its_token_is_unknown() {
    let stack = Stack::start();
    let key = Key {
        token: None,
        ..stack.guest()
    };
    for url in both_schemes(&stack, &key) {
        assert_eq!(
            send("GET", &url, &[], b"").error(),
            (403, "InvalidAccessKeyId".to_owned())
        );
    }
}

#[test]
fn a_token_of_another_key_is_invalid() {
    let stack = Stack::start();
    let key = Key {
        token: stack.guest().token,
        ..stack.guest()
    };
    for url in both_schemes(&stack, &key) {
        let response = send("GET", &url, &[], b"");
        assert_eq!(response.error(), (400, "InvalidToken".to_owned()));
        assert_eq!(
            response.message(),
            "The provided token is malformed or otherwise invalid."
        );
    }
}

#[test]
fn a_long_lived_key_with_a_token_is_invalid() {
    let stack = Stack::start();
    let key = Key {
        token: Some("token".to_owned()),
        ..stack.demo_key()
    };
    for url in both_schemes(&stack, &key) {
        assert_eq!(
            send("GET", &url, &[], b"").error(),
            (400, "InvalidToken".to_owned())
        );
    }
}

#[test]
fn a_url_expires_with_its_credentials() {
    let stack = Stack::start_with(&["--credential-seconds", "100"]);
    let urls = both_schemes(&stack, &stack.guest());
    stack.settings(&json!({ "clockOffsetSeconds": 90 }));
    for url in &urls {
        assert_eq!(send("GET", url, &[], b"").text(), HELLO);
    }
    stack.settings(&json!({ "clockOffsetSeconds": 101 }));
    for url in &urls {
        let response = send("GET", url, &[], b"");
        assert_eq!(response.error(), (400, "ExpiredToken".to_owned()));
        assert_eq!(response.message(), "The provided token has expired.");
    }
}

#[test]
fn no_error_contains_the_session_token() {
    let stack = Stack::start();
    let key = Key {
        token: Some("a-secret-token".to_owned()),
        ..stack.guest()
    };
    for url in both_schemes(&stack, &key) {
        assert!(
            !send("GET", &url, &[], b"")
                .text()
                .contains("a-secret-token")
        );
    }
}

#[test]
fn a_missing_key_or_bucket_is_named() {
    let stack = Stack::start();
    let response = stack.get("nothing.txt");
    assert_eq!(
        (response.error(), response.element("Key").as_deref()),
        ((404, "NoSuchKey".to_owned()), Some("nothing.txt"))
    );
    let url = format!("{}/no-such-bucket/a", stack.text("s3"));
    let response = send(
        "GET",
        &Presign::default().url(&stack.demo_key(), "GET", &url),
        &[],
        b"",
    );
    assert_eq!(response.error(), (404, "NoSuchBucket".to_owned()));
    assert_eq!(
        response.element("BucketName").as_deref(),
        Some("no-such-bucket")
    );
}

#[test]
fn a_host_that_is_not_loopback_is_rejected() {
    let stack = Stack::start();
    for origin in ["page", "s3", "identity"] {
        let response = send(
            "GET",
            stack.text(origin),
            &[("host", "rebound.example.com")],
            b"",
        );
        assert_eq!(response.status, 421, "{origin}");
    }
}

#[test]
fn an_error_to_head_has_no_body() {
    let stack = Stack::start();
    let url = Presign::default().url(
        &stack.demo_key(),
        "HEAD",
        &format!("{}/{BUCKET}/nothing", stack.text("s3")),
    );
    let response = send("HEAD", &url, &[], b"");
    assert_eq!((response.status, response.body.len()), (404, 0));
}

fn both_schemes(stack: &Stack, key: &Key) -> [String; 2] {
    let presign = Presign {
        seconds: 3600,
        ..Presign::default()
    };
    [
        presign.url(key, "GET", &stack.url("hello.txt")),
        v2_url(stack, key, "4102444800"),
    ]
}
