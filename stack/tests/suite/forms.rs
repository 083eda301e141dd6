//! Uploads by form. The signed forms were recorded from botocore and expire in the year 2100.

use serde_json::{Value, json};

use crate::support::{BUCKET, Key, Presign, Stack, TestResponse, send, send_form, signed_form};

/// `v4/…`, status 201, an image, `x-amz-meta-who: me`, 3 to 10 bytes.
const V4: [(&str, &str); 5] = [
    ("x-amz-algorithm", "AWS4-HMAC-SHA256"),
    (
        "x-amz-credential",
        "AKIASIGNPOSTEXAMPLE0/20260102/eu-west-1/s3/aws4_request",
    ),
    ("x-amz-date", "20260102T030405Z"),
    (
        "policy",
        "eyJleHBpcmF0aW9uIjogIjIxMDAtMDEtMDFUMDA6MDA6MDBaIiwgImNvbmRpdGlvbnMiOiBbeyJidWNrZXQiOiAic2lnbnBvc3QtZGVtbyJ9LC\
         BbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidjQvIl0sIHsic3VjY2Vzc19hY3Rpb25fc3RhdHVzIjogIjIwMSJ9LCBbInN0YXJ0cy13aXRoIiwg\
         IiRDb250ZW50LVR5cGUiLCAiaW1hZ2UvIl0sIHsieC1hbXotbWV0YS13aG8iOiAibWUifSwgWyJjb250ZW50LWxlbmd0aC1yYW5nZSIsIDMsID\
         EwXSwgeyJ4LWFtei1hbGdvcml0aG0iOiAiQVdTNC1ITUFDLVNIQTI1NiJ9LCB7IngtYW16LWNyZWRlbnRpYWwiOiAiQUtJQVNJR05QT1NURVhB\
         TVBMRTAvMjAyNjAxMDIvZXUtd2VzdC0xL3MzL2F3czRfcmVxdWVzdCJ9LCB7IngtYW16LWRhdGUiOiAiMjAyNjAxMDJUMDMwNDA1WiJ9XX0=",
    ),
    (
        "x-amz-signature",
        "8e0344aa5f5da3a28dcabd550641b1bc9639a220ed876b7bc6d21271937e823e",
    ),
];
const REST: [(&str, &str); 3] = [
    ("success_action_status", "201"),
    ("Content-Type", "image/png"),
    ("x-amz-meta-who", "me"),
];

/// `v4/…`, expired on 2026-01-02.
const EXPIRED: [(&str, &str); 5] = [
    ("x-amz-algorithm", "AWS4-HMAC-SHA256"),
    (
        "x-amz-credential",
        "AKIASIGNPOSTEXAMPLE0/20260102/eu-west-1/s3/aws4_request",
    ),
    ("x-amz-date", "20260102T030405Z"),
    (
        "policy",
        "eyJleHBpcmF0aW9uIjogIjIwMjYtMDEtMDJUMDM6MDQ6MDZaIiwgImNvbmRpdGlvbnMiOiBbeyJidWNrZXQiOiAic2lnbnBvc3QtZGVtbyJ9LC\
         BbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidjQvIl0sIHsieC1hbXotYWxnb3JpdGhtIjogIkFXUzQtSE1BQy1TSEEyNTYifSwgeyJ4LWFtei1j\
         cmVkZW50aWFsIjogIkFLSUFTSUdOUE9TVEVYQU1QTEUwLzIwMjYwMTAyL2V1LXdlc3QtMS9zMy9hd3M0X3JlcXVlc3QifSwgeyJ4LWFtei1kYX\
         RlIjogIjIwMjYwMTAyVDAzMDQwNVoifV19",
    ),
    (
        "x-amz-signature",
        "1615045e935011a0a3d6cf88991b1e1f3cbdbd4f8392f19256cf3875642da1bf",
    ),
];

/// `v2/…`.
const V2: [(&str, &str); 3] = [
    ("AWSAccessKeyId", "AKIASIGNPOSTEXAMPLE0"),
    (
        "policy",
        "eyJleHBpcmF0aW9uIjogIjIxMDAtMDEtMDFUMDA6MDA6MDBaIiwgImNvbmRpdGlvbnMiOiBbeyJidWNrZXQiOiAic2lnbnBvc3QtZGVtbyJ9LC\
         BbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidjIvIl1dfQ==",
    ),
    ("signature", "kg7FqZNEo0Dv54dkUTyfGCWrOz8="),
];

