//! The sample objects of the demo's bucket.

use std::collections::BTreeMap;

use bytes::Bytes;
use time::OffsetDateTime;

use crate::s3::checksums::{Algorithm, Hasher};
use crate::s3::cors::CorsRule;
use crate::s3::store::StoreError;
use crate::s3::store::object::{ChecksumKind, Headers, Object, Record};
use crate::stack::Stack;

/// A small object.
pub const SMALL_KEY: &str = "hello.txt";
/// An object that is large enough to show a progress bar.
pub const LARGE_KEY: &str = "sample-8mb.bin";
/// A role that any login may assume on this stack.
pub const ROLE_ARN: &str = "arn:aws:iam::123456789012:role/s3-signpost-demo";

const LARGE_SIZE: usize = 8 * 1024 * 1024;

/// Creates the bucket and its sample objects, unless they exist.
pub async fn store(stack: &Stack) -> Result<(), String> {
    let bucket = &stack.options.bucket;
    match stack
        .store
        .create_bucket(bucket, OffsetDateTime::now_utc(), vec![CorsRule::demo()])
    {
        Ok(()) | Err(StoreError::BucketAlreadyOwnedByYou) => {}
        Err(error) => return Err(format!("the bucket {bucket} cannot be created: {error:?}")),
    }
    let small = Bytes::from_static(b"Hello from your own S3.\n");
    put(stack, SMALL_KEY, "text/plain; charset=utf-8", small).await?;
    put(stack, LARGE_KEY, "application/octet-stream", large()).await
}

/// Returns the bytes of the large sample, the same at every start: a xorshift sequence, whose blocks all differ.
fn large() -> Bytes {
    let mut bytes = Vec::with_capacity(LARGE_SIZE);
    let mut state: u64 = 0x5167_0057_2026_0001;
    while bytes.len() < LARGE_SIZE {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.into()
}

async fn put(stack: &Stack, key: &str, content_type: &str, bytes: Bytes) -> Result<(), String> {
    let bucket = &stack.options.bucket;
    if stack.store.get(bucket, key).is_ok() {
        return Ok(());
    }
    let failed =
        |error: &dyn std::fmt::Debug| format!("the sample {key} cannot be stored: {error:?}");
    let mut hasher = Hasher::new([Algorithm::Crc64nvme]);
    hasher.update(&bytes);
    let (md5, checksums) = hasher.finish();
    let mut writer = stack.store.writer().await.map_err(|error| failed(&error))?;
    writer.write(bytes).await.map_err(|error| failed(&error))?;
    let object = Object {
        record: Record {
            key: key.to_owned(),
            etag: hex::encode(md5),
            last_modified: OffsetDateTime::now_utc(),
            headers: Headers {
                content_type: Some(content_type.to_owned()),
                metadata: BTreeMap::from([("sample".to_owned(), "yes".to_owned())]),
                ..Headers::default()
            },
            checksums,
            checksum_kind: ChecksumKind::FullObject,
            part_sizes: Vec::new(),
        },
        content: writer.finish().await.map_err(|error| failed(&error))?,
    };
    stack
        .store
        .put(bucket, object, |_| true)
        .map_err(|error| failed(&error))?;
    Ok(())
}
