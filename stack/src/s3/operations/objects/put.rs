//! `PutObject`, also for uploads by form.

use hyper::Method;
use hyper::header::{ETAG, HeaderValue};
use s3s::dto::{ETag, PutObjectInput, PutObjectOutput};
use s3s::{S3Error, S3Request, S3Response, S3Result};
use time::OffsetDateTime;

use super::conditions::WriteConditions;
use super::shared::store_received;
use crate::s3::checksums::{checksums_of, set_checksums};
use crate::s3::operations::receive::{Declared, receive};
use crate::s3::operations::requirements::{customer_key_md5, require_checksum};
use crate::s3::operations::tags::parse_tags;
use crate::s3::store::object::Headers;
use crate::s3::tagging::TAGGING;
use crate::stack::Stack;

pub async fn put_object(
    stack: &Stack,
    request: S3Request<PutObjectInput>,
) -> S3Result<S3Response<PutObjectOutput>> {
    let is_form = request.method == Method::POST;
    let trailer = request.trailing_headers;
    let tagging = request.headers.get(TAGGING);
    let tagging = tagging
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let input = request.input;
    let conditions = WriteConditions {
        if_match: input.if_match,
        if_none_match: input.if_none_match,
    };
    stack.store.read_bucket(&input.bucket, |_| ())?;
    let declared = Declared {
        content_md5: input.content_md5,
        content_length: input.content_length,
        checksums: checksums_of!(input),
        algorithm: input.checksum_algorithm,
        trailer,
    };
    let is_locked = input.object_lock_mode.is_some()
        || input.object_lock_retain_until_date.is_some()
        || input.object_lock_legal_hold_status.is_some();
    require_checksum(is_locked, &declared, "Put Object")?;
    customer_key_md5(
        input.sse_customer_key.as_deref(),
        input.sse_customer_key_md5.as_deref(),
    )?;
    let headers = Headers {
        content_type: input.content_type,
        cache_control: input.cache_control,
        content_disposition: input.content_disposition,
        content_encoding: input
            .content_encoding
            .as_deref()
            .and_then(without_aws_chunked),
        content_language: input.content_language,
        expires: input.expires.map(OffsetDateTime::from),
        metadata: input.metadata.unwrap_or_default().into_iter().collect(),
        tags: parse_tags(tagging.as_deref())?,
    };
    let received = receive(&stack.store, input.body, declared, None).await?;
    let object = store_received(
        stack,
        &input.bucket,
        input.key,
        headers,
        received,
        &conditions,
    )?;
    let record = &object.record;
    let mut output = PutObjectOutput {
        e_tag: Some(ETag::Strong(record.etag.clone())),
        ..PutObjectOutput::default()
    };
    set_checksums!(output, record.checksums);
    output.checksum_type = Some(record.checksum_kind.name().to_owned().into());
    let mut response = S3Response::new(output);
    if is_form {
        // s3s leaves the ETag out of the response to a form.
        let etag = HeaderValue::try_from(format!("\"{}\"", record.etag))
            .map_err(S3Error::internal_error)?;
        response.headers.insert(ETAG, etag);
    }
    Ok(response)
}

/// Removes `aws-chunked`, which describes the body in transit and not the object.
fn without_aws_chunked(encoding: &str) -> Option<String> {
    let kept: Vec<&str> = encoding
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty() && *part != "aws-chunked")
        .collect();
    (!kept.is_empty()).then(|| kept.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aws_chunked_is_not_stored_as_content_encoding() {
        assert_eq!(without_aws_chunked("aws-chunked"), None);
        assert_eq!(
            without_aws_chunked("gzip, aws-chunked").as_deref(),
            Some("gzip")
        );
    }
}