type Fields<'a> = Vec<(&'a str, &'a str)>;

fn v4(key: &str) -> Fields<'_> {
    [("key", key)].into_iter().chain(REST).chain(V4).collect()
}

fn with<'a>(mut fields: Fields<'a>, name: &str, value: &'a str) -> Fields<'a> {
    for field in &mut fields {
        if field.0 == name {
            field.1 = value;
        }
    }
    fields
}

fn bucket(stack: &Stack) -> String {
    format!("{}/{BUCKET}", stack.text("s3"))
}

#[test]
fn a_v4_form_stores_its_file_and_returns_its_location() {
    let stack = Stack::start();
    let response = send_form(
        &bucket(&stack),
        &[],
        &v4("v4/${filename}"),
        "C:\\pictures/ü b.png",
        b"hello",
    );
    assert_eq!(response.status, 201, "{}", response.text());
    let location = format!("{}/{BUCKET}/v4%2F%C3%BC%20b.png", stack.text("s3"));
    assert_eq!(
        response.element("Location").as_deref(),
        Some(location.as_str())
    );
    assert_eq!(response.header("location"), Some(location.as_str()));
    assert_eq!(response.element("Bucket").as_deref(), Some(BUCKET));
    assert_eq!(response.element("Key").as_deref(), Some("v4/ü b.png"));
    assert_eq!(
        response.element("ETag").as_deref(),
        Some("\"5d41402abc4b2a76b9719d911017c592\"")
    );
    assert_eq!(
        response.header("etag"),
        Some("\"5d41402abc4b2a76b9719d911017c592\"")
    );

    let stored = stack.get("v4/%C3%BC%20b.png");
    assert_eq!(stored.body, b"hello");
    assert_eq!(stored.header("content-type"), Some("image/png"));
    assert_eq!(stored.header("x-amz-meta-who"), Some("me"));
}

#[test]
fn a_v2_form_is_accepted_with_204() {
    let stack = Stack::start();
    let fields: Fields = [("key", "v2/a.txt")].into_iter().chain(V2).collect();
    let response = send_form(&bucket(&stack), &[], &fields, "a.txt", b"hello");
    assert_eq!((response.status, response.body.len()), (204, 0));
    assert_eq!(stack.get("v2/a.txt").body, b"hello");
}

#[test]
fn field_names_may_have_any_case() {
    let stack = Stack::start();
    let fields: Vec<(String, &str)> = v4("v4/a.png")
        .into_iter()
        .map(|(name, value)| (name.to_ascii_uppercase(), value))
        .collect();
    let fields: Fields = fields
        .iter()
        .map(|(name, value)| (name.as_str(), *value))
        .collect();
    assert_eq!(
        send_form(&bucket(&stack), &[], &fields, "a", b"hello").status,
        201
    );
}

#[test]
fn a_key_that_violates_the_condition_is_rejected() {
    let stack = Stack::start();
    let response = send_form(&bucket(&stack), &[], &v4("other/a.png"), "a", b"hello");
    assert_eq!(response.error(), (403, "AccessDenied".to_owned()));
    assert_eq!(
        response.message(),
        "Invalid according to Policy: Policy Condition failed: [\"starts-with\", \"$key\", \"v4/\"]"
    );
    assert_eq!(stack.get("other/a.png").status, 404);
}

#[test]
fn a_file_name_cannot_leave_the_prefix() {
    let stack = Stack::start();
    let response = send_form(
        &bucket(&stack),
        &[],
        &v4("v4/${filename}"),
        "../other/a.png",
        b"hello",
    );
    assert_eq!(response.element("Key").as_deref(), Some("v4/a.png"));
}

#[test]
fn a_field_without_a_condition_is_rejected() {
    let stack = Stack::start();
    let mut fields = v4("v4/a.png");
    fields.push(("x-amz-meta-more", "1"));
    let response = send_form(&bucket(&stack), &[], &fields, "a", b"hello");
    assert_eq!(response.error(), (403, "AccessDenied".to_owned()));
    assert_eq!(
        response.message(),
        "Invalid according to Policy: Extra input fields: x-amz-meta-more"
    );
}

