//! Multipart uploads.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::StreamExt as _;
use hyper::header::HOST;
use s3s::crypto::{Checksum as _, Md5};
use s3s::dto::{
    AbortMultipartUploadInput, AbortMultipartUploadOutput, ChecksumType,
    CompleteMultipartUploadInput, CompleteMultipartUploadOutput, CompletedPart, CopyPartResult,
    CreateMultipartUploadInput, CreateMultipartUploadOutput, ETag, Range, UploadPartCopyInput,
    UploadPartCopyOutput, UploadPartInput, UploadPartOutput,
};
use s3s::{S3Error, S3ErrorCode, S3Request, S3Response, S3Result, s3_error};
use time::OffsetDateTime;

use super::objects::{WriteConditions, find_source, stream};
use super::receive::{Declared, receive};
use super::requirements::{customer_key_md5, require_checksum, require_customer_key};
use super::tags::parse_tags;
use crate::s3::checksums::{Algorithm, Checksums, Hasher, checksums_of, digest, set_checksums};
use crate::s3::host::location;
use crate::s3::store::content::Content;
use crate::s3::store::object::{ChecksumKind, Headers, Object as Stored, Record};
use crate::s3::store::upload::{Part as StoredPart, Upload};
use crate::stack::Stack;

/// Minimum size of every part but the last, in bytes.
const MIN_PART_SIZE: u64 = 5 * 1024 * 1024;
const MAX_PARTS: i32 = 10_000;

pub fn create_multipart_upload(
    stack: &Stack,
    request: S3Request<CreateMultipartUploadInput>,
) -> S3Result<S3Response<CreateMultipartUploadOutput>> {
    let input = request.input;
    let requested = match &input.checksum_algorithm {
        Some(name) => Some(Algorithm::parse(name.as_str()).ok_or_else(|| {
            s3_error!(InvalidRequest, "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]")
        })?),
        None => None,
    };
    let algorithm = requested.unwrap_or(Algorithm::Crc64nvme);
    let checksum_kind = checksum_kind(algorithm, input.checksum_type.as_ref())?;
    let upload = Upload {
        key: input.key.clone(),
        initiated: stack.clock.now(),
        headers: Headers {
            content_type: input.content_type,
            cache_control: input.cache_control,
            content_disposition: input.content_disposition,
            content_encoding: input.content_encoding,
            content_language: input.content_language,
            expires: input.expires.map(OffsetDateTime::from),
            metadata: input.metadata.unwrap_or_default().into_iter().collect(),
            tags: parse_tags(input.tagging.as_deref())?,
        },
        algorithm,
        checksum_requested: requested.is_some(),
        checksum_kind,
        is_locked: input.object_lock_mode.is_some()
            || input.object_lock_retain_until_date.is_some()
            || input.object_lock_legal_hold_status.is_some(),
        customer_key_md5: customer_key_md5(
            input.sse_customer_key.as_deref(),
            input.sse_customer_key_md5.as_deref(),
        )?,
        parts: BTreeMap::new(),
    };
    let id = stack.store.create_upload(&input.bucket, upload)?;
    Ok(S3Response::new(CreateMultipartUploadOutput {
        bucket: Some(input.bucket),
        key: Some(input.key),
        upload_id: Some(id),
        checksum_algorithm: requested.map(|algorithm| algorithm.name().to_owned().into()),
        checksum_type: requested.map(|_| checksum_kind.name().to_owned().into()),
        ..CreateMultipartUploadOutput::default()
    }))
}

pub async fn upload_part(
    stack: &Stack,
    request: S3Request<UploadPartInput>,
) -> S3Result<S3Response<UploadPartOutput>> {
    let trailer = request.trailing_headers;
    let input = request.input;
    check_part_number(input.part_number)?;
    let upload = stack
        .store
        .upload(&input.bucket, &input.key, &input.upload_id)?;
    let declared = Declared {
        content_md5: input.content_md5,
        content_length: input.content_length,
        checksums: checksums_of!(input),
        algorithm: input.checksum_algorithm,
        trailer,
    };
    require_checksum(upload.is_locked, &declared, "Put Part")?;
    require_customer_key(
        upload.customer_key_md5.as_deref(),
        input.sse_customer_key_md5.as_deref(),
    )?;
    let received = receive(&stack.store, input.body, declared, Some(upload.algorithm)).await?;
    let visible_checksums = if received.declares_checksum || upload.checksum_requested {
        received.checksums.clone()
    } else {
        Checksums::new()
    };
    let part = StoredPart {
        md5: received.md5,
        last_modified: stack.clock.now(),
        checksums: received.checksums,
        content: received.content,
    };
    let mut output = UploadPartOutput {
        e_tag: Some(ETag::Strong(part.etag())),
        ..UploadPartOutput::default()
    };
    set_checksums!(output, visible_checksums);
    stack.store.put_part(
        &input.bucket,
        &input.key,
        &input.upload_id,
        input.part_number,
        part,
    )?;
    Ok(S3Response::new(output))
}

