//! `inspect` of truncated, garbled and hostile presigned URLs: it returns a result or an error, and never a secret.
//! tests/js/inspect.test.ts tests the problems it reports.

use s3_signpost::inspect::{Inspection, inspect};
use s3_signpost::{Code, Error, Timestamp};

const SIGNATURE_V4: &str = "362cfd903a3beba42b0619c7fc8049e0040ad02f0011cf4d99bb180db1585611";
const SIGNATURE_V2: &str = "FDIUaF0SpHW85TanF09j";
const TOKEN: &str = "FwoGZXIvYXdzEXAMPLE";

fn v4() -> String {
    format!(
        "https://photos.s3.us-west-2.amazonaws.com/a%20b/%C3%A9.png?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIAIOSFODNN7EXAMPLE%2F20260102%2Fus-west-2%2Fs3%2Faws4_request&X-Amz-Date=20260102T030405Z&X-Amz-Expires=900&X-Amz-SignedHeaders=content-type%3Bhost&X-Amz-Security-Token={TOKEN}%2F%2B%3D&X-Amz-Signature={SIGNATURE_V4}"
    )
}

fn v2() -> String {
    format!(
        "https://s3.eu-west-1.amazonaws.com/photos/a?AWSAccessKeyId=ASIAIOSFODNN7EXAMPLE&Signature={SIGNATURE_V2}%2F28T1u8%3D&x-amz-security-token={TOKEN}%2F%2B%3D&Expires=1767323945"
    )
}

fn inspect_safely(url: &str) -> Result<Inspection, Error> {
    let now = Timestamp::from_unix(1_767_323_045).expect("an instant");
    let result = inspect(url, now);
    let output = format!("{result:?}");
    for secret in [SIGNATURE_V4, SIGNATURE_V2, TOKEN] {
        assert!(!output.contains(secret), "{url}: {output}");
    }
    result
}

#[test]
fn complete_urls_have_no_problems() {
    for url in [v4(), v2()] {
        assert_eq!(inspect_safely(&url).expect("presigned").problems, []);
    }
}

#[test]
fn a_truncated_url_is_rejected_or_has_a_problem() {
    for url in [v4(), v2()] {
        for end in 0..url.len() {
            match inspect_safely(&url[..end]) {
                Ok(inspection) => assert_ne!(inspection.problems, [], "{}", &url[..end]),
                Err(error) => assert!(
                    matches!(error.code(), Code::InvalidUrl | Code::NotPresigned),
                    "{error}"
                ),
            }
        }
    }
}

#[test]
fn replaced_and_inserted_characters_cause_no_panic_and_show_no_secret() {
    for url in [v4(), v2()] {
        for at in 0..url.len() {
            for piece in [
                "%",
                "%2",
                "&",
                "=",
                "+",
                "/",
                "?",
                "#",
                "\0",
                "é",
                "\u{10FFFF}",
                ";",
                "9",
            ] {
                let _ = inspect_safely(&format!("{}{piece}{}", &url[..at], &url[at..]));
                let _ = inspect_safely(&format!("{}{piece}{}", &url[..at], &url[at + 1..]));
            }
        }
    }
}

#[test]
fn a_query_of_200_000_parameters_is_inspected() {
    let url = format!("{}{}", v4(), "&a=%41".repeat(200_000));
    assert_eq!(inspect_safely(&url).expect("presigned").problems, []);
}

#[test]
fn numbers_out_of_range_are_problems_and_do_not_overflow() {
    for (from, to) in [
        ("X-Amz-Expires=900", "X-Amz-Expires=999999999999999999"),
        (
            "X-Amz-Expires=900",
            "X-Amz-Expires=99999999999999999999999999",
        ),
        ("X-Amz-Date=20260102T030405Z", "X-Amz-Date=99991231T235959Z"),
    ] {
        assert_ne!(
            inspect_safely(&v4().replace(from, to))
                .expect("presigned")
                .problems,
            []
        );
    }
    let url = v2().replace("1767323945", "999999999999999999");
    assert_ne!(inspect_safely(&url).expect("presigned").problems, []);
}
