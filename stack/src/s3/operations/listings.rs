//! Listings of objects, uploads and parts.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use s3s::dto::{
    CommonPrefix, ETag, EncodingType, ListMultipartUploadsInput, ListMultipartUploadsOutput,
    ListObjectsInput, ListObjectsOutput, ListObjectsV2Input, ListObjectsV2Output, ListPartsInput,
    ListPartsOutput, MultipartUpload, Object, ObjectStorageClass, Part,
};
use s3s::{S3Request, S3Response, S3Result, s3_error};

use super::requirements::require_customer_key;
use crate::s3::checksums::set_checksums;
use crate::s3::store::listing::{Listing, Page, list};
use crate::s3::store::object::Object as Stored;
use crate::stack::Stack;
use crate::uri;

/// Maximum number of items of a page.
const MAX_PAGE: i32 = 1000;

pub fn list_objects(
    stack: &Stack,
    request: S3Request<ListObjectsInput>,
) -> S3Result<S3Response<ListObjectsOutput>> {
    let input = request.input;
    let encoding = Encoding::from_option(input.encoding_type.as_ref());
    let limit = page_size(input.max_keys)?;
    let (prefix, delimiter) = (
        input.prefix.unwrap_or_default(),
        input.delimiter.unwrap_or_default(),
    );
    let marker = input.marker.unwrap_or_default();
    let listing = Listing {
        prefix: &prefix,
        delimiter: &delimiter,
        after: &marker,
        limit,
    };
    let output = stack.store.read_bucket(&input.bucket, |bucket| {
        let page = list(&bucket.objects, &listing);
        ListObjectsOutput {
            name: Some(input.bucket.clone()),
            prefix: Some(encoding.encode(&prefix)),
            marker: Some(encoding.encode(&marker)),
            max_keys: Some(i32::try_from(limit).unwrap_or(MAX_PAGE)),
            is_truncated: Some(page.next.is_some()),
            contents: Some(contents(&page, encoding)),
            common_prefixes: common_prefixes(&page, encoding),
            // S3 returns it only with a delimiter; without one, clients use the last key.
            next_marker: page
                .next
                .as_deref()
                .filter(|_| !delimiter.is_empty())
                .map(|next| encoding.encode(next)),
            delimiter: non_empty(&delimiter).map(|text| encoding.encode(text)),
            encoding_type: input.encoding_type.clone(),
            ..ListObjectsOutput::default()
        }
    })?;
    Ok(S3Response::new(output))
}

pub fn list_objects_v2(
    stack: &Stack,
    request: S3Request<ListObjectsV2Input>,
) -> S3Result<S3Response<ListObjectsV2Output>> {
    let input = request.input;
    let encoding = Encoding::from_option(input.encoding_type.as_ref());
    let limit = page_size(input.max_keys)?;
    let (prefix, delimiter) = (
        input.prefix.unwrap_or_default(),
        input.delimiter.unwrap_or_default(),
    );
    let after = match &input.continuation_token {
        Some(token) => decode_token(token).ok_or_else(|| {
            s3_error!(
                InvalidArgument,
                "The continuation token provided is incorrect"
            )
        })?,
        None => input.start_after.clone().unwrap_or_default(),
    };
    let listing = Listing {
        prefix: &prefix,
        delimiter: &delimiter,
        after: &after,
        limit,
    };
    let output = stack.store.read_bucket(&input.bucket, |bucket| {
        let page = list(&bucket.objects, &listing);
        ListObjectsV2Output {
            name: Some(input.bucket.clone()),
            prefix: Some(encoding.encode(&prefix)),
            max_keys: Some(i32::try_from(limit).unwrap_or(MAX_PAGE)),
            key_count: Some(
                i32::try_from(page.items.len() + page.common_prefixes.len()).unwrap_or(MAX_PAGE),
            ),
            is_truncated: Some(page.next.is_some()),
            contents: Some(contents(&page, encoding)),
            common_prefixes: common_prefixes(&page, encoding),
            next_continuation_token: page.next.as_deref().map(encode_token),
            continuation_token: input.continuation_token.clone(),
            start_after: input
                .start_after
                .as_deref()
                .map(|text| encoding.encode(text)),
            delimiter: non_empty(&delimiter).map(|text| encoding.encode(text)),
            encoding_type: input.encoding_type.clone(),
            ..ListObjectsV2Output::default()
        }
    })?;
    Ok(S3Response::new(output))
}

