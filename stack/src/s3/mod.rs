//! S3: what happens to a request on its way to s3s, and to the reply on its way back.
//!
//! ```text
//! request → faults → claim in order? → form rewritten → s3s: signature, policy, operation
//! reply   ← faults ← CORS ← S3's words and shape for errors ←
//! ```

mod authorize;
mod body;
mod canonical;
pub mod checksums;
pub mod cors;
mod errors;
mod form;
mod host;
mod operations;
mod policy;
mod service;
pub mod store;

use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::{
    CONTENT_TYPE, DATE, ETAG, HOST, HeaderValue, LAST_MODIFIED, LOCATION, ORIGIN, RANGE,
    RETRY_AFTER, SERVER,
};
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode};
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::{S3Auth, SecretKey};
use s3s::config::{S3Config, StaticConfigProvider};
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{Body, S3Error, S3ErrorCode, S3Result};

use self::authorize::Claim;
use self::body::SharedBody;
use self::errors::Refusal;
use self::form::{Checked, File, Form};
use self::host::{LocalHosts, Target};
use self::service::Operations;
use crate::clock::http_date;
use crate::faults::{Effects, Faulty, Subject};
use crate::random;
use crate::server::Cut;
use crate::stack::{Service, Stack};
use crate::text::xml_escape;

/// S3 at its own origin.
pub struct S3Endpoint {
    stack: Arc<Stack>,
    service: S3Service,
}

/// Marks a request of which only the signature is to be judged: nothing may come of it.
#[derive(Clone, Copy)]
struct JudgeOnly;

impl S3Endpoint {
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

    /// Answers a request; an error cuts the connection.
    pub async fn answer(
        self: Arc<Self>,
        request: Request<Incoming>,
    ) -> Result<Response<Body>, Cut> {
        let (head, incoming) = request.into_parts();
        let target = Target::of(&head);
        let ids = Ids::new();
        let (method, origin) = (head.method.clone(), head.headers.get(ORIGIN).cloned());
        let logged = self
            .stack
            .requests
            .arrived(Service::S3, &method, head.uri.path(), None);
        let effects = self.stack.faults.take(&Subject {
            service: Service::S3,
            method: method.as_str(),
            key: target.key.as_deref(),
            operation: None,
        });

        if effects.request.cut == Some(0) {
            return Err(Cut);
        }

        let body = SharedBody::new(incoming, effects.request);
        let mut response = if method == Method::OPTIONS {
            self.preflight(&head, &target, &ids)
        } else {
            self.answer_with_effects(head, &body, &target, &ids, &effects)
                .await
        };
        if body.was_cut() {
            return Err(Cut);
        }
        if response.status().is_client_error() || response.status().is_server_error() {
            // A browser that is still sending would see a broken connection instead of the answer.
            body.drain().await;
        }
        if method != Method::OPTIONS {
            self.decorate(&mut response, &target, &method, origin.as_ref());
        }
        self.finish(&mut response, &ids);
        self.stack.requests.answered(logged, response.status());
        Ok(response.map(|body| Faulty::wrap(body, effects.response)))
    }

    fn preflight(&self, head: &Parts, target: &Target, ids: &Ids) -> Response<Body> {
        let rules = target
            .bucket
            .as_deref()
            .and_then(|bucket| self.stack.store.cors(bucket).ok())
            .unwrap_or_default();
        cors::preflight(&rules, &head.headers, target).unwrap_or_else(|refusal| ids.refuse(refusal))
    }

    fn decorate(
        &self,
        response: &mut Response<Body>,
        target: &Target,
        method: &Method,
        origin: Option<&HeaderValue>,
    ) {
        let Some(origin) = origin.and_then(|origin| origin.to_str().ok()) else {
            return;
        };
        let Some(rules) = target
            .bucket
            .as_deref()
            .and_then(|bucket| self.stack.store.cors(bucket).ok())
        else {
            return;
        };
        cors::decorate(&rules, origin, method.as_str(), response.headers_mut());
    }

    fn finish(&self, response: &mut Response<Body>, ids: &Ids) {
        let headers = response.headers_mut();
        for (name, value) in [
            ("x-amz-request-id", &ids.request),
            ("x-amz-id-2", &ids.host),
        ] {
            if let Ok(value) = HeaderValue::try_from(value) {
                headers.insert(name, value);
            }
        }
        if let Ok(date) = HeaderValue::try_from(http_date(self.stack.clock.now())) {
            headers.insert(DATE, date);
        }
        headers.insert(SERVER, HeaderValue::from_static("s3-signpost-stack"));
    }

