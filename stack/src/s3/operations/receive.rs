//! Taking in the body of an upload: storing it, and checking it against what was promised.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::StreamExt as _;
use hyper::StatusCode;
use s3s::dto::{ChecksumAlgorithm, StreamingBlob};
use s3s::{S3Error, S3ErrorCode, S3Result, StdError, TrailingHeaders, s3_error};

use super::unlisted;
use crate::s3::checksums::{Algorithm, Checksums, Hasher};
use crate::s3::store::Store;
use crate::s3::store::content::Content;

/// What the sender says of the bytes.
#[derive(Default)]
pub struct Promise {
    pub content_md5: Option<String>,
    pub content_length: Option<i64>,
    pub checksums: Checksums,
    /// `x-amz-sdk-checksum-algorithm`.
    pub algorithm: Option<ChecksumAlgorithm>,
    /// A checksum may also follow the body.
    pub trailer: Option<TrailingHeaders>,
}

/// A body that was taken in.
pub struct Received {
    pub content: Content,
    pub md5: [u8; 16],
    /// The promised checksum, or CRC64NVME, which S3 computes where none was promised.
    pub checksums: Checksums,
    /// Whether the sender promised a checksum itself.
    pub promised: bool,
}

/// Stores a body. `extra` is computed besides what was promised.
pub async fn receive(
    store: &Store,
    body: Option<StreamingBlob>,
    promise: Promise,
    extra: Option<Algorithm>,
) -> S3Result<Received> {
    let named = promise
        .algorithm
        .as_ref()
        .and_then(|algorithm| Algorithm::parse(algorithm.as_str()));
    // A trailer's name is not known to s3s before its end, so all are computed where one may come.
    let all = [
        Algorithm::Crc32,
        Algorithm::Crc32c,
        Algorithm::Sha1,
        Algorithm::Sha256,
    ];
    let trailing = if promise.trailer.is_some() && named.is_none() {
        &all[..]
    } else {
        &[]
    };
    let mut hasher = Hasher::new(
        [Algorithm::Crc64nvme]
            .into_iter()
            .chain(named)
            .chain(extra)
            .chain(promise.checksums.keys().copied())
            .chain(trailing.iter().copied()),
    );
    let mut writer = store.writer().await.map_err(S3Error::internal_error)?;
    if let Some(mut body) = body {
        while let Some(bytes) = body.next().await {
            let bytes = bytes.map_err(|error| broken(&error))?;
            hasher.update(&bytes);
            writer.write(bytes).await.map_err(S3Error::internal_error)?;
        }
    }
    let content = writer.finish().await.map_err(S3Error::internal_error)?;
    let (md5, computed) = hasher.finish();
    match check(&content, md5, &computed, &promise) {
        Ok(promised) => {
            let kept = |algorithm: &Algorithm| {
                promised.contains_key(algorithm)
                    || Some(*algorithm) == named
                    || Some(*algorithm) == extra
                    || (promised.is_empty()
                        && named.is_none()
                        && extra.is_none()
                        && *algorithm == Algorithm::Crc64nvme)
            };
            let checksums = computed
                .into_iter()
                .filter(|(algorithm, _)| kept(algorithm))
                .collect();
            Ok(Received {
                content,
                md5,
                checksums,
                promised: !promised.is_empty() || named.is_some(),
            })
        }
        Err(error) => {
            content.discard();
            Err(error)
        }
    }
}

/// Compares promise and fact, and returns the checksums that were promised, also by a trailer.
fn check(
    content: &Content,
    md5: [u8; 16],
    computed: &Checksums,
    promise: &Promise,
) -> S3Result<Checksums> {
    if let Some(length) = promise.content_length
        && u64::try_from(length).ok() != Some(content.length())
    {
        return Err(S3ErrorCode::IncompleteBody.into());
    }
    if let Some(expected) = &promise.content_md5 {
        let expected = STANDARD
            .decode(expected)
            .map_err(|_| S3ErrorCode::InvalidDigest)?;
        if expected.len() != md5.len() {
            return Err(S3ErrorCode::InvalidDigest.into());
        }
        if expected != md5 {
            return Err(S3ErrorCode::BadDigest.into());
        }
    }
    let mut promised = promise.checksums.clone();
    if let Some(trailer) = promise.trailer.as_ref().and_then(TrailingHeaders::take) {
        for (name, value) in &trailer {
            if let (Some(algorithm), Ok(value)) = (Algorithm::parse(name.as_str()), value.to_str())
            {
                promised.insert(algorithm, value.to_owned());
            }
        }
    }
    for (algorithm, expected) in &promised {
        if computed.get(algorithm) != Some(expected) {
            let name = algorithm.name();
            return Err(s3_error!(
                BadDigest,
                "The {name} you specified did not match the calculated checksum."
            ));
        }
    }
    Ok(promised)
}

/// A body that ended early, or whose digest in the signature was another.
fn broken(error: &StdError) -> S3Error {
    if error.to_string().contains("Sha256Mismatch") {
        let message =
            "The provided 'x-amz-content-sha256' header does not match what was computed.";
        return unlisted(
            StatusCode::BAD_REQUEST,
            "XAmzContentSHA256Mismatch",
            message,
        );
    }
    S3ErrorCode::IncompleteBody.into()
}
