//! `SignatureDoesNotMatch`, as S3 writes it, beside the request that was sent: each way in which a request
//! is changed is found and named. What S3 says is made from AWS's own example.

use s3_signpost::explain::{Cause, Difference, Part, Report, SentRequest, difference};

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

/// What S3 signs where nothing was changed.
fn canonical_request() -> String {
    format!(
        "PUT\n/a%20b//c.txt\n{QUERY}\ncontent-type:image/png\nhost:examplebucket.s3.amazonaws.com\n\ncontent-type;host\nUNSIGNED-PAYLOAD"
    )
}

fn string_to_sign(scope: &str) -> String {
    format!("AWS4-HMAC-SHA256\n20130524T000000Z\n{scope}\n{HASH}")
}

const SCOPE: &str = "20130524/us-east-1/s3/aws4_request";

fn explained(canonical_request: &str, string_to_sign: &str) -> Option<Difference> {
    let url = url();
    let found = difference(
        &Report {
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
    let shown = format!("{found:?}");
    for secret in [TOKEN, TOKEN_DECODED, SIGNATURE] {
        assert!(!shown.contains(secret), "{shown}");
    }
    found
}

/// What is found where S3 signed this in the place of that.
fn changed(from: &str, to: &str) -> Difference {
    let request = canonical_request();
    assert!(request.contains(from), "{from}");
    explained(&request.replacen(from, to, 1), &string_to_sign(SCOPE)).expect("a difference")
}

fn found(part: Part, cause: Cause, ours: &str, theirs: &str) -> Difference {
    Difference {
        part,
        cause,
        ours: ours.into(),
        theirs: theirs.into(),
    }
}

#[test]
fn where_nothing_differs_it_is_the_secret() {
    let id = "AKIAIOSFODNN7EXAMPLE";
    assert_eq!(
        explained(&canonical_request(), &string_to_sign(SCOPE)),
        Some(found(Part::Secret, Cause::SecretWrong, id, id))
    );
}

#[test]
fn another_method_is_found() {
    assert_eq!(
        changed("PUT\n", "GET\n"),
        found(Part::Method, Cause::MethodChanged, "PUT", "GET")
    );
}

#[test]
fn what_became_of_the_path_is_told() {
    for (theirs, cause) in [
        ("/a%2520b//c.txt", Cause::EncodedTwice),
        ("/a+b//c.txt", Cause::Reencoded),
        ("/a%20b/c.txt", Cause::Normalized),
        ("/s3/a%20b//c.txt", Cause::PrefixChanged),
        ("/b//c.txt", Cause::PathChanged),
    ] {
        assert_eq!(
            changed("/a%20b//c.txt", theirs),
            found(Part::Path, cause, "/a%20b//c.txt", theirs)
        );
    }
}

#[test]
fn what_became_of_a_parameter_is_told() {
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
        assert_eq!(changed(from, to), found(Part::Query, cause, ours, theirs));
    }
}

#[test]
fn a_token_that_changed_is_named_and_not_shown() {
    let hidden = "X-Amz-Security-Token=(hidden)";
    assert_eq!(
        changed("token%2Bwith", "token%20with"),
        found(Part::Query, Cause::Reencoded, hidden, hidden)
    );
}

#[test]
fn a_secret_that_the_service_repeats_elsewhere_is_not_shown() {
    let theirs = format!("/{SIGNATURE}/{TOKEN_DECODED}/{TOKEN}");
    assert_eq!(
        changed("/a%20b//c.txt", &theirs).theirs,
        "/(hidden)/(hidden)/(hidden)"
    );
}

#[test]
fn a_host_that_a_proxy_changed_is_found() {
    assert_eq!(
        changed("host:examplebucket.s3.amazonaws.com", "host:internal:8080"),
        found(
            Part::Headers,
            Cause::HostChanged,
            "host:examplebucket.s3.amazonaws.com",
            "host:internal:8080"
        )
    );
}

#[test]
fn what_became_of_a_header_is_told() {
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
            changed("content-type:image/png\n", to),
            found(Part::Headers, cause, ours, theirs)
        );
    }
    assert_eq!(
        changed("host:", "cookie:a=b\nhost:"),
        found(Part::Headers, Cause::Added, "", "cookie:(hidden)")
    );
}

#[test]
fn a_signed_header_that_was_never_sent_is_found() {
    let request = canonical_request().replace("image/png", "");
    let text = string_to_sign(SCOPE);
    let report = Report {
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
        difference(&report, &sent),
        Some(found(
            Part::Headers,
            Cause::Removed,
            "content-type:(not given)",
            "content-type:"
        ))
    );
}

#[test]
fn a_body_of_another_size_than_was_signed_is_found() {
    let signed = |text: &str| text.replace("content-type%3Bhost", "content-length%3Bhost");
    let request = signed(&canonical_request())
        .replace("content-type:image/png", "content-length:12")
        .replace("content-type;host", "content-length;host");
    let text = string_to_sign(SCOPE);
    let report = Report {
        canonical_request: &request,
        string_to_sign: &text,
        access_key_id: "",
    };
    for (headers, ours) in [
        (&[][..], "content-length:(not given)"),
        (&[("Content-Length", "10")], "content-length:10"),
    ] {
        let sent = SentRequest {
            method: "PUT",
            url: &signed(&url()),
            headers,
        };
        assert_eq!(
            difference(&report, &sent),
            Some(found(
                Part::Headers,
                Cause::SizeChanged,
                ours,
                "content-length:12"
            ))
        );
    }
}

