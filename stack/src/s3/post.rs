//! Uploads by form POST.

use hyper::header::{CONTENT_TYPE, ETAG, HOST, HeaderValue, LOCATION};
use hyper::http::request::Parts;
use hyper::{Method, Response, StatusCode};
use s3s::Body;
use serde::Serialize;

use super::body::SharedBody;
use super::errors::ErrorDocument;
use super::form::{CheckedForm, Form};
use super::host::{self, Target};
use super::verifier::{Verifier, VerifyOnly};
use crate::xml;

/// Whether a request is an upload by form, valid or not.
pub fn is_form_upload(head: &Parts, target: &Target) -> bool {
    head.method == Method::POST
        && target.bucket.is_some()
        && target.key.is_none()
        && !is_other_operation(head)
}

/// Responds to an upload by form.
///
/// # Errors
/// As S3. A wrong signature takes precedence over a violated policy.
pub async fn post_object(
    verifier: &Verifier,
    mut head: Parts,
    body: &SharedBody,
    target: &Target,
) -> Result<Response<Body>, ErrorDocument> {
    let text = |name| {
        let value = head
            .headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    let (content_type, host) = (text(CONTENT_TYPE), text(HOST));
    if !content_type.starts_with("multipart/form-data") {
        return Err(ErrorDocument::new("PreconditionFailed").detail(
            "Condition",
            "Bucket POST must be of the enclosure-type multipart/form-data",
        ));
    }
    let form = Form::parse(&content_type, body.to_body()).await?;
    let bucket = target.bucket.as_deref().unwrap_or_default();
    let Some(CheckedForm {
        authorization,
        length_range,
        violation,
    }) = form.check(&verifier.stack, bucket)?
    else {
        return Err(ErrorDocument::new("AccessDenied"));
    };
    let target = Target {
        key: form.key().map(str::to_owned),
        ..target.clone()
    };
    form.set_tagging_header(&mut head)?;
    let file = form.file();
    let body = form.into_request(&mut head, violation.is_none());
    let verify_only = violation.as_ref().map(|_| VerifyOnly);
    let response = verifier
        .call(head, Some(authorization.clone()), body, verify_only)
        .await?;
    let size = file.drain().await;
    let mut response =
        verifier.with_s3_errors(response, Some(&authorization), &target, |error| {
            match (error.code.as_str(), length_range, violation) {
                ("SignatureDoesNotMatch", _, _) => error,
                (_, _, Some(violation)) => violation,
                ("EntityTooLarge", Some(range), None) => error
                    .detail("ProposedSize", size.to_string())
                    .detail("MaxSizeAllowed", range.max.to_string()),
                ("EntityTooSmall", Some(range), None) => error
                    .detail("ProposedSize", size.to_string())
                    .detail("MinSizeAllowed", range.min.to_string()),
                _ => error,
            }
        })?;
    complete_response(&mut response, &host, &target);
    Ok(response)
}

/// Whether the query makes a POST to a bucket another operation than an upload by form.
fn is_other_operation(head: &Parts) -> bool {
    head.uri
        .query()
        .unwrap_or_default()
        .split('&')
        .any(|pair| pair == "delete" || pair.starts_with("delete="))
}

/// The document of a 201.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct PostResponse<'a> {
    location: &'a str,
    bucket: &'a str,
    key: &'a str,
    #[serde(rename = "ETag")]
    etag: &'a str,
}

/// Completes the response of s3s as S3 writes it: `Location`, the document of a 201, and quotes around the `ETag`.
fn complete_response(response: &mut Response<Body>, host: &str, target: &Target) {
    let text = |name| {
        response
            .headers()
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
            .unwrap_or_default()
    };
    let etag = text(ETAG).to_owned();
    let (bucket, key) = (
        target.bucket.as_deref().unwrap_or_default(),
        target.key.as_deref().unwrap_or_default(),
    );
    let location = match response.status() {
        StatusCode::SEE_OTHER => {
            let bare = etag.trim_matches('"');
            text(LOCATION)
                .strip_suffix(bare)
                .map(|start| format!("{start}%22{bare}%22"))
                .unwrap_or_default()
        }
        _ => host::location(host, bucket, key),
    };
    if response.status() == StatusCode::CREATED {
        let document = PostResponse {
            location: &location,
            bucket,
            key,
            etag: &etag,
        };
        *response.body_mut() = Body::from(xml::document("PostResponse", &document));
    }
    if let Ok(value) = HeaderValue::try_from(location) {
        response.headers_mut().insert(LOCATION, value);
    }
}