#[test]
fn an_x_ignore_field_needs_no_condition() {
    let stack = Stack::start();
    let mut fields = v4("v4/a.png");
    fields.push(("x-ignore-more", "1"));
    assert_eq!(
        send_form(&bucket(&stack), &[], &fields, "a", b"hello").status,
        201
    );
}

#[test]
fn a_file_of_a_size_out_of_range_returns_the_limits() {
    let stack = Stack::start();
    let response = send_form(
        &bucket(&stack),
        &[],
        &v4("v4/a.png"),
        "a",
        &vec![b'x'; 300_000],
    );
    assert_eq!(response.error(), (400, "EntityTooLarge".to_owned()));
    assert_eq!(response.element("ProposedSize").as_deref(), Some("300000"));
    assert_eq!(response.element("MaxSizeAllowed").as_deref(), Some("10"));
    let response = send_form(&bucket(&stack), &[], &v4("v4/a.png"), "a", b"xy");
    assert_eq!(response.error(), (400, "EntityTooSmall".to_owned()));
    assert_eq!(response.element("ProposedSize").as_deref(), Some("2"));
    assert_eq!(response.element("MinSizeAllowed").as_deref(), Some("3"));
    assert_eq!(stack.get("v4/a.png").status, 404);
}

#[test]
fn the_size_limits_are_inclusive() {
    let stack = Stack::start();
    for size in [3, 10] {
        assert_eq!(
            send_form(
                &bucket(&stack),
                &[],
                &v4("v4/a.png"),
                "a",
                &vec![b'x'; size]
            )
            .status,
            201,
            "{size}"
        );
    }
}

#[test]
fn an_expired_policy_is_rejected() {
    let stack = Stack::start();
    let fields: Fields = [("key", "v4/a")].into_iter().chain(EXPIRED).collect();
    let response = send_form(&bucket(&stack), &[], &fields, "a", b"hello");
    assert_eq!(response.error(), (403, "AccessDenied".to_owned()));
    assert_eq!(
        response.message(),
        "Invalid according to Policy: Policy expired."
    );
}

#[test]
fn a_changed_policy_does_not_match_its_signature() {
    let stack = Stack::start();
    let policy = EXPIRED[3].1;
    let response = send_form(
        &bucket(&stack),
        &[],
        &with(v4("v4/a.png"), "policy", policy),
        "a",
        b"hello",
    );
    assert_eq!(response.error(), (403, "SignatureDoesNotMatch".to_owned()));
    assert_eq!(response.element("StringToSign").as_deref(), Some(policy));
    assert_eq!(stack.get("v4/a.png").status, 404);
}

#[test]
fn a_form_with_an_unknown_access_key_is_rejected() {
    let stack = Stack::start();
    let fields: Fields = with(
        [("key", "v2/a")].into_iter().chain(V2).collect(),
        "AWSAccessKeyId",
        "AKIANOBODY",
    );
    assert_eq!(
        send_form(&bucket(&stack), &[], &fields, "a", b"hello").error(),
        (403, "InvalidAccessKeyId".to_owned())
    );
}

#[test]
fn an_anonymous_form_is_denied() {
    let stack = Stack::start();
    let response = send_form(&bucket(&stack), &[], &[("key", "a")], "a", b"hello");
    assert_eq!(response.error(), (403, "AccessDenied".to_owned()));
    assert_eq!(stack.get("a").status, 404);
}

#[test]
fn a_form_without_a_signature_names_the_missing_field() {
    let stack = Stack::start();
    let fields: Fields = v4("v4/a")
        .into_iter()
        .filter(|(name, _)| *name != "x-amz-signature")
        .collect();
    let response = send_form(&bucket(&stack), &[], &fields, "a", b"hello");
    assert_eq!(response.error(), (400, "InvalidArgument".to_owned()));
    assert_eq!(
        response.element("ArgumentName").as_deref(),
        Some("X-Amz-Signature")
    );
}

#[test]
fn a_post_that_is_not_a_form_is_rejected() {
    let stack = Stack::start();
    let response = send(
        "POST",
        &bucket(&stack),
        &[("content-type", "text/plain")],
        b"hello",
    );
    assert_eq!(response.error(), (412, "PreconditionFailed".to_owned()));
}

