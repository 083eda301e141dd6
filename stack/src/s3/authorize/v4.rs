//! Authorization by Signature Version 4, in a query or in a header.

use hyper::HeaderMap;
use hyper::header::HeaderName;
use hyper::http::request::Parts;
use time::Duration;

use super::access_key::check_access_key;
use super::authorization::Authorization;
use super::parameters::{SECURITY_TOKEN, header, single_value};
use super::scope::{Scope, SignatureSource, check_scope};
use crate::clock::{iso_8601, parse_amz_date};
use crate::s3::canonical;
use crate::s3::errors::ErrorDocument;
use crate::stack::Stack;

pub const V4_ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// Seven days.
const MAX_EXPIRY_SECONDS: i64 = 604_800;
/// Largest difference between the signing date and the stack's clock.
const MAX_SKEW: Duration = Duration::minutes(15);

/// Parses and checks the `X-Amz-*` parameters of a presigned URL.
pub fn from_query(
    stack: &Stack,
    request: &Parts,
    query: &[(String, String)],
) -> Result<Authorization, ErrorDocument> {
    const NAMES: [&str; 6] = [
        "X-Amz-Algorithm",
        "X-Amz-Credential",
        "X-Amz-Signature",
        "X-Amz-Date",
        "X-Amz-SignedHeaders",
        "X-Amz-Expires",
    ];
    let wrong =
        |message: &str| ErrorDocument::with_message("AuthorizationQueryParametersError", message);
    let [
        Some(algorithm),
        Some(credential),
        Some(signature),
        Some(date),
        Some(signed_headers),
        Some(expires),
    ] = NAMES.map(|name| single_value(query, name))
    else {
        return Err(wrong(
            "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, \
             X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
        ));
    };
    if algorithm != V4_ALGORITHM {
        return Err(wrong(
            "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"",
        ));
    }
    let signed_at = parse_amz_date(date).ok_or_else(|| {
        wrong("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
    })?;
    let scope = check_scope(stack, credential, date, SignatureSource::Query)?;
    let seconds: i64 = expires
        .parse()
        .map_err(|_| wrong("X-Amz-Expires should be a number"))?;
    if seconds < 0 {
        return Err(wrong("X-Amz-Expires must be non-negative"));
    }
    if seconds > MAX_EXPIRY_SECONDS {
        return Err(wrong(
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than \
             604800 seconds",
        ));
    }
    let now = stack.clock.now();
    let expires_at = signed_at + Duration::seconds(seconds);
    if signed_at > now + MAX_SKEW {
        return Err(
            ErrorDocument::with_message("AccessDenied", "Request is not yet valid")
                .detail("X-Amz-Date", iso_8601(signed_at))
                .detail("ServerTime", iso_8601(now)),
        );
    }
    if now > expires_at {
        return Err(
            ErrorDocument::with_message("AccessDenied", "Request has expired")
                .detail("X-Amz-Expires", expires)
                .detail("Expires", iso_8601(expires_at))
                .detail("ServerTime", iso_8601(now)),
        );
    }
    let token = single_value(query, "X-Amz-Security-Token")
        .or_else(|| header(&request.headers, SECURITY_TOKEN));
    check_access_key(stack, scope.access_key_id, token)?;
    let signed_headers: Vec<&str> = signed_headers.split(';').collect();
    check_signed_headers(&request.headers, &signed_headers)?;
    let payload = header(&request.headers, "x-amz-content-sha256").unwrap_or("UNSIGNED-PAYLOAD");
    Ok(authorization(
        request,
        &scope,
        date,
        &signed_headers,
        payload,
        signature,
    ))
}

/// Parses and checks an `Authorization` header and the date beside it.
pub fn from_header(
    stack: &Stack,
    request: &Parts,
    header_value: &str,
) -> Result<Authorization, ErrorDocument> {
    let malformed =
        || ErrorDocument::with_message("InvalidArgument", "Unsupported Authorization Type");
    let fields = header_value
        .strip_prefix(V4_ALGORITHM)
        .ok_or_else(malformed)?;
    let field = |name: &str| {
        fields.split(',').find_map(|field| field.trim().strip_prefix(name)?.strip_prefix('=')).ok_or_else(|| {
            SignatureSource::Header.malformed(&format!("the authorization header requires three components: Credential, SignedHeaders, and Signature; {name} is missing."))
        })
    };
    let (credential, signed_headers, signature) = (
        field("Credential")?,
        field("SignedHeaders")?,
        field("Signature")?,
    );
    let invalid_date = || {
        ErrorDocument::with_message(
            "AccessDenied",
            "AWS authentication requires a valid Date or x-amz-date header",
        )
    };
    let date = header(&request.headers, "x-amz-date").ok_or_else(invalid_date)?;
    let signed_at = parse_amz_date(date).ok_or_else(invalid_date)?;
    let scope = check_scope(stack, credential, date, SignatureSource::Header)?;
    let now = stack.clock.now();
    if (now - signed_at).abs() > MAX_SKEW {
        return Err(ErrorDocument::new("RequestTimeTooSkewed")
            .detail("RequestTime", date)
            .detail("ServerTime", iso_8601(now))
            .detail(
                "MaxAllowedSkewMilliseconds",
                MAX_SKEW.whole_milliseconds().to_string(),
            ));
    }
    check_access_key(
        stack,
        scope.access_key_id,
        header(&request.headers, SECURITY_TOKEN),
    )?;
    let signed_headers: Vec<&str> = signed_headers.split(';').collect();
    check_signed_headers(&request.headers, &signed_headers)?;
    let payload = header(&request.headers, "x-amz-content-sha256").ok_or_else(|| {
        ErrorDocument::with_message(
            "InvalidRequest",
            "Missing required header for this request: x-amz-content-sha256",
        )
    })?;
    Ok(authorization(
        request,
        &scope,
        date,
        &signed_headers,
        payload,
        signature,
    ))
}

fn authorization(
    request: &Parts,
    scope: &Scope<'_>,
    date: &str,
    signed_headers: &[&str],
    payload: &str,
    signature: &str,
) -> Authorization {
    let canonical_request = canonical::v4_canonical_request(request, signed_headers, payload);
    Authorization {
        access_key_id: scope.access_key_id.to_owned(),
        signature: signature.to_owned(),
        string_to_sign: canonical::v4_string_to_sign(
            date,
            &scope.without_key(),
            &canonical_request,
        ),
        canonical_request: Some(canonical_request),
    }
}

/// Checks that the host and every `x-amz-*` header are signed.
fn check_signed_headers(headers: &HeaderMap, signed: &[&str]) -> Result<(), ErrorDocument> {
    let mut unsigned: Vec<&str> = headers
        .keys()
        .map(HeaderName::as_str)
        .filter(|name| (name.starts_with("x-amz-") || *name == "host") && !signed.contains(name))
        .collect();
    unsigned.sort_unstable();
    if unsigned.is_empty() {
        return Ok(());
    }
    let message = "There were headers present in the request which were not signed";
    Err(ErrorDocument::with_message("AccessDenied", message)
        .detail("HeadersNotSigned", unsigned.join(", ")))
}
