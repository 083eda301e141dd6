//! Tags of an object.

use std::collections::BTreeMap;

use hyper::StatusCode;
use s3s::dto::*;
use s3s::{S3Request, S3Response, S3Result, s3_error};

use super::unlisted;
use crate::stack::Stack;

const MOST_TAGS: usize = 10;

pub async fn get_object_tagging(
    stack: &Stack,
    request: S3Request<GetObjectTaggingInput>,
) -> S3Result<S3Response<GetObjectTaggingOutput>> {
    let object = stack.store.get(&request.input.bucket, &request.input.key)?;
    let tags = object.record.headers.tags.iter();
    let tag_set = tags
        .map(|(key, value)| Tag {
            key: Some(key.clone()),
            value: Some(value.clone()),
        })
        .collect();
    Ok(S3Response::new(GetObjectTaggingOutput {
        tag_set,
        version_id: None,
    }))
}

pub async fn put_object_tagging(
    stack: &Stack,
    request: S3Request<PutObjectTaggingInput>,
) -> S3Result<S3Response<PutObjectTaggingOutput>> {
    let given = request.input.tagging.tag_set;
    if given.len() > MOST_TAGS {
        let message = format!("Object tags cannot be greater than {MOST_TAGS}");
        return Err(unlisted(StatusCode::BAD_REQUEST, "BadRequest", message));
    }
    let count = given.len();
    let tags: BTreeMap<String, String> = given
        .into_iter()
        .map(|tag| (tag.key.unwrap_or_default(), tag.value.unwrap_or_default()))
        .collect();
    if tags.len() != count {
        return Err(s3_error!(
            InvalidTag,
            "Cannot provide multiple Tags with the same key"
        ));
    }
    stack
        .store
        .amend(&request.input.bucket, &request.input.key, |object| {
            object.record.headers.tags = tags
        })?;
    Ok(S3Response::new(PutObjectTaggingOutput::default()))
}

pub async fn delete_object_tagging(
    stack: &Stack,
    request: S3Request<DeleteObjectTaggingInput>,
) -> S3Result<S3Response<DeleteObjectTaggingOutput>> {
    stack
        .store
        .amend(&request.input.bucket, &request.input.key, |object| {
            object.record.headers.tags.clear()
        })?;
    Ok(S3Response::new(DeleteObjectTaggingOutput::default()))
}
