//! s3s, which judges every signature and hands what is signed to the operations; and its verdict in
//! S3's words.

use std::sync::Arc;

use hyper::header::{CACHE_CONTROL, ETAG, HeaderValue, LAST_MODIFIED};
use hyper::http::request::Parts;
use hyper::{Request, Response, StatusCode};
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::{S3Auth, SecretKey};
use s3s::config::{S3Config, StaticConfigProvider};
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{Body, S3Error, S3ErrorCode, S3Result};

use super::authorize::Claim;
use super::errors::Refusal;
use super::host::{LocalHosts, Target};
use super::service::Operations;
use crate::clock::http_date;
use crate::stack::Stack;

/// Marks a request of which only the signature is to be judged: nothing may come of it.
#[derive(Clone, Copy)]
pub struct JudgeOnly;

/// s3s with the stack's keys, hosts and operations.
pub struct Judge {
    pub stack: Arc<Stack>,
    service: S3Service,
}

impl Judge {
    pub fn new(stack: Arc<Stack>) -> Self {
        let mut builder = S3ServiceBuilder::new(Operations::new(Arc::clone(&stack)));
        builder.set_auth(Keys(Arc::clone(&stack)));
        builder.set_access(SignedRequests);
        builder.set_host(LocalHosts);
        let mut config = S3Config::default();
        // s3s reads the machine's clock, and the stack's may be another: skew is checked before s3s.
        config.presigned_url_max_skew_time_secs = u32::MAX;
        builder.set_config(Arc::new(StaticConfigProvider::new(Arc::new(config))));
        Self {
            stack,
            service: builder.build(),
        }
    }

    /// Hands a request to s3s.
    pub async fn call(
        &self,
        head: Parts,
        claim: Option<Claim>,
        body: Body,
        judge_only: Option<JudgeOnly>,
    ) -> Result<Response<Body>, Refusal> {
        let mut request = Request::from_parts(head, body);
        if let Some(claim) = claim {
            request.extensions_mut().insert(claim);
        }
        if let Some(judge_only) = judge_only {
            request.extensions_mut().insert(judge_only);
        }
        self.service
            .call(request)
            .await
            .map_err(|_| Refusal::new("InternalError"))
    }

    /// Turns an error of s3s into one of S3.
    pub fn in_words_of_s3(
        &self,
        response: Response<Body>,
        claim: Option<&Claim>,
        target: &Target,
        amend: impl FnOnce(Refusal) -> Refusal,
    ) -> Result<Response<Body>, Refusal> {
        let status = response.status();
        if status == StatusCode::NOT_MODIFIED {
            return Ok(self.not_modified(target));
        }
        let document = match response.body().bytes() {
            Some(bytes) if status.is_client_error() || status.is_server_error() => bytes,
            _ => return Ok(response),
        };
        let refusal = Refusal::from_s3s(status, &document);
        let refusal = match (refusal.code.as_str(), claim) {
            ("SignatureDoesNotMatch", Some(claim)) => claim.explain(refusal),
            ("NoSuchKey", _) => refusal.detail("Key", target.key.clone().unwrap_or_default()),
            ("NoSuchBucket" | "NoSuchCORSConfiguration" | "BucketNotEmpty", _) => {
                refusal.detail("BucketName", target.bucket.clone().unwrap_or_default())
            }
            _ => refusal,
        };
        Err(amend(refusal))
    }

    /// A 304 carries the headers by which a cache knows its copy.
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

/// Gives s3s the secret of a key.
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

/// Lets in what s3s found signed, by the key whose token and dates were checked.
struct SignedRequests;

#[async_trait::async_trait]
impl S3Access for SignedRequests {
    async fn check(&self, context: &mut S3AccessContext<'_>) -> S3Result<()> {
        let signer = context
            .credentials()
            .map(|credentials| credentials.access_key.clone());
        let extensions = context.extensions_mut();
        let claimed = extensions
            .get::<Claim>()
            .map(|claim| claim.access_key_id.clone());
        if signer.is_some() && signer == claimed && extensions.get::<JudgeOnly>().is_none() {
            Ok(())
        } else {
            Err(S3Error::with_message(
                S3ErrorCode::AccessDenied,
                "Access Denied",
            ))
        }
    }
}
