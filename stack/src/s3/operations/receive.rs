//! The body of an upload: stored, and compared with its declared length and checksums.

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

/// Length and checksums that the request declares for its body.
#[derive(Default)]
pub struct Declared {
    pub content_md5: Option<String>,
    pub content_length: Option<i64>,
    pub checksums: Checksums,
    /// Value of `x-amz-sdk-checksum-algorithm`.
    pub algorithm: Option<ChecksumAlgorithm>,
    /// Trailers after the body, which may contain a checksum.
    pub trailer: Option<TrailingHeaders>,
}

/// A stored body.
pub struct Received {
    pub content: Content,
    pub md5: [u8; 16],
    /// The declared checksum, or CRC64NVME, which S3 computes if none was declared.
    pub checksums: Checksums,
    /// Whether the request declared a checksum.
    pub declares_checksum: bool,
}

/// Stores a body. Computes the `extra` checksum in addition to the declared ones.
///
/// # Errors
/// `IncompleteBody`, `InvalidDigest`, `BadDigest` or `XAmzContentSHA256Mismatch`; the bytes are deleted then.
pub async fn receive(
    store: &Store,
    body: Option<StreamingBlob>,
    declared: Declared,
    extra: Option<Algorithm>,
) -> S3Result<Received> {
    let named = declared
        .algorithm
        .as_ref()
        .and_then(|algorithm| Algorithm::parse(algorithm.as_str()));
    // The name of a trailer is known only after the body, so all algorithms are computed if there may be one.
    let all = [
        Algorithm::Crc32,
        Algorithm::Crc32c,
        Algorithm::Sha1,
        Algorithm::Sha256,
    ];
    let trailing = if declared.trailer.is_some() && named.is_none() {
        &all[..]
    } else {
        &[]
    };
    let mut hasher = Hasher::new(
        [Algorithm::Crc64nvme]
            .into_iter()
            .chain(named)
            .chain(extra)
            .chain(declared.checksums.keys().copied())
            .chain(trailing.iter().copied()),
    );
    let mut writer = store.writer().await.map_err(S3Error::internal_error)?;
    if let Some(mut body) = body {
        while let Some(bytes) = body.next().await {
            let bytes = bytes.map_err(|error| body_error(&error))?;
            hasher.update(&bytes);
            writer.write(bytes).await.map_err(S3Error::internal_error)?;
        }
    }
    let content = writer.finish().await.map_err(S3Error::internal_error)?;
    let (md5, computed) = hasher.finish();
    match check(&content, md5, &computed, &declared) {
        Ok(checked) => {
            let kept = |algorithm: &Algorithm| {
                checked.contains_key(algorithm)
                    || Some(*algorithm) == named
                    || Some(*algorithm) == extra
                    || (checked.is_empty()
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
                declares_checksum: !checked.is_empty() || named.is_some(),
            })
        }
        Err(error) => {
            content.discard();
            Err(error)
        }
    }
}

/// Compares the body with the declaration. Returns the declared checksums, those of trailers included.
fn check(
    content: &Content,
    md5: [u8; 16],
    computed: &Checksums,
    declared: &Declared,
) -> S3Result<Checksums> {
    if let Some(length) = declared.content_length
        && u64::try_from(length).ok() != Some(content.length())
    {
        return Err(S3ErrorCode::IncompleteBody.into());
    }
    if let Some(expected) = &declared.content_md5 {
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
    let mut checksums = declared.checksums.clone();
    if let Some(trailer) = declared.trailer.as_ref().and_then(TrailingHeaders::take) {
        for (name, value) in &trailer {
            if let (Some(algorithm), Ok(value)) = (Algorithm::parse(name.as_str()), value.to_str())
            {
                checksums.insert(algorithm, value.to_owned());
            }
        }
    }
    for (algorithm, expected) in &checksums {
        if computed.get(algorithm) != Some(expected) {
            let name = algorithm.name();
            return Err(s3_error!(
                BadDigest,
                "The {name} you specified did not match the calculated checksum."
            ));
        }
    }
    Ok(checksums)
}

/// Returns the error for a body that ended early or does not match the signed digest.
fn body_error(error: &StdError) -> S3Error {
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
