//! Tags of an object.

use std::collections::BTreeMap;

use hyper::StatusCode;
use s3s::dto::{
    DeleteObjectTaggingInput, DeleteObjectTaggingOutput, GetObjectTaggingInput,
    GetObjectTaggingOutput, PutObjectTaggingInput, PutObjectTaggingOutput, Tag,
};
use s3s::{S3Request, S3Response, S3Result, s3_error};

use super::unlisted;
use crate::stack::Stack;
use crate::uri::form_pairs;

/// Maximum number of tags of an object.
const MAX_TAGS: usize = 10;

pub fn get_object_tagging(
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

pub fn put_object_tagging(
    stack: &Stack,
    request: S3Request<PutObjectTaggingInput>,
) -> S3Result<S3Response<PutObjectTaggingOutput>> {
    let tag_set = request.input.tagging.tag_set;
    if tag_set.len() > MAX_TAGS {
        let message = format!("Object tags cannot be greater than {MAX_TAGS}");
        return Err(unlisted(StatusCode::BAD_REQUEST, "BadRequest", message));
    }
    let count = tag_set.len();
    let tags: BTreeMap<String, String> = tag_set
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
        .update(&request.input.bucket, &request.input.key, |object| {
            object.record.headers.tags = tags;
        })?;
    Ok(S3Response::new(PutObjectTaggingOutput::default()))
}

pub fn delete_object_tagging(
    stack: &Stack,
    request: S3Request<DeleteObjectTaggingInput>,
) -> S3Result<S3Response<DeleteObjectTaggingOutput>> {
    stack
        .store
        .update(&request.input.bucket, &request.input.key, |object| {
            object.record.headers.tags.clear();
        })?;
    Ok(S3Response::new(DeleteObjectTaggingOutput::default()))
}

/// Parses the form-encoded tags of `x-amz-tagging`.
pub fn parse_tags(text: Option<&str>) -> S3Result<BTreeMap<String, String>> {
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
