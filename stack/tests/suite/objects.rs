//! Storing, reading and listing objects.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::support::{BUCKET, HELLO, Presign, Stack, TestResponse, send};

fn list(stack: &Stack, query: &str) -> TestResponse {
    let url = format!("{}/{BUCKET}?{query}", stack.text("s3"));
    send(
        "GET",
        &Presign::default().url(&stack.demo_key(), "GET", &url),
        &[],
        b"",
    )
}

fn signed(
    stack: &Stack,
    method: &str,
    key: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> TestResponse {
    let presign = Presign {
        headers: headers.to_vec(),
        ..Presign::default()
    };
    send(
        method,
        &presign.url(&stack.demo_key(), method, &stack.url(key)),
        headers,
        body,
    )
}

fn elements(response: &TestResponse, name: &str) -> Vec<String> {
    let text = response.text();
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    text.split(&open)
        .skip(1)
        .filter_map(|rest| rest.split_once(&close))
        .map(|(value, _)| value.to_owned())
        .collect()
}

#[test]
fn a_get_returns_the_stored_bytes_and_headers() {
    let stack = Stack::start();
    let headers = [
        ("content-type", "text/plain"),
        ("cache-control", "max-age=60"),
        ("content-disposition", "attachment"),
        ("content-language", "de"),
        ("x-amz-meta-who", "me"),
    ];
    let response = stack.put("a.txt", &headers, b"hello");
    assert_eq!(
        response.header("etag"),
        Some("\"5d41402abc4b2a76b9719d911017c592\"")
    );
    let response = stack.get("a.txt");
    assert_eq!(response.body, b"hello");
    for (name, value) in headers {
        assert_eq!(response.header(name), Some(value), "{name}");
    }
    assert_eq!(response.header("accept-ranges"), Some("bytes"));
    assert!(response.header("date").is_some() && response.header("last-modified").is_some());
}

#[test]
fn a_range_returns_a_part_of_the_object() {
    let stack = Stack::start();
    let url = stack.presigned_get("hello.txt");
    for (range, status, body, content_range) in [
        ("bytes=0-4", 206, "Hello", Some("bytes 0-4/24")),
        ("bytes=20-", 206, "S3.\n", Some("bytes 20-23/24")),
        ("bytes=-4", 206, "S3.\n", Some("bytes 20-23/24")),
        ("bytes=20-99", 206, "S3.\n", Some("bytes 20-23/24")),
    ] {
        let response = send("GET", &url, &[("range", range)], b"");
        assert_eq!(
            (response.status, response.text().as_str()),
            (status, body),
            "{range}"
        );
        assert_eq!(response.header("content-range"), content_range, "{range}");
    }
    let response = send("GET", &url, &[("range", "bytes=24-")], b"");
    assert_eq!(response.error(), (416, "InvalidRange".to_owned()));
    assert_eq!(response.element("ActualObjectSize").as_deref(), Some("24"));
}

#[test]
fn an_unchanged_object_returns_304() {
    let stack = Stack::start();
    let url = stack.presigned_get("hello.txt");
    let etag = stack
        .get("hello.txt")
        .header("etag")
        .expect("an etag")
        .to_owned();
    let response = send("GET", &url, &[("if-none-match", &etag)], b"");
    assert_eq!(
        (
            response.status,
            response.body.len(),
            response.header("etag")
        ),
        (304, 0, Some(etag.as_str()))
    );
    let response = send("GET", &url, &[("if-match", "\"other\"")], b"");
    assert_eq!(response.error(), (412, "PreconditionFailed".to_owned()));
}

#[test]
fn a_url_can_override_response_headers() {
    let stack = Stack::start();
    let url =
        stack.url("hello.txt?response-content-type=text%2Fcsv&response-cache-control=no-store");
    let response = send(
        "GET",
        &Presign::default().url(&stack.demo_key(), "GET", &url),
        &[],
        b"",
    );
    assert_eq!(response.header("content-type"), Some("text/csv"));
    assert_eq!(response.header("cache-control"), Some("no-store"));
}

#[test]
fn a_version_of_an_unversioned_object_is_rejected() {
    let stack = Stack::start();
    let response = stack_get_version(&stack, "abc");
    assert_eq!(
        (response.error(), response.message().as_str()),
        (
            (400, "InvalidArgument".to_owned()),
            "Invalid version id specified"
        )
    );
    assert_eq!(stack_get_version(&stack, "null").text(), HELLO);
}

fn stack_get_version(stack: &Stack, version: &str) -> TestResponse {
    let url = stack.url(&format!("hello.txt?versionId={version}"));
    send(
        "GET",
        &Presign::default().url(&stack.demo_key(), "GET", &url),
        &[],
        b"",
    )
}

#[test]
fn head_returns_the_headers_of_get() {
    let stack = Stack::start();
    let response = signed(&stack, "HEAD", "hello.txt", &[], b"");
    assert_eq!((response.status, response.body.len()), (200, 0));
    assert_eq!(response.header("content-length"), Some("24"));
}

#[test]
fn delete_is_idempotent() {
    let stack = Stack::start();
    for _ in 0..2 {
        assert_eq!(signed(&stack, "DELETE", "hello.txt", &[], b"").status, 204);
    }
    assert_eq!(stack.get("hello.txt").status, 404);
}

#[test]
fn a_wrong_checksum_is_rejected_and_nothing_is_stored() {
    let stack = Stack::start();
    for (name, value) in [
        ("x-amz-checksum-crc32", "AAAAAA=="),
        ("x-amz-checksum-sha256", "AAAA"),
    ] {
        assert_eq!(
            stack.put("a.txt", &[(name, value)], b"hello").error(),
            (400, "BadDigest".to_owned()),
            "{name}"
        );
    }
    let response = stack.put(
        "a.txt",
        &[("content-md5", "XrY7u+Ae7tCTyyK7j1rNww==")],
        b"hello",
    );
    assert_eq!(response.error(), (400, "BadDigest".to_owned()));
    assert_eq!(stack.get("a.txt").status, 404);
}

#[test]
fn a_checksum_is_returned_on_request() {
    let stack = Stack::start();
    // CRC-32 of "123456789", from the catalogue of CRCs.
    let crc32 = STANDARD.encode(0xcbf4_3926_u32.to_be_bytes());
    assert_eq!(
        stack
            .put("a.txt", &[("x-amz-checksum-crc32", &crc32)], b"123456789")
            .status,
        200
    );
    let response = signed(&stack, "GET", "a.txt?x-amz-checksum-mode=ENABLED", &[], b"");
    assert_eq!(
        response.header("x-amz-checksum-crc32"),
        Some(crc32.as_str())
    );
    assert_eq!(response.header("x-amz-checksum-type"), Some("FULL_OBJECT"));
    assert_eq!(stack.get("a.txt").header("x-amz-checksum-crc32"), None);
}

#[test]
fn an_object_without_a_checksum_gets_crc64nvme() {
    let stack = Stack::start();
    stack.put("a.txt", &[], b"123456789");
    let response = signed(&stack, "GET", "a.txt?x-amz-checksum-mode=ENABLED", &[], b"");
    let crc64 = STANDARD.encode(0xae8b_1486_0a79_9888_u64.to_be_bytes());
    assert_eq!(
        response.header("x-amz-checksum-crc64nvme"),
        Some(crc64.as_str())
    );
}

#[test]
fn a_create_only_put_does_not_replace() {
    let stack = Stack::start();
    let headers = [("if-none-match", "*")];
    assert_eq!(signed(&stack, "PUT", "new.txt", &headers, b"1").status, 200);
    assert_eq!(
        signed(&stack, "PUT", "new.txt", &headers, b"2").error(),
        (412, "PreconditionFailed".to_owned())
    );
    assert_eq!(stack.get("new.txt").body, b"1");
}

#[test]
fn a_copy_has_the_bytes_and_type_of_its_source() {
    let stack = Stack::start();
    let response = signed(
        &stack,
        "PUT",
        "copy.txt",
        &[("x-amz-copy-source", "/signpost-demo/hello.txt")],
        b"",
    );
    assert_eq!(response.status, 200, "{}", response.text());
    let copy = stack.get("copy.txt");
    assert_eq!(copy.text(), HELLO);
    assert_eq!(
        copy.header("content-type"),
        stack.get("hello.txt").header("content-type")
    );
}

#[test]
fn a_listing_has_the_keys_of_its_prefix() {
    let stack = Stack::start();
    for key in ["p/a", "p/b", "p/q/c", "r"] {
        stack.put(key, &[], b"");
    }
    let response = list(&stack, "list-type=2&prefix=p%2F&delimiter=%2F");
    assert_eq!(elements(&response, "Key"), ["p/a", "p/b"]);
    assert_eq!(response.element("KeyCount").as_deref(), Some("3"));
    assert!(
        response
            .text()
            .contains("<CommonPrefixes><Prefix>p/q/</Prefix></CommonPrefixes>")
    );
    assert_eq!(
        elements(&list(&stack, "prefix=p%2F&delimiter=%2F"), "Key"),
        ["p/a", "p/b"]
    );
}

#[test]
fn a_listing_in_pages_has_every_key_once() {
    let stack = Stack::start();
    for index in 0..5 {
        stack.put(&format!("p/{index}"), &[], b"");
    }
    let mut keys = Vec::new();
    let mut query = "list-type=2&max-keys=2&prefix=p%2F".to_owned();
    loop {
        let response = list(&stack, &query);
        keys.extend(elements(&response, "Key"));
        match response.element("NextContinuationToken") {
            Some(token) => {
                query = format!("list-type=2&max-keys=2&prefix=p%2F&continuation-token={token}");
            }
            None => break,
        }
    }
    assert_eq!(keys, ["p/0", "p/1", "p/2", "p/3", "p/4"]);
}

const CUSTOMER_KEY: [(&str, &str); 3] = [
    ("x-amz-server-side-encryption-customer-algorithm", "AES256"),
    (
        "x-amz-server-side-encryption-customer-key",
        "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    ),
    (
        "x-amz-server-side-encryption-customer-key-md5",
        "hRasmdxgYDKV3nvbahU1MA==",
    ),
];

/// Returns status, code and message of an error.
fn error(response: &TestResponse) -> (u16, String, String) {
    let element = |name| response.element(name).unwrap_or_default();
    (response.status, element("Code"), element("Message"))
}

#[test]
fn parts_need_the_customer_key_of_their_upload() {
    let stack = Stack::start();
    let mut create_headers = CUSTOMER_KEY.to_vec();
    create_headers.push(("x-amz-checksum-algorithm", "CRC64NVME"));
    let created = signed(&stack, "POST", "locked?uploads", &create_headers, b"");
    let id = created.element("UploadId").expect("an upload");
    let part = format!("locked?partNumber=1&uploadId={id}");
    let upload = format!("locked?uploadId={id}");
    let other = "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMTIzNDU=";
    let wrong = [CUSTOMER_KEY[0], (CUSTOMER_KEY[1].0, other), CUSTOMER_KEY[2]];
    for (headers, message) in [
        (
            &[][..],
            "The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.",
        ),
        (
            &wrong[..2],
            "The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.",
        ),
    ] {
        for (method, query) in [("PUT", &part), ("GET", &upload), ("POST", &upload)] {
            let (status, code, actual) = error(&signed(
                &stack,
                method,
                query,
                headers,
                b"<CompleteMultipartUpload/>",
            ));
            assert_eq!(
                (status, code.as_str(), actual.as_str()),
                (400, "InvalidRequest", message),
                "{method}"
            );
        }
    }
    assert_eq!(
        signed(&stack, "PUT", &part, &CUSTOMER_KEY, b"a").status,
        200
    );
    assert_eq!(
        signed(&stack, "GET", &upload, &CUSTOMER_KEY, b"").status,
        200
    );
    let (status, code, _) = error(&stack.put("wrong", &wrong, b"a"));
    assert_eq!((status, code.as_str()), (400, "InvalidArgument"));
}

#[test]
fn object_lock_headers_require_a_checksum() {
    let stack = Stack::start();
    let lock = ("x-amz-object-lock-legal-hold", "ON");
    let (status, code, message) = error(&stack.put("held", &[lock], b"a"));
    assert_eq!((status, code.as_str()), (400, "InvalidRequest"));
    assert_eq!(
        message,
        "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters"
    );
    for checksum in [
        ("content-md5", "DMF1ucDxtqgxw5niaXcmYQ=="),
        ("x-amz-checksum-crc32", "6Le+Qw=="),
    ] {
        assert_eq!(stack.put("held", &[lock, checksum], b"a").status, 200);
    }
    let created = signed(&stack, "POST", "held?uploads", &[lock], b"");
    let id = created.element("UploadId").expect("an upload");
    let part = format!("held?partNumber=1&uploadId={id}");
    let (status, _, message) = error(&signed(&stack, "PUT", &part, &[], b"a"));
    assert_eq!(status, 400);
    assert!(message.contains("Put Part"), "{message}");
    let checksum = [("x-amz-checksum-crc32", "6Le+Qw==")];
    assert_eq!(signed(&stack, "PUT", &part, &checksum, b"a").status, 200);
}

#[test]
fn a_completion_with_another_checksum_type_is_rejected() {
    let stack = Stack::start();
    let created = signed(
        &stack,
        "POST",
        "typed?uploads",
        &[("x-amz-checksum-algorithm", "CRC64NVME")],
        b"",
    );
    let id = created.element("UploadId").expect("an upload");
    let response = signed(
        &stack,
        "POST",
        &format!("typed?uploadId={id}"),
        &[("x-amz-checksum-type", "COMPOSITE")],
        b"<CompleteMultipartUpload/>",
    );
    let (status, code, message) = error(&response);
    assert_eq!((status, code.as_str()), (400, "InvalidRequest"));
    assert!(message.contains("FULL_OBJECT"), "{message}");
}

#[test]
fn a_completed_upload_is_one_object() {
    let stack = Stack::start();
    let (first, last) = (vec![b'a'; 5 * 1024 * 1024], b"end".to_vec());
    let created = signed(
        &stack,
        "POST",
        "whole?uploads",
        &[("content-type", "text/plain")],
        b"",
    );
    let id = created.element("UploadId").expect("an upload");
    let mut parts = String::new();
    for (number, body) in [(1, &first), (2, &last)] {
        let response = signed(
            &stack,
            "PUT",
            &format!("whole?partNumber={number}&uploadId={id}"),
            &[],
            body,
        );
        let etag = response.header("etag").expect("an etag");
        let _ = write!(
            parts,
            "<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>"
        );
    }
    let listed = signed(&stack, "GET", &format!("whole?uploadId={id}"), &[], b"");
    assert_eq!(elements(&listed, "PartNumber"), ["1", "2"]);
    let xml = format!("<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>");
    let response = signed(
        &stack,
        "POST",
        &format!("whole?uploadId={id}"),
        &[],
        xml.as_bytes(),
    );
    assert_eq!(response.status, 200, "{}", response.text());
    let stored = stack.get("whole");
    assert!(
        stored
            .header("etag")
            .is_some_and(|etag| etag.ends_with("-2\""))
    );
    assert_eq!(stored.header("content-type"), Some("text/plain"));
    assert!(stored.body == [first, last].concat());
    let part = signed(&stack, "GET", "whole?partNumber=2", &[], b"");
    assert_eq!(
        (
            part.status,
            part.text().as_str(),
            part.header("x-amz-mp-parts-count")
        ),
        (206, "end", Some("2"))
    );
}

#[test]
fn a_create_only_completion_does_not_replace() {
    let stack = Stack::start();
    let id = signed(&stack, "POST", "whole?uploads", &[], b"")
        .element("UploadId")
        .expect("an upload");
    let part = format!("whole?partNumber=1&uploadId={id}");
    let response = signed(&stack, "PUT", &part, &[], b"parts");
    let etag = response.header("etag").expect("an etag");
    let xml = format!(
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{etag}</ETag></Part></CompleteMultipartUpload>"
    );
    let complete = || {
        let path = format!("whole?uploadId={id}");
        let headers = [("if-none-match", "*")];
        signed(&stack, "POST", &path, &headers, xml.as_bytes())
    };
    stack.put("whole", &[], b"taken");
    assert_eq!(complete().error(), (412, "PreconditionFailed".to_owned()));
    assert_eq!(stack.get("whole").body, b"taken");
    assert_eq!(signed(&stack, "DELETE", "whole", &[], b"").status, 204);
    assert_eq!(complete().status, 200);
    assert_eq!(stack.get("whole").body, b"parts");
}

#[test]
fn a_part_that_is_too_small_or_unknown_is_rejected() {
    let stack = Stack::start();
    let id = signed(&stack, "POST", "whole?uploads", &[], b"")
        .element("UploadId")
        .expect("an upload");
    let part = |number: u32, etag: &str| {
        format!("<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>")
    };
    let complete = |parts: &str| {
        let xml = format!("<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>");
        signed(
            &stack,
            "POST",
            &format!("whole?uploadId={id}"),
            &[],
            xml.as_bytes(),
        )
    };
    let etags: Vec<String> = (1..=2)
        .map(|number| {
            let response = signed(
                &stack,
                "PUT",
                &format!("whole?partNumber={number}&uploadId={id}"),
                &[],
                b"small",
            );
            response.header("etag").expect("an etag").to_owned()
        })
        .collect();
    let both = part(1, &etags[0]) + &part(2, &etags[1]);
    assert_eq!(complete(&both).error(), (400, "EntityTooSmall".to_owned()));
    assert_eq!(
        complete(&part(3, &etags[0])).error(),
        (400, "InvalidPart".to_owned())
    );
    let swapped = part(2, &etags[1]) + &part(1, &etags[0]);
    assert_eq!(
        complete(&swapped).error(),
        (400, "InvalidPartOrder".to_owned())
    );
    assert_eq!(
        signed(&stack, "DELETE", &format!("whole?uploadId={id}"), &[], b"").status,
        204
    );
    assert_eq!(complete(&both).error(), (404, "NoSuchUpload".to_owned()));
}

#[test]
fn tags_are_stored_and_replaced() {
    let stack = Stack::start();
    stack.put("a.txt", &[("x-amz-tagging", "a=1&b=2")], b"");
    assert_eq!(
        elements(&signed(&stack, "GET", "a.txt?tagging", &[], b""), "Value"),
        ["1", "2"]
    );
    let xml = b"<Tagging><TagSet><Tag><Key>c</Key><Value>3</Value></Tag></TagSet></Tagging>";
    assert_eq!(signed(&stack, "PUT", "a.txt?tagging", &[], xml).status, 200);
    assert_eq!(
        elements(&signed(&stack, "GET", "a.txt?tagging", &[], b""), "Value"),
        ["3"]
    );
}
