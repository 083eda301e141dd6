//! `GetObject` and `HeadObject`.

use hyper::StatusCode;
use s3s::dto::{
    ChecksumMode, ETag, GetObjectInput, GetObjectOutput, HeadObjectInput, HeadObjectOutput,
    Metadata, Timestamp,
};
use s3s::{S3Request, S3Response, S3Result};

use super::conditions::ReadConditions;
use super::selection::Selection;
use super::shared::{check_version, stream};
use crate::s3::checksums::set_checksums;
use crate::s3::store::object::Record;
use crate::stack::Stack;

/// `Content-Type` of an object that was stored without one.
const DEFAULT_CONTENT_TYPE: &str = "binary/octet-stream";

pub fn get_object(
    stack: &Stack,
    request: S3Request<GetObjectInput>,
) -> S3Result<S3Response<GetObjectOutput>> {
    let input = request.input;
    check_version(input.version_id.as_deref())?;
    let object = stack.store.get(&input.bucket, &input.key)?;
    let conditions = ReadConditions {
        if_match: input.if_match,
        if_none_match: input.if_none_match,
        if_modified_since: input.if_modified_since,
        if_unmodified_since: input.if_unmodified_since,
    };
    conditions.check(&object.record)?;
    let selection = Selection::new(&object, input.range, input.part_number)?;

    let record = &object.record;
    let mut output = GetObjectOutput {
        accept_ranges: Some("bytes".to_owned()),
        body: Some(stream(&object.content, selection.span.clone())),
        cache_control: record.headers.cache_control.clone(),
        content_disposition: record.headers.content_disposition.clone(),
        content_encoding: record.headers.content_encoding.clone(),
        content_language: record.headers.content_language.clone(),
        content_length: Some(selection.length()),
        content_range: selection.content_range.clone(),
        content_type: Some(content_type(record)),
        e_tag: Some(ETag::Strong(record.etag.clone())),
        expires: record.headers.expires.map(Timestamp::from),
        last_modified: Some(record.last_modified.into()),
        metadata: metadata(record),
        parts_count: selection.parts_count,
        tag_count: tag_count(record),
        ..GetObjectOutput::default()
    };
    if wants_checksum(input.checksum_mode.as_ref()) && selection.content_range.is_none() {
        set_checksums!(output, record.checksums);
        output.checksum_type = Some(record.checksum_kind.name().to_owned().into());
    }
    Ok(S3Response::new(output))
}

pub fn head_object(
    stack: &Stack,
    request: S3Request<HeadObjectInput>,
) -> S3Result<S3Response<HeadObjectOutput>> {
    let input = request.input;
    check_version(input.version_id.as_deref())?;
    let object = stack.store.get(&input.bucket, &input.key)?;
    let conditions = ReadConditions {
        if_match: input.if_match,
        if_none_match: input.if_none_match,
        if_modified_since: input.if_modified_since,
        if_unmodified_since: input.if_unmodified_since,
    };
    conditions.check(&object.record)?;
    let selection = Selection::new(&object, input.range, input.part_number)?;

    let record = &object.record;
    let mut output = HeadObjectOutput {
        accept_ranges: Some("bytes".to_owned()),
        cache_control: input
            .response_cache_control
            .or_else(|| record.headers.cache_control.clone()),
        content_disposition: input
            .response_content_disposition
            .or_else(|| record.headers.content_disposition.clone()),
        content_encoding: input
            .response_content_encoding
            .or_else(|| record.headers.content_encoding.clone()),
        content_language: input
            .response_content_language
            .or_else(|| record.headers.content_language.clone()),
        content_length: Some(selection.length()),
        content_range: selection.content_range.clone(),
        content_type: Some(
            input
                .response_content_type
                .unwrap_or_else(|| content_type(record)),
        ),
        e_tag: Some(ETag::Strong(record.etag.clone())),
        expires: input
            .response_expires
            .or_else(|| record.headers.expires.map(Timestamp::from)),
        last_modified: Some(record.last_modified.into()),
        metadata: metadata(record),
        parts_count: selection.parts_count,
        ..HeadObjectOutput::default()
    };
    if wants_checksum(input.checksum_mode.as_ref()) && selection.content_range.is_none() {
        set_checksums!(output, record.checksums);
        output.checksum_type = Some(record.checksum_kind.name().to_owned().into());
    }
    let mut response = S3Response::new(output);
    if selection.content_range.is_some() {
        response.status = Some(StatusCode::PARTIAL_CONTENT);
    }
    Ok(response)
}

fn content_type(record: &Record) -> String {
    record
        .headers
        .content_type
        .clone()
        .unwrap_or_else(|| DEFAULT_CONTENT_TYPE.to_owned())
}

fn metadata(record: &Record) -> Option<Metadata> {
    let metadata = &record.headers.metadata;
    (!metadata.is_empty()).then(|| {
        metadata
            .iter()
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    })
}

fn tag_count(record: &Record) -> Option<i32> {
    i32::try_from(record.headers.tags.len())
        .ok()
        .filter(|count| *count > 0)
}

fn wants_checksum(mode: Option<&ChecksumMode>) -> bool {
    mode.is_some_and(|mode| mode.as_str() == ChecksumMode::ENABLED)
}