pub fn list_multipart_uploads(
    stack: &Stack,
    request: S3Request<ListMultipartUploadsInput>,
) -> S3Result<S3Response<ListMultipartUploadsOutput>> {
    let input = request.input;
    let encoding = Encoding::from_option(input.encoding_type.as_ref());
    let limit = page_size(input.max_uploads)?;
    let prefix = input.prefix.unwrap_or_default();
    let after = (
        input.key_marker.clone().unwrap_or_default(),
        input.upload_id_marker.clone(),
    );
    let mut uploads: Vec<_> = stack.store.read_bucket(&input.bucket, |bucket| {
        let uploads = bucket
            .uploads
            .iter()
            .filter(|(_, upload)| upload.key.starts_with(&prefix));
        uploads
            .map(|(id, upload)| (upload.key.clone(), id.clone(), upload.clone()))
            .collect()
    })?;
    uploads.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    uploads.retain(|(key, id, _)| match &after {
        (marker, Some(upload)) => (key, id) > (marker, upload),
        (marker, None) => key > marker,
    });
    let truncated = uploads.len() > limit;
    uploads.truncate(limit);
    let last = uploads
        .last()
        .filter(|_| truncated)
        .map(|(key, id, _)| (encoding.encode(key), id.clone()));
    let (next_key_marker, next_upload_id_marker) = last.unzip();
    let uploads = uploads
        .into_iter()
        .map(|(key, id, upload)| MultipartUpload {
            key: Some(encoding.encode(&key)),
            upload_id: Some(id),
            initiated: Some(upload.initiated.into()),
            checksum_algorithm: Some(upload.algorithm.name().to_owned().into()),
            checksum_type: Some(upload.checksum_kind.name().to_owned().into()),
            ..MultipartUpload::default()
        });
    Ok(S3Response::new(ListMultipartUploadsOutput {
        bucket: Some(input.bucket),
        prefix: Some(encoding.encode(&prefix)),
        key_marker: input.key_marker,
        upload_id_marker: input.upload_id_marker,
        next_key_marker,
        next_upload_id_marker,
        max_uploads: Some(i32::try_from(limit).unwrap_or(MAX_PAGE)),
        is_truncated: Some(truncated),
        encoding_type: input.encoding_type,
        uploads: Some(uploads.collect()),
        ..ListMultipartUploadsOutput::default()
    }))
}

pub fn list_parts(
    stack: &Stack,
    request: S3Request<ListPartsInput>,
) -> S3Result<S3Response<ListPartsOutput>> {
    let input = request.input;
    let limit = page_size(input.max_parts)?;
    let upload = stack
        .store
        .upload(&input.bucket, &input.key, &input.upload_id)?;
    if upload.checksum_requested {
        require_customer_key(
            upload.customer_key_md5.as_deref(),
            input.sse_customer_key_md5.as_deref(),
        )?;
    }
    let after = input.part_number_marker.unwrap_or(0);
    let mut parts: Vec<_> = upload.parts.range(after.saturating_add(1)..).collect();
    let truncated = parts.len() > limit;
    parts.truncate(limit);
    let next = parts.last().map(|(number, _)| **number);
    let parts = parts.into_iter().map(|(number, part)| {
        let mut listed = Part {
            part_number: Some(*number),
            e_tag: Some(ETag::Strong(part.etag())),
            last_modified: Some(part.last_modified.into()),
            size: i64::try_from(part.content.length()).ok(),
            ..Part::default()
        };
        set_checksums!(listed, part.checksums);
        listed
    });
    Ok(S3Response::new(ListPartsOutput {
        bucket: Some(input.bucket),
        key: Some(input.key),
        upload_id: Some(input.upload_id),
        part_number_marker: Some(after),
        next_part_number_marker: next.filter(|_| truncated),
        max_parts: Some(i32::try_from(limit).unwrap_or(MAX_PAGE)),
        is_truncated: Some(truncated),
        parts: Some(parts.collect()),
        checksum_algorithm: Some(upload.algorithm.name().to_owned().into()),
        checksum_type: Some(upload.checksum_kind.name().to_owned().into()),
        ..ListPartsOutput::default()
    }))
}