pub async fn upload_part_copy(
    stack: &Stack,
    request: S3Request<UploadPartCopyInput>,
) -> S3Result<S3Response<UploadPartCopyOutput>> {
    let input = request.input;
    check_part_number(input.part_number)?;
    let upload = stack
        .store
        .upload(&input.bucket, &input.key, &input.upload_id)?;
    let source = find_source(stack, &input.copy_source)?;
    let size = source.content.length();
    let span = match input.copy_source_range {
        Some(range) => Range::parse(&range)
            .map_err(|_| S3ErrorCode::InvalidArgument)?
            .check(size)?,
        None => 0..size,
    };
    let body = stream(&source.content, span);
    let received = receive(
        &stack.store,
        Some(body),
        Declared::default(),
        Some(upload.algorithm),
    )
    .await?;
    let part = StoredPart {
        md5: received.md5,
        last_modified: stack.clock.now(),
        checksums: received.checksums,
        content: received.content,
    };
    let result = CopyPartResult {
        e_tag: Some(ETag::Strong(part.etag())),
        last_modified: Some(part.last_modified.into()),
        ..CopyPartResult::default()
    };
    stack.store.put_part(
        &input.bucket,
        &input.key,
        &input.upload_id,
        input.part_number,
        part,
    )?;
    Ok(S3Response::new(UploadPartCopyOutput {
        copy_part_result: Some(result),
        ..UploadPartCopyOutput::default()
    }))
}

pub async fn complete_multipart_upload(
    stack: &Stack,
    request: S3Request<CompleteMultipartUploadInput>,
) -> S3Result<S3Response<CompleteMultipartUploadOutput>> {
    let host = request
        .headers
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let input = request.input;
    let upload = stack
        .store
        .upload(&input.bucket, &input.key, &input.upload_id)?;
    if upload.checksum_requested {
        require_customer_key(
            upload.customer_key_md5.as_deref(),
            input.sse_customer_key_md5.as_deref(),
        )?;
    }
    if let Some(kind) = &input.checksum_type
        && kind.as_str() != upload.checksum_kind.name()
    {
        let name = upload.checksum_kind.name();
        return Err(s3_error!(
            InvalidRequest,
            "The upload was created using the {name} checksum mode. The complete request must use the same checksum mode."
        ));
    }
    let listed = input
        .multipart_upload
        .as_ref()
        .and_then(|list| list.parts.clone())
        .unwrap_or_default();
    let parts = listed_parts(&upload, &listed)?;

    let mut content = Content::default();
    let mut digests = Vec::new();
    for (_, part) in &parts {
        content.append(&part.content);
        digests.extend_from_slice(&part.md5);
    }
    let checksums = Checksums::from([(
        upload.algorithm,
        object_checksum(&upload, &parts, &content).await?,
    )]);
    for (algorithm, expected) in checksums_of!(input) {
        if checksums.get(&algorithm) != Some(&expected) {
            let name = algorithm.name();
            return Err(s3_error!(
                BadDigest,
                "The {name} you specified did not match the calculated checksum."
            ));
        }
    }
    let record = Record {
        key: input.key.clone(),
        etag: format!("{}-{}", hex::encode(Md5::checksum(&digests)), parts.len()),
        last_modified: stack.clock.now(),
        headers: upload.headers.clone(),
        checksums,
        checksum_kind: upload.checksum_kind,
        part_sizes: parts
            .iter()
            .map(|(_, part)| part.content.length())
            .collect(),
    };
    let used: Vec<i32> = parts.iter().map(|(number, _)| *number).collect();
    let conditions = WriteConditions {
        if_match: input.if_match,
        if_none_match: input.if_none_match,
    };
    let object = Stored { record, content };
    let object = stack.store.complete_upload(
        &input.bucket,
        &input.upload_id,
        object,
        &used,
        |existing| conditions.accept(existing),
    )?;

    let location = location(&host, &input.bucket, &input.key);
    let mut output = CompleteMultipartUploadOutput {
        bucket: Some(input.bucket),
        key: Some(input.key),
        e_tag: Some(ETag::Strong(object.record.etag.clone())),
        location: Some(location),
        checksum_type: Some(object.record.checksum_kind.name().to_owned().into()),
        ..CompleteMultipartUploadOutput::default()
    };
    set_checksums!(output, object.record.checksums);
    Ok(S3Response::new(output))
}

pub fn abort_multipart_upload(
    stack: &Stack,
    request: S3Request<AbortMultipartUploadInput>,
) -> S3Result<S3Response<AbortMultipartUploadOutput>> {
    let input = request.input;
    stack
        .store
        .abort_upload(&input.bucket, &input.key, &input.upload_id)?;
    Ok(S3Response::new(AbortMultipartUploadOutput::default()))
}

