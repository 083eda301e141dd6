//! Authorization by Signature Version 2, in a query or in a header.

use hyper::http::request::Parts;
use time::OffsetDateTime;

use super::access_key::check_access_key;
use super::authorization::Authorization;
use super::parameters::{SECURITY_TOKEN, header, single_value};
use crate::clock::iso_8601;
use crate::s3::canonical;
use crate::s3::errors::ErrorDocument;
use crate::stack::Stack;

/// Parses and checks the parameters of a presigned URL.
pub fn from_query(
    stack: &Stack,
    request: &Parts,
    query: &[(String, String)],
) -> Result<Authorization, ErrorDocument> {
    let [Some(access_key_id), Some(signature), Some(expires)] =
        ["AWSAccessKeyId", "Signature", "Expires"].map(|name| single_value(query, name))
    else {
        return Err(ErrorDocument::with_message(
            "AccessDenied",
            "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters",
        ));
    };
    let expires_at = expires
        .parse()
        .ok()
        .and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok())
        .ok_or_else(|| {
            let message = format!("Invalid date (should be seconds since epoch): {expires}");
            ErrorDocument::with_message("AccessDenied", message)
        })?;
    let now = stack.clock.now();
    if now > expires_at {
        return Err(
            ErrorDocument::with_message("AccessDenied", "Request has expired")
                .detail("Expires", iso_8601(expires_at))
                .detail("ServerTime", iso_8601(now)),
        );
    }
    check_access_key(
        stack,
        access_key_id,
        header(&request.headers, SECURITY_TOKEN),
    )?;
    Ok(authorization(
        access_key_id,
        signature,
        canonical::v2_string_to_sign(request, expires),
    ))
}

/// Parses and checks `AWS access-key-id:signature`, without its `AWS `.
pub fn from_header(
    stack: &Stack,
    request: &Parts,
    credential: &str,
) -> Result<Authorization, ErrorDocument> {
    let (access_key_id, signature) = credential.split_once(':').ok_or_else(|| {
        ErrorDocument::with_message(
            "InvalidArgument",
            "AWS authorization header is invalid.  Expected AwsAccessKeyId:signature",
        )
    })?;
    check_access_key(
        stack,
        access_key_id,
        header(&request.headers, SECURITY_TOKEN),
    )?;
    let date = if request.headers.contains_key("x-amz-date") {
        None
    } else {
        header(&request.headers, "date")
    };
    let string_to_sign = canonical::v2_string_to_sign(request, date.unwrap_or_default());
    Ok(authorization(access_key_id, signature, string_to_sign))
}

fn authorization(access_key_id: &str, signature: &str, string_to_sign: String) -> Authorization {
    Authorization {
        access_key_id: access_key_id.to_owned(),
        signature: signature.to_owned(),
        string_to_sign,
        canonical_request: None,
    }
}