/// Encoding of the keys in a response. `Url` can represent keys that XML cannot.
#[derive(Clone, Copy)]
enum Encoding {
    Plain,
    Url,
}

impl Encoding {
    fn from_option(requested: Option<&EncodingType>) -> Self {
        if requested.is_some_and(|encoding| encoding.as_str() == EncodingType::URL) {
            Self::Url
        } else {
            Self::Plain
        }
    }

    fn encode(self, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Url => uri::encode_path(text.as_bytes()).into_owned(),
        }
    }
}

fn contents(page: &Page<'_, Arc<Stored>>, encoding: Encoding) -> Vec<Object> {
    let objects = page.items.iter().map(|(key, object)| Object {
        key: Some(encoding.encode(key)),
        e_tag: Some(ETag::Strong(object.record.etag.clone())),
        last_modified: Some(object.record.last_modified.into()),
        size: i64::try_from(object.content.length()).ok(),
        storage_class: Some(ObjectStorageClass::from_static(
            ObjectStorageClass::STANDARD,
        )),
        checksum_algorithm: Some(
            object
                .record
                .checksums
                .keys()
                .map(|algorithm| algorithm.name().to_owned().into())
                .collect(),
        ),
        checksum_type: Some(object.record.checksum_kind.name().to_owned().into()),
        ..Object::default()
    });
    objects.collect()
}

fn common_prefixes<T>(page: &Page<'_, T>, encoding: Encoding) -> Option<Vec<CommonPrefix>> {
    let prefixes = page.common_prefixes.iter().map(|prefix| CommonPrefix {
        prefix: Some(encoding.encode(prefix)),
    });
    Some(prefixes.collect::<Vec<_>>()).filter(|prefixes| !prefixes.is_empty())
}

fn page_size(requested: Option<i32>) -> S3Result<usize> {
    let size = requested.unwrap_or(MAX_PAGE).min(MAX_PAGE);
    usize::try_from(size).map_err(|_| {
        s3_error!(
            InvalidArgument,
            "Argument maxKeys must be an integer between 0 and 2147483647"
        )
    })
}

fn non_empty(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// Encodes the last key of a page as an opaque token, which stays valid after a restart.
fn encode_token(key: &str) -> String {
    URL_SAFE_NO_PAD.encode(key)
}

fn decode_token(token: &str) -> Option<String> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_token_decodes_to_its_key() {
        assert_eq!(
            decode_token(&encode_token("a/ü+ b")).as_deref(),
            Some("a/ü+ b")
        );
        assert_eq!(decode_token("%"), None);
    }

    #[test]
    fn a_page_has_at_most_a_thousand_items() {
        assert_eq!(page_size(None).ok(), Some(1000));
        assert_eq!(page_size(Some(5000)).ok(), Some(1000));
        assert!(page_size(Some(-1)).is_err());
    }

    #[test]
    fn an_empty_bucket_has_no_common_prefixes() {
        let objects: BTreeMap<String, Arc<Stored>> = BTreeMap::new();
        let page = list(
            &objects,
            &Listing {
                prefix: "",
                delimiter: "/",
                after: "",
                limit: 10,
            },
        );
        assert!(common_prefixes(&page, Encoding::Plain).is_none());
    }
}
