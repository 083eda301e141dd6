//! `difference` finds and names each change of a request on its way to S3. The error documents are made from AWS's own
//! example.

use s3_signpost::explain::{
    Cause, Difference, ErrorDocument, RequestPart, SentRequest, difference,
};

const TOKEN: &str = "FwoGZXIvYXdzEXAMPLE%2F%2Ftoken%2Bwith%3D%3D";
const TOKEN_DECODED: &str = "FwoGZXIvYXdzEXAMPLE//token+with==";
const SIGNATURE: &str = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
const QUERY: &str = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-Security-Token=FwoGZXIvYXdzEXAMPLE%2F%2Ftoken%2Bwith%3D%3D&X-Amz-SignedHeaders=content-type%3Bhost&versionId=a%2Fb";
const HASH: &str = "3bfa292879f6447bbcda7001decf97f4a54dc650c8942174ae0a9121cf58ad04";

fn url() -> String {
    format!(
        "https://examplebucket.s3.amazonaws.com/a%20b//c.txt?{QUERY}&X-Amz-Signature={SIGNATURE}"
    )
}

/// Returns the canonical request of the unchanged request.
fn canonical_request() -> String {
    format!(
        "PUT\n/a%20b//c.txt\n{QUERY}\ncontent-type:image/png\nhost:examplebucket.s3.amazonaws.com\n\ncontent-type;host\nUNSIGNED-PAYLOAD"
    )
}

fn string_to_sign(scope: &str) -> String {
    format!("AWS4-HMAC-SHA256\n20130524T000000Z\n{scope}\n{HASH}")
}

const SCOPE: &str = "20130524/us-east-1/s3/aws4_request";

fn compare(canonical_request: &str, string_to_sign: &str) -> Option<Difference> {
    let url = url();
    let result = difference(
        &ErrorDocument {
            canonical_request,
            string_to_sign,
            access_key_id: "AKIAIOSFODNN7EXAMPLE",
        },
        &SentRequest {
            method: "PUT",
            url: &url,
            headers: &[("Content-Type", " image/png ")],
        },
    );
    let output = format!("{result:?}");
    for secret in [TOKEN, TOKEN_DECODED, SIGNATURE] {
        assert!(!output.contains(secret), "{output}");
    }
    result
}

/// Returns the difference if S3 signed `to` instead of `from`.
fn compare_after(from: &str, to: &str) -> Difference {
    let request = canonical_request();
    assert!(request.contains(from), "{from}");
    compare(&request.replacen(from, to, 1), &string_to_sign(SCOPE)).expect("a difference")
}

fn expected(part: RequestPart, cause: Cause, ours: &str, theirs: &str) -> Difference {
    Difference {
        part,
        cause,
        ours: ours.into(),
        theirs: theirs.into(),
    }
}

#[test]
fn an_unchanged_request_was_signed_with_another_secret() {
    let id = "AKIAIOSFODNN7EXAMPLE";
    assert_eq!(
        compare(&canonical_request(), &string_to_sign(SCOPE)),
        Some(expected(RequestPart::Secret, Cause::SecretWrong, id, id))
    );
}

#[test]
fn a_changed_method_is_reported() {
    assert_eq!(
        compare_after("PUT\n", "GET\n"),
        expected(RequestPart::Method, Cause::MethodChanged, "PUT", "GET")
    );
}

#[test]
fn each_change_of_the_path_has_its_cause() {
    for (theirs, cause) in [
        ("/a%2520b//c.txt", Cause::EncodedTwice),
        ("/a+b//c.txt", Cause::Reencoded),
        ("/a%20b/c.txt", Cause::Normalized),
        ("/s3/a%20b//c.txt", Cause::PrefixChanged),
        ("/b//c.txt", Cause::PathChanged),
    ] {
        assert_eq!(
            compare_after("/a%20b//c.txt", theirs),
            expected(RequestPart::Path, cause, "/a%20b//c.txt", theirs)
        );
    }
}

#[test]
fn each_change_of_a_parameter_has_its_cause() {
    for (from, to, cause, ours, theirs) in [
        (
            "&versionId=a%2Fb",
            "",
            Cause::Removed,
            "versionId=a%2Fb",
            "",
        ),
        ("&versionId", "&utm=1&versionId", Cause::Added, "", "utm=1"),
        (
            "versionId=a%2Fb",
            "versionId=a/b",
            Cause::Reencoded,
            "versionId=a%2Fb",
            "versionId=a/b",
        ),
        (
            "versionId=a%2Fb",
            "versionId=a%252Fb",
            Cause::EncodedTwice,
            "versionId=a%2Fb",
            "versionId=a%252Fb",
        ),
        (
            "versionId=a%2Fb",
            "versionId=c",
            Cause::Changed,
            "versionId=a%2Fb",
            "versionId=c",
        ),
    ] {
        assert_eq!(
            compare_after(from, to),
            expected(RequestPart::Query, cause, ours, theirs)
        );
    }
}