#[test]
fn the_lists_of_signed_headers_and_the_payload_are_set_side_by_side() {
    assert_eq!(
        changed("content-type;host\nUN", "host\nUN").part,
        Part::SignedHeaders
    );
    assert_eq!(
        changed("UNSIGNED-PAYLOAD", HASH),
        found(
            Part::Payload,
            Cause::PayloadSigned,
            "UNSIGNED-PAYLOAD",
            HASH
        )
    );
}

#[test]
fn another_scope_is_found_with_and_without_a_canonical_request() {
    let theirs = "20130524/eu-west-1/s3/aws4_request";
    let wanted = found(Part::Scope, Cause::ScopeChanged, SCOPE, theirs);
    let text = string_to_sign(theirs);
    assert_eq!(explained(&canonical_request(), &text), Some(wanted.clone()));
    assert_eq!(explained("", &text), Some(wanted));
}

#[test]
fn an_edited_date_belongs_to_the_scope() {
    let difference = changed("X-Amz-Date=20130524T000000Z", "X-Amz-Date=20130525T000000Z");
    assert_eq!(
        (difference.part, difference.cause),
        (Part::Scope, Cause::ScopeChanged)
    );
}

#[test]
fn a_report_that_does_not_tell_gives_nothing() {
    assert_eq!(explained("", &string_to_sign(SCOPE)), None);
    assert_eq!(explained("", ""), None);
}

#[test]
fn a_report_cut_or_garbled_anywhere_does_no_harm() {
    for (whole, is_request) in [(canonical_request(), true), (string_to_sign(SCOPE), false)] {
        let explained = |text: &str| match is_request {
            true => explained(text, &string_to_sign(SCOPE)),
            false => explained(&canonical_request(), text),
        };
        for at in 0..whole.len() {
            explained(&whole[..at]);
            for piece in ["&", "\n", "%", ":", "\r", "é"] {
                explained(&format!("{}{piece}{}", &whole[..at], &whole[at..]));
            }
        }
    }
}

fn explained_v2(string_to_sign: &str) -> Option<Difference> {
    difference(
        &Report {
            string_to_sign,
            ..Report::default()
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
fn version_2_is_set_side_by_side_as_well() {
    let same = format!(
        "PUT\n\nimage/jpeg\n1175139620\nx-amz-security-token:{TOKEN_DECODED}\n/awsexamplebucket1/photos/puppy.jpg?uploadId=a/b"
    );
    let id = "AKIAIOSFODNN7EXAMPLE";
    assert_eq!(
        explained_v2(&same),
        Some(found(Part::Secret, Cause::SecretWrong, id, id))
    );
    for (from, to, wanted) in [
        (
            "PUT",
            "POST",
            found(Part::Method, Cause::MethodChanged, "PUT", "POST"),
        ),
        (
            "image/jpeg",
            "text/plain",
            found(
                Part::Headers,
                Cause::Changed,
                "content-type:image/jpeg",
                "content-type:text/plain",
            ),
        ),
        (
            "1175139620",
            "1175139621",
            found(
                Part::Query,
                Cause::Changed,
                "Expires=1175139620",
                "Expires=1175139621",
            ),
        ),
        (
            "\nx-amz-s",
            "\nx-amz-acl:private\nx-amz-s",
            found(Part::Headers, Cause::Added, "", "x-amz-acl:private"),
        ),
        (
            "puppy",
            "kitten",
            found(
                Part::Path,
                Cause::PathChanged,
                "/photos/puppy.jpg?uploadId=a/b",
                "/awsexamplebucket1/photos/kitten.jpg?uploadId=a/b",
            ),
        ),
    ] {
        assert_eq!(explained_v2(&same.replacen(from, to, 1)), Some(wanted));
    }
}

#[test]
fn version_2_signs_an_x_amz_parameter_as_a_header() {
    let explained = |theirs: &str| {
        difference(
            &Report {
                string_to_sign: &format!("GET\n\n\n1175139620\n{theirs}/bucket/key"),
                ..Report::default()
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
        explained("x-amz-request-payer:requester\n"),
        Some(found(Part::Secret, Cause::SecretWrong, id, id))
    );
}

#[test]
fn a_report_of_absurd_length_gives_nothing() {
    let many = |separator: &str| -> String {
        (0..10_000).map(|at| format!("{separator}a{at}=")).collect()
    };
    let url = format!("{}{}", url(), many("&"));
    let canonical_request =
        canonical_request().replacen("X-Amz", &format!("{}&X-Amz", many("&")), 1);
    let sent = SentRequest {
        method: "GET",
        url: &url,
        headers: &[],
    };
    let report = Report {
        canonical_request: &canonical_request,
        ..Report::default()
    };
    assert_eq!(difference(&report, &sent), None);
}