/// Returns the checksum type of an upload: the requested one if the algorithm allows it, or its default. See
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html>
fn checksum_kind(algorithm: Algorithm, requested: Option<&ChecksumType>) -> S3Result<ChecksumKind> {
    let kind = match requested.map(ChecksumType::as_str) {
        Some(ChecksumType::FULL_OBJECT) => ChecksumKind::FullObject,
        Some(ChecksumType::COMPOSITE) => ChecksumKind::Composite,
        _ if algorithm == Algorithm::Crc64nvme => ChecksumKind::FullObject,
        _ => ChecksumKind::Composite,
    };
    let allowed = match algorithm {
        Algorithm::Crc64nvme => kind == ChecksumKind::FullObject,
        Algorithm::Sha1 | Algorithm::Sha256 => kind == ChecksumKind::Composite,
        Algorithm::Crc32 | Algorithm::Crc32c => true,
    };
    if allowed {
        return Ok(kind);
    }
    let (kind, name) = (kind.name(), algorithm.name().to_ascii_lowercase());
    Err(s3_error!(
        InvalidRequest,
        "The {kind} checksum type cannot be used with the {name} checksum algorithm."
    ))
}

fn check_part_number(number: i32) -> S3Result<()> {
    if (1..=MAX_PARTS).contains(&number) {
        return Ok(());
    }
    Err(s3_error!(
        InvalidArgument,
        "Part number must be an integer between 1 and {MAX_PARTS}, inclusive"
    ))
}

/// Returns the listed parts, after checking their order, `ETags`, checksums and sizes.
fn listed_parts(upload: &Upload, listed: &[CompletedPart]) -> S3Result<Vec<(i32, StoredPart)>> {
    if listed.is_empty() {
        return Err(S3ErrorCode::MalformedXML.into());
    }
    let mut parts: Vec<(i32, StoredPart)> = Vec::with_capacity(listed.len());
    for part in listed {
        let number = part.part_number.ok_or(S3ErrorCode::MalformedXML)?;
        if parts.last().is_some_and(|(last, _)| *last >= number) {
            return Err(S3ErrorCode::InvalidPartOrder.into());
        }
        let stored = upload.parts.get(&number).ok_or(S3ErrorCode::InvalidPart)?;
        if part
            .e_tag
            .as_ref()
            .is_none_or(|etag| etag.value() != stored.etag())
        {
            return Err(S3ErrorCode::InvalidPart.into());
        }
        for (algorithm, value) in checksums_of!(part) {
            if stored.checksums.get(&algorithm) != Some(&value) {
                return Err(S3ErrorCode::InvalidPart.into());
            }
        }
        parts.push((number, stored.clone()));
    }
    let all_but_last = &parts[..parts.len() - 1];
    if all_but_last
        .iter()
        .any(|(_, part)| part.content.length() < MIN_PART_SIZE)
    {
        return Err(S3Error::with_message(
            S3ErrorCode::EntityTooSmall,
            "Your proposed upload is smaller than the minimum allowed size",
        ));
    }
    Ok(parts)
}

/// Returns the checksum of a completed upload. A composite checksum covers the checksums of the parts and ends in
/// their number.
async fn object_checksum(
    upload: &Upload,
    parts: &[(i32, StoredPart)],
    content: &Content,
) -> S3Result<String> {
    match upload.checksum_kind {
        ChecksumKind::FullObject => {
            let mut hasher = Hasher::new([upload.algorithm]);
            let mut bytes = content.read(0..content.length());
            while let Some(piece) = bytes.next().await {
                hasher.update(&piece.map_err(S3Error::internal_error)?);
            }
            let (_, mut checksums) = hasher.finish();
            checksums
                .remove(&upload.algorithm)
                .ok_or_else(|| S3ErrorCode::InternalError.into())
        }
        ChecksumKind::Composite => {
            let mut digests = Vec::new();
            for (_, part) in parts {
                let value = part
                    .checksums
                    .get(&upload.algorithm)
                    .ok_or(S3ErrorCode::InvalidPart)?;
                digests.extend(STANDARD.decode(value).map_err(S3Error::internal_error)?);
            }
            Ok(format!(
                "{}-{}",
                STANDARD.encode(digest(upload.algorithm, &digests)),
                parts.len()
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_algorithm_allows_its_documented_checksum_types() {
        let kind = |algorithm, requested: Option<&str>| {
            checksum_kind(
                algorithm,
                requested
                    .map(|text| ChecksumType::from(text.to_owned()))
                    .as_ref(),
            )
            .ok()
        };
        assert_eq!(
            kind(Algorithm::Crc64nvme, None),
            Some(ChecksumKind::FullObject)
        );
        assert_eq!(kind(Algorithm::Crc64nvme, Some("COMPOSITE")), None);
        assert_eq!(kind(Algorithm::Sha256, None), Some(ChecksumKind::Composite));
        assert_eq!(kind(Algorithm::Sha256, Some("FULL_OBJECT")), None);
        assert_eq!(kind(Algorithm::Crc32, None), Some(ChecksumKind::Composite));
        assert_eq!(
            kind(Algorithm::Crc32, Some("FULL_OBJECT")),
            Some(ChecksumKind::FullObject)
        );
    }
}