#[test]
fn a_changed_session_token_is_reported_without_its_value() {
    let hidden = "X-Amz-Security-Token=(hidden)";
    assert_eq!(
        compare_after("token%2Bwith", "token%20with"),
        expected(RequestPart::Query, Cause::Reencoded, hidden, hidden)
    );
}

#[test]
fn secrets_in_other_parts_of_the_document_are_hidden() {
    let theirs = format!("/{SIGNATURE}/{TOKEN_DECODED}/{TOKEN}");
    assert_eq!(
        compare_after("/a%20b//c.txt", &theirs).theirs,
        "/(hidden)/(hidden)/(hidden)"
    );
}

#[test]
fn a_host_changed_by_a_proxy_is_reported() {
    assert_eq!(
        compare_after("host:examplebucket.s3.amazonaws.com", "host:internal:8080"),
        expected(
            RequestPart::Headers,
            Cause::HostChanged,
            "host:examplebucket.s3.amazonaws.com",
            "host:internal:8080"
        )
    );
}

#[test]
fn a_changed_host_is_reported_only_if_nothing_else_differs() {
    let proxied =
        canonical_request().replace("host:examplebucket.s3.amazonaws.com", "host:internal");
    for (from, to, part) in [
        ("host:internal", "host:other", RequestPart::Headers),
        ("PUT\n", "GET\n", RequestPart::Method),
        (";host\n", ";host;x-amz-acl\n", RequestPart::SignedHeaders),
    ] {
        let request = proxied.replace(from, to);
        let text = string_to_sign(SCOPE);
        let document = ErrorDocument {
            canonical_request: &request,
            string_to_sign: &text,
            access_key_id: "",
        };
        let sent = SentRequest {
            method: "PUT",
            url: &url(),
            headers: &[("content-type", "image/png")],
        };
        let found = difference(&document, &sent).expect("a difference");
        assert_eq!(found.part, part, "{to}");
    }
}

#[test]
fn each_change_of_a_header_has_its_cause() {
    let ours = "content-type:image/png";
    for (to, cause, theirs) in [
        (
            "content-type:image/png;charset=utf-8\n",
            Cause::Changed,
            "content-type:image/png;charset=utf-8",
        ),
        ("content-type:\n", Cause::Removed, "content-type:"),
        ("", Cause::Removed, ""),
    ] {
        assert_eq!(
            compare_after("content-type:image/png\n", to),
            expected(RequestPart::Headers, cause, ours, theirs)
        );
    }
    assert_eq!(
        compare_after("host:", "cookie:a=b\nhost:"),
        expected(RequestPart::Headers, Cause::Added, "", "cookie:(hidden)")
    );
}

#[test]
fn a_signed_header_without_a_value_is_reported_as_removed() {
    let request = canonical_request().replace("image/png", "");
    let text = string_to_sign(SCOPE);
    let document = ErrorDocument {
        canonical_request: &request,
        string_to_sign: &text,
        access_key_id: "",
    };
    let sent = SentRequest {
        method: "PUT",
        url: &url(),
        headers: &[],
    };
    assert_eq!(
        difference(&document, &sent),
        Some(expected(
            RequestPart::Headers,
            Cause::Removed,
            "content-type:(unknown)",
            "content-type:"
        ))
    );
}

#[test]
fn a_body_of_another_size_is_reported() {
    let signed = |text: &str| text.replace("content-type%3Bhost", "content-length%3Bhost");
    let request = signed(&canonical_request())
        .replace("content-type:image/png", "content-length:12")
        .replace("content-type;host", "content-length;host");
    let text = string_to_sign(SCOPE);
    let document = ErrorDocument {
        canonical_request: &request,
        string_to_sign: &text,
        access_key_id: "",
    };
    for (headers, ours) in [
        (&[][..], "content-length:(unknown)"),
        (&[("Content-Length", "10")], "content-length:10"),
    ] {
        let sent = SentRequest {
            method: "PUT",
            url: &signed(&url()),
            headers,
        };
        assert_eq!(
            difference(&document, &sent),
            Some(expected(
                RequestPart::Headers,
                Cause::SizeChanged,
                ours,
                "content-length:12"
            ))
        );
    }
}

#[test]
fn changed_signed_headers_and_payload_hash_are_reported() {
    assert_eq!(
        compare_after("content-type;host\nUN", "host\nUN").part,
        RequestPart::SignedHeaders
    );
    assert_eq!(
        compare_after("UNSIGNED-PAYLOAD", HASH),
        expected(
            RequestPart::Payload,
            Cause::PayloadSigned,
            "UNSIGNED-PAYLOAD",
            HASH
        )
    );
}

#[test]
fn a_changed_scope_is_reported_even_without_a_canonical_request() {
    let theirs = "20130524/eu-west-1/s3/aws4_request";
    let scope_changed = expected(RequestPart::Scope, Cause::ScopeChanged, SCOPE, theirs);
    let text = string_to_sign(theirs);
    assert_eq!(
        compare(&canonical_request(), &text),
        Some(scope_changed.clone())
    );
    assert_eq!(compare("", &text), Some(scope_changed));
}

