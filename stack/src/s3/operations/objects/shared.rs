//! Functions that several operations share.

use std::ops::Range;
use std::sync::Arc;

use futures::TryStreamExt as _;
use http_body::Frame;
use http_body_util::StreamBody;
use s3s::dto::{CopySource, StreamingBlob};
use s3s::{Body, S3Result, StdError, s3_error};

use super::super::receive::Received;
use super::conditions::WriteConditions;
use crate::s3::store::content::Content;
use crate::s3::store::object::{ChecksumKind, Headers, Object as Stored, Record};
use crate::stack::Stack;

/// Returns the object to copy from.
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

/// Returns a range of an object as a body.
pub fn stream(content: &Content, range: Range<u64>) -> StreamingBlob {
    let bytes = content
        .read(range)
        .map_ok(Frame::data)
        .map_err(StdError::from);
    StreamingBlob::from(Body::http_body_unsync(StreamBody::new(bytes)))
}

/// Stores a received body as an object if the conditions accept the one it replaces.
pub fn store_received(
    stack: &Stack,
    bucket: &str,
    key: String,
    headers: Headers,
    received: Received,
    conditions: &WriteConditions,
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
        .put(bucket, object, |existing| conditions.accept(existing))?)
}

/// Accepts no version but `null`: the buckets are not versioned.
pub fn check_version(version_id: Option<&str>) -> S3Result<()> {
    match version_id {
        None | Some("null") => Ok(()),
        Some(_) => Err(s3_error!(InvalidArgument, "Invalid version id specified")),
    }
}
