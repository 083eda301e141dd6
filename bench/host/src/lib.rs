//! The requests that the benchmarks sign. They equal those of `bench/case.ts`.

use s3_signpost::{
    Credentials, Error, Expiry, KeyRule, Location, PostRequest, PresignRequest, Timestamp,
};

/// Inputs of a presigned URL.
#[derive(Debug)]
pub struct Case {
    /// Credentials with a session token.
    pub credentials: Credentials,
    /// A region of AWS.
    pub location: Location,
    /// A GET that expires after five minutes.
    pub request: PresignRequest,
    /// The signing date.
    pub now: Timestamp,
}

/// Returns a GET of the first photograph, with a session token of about 900 characters.
pub fn case() -> Result<Case, Error> {
    let token = [
        "IQoJb3JpZ2luX2VjE",
        &"q7/Zd+0Vb3JyZWN0SG9yc2VCYXR0ZXJ5".repeat(27),
        "Xw==",
    ]
    .concat();
    Ok(Case {
        credentials: Credentials::new(
            "ASIAIOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        )?
        .with_session_token(&token)?,
        location: Location::aws("eu-west-1")?,
        request: PresignRequest {
            expiry: Expiry::In(300),
            ..PresignRequest::get("examplebucket", &key(0))
        },
        now: Timestamp::from_unix(1_779_580_800)?,
    })
}

/// Returns a form for the same photograph.
pub fn form() -> PostRequest {
    PostRequest {
        expiry: Expiry::In(300),
        max_size: Some(10 * 1024 * 1024),
        content_type: Some("image/jpeg".into()),
        ..PostRequest::new("examplebucket", KeyRule::Exact(key(0)))
    }
}

/// Returns the key of a photograph.
pub fn key(index: usize) -> String {
    format!("photos/2026/summer/IMG_{index:07}-large.jpg")
}