#[test]
fn a_large_file_is_stored_completely() {
    let stack = Stack::start();
    let file: Vec<u8> = (0..3_000_000_u32).flat_map(u32::to_le_bytes).collect();
    let fields: Fields = [("key", "v2/large")].into_iter().chain(V2).collect();
    assert_eq!(
        send_form(&bucket(&stack), &[], &fields, "a", &file).status,
        204
    );
    assert!(stack.get("v2/large").body == file);
}

/// Sends a form for the object key `a.txt`, signed with `key`, with these conditions and fields.
fn send_signed(
    stack: &Stack,
    key: &Key,
    conditions: &[Value],
    more: &[(&str, &str)],
) -> TestResponse {
    let conditions = [&[json!({ "key": "a.txt" })], conditions].concat();
    let signed = signed_form(key, &conditions);
    let mut fields: Fields = vec![("key", "a.txt")];
    fields.extend_from_slice(more);
    fields.extend(
        signed
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    );
    send_form(&bucket(stack), &[], &fields, "a.txt", b"hello")
}

/// Sends a form with a document in the field `tagging`.
fn send_tagging(stack: &Stack, document: &str) -> TestResponse {
    let condition = json!({ "tagging": document });
    send_signed(
        stack,
        &stack.demo_key(),
        &[condition],
        &[("tagging", document)],
    )
}

#[test]
fn the_tags_of_a_form_are_stored() {
    let stack = Stack::start();
    let document =
        "<Tagging><TagSet><Tag><Key>a</Key><Value>1 + 2</Value></Tag></TagSet></Tagging>";
    let response = send_tagging(&stack, document);
    assert_eq!(response.status, 204, "{}", response.text());
    let url = Presign::default().url(&stack.demo_key(), "GET", &stack.url("a.txt?tagging"));
    let tags = send("GET", &url, &[], b"").text();
    assert!(tags.contains("<Value>1 + 2</Value>"), "{tags}");
}

#[test]
fn a_form_with_malformed_tags_is_rejected() {
    let stack = Stack::start();
    assert_eq!(
        send_tagging(&stack, "a=1").error(),
        (400, "MalformedXML".to_owned())
    );
}

#[test]
fn a_form_with_temporary_credentials_needs_their_token() {
    let stack = Stack::start();
    assert_eq!(send_signed(&stack, &stack.guest(), &[], &[]).status, 204);
    let without = Key {
        token: None,
        ..stack.guest()
    };
    assert_eq!(
        send_signed(&stack, &without, &[], &[]).error(),
        (403, "InvalidAccessKeyId".to_owned())
    );
    let wrong = Key {
        token: Some("wrong".to_owned()),
        ..stack.guest()
    };
    assert_eq!(
        send_signed(&stack, &wrong, &[], &[]).error(),
        (400, "InvalidToken".to_owned())
    );
}

#[test]
fn a_form_expires_with_its_credentials() {
    let stack = Stack::start_with(&["--credential-seconds", "100"]);
    let guest = stack.guest();
    stack.settings(&json!({ "clockOffsetSeconds": 101 }));
    assert_eq!(
        send_signed(&stack, &guest, &[], &[]).error(),
        (400, "ExpiredToken".to_owned())
    );
}

#[test]
fn a_form_may_redirect() {
    let stack = Stack::start();
    let done = "http://127.0.0.1:9/done?x=1";
    let conditions = [json!({ "success_action_redirect": done })];
    let response = send_signed(
        &stack,
        &stack.demo_key(),
        &conditions,
        &[("success_action_redirect", done)],
    );
    assert_eq!(response.status, 303);
    assert_eq!(
        response.header("location"),
        Some(
            "http://127.0.0.1:9/done?x=1&bucket=signpost-demo&key=a.txt&etag=%225d41402abc4b2a76b9719d911017c592%22"
        )
    );
}

#[test]
fn a_form_for_another_bucket_is_rejected() {
    let stack = Stack::start();
    let response = send_signed(
        &stack,
        &stack.demo_key(),
        &[json!({ "bucket": "another" })],
        &[],
    );
    assert_eq!(
        response.message(),
        "Invalid according to Policy: Policy Condition failed: [\"eq\", \"$bucket\", \"another\"]"
    );
}
