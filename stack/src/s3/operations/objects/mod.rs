//! Objects.

use std::collections::BTreeMap;
use std::ops::Range as Span;
use std::sync::Arc;

use futures::TryStreamExt as _;
use http_body::Frame;
use http_body_util::StreamBody;
use hyper::header::{ETAG, HeaderValue};
use hyper::{Method, StatusCode};
use s3s::dto::*;
use s3s::{Body, S3Error, S3ErrorCode, S3Request, S3Response, S3Result, StdError, s3_error};
use time::OffsetDateTime;

use super::demands::{customer_key, demand_checksum};
use super::receive::{Promise, Received, receive};
use super::unlisted;
use crate::s3::checksums::{checksums_of, set_checksums};
use crate::s3::store::content::Content;
use crate::s3::store::object::{ChecksumKind, Headers, Object as Stored, Record};
use crate::stack::Stack;
use crate::uri::form_pairs;

const DEFAULT_TYPE: &str = "binary/octet-stream";

pub async fn get_object(
    stack: &Stack,
    request: S3Request<GetObjectInput>,
) -> S3Result<S3Response<GetObjectOutput>> {
    let input = request.input;
    check_version(input.version_id.as_deref())?;
    let object = stack.store.get(&input.bucket, &input.key)?;
    let conditions = Conditions {
        if_match: input.if_match,
        if_none_match: input.if_none_match,
        if_modified_since: input.if_modified_since,
        if_unmodified_since: input.if_unmodified_since,
    };
    conditions.check(&object.record)?;
    let selection = Selection::of(&object, input.range, input.part_number)?;

    let record = &object.record;
    let bytes = object
        .content
        .read(selection.span.clone())
        .map_ok(Frame::data)
        .map_err(StdError::from);
    let mut output = GetObjectOutput {
        accept_ranges: Some("bytes".to_owned()),
        body: Some(StreamingBlob::from(Body::http_body_unsync(
            StreamBody::new(bytes),
        ))),
        cache_control: record.headers.cache_control.clone(),
        content_disposition: record.headers.content_disposition.clone(),
        content_encoding: record.headers.content_encoding.clone(),
        content_language: record.headers.content_language.clone(),
        content_length: Some(signed(selection.span.end - selection.span.start)),
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

pub async fn head_object(
    stack: &Stack,
    request: S3Request<HeadObjectInput>,
) -> S3Result<S3Response<HeadObjectOutput>> {
    let input = request.input;
    check_version(input.version_id.as_deref())?;
    let object = stack.store.get(&input.bucket, &input.key)?;
    let conditions = Conditions {
        if_match: input.if_match,
        if_none_match: input.if_none_match,
        if_modified_since: input.if_modified_since,
        if_unmodified_since: input.if_unmodified_since,
    };
    conditions.check(&object.record)?;
    let selection = Selection::of(&object, input.range, input.part_number)?;

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
        content_length: Some(signed(selection.span.end - selection.span.start)),
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

/// Also what a form upload comes to.
pub async fn put_object(
    stack: &Stack,
    request: S3Request<PutObjectInput>,
) -> S3Result<S3Response<PutObjectOutput>> {
    let is_form = request.method == Method::POST;
    let trailer = request.trailing_headers;
    let input = request.input;
    let condition = WriteCondition {
        if_match: input.if_match,
        if_none_match: input.if_none_match,
    };
    stack.store.with(&input.bucket, |_| ())?;
    let promise = Promise {
        content_md5: input.content_md5,
        content_length: input.content_length,
        checksums: checksums_of!(input),
        algorithm: input.checksum_algorithm,
        trailer,
    };
    let is_locked = input.object_lock_mode.is_some()
        || input.object_lock_retain_until_date.is_some()
        || input.object_lock_legal_hold_status.is_some();
    demand_checksum(is_locked, &promise, "Put Object")?;
    customer_key(
        input.sse_customer_key.as_deref(),
        input.sse_customer_key_md5.as_deref(),
    )?;
    let headers = Headers {
        content_type: input.content_type,
        cache_control: input.cache_control,
        content_disposition: input.content_disposition,
        content_encoding: input.content_encoding.and_then(without_aws_chunked),
        content_language: input.content_language,
        expires: input.expires.map(OffsetDateTime::from),
        metadata: input.metadata.unwrap_or_default().into_iter().collect(),
        tags: tags(input.tagging.as_deref())?,
    };
    let received = receive(&stack.store, input.body, promise, None).await?;
    let object = store_received(
        stack,
        &input.bucket,
        input.key,
        headers,
        received,
        &condition,
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
        // s3s leaves it out of the reply to a form.
        let etag = HeaderValue::try_from(format!("\"{}\"", record.etag))
            .map_err(S3Error::internal_error)?;
        response.headers.insert(ETAG, etag);
    }
    Ok(response)
}

pub async fn copy_object(
    stack: &Stack,
    request: S3Request<CopyObjectInput>,
) -> S3Result<S3Response<CopyObjectOutput>> {
    let input = request.input;
    let source = find_source(stack, &input.copy_source)?;
    let conditions = Conditions {
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
        headers.tags = tags(input.tagging.as_deref())?;
    }
    let promise = Promise {
        algorithm: input.checksum_algorithm,
        ..Promise::default()
    };
    let received = receive(&stack.store, Some(whole(&source.content)), promise, None).await?;
    let object = store_received(
        stack,
        &input.bucket,
        input.key,
        headers,
        received,
        &WriteCondition::default(),
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

pub async fn delete_object(
    stack: &Stack,
    request: S3Request<DeleteObjectInput>,
) -> S3Result<S3Response<DeleteObjectOutput>> {
    check_version(request.input.version_id.as_deref())?;
    stack
        .store
        .delete(&request.input.bucket, &request.input.key)?;
    Ok(S3Response::new(DeleteObjectOutput::default()))
}

pub async fn delete_objects(
    stack: &Stack,
    request: S3Request<DeleteObjectsInput>,
) -> S3Result<S3Response<DeleteObjectsOutput>> {
    let input = request.input;
    let mut deleted = Vec::new();
    let mut errors = Vec::new();
    for object in input.delete.objects {
        match check_version(object.version_id.as_deref()) {
            Ok(()) => {
                stack.store.delete(&input.bucket, &object.key)?;
                deleted.push(DeletedObject {
                    key: Some(object.key),
                    ..DeletedObject::default()
                });
            }
            Err(error) => errors.push(Error {
                code: Some(error.code().as_str().to_owned()),
                key: Some(object.key),
                message: error.message().map(str::to_owned),
                version_id: object.version_id,
            }),
        }
    }
    let quiet = input.delete.quiet.unwrap_or(false);
    let output = DeleteObjectsOutput {
        deleted: (!quiet).then_some(deleted),
        errors: (!errors.is_empty()).then_some(errors),
        ..DeleteObjectsOutput::default()
    };
    Ok(S3Response::new(output))
}

/// What the headers `If-Match` and the like ask of the object that is there.
struct Conditions {
    if_match: Option<ETagCondition>,
    if_none_match: Option<ETagCondition>,
    if_modified_since: Option<Timestamp>,
    if_unmodified_since: Option<Timestamp>,
}

impl Conditions {
    /// In the order of RFC 9110, section 13.2.2, which S3 keeps to.
    fn check(&self, record: &Record) -> S3Result<()> {
        // Dates in headers have whole seconds.
        let modified = record
            .last_modified
            .replace_nanosecond(0)
            .unwrap_or(record.last_modified);
        let matches = |condition: &ETagCondition| match condition {
            ETagCondition::Any => true,
            ETagCondition::ETag(etag) => etag.value() == record.etag,
        };
        match (&self.if_match, &self.if_unmodified_since) {
            (Some(condition), _) if !matches(condition) => return Err(failed("If-Match")),
            (None, Some(since)) if modified > OffsetDateTime::from(since.clone()) => {
                return Err(failed("If-Unmodified-Since"));
            }
            _ => {}
        }
        let unchanged = match (&self.if_none_match, &self.if_modified_since) {
            (Some(condition), _) => matches(condition),
            (None, Some(since)) => modified <= OffsetDateTime::from(since.clone()),
            (None, None) => false,
        };
        if unchanged {
            Err(S3ErrorCode::NotModified.into())
        } else {
            Ok(())
        }
    }
}

fn failed(header: &str) -> S3Error {
    s3_error!(
        PreconditionFailed,
        "At least one of the pre-conditions you specified did not hold: {header}"
    )
}

/// What the headers of a write ask of the object it replaces.
#[derive(Default)]
pub struct WriteCondition {
    pub if_match: Option<ETagCondition>,
    pub if_none_match: Option<ETagCondition>,
}

impl WriteCondition {
    pub fn holds(&self, held: Option<&Stored>) -> bool {
        let matches = |condition: &ETagCondition| match (condition, held) {
            (_, None) => false,
            (ETagCondition::Any, Some(_)) => true,
            (ETagCondition::ETag(etag), Some(held)) => etag.value() == held.record.etag,
        };
        self.if_match.as_ref().is_none_or(matches)
            && !self.if_none_match.as_ref().is_some_and(matches)
    }
}

/// The bytes that a request asks for.
struct Selection {
    span: Span<u64>,
    /// Present where it is not the whole object.
    content_range: Option<String>,
    parts_count: Option<i32>,
}

impl Selection {
    fn of(object: &Stored, range: Option<Range>, part_number: Option<i32>) -> S3Result<Self> {
        let size = object.content.length();
        let content_range = |span: &Span<u64>| {
            Some(format!(
                "bytes {}-{}/{size}",
                span.start,
                span.end.saturating_sub(1)
            ))
        };
        match (range, part_number) {
            (Some(_), Some(_)) => Err(s3_error!(
                InvalidRequest,
                "Cannot specify both Range header and partNumber query parameter."
            )),
            (Some(range), None) => {
                let span = range.check(size)?;
                Ok(Self {
                    content_range: content_range(&span),
                    span,
                    parts_count: None,
                })
            }
            (None, Some(number)) => {
                let sizes = if object.record.part_sizes.is_empty() {
                    &[size][..]
                } else {
                    &object.record.part_sizes
                };
                let index = usize::try_from(number)
                    .ok()
                    .and_then(|number| number.checked_sub(1));
                let Some(index) = index.filter(|index| *index < sizes.len()) else {
                    return Err(unlisted(
                        StatusCode::RANGE_NOT_SATISFIABLE,
                        "InvalidPartNumber",
                        "The requested partnumber is not satisfiable",
                    ));
                };
                let start = sizes[..index].iter().sum();
                let span = start..start + sizes[index];
                let parts = (!object.record.part_sizes.is_empty())
                    .then(|| i32::try_from(sizes.len()).unwrap_or(i32::MAX));
                Ok(Self {
                    content_range: content_range(&span),
                    span,
                    parts_count: parts,
                })
            }
            (None, None) => Ok(Self {
                span: 0..size,
                content_range: None,
                parts_count: None,
            }),
        }
    }
}

/// The object that a copy is made from.
pub fn find_source(stack: &Stack, source: &CopySource) -> S3Result<Arc<Stored>> {
    match source {
        CopySource::Bucket {
            bucket,
            key,
            version_id,
        } => {
            check_version(version_id.as_deref())?;
            Ok(stack.store.get(bucket, key)?)
        }
        _ => Err(s3_error!(
            NotImplemented,
            "This stack has no access points."
        )),
    }
}

/// The bytes of an object as the body of an upload.
pub fn whole(content: &Content) -> StreamingBlob {
    part_of(content, 0..content.length())
}

pub fn part_of(content: &Content, span: Span<u64>) -> StreamingBlob {
    let bytes = content
        .read(span)
        .map_ok(Frame::data)
        .map_err(StdError::from);
    StreamingBlob::from(Body::http_body_unsync(StreamBody::new(bytes)))
}

fn store_received(
    stack: &Stack,
    bucket: &str,
    key: String,
    headers: Headers,
    received: Received,
    condition: &WriteCondition,
) -> S3Result<Arc<Stored>> {
    let record = Record {
        key,
        etag: hex::encode(received.md5),
        last_modified: stack.clock.now(),
        headers,
        checksums: received.checksums,
        checksum_kind: ChecksumKind::FullObject,
        part_sizes: Vec::new(),
    };
    let object = Stored {
        record,
        content: received.content,
    };
    Ok(stack
        .store
        .put(bucket, object, |held| condition.holds(held))?)
}

/// The buckets are not versioned: the only version is `null`.
fn check_version(version_id: Option<&str>) -> S3Result<()> {
    match version_id {
        None | Some("null") => Ok(()),
        Some(_) => Err(s3_error!(InvalidArgument, "Invalid version id specified")),
    }
}

/// `aws-chunked` tells how the body travelled, not how it is stored.
pub fn without_aws_chunked(encoding: String) -> Option<String> {
    let kept: Vec<&str> = encoding
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty() && *part != "aws-chunked")
        .collect();
    (!kept.is_empty()).then(|| kept.join(","))
}

/// Reads the form-encoded tags of `x-amz-tagging`.
pub fn tags(text: Option<&str>) -> S3Result<BTreeMap<String, String>> {
    let pairs = form_pairs(text.unwrap_or_default());
    let count = pairs.len();
    let tags: BTreeMap<String, String> = pairs.into_iter().collect();
    if tags.len() != count || tags.contains_key("") {
        return Err(s3_error!(
            InvalidArgument,
            "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates."
        ));
    }
    Ok(tags)
}

fn content_type(record: &Record) -> String {
    record
        .headers
        .content_type
        .clone()
        .unwrap_or_else(|| DEFAULT_TYPE.to_owned())
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

fn signed(length: u64) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn record() -> Record {
        Record {
            key: "a".to_owned(),
            etag: "abc".to_owned(),
            last_modified: datetime!(2026-01-01 00:00:00.5 UTC),
            headers: Headers::default(),
            checksums: BTreeMap::new(),
            checksum_kind: ChecksumKind::FullObject,
            part_sizes: Vec::new(),
        }
    }

    fn none() -> Conditions {
        Conditions {
            if_match: None,
            if_none_match: None,
            if_modified_since: None,
            if_unmodified_since: None,
        }
    }

    fn etag(value: &str) -> Option<ETagCondition> {
        Some(ETagCondition::ETag(ETag::Strong(value.to_owned())))
    }

    #[test]
    fn a_date_in_a_header_equals_any_instant_of_its_second() {
        let date = Timestamp::from(datetime!(2026-01-01 00:00:00 UTC));
        let unmodified = Conditions {
            if_unmodified_since: Some(date.clone()),
            ..none()
        };
        assert!(unmodified.check(&record()).is_ok());
        let modified = Conditions {
            if_modified_since: Some(date),
            ..none()
        };
        assert_eq!(
            modified
                .check(&record())
                .map_err(|error| error.code().clone()),
            Err(S3ErrorCode::NotModified)
        );
    }

    #[test]
    fn a_matching_etag_overrules_the_date() {
        let past = Some(Timestamp::from(datetime!(2020-01-01 00:00:00 UTC)));
        assert!(
            Conditions {
                if_match: etag("abc"),
                if_unmodified_since: past,
                ..none()
            }
            .check(&record())
            .is_ok()
        );
    }

    #[test]
    fn a_write_that_must_create_does_not_replace() {
        let create = WriteCondition {
            if_none_match: Some(ETagCondition::Any),
            ..WriteCondition::default()
        };
        let held = Stored {
            record: record(),
            content: Content::default(),
        };
        assert!(create.holds(None));
        assert!(!create.holds(Some(&held)));
        assert!(
            WriteCondition {
                if_match: etag("abc"),
                ..WriteCondition::default()
            }
            .holds(Some(&held))
        );
        assert!(
            !WriteCondition {
                if_match: etag("abd"),
                ..WriteCondition::default()
            }
            .holds(Some(&held))
        );
    }

    #[test]
    fn the_encoding_of_the_journey_is_not_stored() {
        assert_eq!(without_aws_chunked("aws-chunked".to_owned()), None);
        assert_eq!(
            without_aws_chunked("gzip, aws-chunked".to_owned()).as_deref(),
            Some("gzip")
        );
    }
}
