//! s3s, which verifies every signature and calls the operations; its errors become those of S3.

use std::sync::Arc;

use hyper::header::{CACHE_CONTROL, ETAG, HeaderValue, LAST_MODIFIED};
use hyper::http::request::Parts;
use hyper::{Request, Response, StatusCode};
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::{S3Auth, SecretKey};
use s3s::config::{S3Config, StaticConfigProvider};
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{Body, S3Error, S3ErrorCode, S3Result};

use super::authorize::Authorization;
use super::errors::ErrorDocument;
use super::host::{LocalHosts, Target};
use super::service::Operations;
use crate::clock::http_date;
use crate::stack::Stack;

/// Marks a request that is only verified and performs no operation.
#[derive(Clone, Copy)]
pub struct VerifyOnly;

/// s3s with the keys, hosts and operations of the stack.
pub struct Verifier {
    pub stack: Arc<Stack>,
    service: S3Service,
}

impl Verifier {
    pub fn new(stack: Arc<Stack>) -> Self {
        let mut builder = S3ServiceBuilder::new(Operations::new(Arc::clone(&stack)));
        builder.set_auth(Keys(Arc::clone(&stack)));
        builder.set_access(SignedRequests);
        builder.set_host(LocalHosts);
        let mut config = S3Config::default();
        // s3s uses the machine's clock, which may differ from the stack's: skew is checked before.
        config.presigned_url_max_skew_time_secs = u32::MAX;
        builder.set_config(Arc::new(StaticConfigProvider::new(Arc::new(config))));
        Self {
            stack,
            service: builder.build(),
        }
    }

    /// Passes a request to s3s.
    pub async fn call(
        &self,
        head: Parts,
        authorization: Option<Authorization>,
        body: Body,
        verify_only: Option<VerifyOnly>,
    ) -> Result<Response<Body>, ErrorDocument> {
        let mut request = Request::from_parts(head, body);
        if let Some(authorization) = authorization {
            request.extensions_mut().insert(authorization);
        }
        if let Some(verify_only) = verify_only {
            request.extensions_mut().insert(verify_only);
        }
        self.service
            .call(request)
            .await
            .map_err(|_| ErrorDocument::new("InternalError"))
    }

    /// Converts an error response of s3s to an error document of S3, which `update` may change.
    pub fn with_s3_errors(
        &self,
        response: Response<Body>,
        authorization: Option<&Authorization>,
        target: &Target,
        update: impl FnOnce(ErrorDocument) -> ErrorDocument,
    ) -> Result<Response<Body>, ErrorDocument> {
        let status = response.status();
        if status == StatusCode::NOT_MODIFIED {
            return Ok(self.not_modified(target));
        }
        let document = match response.body().bytes() {
            Some(bytes) if status.is_client_error() || status.is_server_error() => bytes,
            _ => return Ok(response),
        };
        let error = ErrorDocument::from_s3s(status, &document);
        let error = match (error.code.as_str(), authorization) {
            ("SignatureDoesNotMatch", Some(authorization)) => authorization.add_details(error),
            ("NoSuchKey", _) => error.detail("Key", target.key.clone().unwrap_or_default()),
            ("NoSuchBucket" | "NoSuchCORSConfiguration" | "BucketNotEmpty", _) => {
                error.detail("BucketName", target.bucket.clone().unwrap_or_default())
            }
            _ => error,
        };
        Err(update(error))
    }

    /// Returns a 304 with the headers that identify a cached copy.
    fn not_modified(&self, target: &Target) -> Response<Body> {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        let object = target.bucket.as_deref().zip(target.key.as_deref());
        if let Some(object) =
            object.and_then(|(bucket, key)| self.stack.store.get(bucket, key).ok())
        {
            let record = &object.record;
            let headers = [
                (ETAG, Some(format!("\"{}\"", record.etag))),
                (LAST_MODIFIED, Some(http_date(record.last_modified))),
                (CACHE_CONTROL, record.headers.cache_control.clone()),
            ];
            for (name, value) in headers {
                if let Some(Ok(value)) = value.map(HeaderValue::try_from) {
                    response.headers_mut().insert(name, value);
                }
            }
        }
        response
    }
}

/// Looks up secrets for s3s.
struct Keys(Arc<Stack>);

#[async_trait::async_trait]
impl S3Auth for Keys {
    async fn get_secret_key(&self, access_key: &str) -> S3Result<SecretKey> {
        let key = self
            .0
            .keys
            .find(access_key)
            .ok_or(S3ErrorCode::InvalidAccessKeyId)?;
        Ok(SecretKey::from(key.secret))
    }
}

/// Allows requests whose verified key is the one that was authorized.
struct SignedRequests;

#[async_trait::async_trait]
impl S3Access for SignedRequests {
    async fn check(&self, context: &mut S3AccessContext<'_>) -> S3Result<()> {
        let signer = context
            .credentials()
            .map(|credentials| credentials.access_key.clone());
        let extensions = context.extensions_mut();
        let authorized = extensions
            .get::<Authorization>()
            .map(|authorization| authorization.access_key_id.clone());
        if signer.is_some() && signer == authorized && extensions.get::<VerifyOnly>().is_none() {
            Ok(())
        } else {
            Err(S3Error::with_message(
                S3ErrorCode::AccessDenied,
                "Access Denied",
            ))
        }
    }
}
