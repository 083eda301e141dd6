//! `CopyObject`.

use s3s::dto::{
    CopyObjectInput, CopyObjectOutput, CopyObjectResult, ETag, MetadataDirective, TaggingDirective,
};
use s3s::{S3ErrorCode, S3Request, S3Response, S3Result};
use time::OffsetDateTime;

use super::conditions::{ReadConditions, WriteConditions};
use super::shared::{find_source, store_received, stream};
use crate::s3::checksums::set_checksums;
use crate::s3::operations::receive::{Declared, receive};
use crate::s3::operations::tags::parse_tags;
use crate::s3::store::object::Headers;
use crate::stack::Stack;

pub async fn copy_object(
    stack: &Stack,
    request: S3Request<CopyObjectInput>,
) -> S3Result<S3Response<CopyObjectOutput>> {
    let input = request.input;
    let source = find_source(stack, &input.copy_source)?;
    let conditions = ReadConditions {
        if_match: input.copy_source_if_match,
        if_none_match: input.copy_source_if_none_match,
        if_modified_since: input.copy_source_if_modified_since,
        if_unmodified_since: input.copy_source_if_unmodified_since,
    };
    if conditions.check(&source.record).is_err() {
        return Err(S3ErrorCode::PreconditionFailed.into());
    }
    let replace = |directive: Option<&str>| directive == Some("REPLACE");
    let mut headers = if replace(
        input
            .metadata_directive
            .as_ref()
            .map(MetadataDirective::as_str),
    ) {
        Headers {
            content_type: input.content_type,
            cache_control: input.cache_control,
            content_disposition: input.content_disposition,
            content_encoding: input.content_encoding,
            content_language: input.content_language,
            expires: input.expires.map(OffsetDateTime::from),
            metadata: input.metadata.unwrap_or_default().into_iter().collect(),
            tags: source.record.headers.tags.clone(),
        }
    } else {
        source.record.headers.clone()
    };
    if replace(
        input
            .tagging_directive
            .as_ref()
            .map(TaggingDirective::as_str),
    ) {
        headers.tags = parse_tags(input.tagging.as_deref())?;
    }
    let declared = Declared {
        algorithm: input.checksum_algorithm,
        ..Declared::default()
    };
    let body = stream(&source.content, 0..source.content.length());
    let received = receive(&stack.store, Some(body), declared, None).await?;
    let object = store_received(
        stack,
        &input.bucket,
        input.key,
        headers,
        received,
        &WriteConditions::default(),
    )?;
    let record = &object.record;
    let mut result = CopyObjectResult {
        e_tag: Some(ETag::Strong(record.etag.clone())),
        last_modified: Some(record.last_modified.into()),
        ..CopyObjectResult::default()
    };
    set_checksums!(result, record.checksums);
    Ok(S3Response::new(CopyObjectOutput {
        copy_object_result: Some(result),
        ..CopyObjectOutput::default()
    }))
}