#[test]
fn a_changed_date_parameter_counts_as_scope() {
    let difference = compare_after("X-Amz-Date=20130524T000000Z", "X-Amz-Date=20130525T000000Z");
    assert_eq!(
        (difference.part, difference.cause),
        (RequestPart::Scope, Cause::ScopeChanged)
    );
}

#[test]
fn a_document_without_a_canonical_request_gives_none_if_the_scope_is_equal() {
    assert_eq!(compare("", &string_to_sign(SCOPE)), None);
    assert_eq!(compare("", ""), None);
}

#[test]
fn truncated_and_garbled_documents_cause_no_panic() {
    for (whole, is_request) in [(canonical_request(), true), (string_to_sign(SCOPE), false)] {
        let compare_text = |text: &str| {
            if is_request {
                compare(text, &string_to_sign(SCOPE))
            } else {
                compare(&canonical_request(), text)
            }
        };
        for at in 0..whole.len() {
            compare_text(&whole[..at]);
            for piece in ["&", "\n", "%", ":", "\r", "é"] {
                compare_text(&format!("{}{piece}{}", &whole[..at], &whole[at..]));
            }
        }
    }
}

fn compare_v2(string_to_sign: &str) -> Option<Difference> {
    difference(
        &ErrorDocument {
            string_to_sign,
            ..ErrorDocument::default()
        },
        &SentRequest {
            method: "PUT",
            url: &format!(
                "https://awsexamplebucket1.s3.us-west-1.amazonaws.com/photos/puppy.jpg?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&x-amz-security-token={TOKEN}&Expires=1175139620&uploadId=a%2Fb&Signature=1No4mq5ETf02z8aet9voy6gui6E%3D"
            ),
            headers: &[("content-type", "image/jpeg")],
        },
    )
}

#[test]
fn each_change_of_a_v2_request_is_reported() {
    let same = format!(
        "PUT\n\nimage/jpeg\n1175139620\nx-amz-security-token:{TOKEN_DECODED}\n/awsexamplebucket1/photos/puppy.jpg?uploadId=a/b"
    );
    let id = "AKIAIOSFODNN7EXAMPLE";
    assert_eq!(
        compare_v2(&same),
        Some(expected(RequestPart::Secret, Cause::SecretWrong, id, id))
    );
    for (from, to, difference) in [
        (
            "PUT",
            "POST",
            expected(RequestPart::Method, Cause::MethodChanged, "PUT", "POST"),
        ),
        (
            "image/jpeg",
            "text/plain",
            expected(
                RequestPart::Headers,
                Cause::Changed,
                "content-type:image/jpeg",
                "content-type:text/plain",
            ),
        ),
        (
            "1175139620",
            "1175139621",
            expected(
                RequestPart::Query,
                Cause::Changed,
                "Expires=1175139620",
                "Expires=1175139621",
            ),
        ),
        (
            "\nx-amz-s",
            "\nx-amz-acl:private\nx-amz-s",
            expected(RequestPart::Headers, Cause::Added, "", "x-amz-acl:private"),
        ),
        (
            "puppy",
            "kitten",
            expected(
                RequestPart::Path,
                Cause::PathChanged,
                "/photos/puppy.jpg?uploadId=a/b",
                "/awsexamplebucket1/photos/kitten.jpg?uploadId=a/b",
            ),
        ),
    ] {
        assert_eq!(compare_v2(&same.replacen(from, to, 1)), Some(difference));
    }
}

#[test]
fn an_x_amz_parameter_of_v2_is_compared_as_a_header() {
    let compare = |theirs: &str| {
        difference(
            &ErrorDocument {
                string_to_sign: &format!("GET\n\n\n1175139620\n{theirs}/bucket/key"),
                ..ErrorDocument::default()
            },
            &SentRequest {
                method: "GET",
                url: "https://s3.test/bucket/key?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1175139620&X-Amz-Request-Payer=requester&Signature=1No4mq5ETf02z8aet9voy6gui6E%3D",
                headers: &[],
            },
        )
    };
    let id = "AKIAIOSFODNN7EXAMPLE";
    assert_eq!(
        compare("x-amz-request-payer:requester\n"),
        Some(expected(RequestPart::Secret, Cause::SecretWrong, id, id))
    );
}

#[test]
fn a_document_over_the_comparison_limit_gives_none() {
    let many = |separator: &str| -> String {
        (0..10_000)
            .map(|index| [separator, "a", &index.to_string(), "="].concat())
            .collect()
    };
    let url = format!("{}{}", url(), many("&"));
    let canonical_request =
        canonical_request().replacen("X-Amz", &format!("{}&X-Amz", many("&")), 1);
    let sent = SentRequest {
        method: "GET",
        url: &url,
        headers: &[],
    };
    let document = ErrorDocument {
        canonical_request: &canonical_request,
        ..ErrorDocument::default()
    };
    assert_eq!(difference(&document, &sent), None);
}