    async fn answer_with_effects(
        &self,
        head: Parts,
        body: &SharedBody,
        target: &Target,
        ids: &Ids,
        effects: &Effects,
    ) -> Response<Body> {
        if let Some(delay) = effects.delay {
            tokio::time::sleep(Duration::from_millis(delay)).await;
        }
        if let Some(error) = &effects.error {
            let mut refusal = Refusal::new(&error.code);
            refusal.status =
                StatusCode::from_u16(error.status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
            if let Some(message) = &error.message {
                refusal.message.clone_from(message);
            }
            let mut response = ids.refuse(refusal);
            if let Some(seconds) = error.retry_after {
                response
                    .headers_mut()
                    .insert(RETRY_AFTER, HeaderValue::from(seconds));
            }
            return response;
        }
        let is_head = head.method == Method::HEAD;
        let result = if head.method == Method::POST
            && target.bucket.is_some()
            && target.key.is_none()
            && !names_an_operation(&head)
        {
            self.post_object(head, body, target).await
        } else {
            self.operate(head, body, target).await
        };
        let mut response = result.unwrap_or_else(|refusal| ids.refuse(refusal));
        if is_head || response.status() == StatusCode::NOT_MODIFIED {
            *response.body_mut() = Body::empty();
        }
        response
    }

    /// Any request but a form POST.
    async fn operate(
        &self,
        mut head: Parts,
        body: &SharedBody,
        target: &Target,
    ) -> Result<Response<Body>, Refusal> {
        let claim = authorize::claim(&self.stack, &mut head)?;
        let range = head
            .headers
            .get(RANGE)
            .and_then(|range| range.to_str().ok())
            .map(str::to_owned);
        let response = self.call(head, claim.clone(), body.to_body(), None).await?;
        self.in_words_of_s3(response, claim.as_ref(), target, |refusal| {
            match refusal.code.as_str() {
                "InvalidRange" => {
                    let size = target.bucket.as_deref().zip(target.key.as_deref());
                    let size =
                        size.and_then(|(bucket, key)| self.stack.store.get(bucket, key).ok());
                    refusal
                        .detail("RangeRequested", range.unwrap_or_default())
                        .detail(
                            "ActualObjectSize",
                            size.map_or(0, |object| object.content.length()).to_string(),
                        )
                }
                _ => refusal,
            }
        })
    }

    /// A form POST to a bucket.
    async fn post_object(
        &self,
        mut head: Parts,
        body: &SharedBody,
        target: &Target,
    ) -> Result<Response<Body>, Refusal> {
        let content_type = head
            .headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        if !content_type.starts_with("multipart/form-data") {
            return Err(Refusal::new("PreconditionFailed").detail(
                "Condition",
                "Bucket POST must be of the enclosure-type multipart/form-data",
            ));
        }
        let host = head
            .headers
            .get(HOST)
            .and_then(|host| host.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        let form = Form::read(content_type, body.to_body()).await?;
        let checked = form.check(&self.stack, target.bucket.as_deref().unwrap_or_default())?;
        let (claim, breach, length_range) = match checked {
            Some(Checked {
                claim,
                breach,
                length_range,
            }) => (Some(claim), breach, length_range),
            None => (None, None, None),
        };
        let target = Target {
            key: form.key().map(str::to_owned),
            ..target.clone()
        };
        let file: File = form.file();
        let body = form.into_request(&mut head, breach.is_none());
        let response = self
            .call(
                head,
                claim.clone(),
                body,
                breach.as_ref().map(|_| JudgeOnly),
            )
            .await?;
        let size = file.drain().await;
        let mut response = self.in_words_of_s3(response, claim.as_ref(), &target, |refusal| {
            let range = length_range.map(|range| (range.least.to_string(), range.most.to_string()));
            match (refusal.code.as_str(), range, breach) {
                ("SignatureDoesNotMatch", _, _) => refusal,
                (_, _, Some(breach)) => breach,
                ("EntityTooLarge", Some((_, most)), None) => refusal
                    .detail("ProposedSize", size.to_string())
                    .detail("MaxSizeAllowed", most),
                ("EntityTooSmall", Some((least, _)), None) => refusal
                    .detail("ProposedSize", size.to_string())
                    .detail("MinSizeAllowed", least),
                _ => refusal,
            }
        })?;
        complete_post_response(&mut response, &host, &target);
        Ok(response)
    }

    /// Hands a request to s3s.
    async fn call(
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
    fn in_words_of_s3(
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
                (
                    hyper::header::CACHE_CONTROL,
                    record.headers.cache_control.clone(),
                ),
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

/// Whether the query makes a POST to a bucket something else than an upload by form.
fn names_an_operation(head: &Parts) -> bool {
    head.uri
        .query()
        .unwrap_or_default()
        .split('&')
        .any(|pair| pair == "delete" || pair.starts_with("delete="))
}

/// Puts into the reply to a form what S3 says and s3s does not: where the object is, and quotes.
fn complete_post_response(response: &mut Response<Body>, host: &str, target: &Target) {
    let text = |name| {
        response
            .headers()
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
            .unwrap_or_default()
    };
    let etag = text(ETAG).to_owned();
    let (bucket, key) = (
        target.bucket.as_deref().unwrap_or_default(),
        target.key.as_deref().unwrap_or_default(),
    );
    let location = match response.status() {
        StatusCode::SEE_OTHER => {
            let bare = etag.trim_matches('"');
            text(LOCATION)
                .strip_suffix(bare)
                .map(|start| format!("{start}%22{bare}%22"))
                .unwrap_or_default()
        }
        _ => host::location(host, bucket, key),
    };
    if response.status() == StatusCode::CREATED {
        let xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PostResponse><Location>{}</Location><Bucket>{}</Bucket>\
             <Key>{}</Key><ETag>{}</ETag></PostResponse>",
            xml_escape(&location),
            xml_escape(bucket),
            xml_escape(key),
            xml_escape(&etag),
        );
        *response.body_mut() = Body::from(xml);
    }
    if let Ok(value) = HeaderValue::try_from(location) {
        response.headers_mut().insert(LOCATION, value);
    }
}

/// The two identifiers that S3 puts into every reply.
struct Ids {
    request: String,
    host: String,
}

impl Ids {
    fn new() -> Self {
        Self {
            request: random::hex::<8>().to_uppercase(),
            host: random::base64::<48>(),
        }
    }

    fn refuse(&self, refusal: Refusal) -> Response<Body> {
        refusal.into_response(&self.request, &self.host)
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
