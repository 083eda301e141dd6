//! POST object: an upload by form.

use hyper::header::{CONTENT_TYPE, ETAG, HOST, HeaderValue, LOCATION};
use hyper::http::request::Parts;
use hyper::{Method, Response, StatusCode};
use s3s::Body;
use serde::Serialize;

use super::body::SharedBody;
use super::errors::Refusal;
use super::form::{Checked, Form};
use super::host::{self, Target};
use super::judge::{Judge, JudgeOnly};
use crate::xml;

/// Whether a request is an upload by form, well made or not.
pub fn is_form_upload(head: &Parts, target: &Target) -> bool {
    head.method == Method::POST
        && target.bucket.is_some()
        && target.key.is_none()
        && !names_an_operation(head)
}

/// Answers an upload by form.
///
/// # Errors
/// As S3 refuses it: a form that breaks its policy only after its signature was found right.
pub async fn post_object(
    judge: &Judge,
    mut head: Parts,
    body: &SharedBody,
    target: &Target,
) -> Result<Response<Body>, Refusal> {
    let text = |name| {
        let value = head
            .headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    let (content_type, host) = (text(CONTENT_TYPE), text(HOST));
    if !content_type.starts_with("multipart/form-data") {
        return Err(Refusal::new("PreconditionFailed").detail(
            "Condition",
            "Bucket POST must be of the enclosure-type multipart/form-data",
        ));
    }
    let form = Form::read(&content_type, body.to_body()).await?;
    let bucket = target.bucket.as_deref().unwrap_or_default();
    let Some(Checked {
        claim,
        length_range,
        breach,
    }) = form.check(&judge.stack, bucket)?
    else {
        return Err(Refusal::new("AccessDenied"));
    };
    let target = Target {
        key: form.key().map(str::to_owned),
        ..target.clone()
    };
    let file = form.file();
    let body = form.into_request(&mut head, breach.is_none());
    let judge_only = breach.as_ref().map(|_| JudgeOnly);
    let response = judge
        .call(head, Some(claim.clone()), body, judge_only)
        .await?;
    let size = file.drain().await;
    let mut response = judge.in_words_of_s3(response, Some(&claim), &target, |refusal| {
        match (refusal.code.as_str(), length_range, breach) {
            ("SignatureDoesNotMatch", _, _) => refusal,
            (_, _, Some(breach)) => breach,
            ("EntityTooLarge", Some(range), None) => refusal
                .detail("ProposedSize", size.to_string())
                .detail("MaxSizeAllowed", range.most.to_string()),
            ("EntityTooSmall", Some(range), None) => refusal
                .detail("ProposedSize", size.to_string())
                .detail("MinSizeAllowed", range.least.to_string()),
            _ => refusal,
        }
    })?;
    complete_response(&mut response, &host, &target);
    Ok(response)
}

/// Whether the query makes a POST to a bucket something else than an upload by form.
fn names_an_operation(head: &Parts) -> bool {
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

/// Puts into the reply to a form what S3 says and s3s does not: where the object is, and quotes.
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
