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
/// Maximum lengths of a tag's key and value, in characters.
const MAX_KEY_LENGTH: usize = 128;
const MAX_VALUE_LENGTH: usize = 256;

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
    check_tags(&tags)?;
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
    if tags.len() != count {
        return Err(s3_error!(
            InvalidArgument,
            "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates."
        ));
    }
    check_tags(&tags)?;
    Ok(tags)
}

/// Checks the tags against the limits of
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html>.
fn check_tags(tags: &BTreeMap<String, String>) -> S3Result<()> {
    if tags.len() > MAX_TAGS {
        let message = format!("Object tags cannot be greater than {MAX_TAGS}");
        return Err(unlisted(StatusCode::BAD_REQUEST, "BadRequest", message));
    }
    for (key, value) in tags {
        if key.is_empty() || !is_valid(key, MAX_KEY_LENGTH) {
            return Err(s3_error!(
                InvalidTag,
                "The TagKey you have provided is invalid"
            ));
        }
        if !is_valid(value, MAX_VALUE_LENGTH) {
            return Err(s3_error!(
                InvalidTag,
                "The TagValue you have provided is invalid"
            ));
        }
        if key.starts_with("aws:") {
            return Err(s3_error!(
                InvalidTag,
                "System tags cannot be added/updated by requester"
            ));
        }
    }
    Ok(())
}

fn is_valid(text: &str, longest: usize) -> bool {
    let is_allowed = |character: char| {
        character.is_alphanumeric() || character == ' ' || "_.:/=+-@".contains(character)
    };
    text.chars().count() <= longest && text.chars().all(is_allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_over_a_limit_are_rejected() {
        let too_many: Vec<String> = (0..11).map(|number| format!("k{number}=1")).collect();
        let longest = format!("{}={}", "é".repeat(128), "v".repeat(256));
        assert!(parse_tags(Some(&longest.replace('é', "%C3%A9"))).is_ok());
        for text in [
            too_many.join("&"),
            format!("{}=1", "k".repeat(129)),
            format!("k={}", "v".repeat(257)),
            "=1".to_owned(),
            "a=1&a=2".to_owned(),
            "a=%3C".to_owned(),
            "aws:a=1".to_owned(),
        ] {
            assert!(parse_tags(Some(&text)).is_err(), "{text}");
        }
    }
}
