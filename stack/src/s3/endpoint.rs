//! A request to S3 from its arrival to its answer.

use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::{DATE, HeaderValue, ORIGIN, RANGE, RETRY_AFTER, SERVER};
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode};
use s3s::Body;

use super::body::SharedBody;
use super::cors::{self, CorsRule};
use super::errors::{Ids, Refusal};
use super::host::Target;
use super::judge::Judge;
use super::{authorize, post};
use crate::clock::http_date;
use crate::faults::{Effects, ErrorEffect, Subject};
use crate::server::Cut;
use crate::stack::{Service, Stack};

/// S3 at its own origin.
pub struct S3Endpoint {
    stack: Arc<Stack>,
    judge: Judge,
}

impl S3Endpoint {
    pub fn new(stack: Arc<Stack>) -> Self {
        Self {
            judge: Judge::new(Arc::clone(&stack)),
            stack,
        }
    }

    /// Answers a request; an error cuts the connection.
    pub async fn answer(
        self: Arc<Self>,
        request: Request<Incoming>,
    ) -> Result<Response<Body>, Cut> {
        let (mut head, incoming) = request.into_parts();
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

        effects.forget_headers(&mut head.headers);
        let body = SharedBody::new(incoming, effects.request);
        let mut response = if method == Method::OPTIONS {
            self.preflight(&head, &target, &ids)
        } else {
            self.answer_with_effects(head, &body, &target, &ids, &effects)
                .await
        };
        if let Some(reply) = effects.foreign_reply() {
            body.clone().drain().await;
            response = reply;
        }
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
        Ok(effects.spoil(response))
    }

    fn preflight(&self, head: &Parts, target: &Target, ids: &Ids) -> Response<Body> {
        cors::preflight(&self.rules(target), &head.headers, target)
            .unwrap_or_else(|refusal| ids.refuse(refusal))
    }

    /// Lets the page that asks read the reply, where the bucket's rules allow it.
    fn decorate(
        &self,
        response: &mut Response<Body>,
        target: &Target,
        method: &Method,
        origin: Option<&HeaderValue>,
    ) {
        if let Some(Ok(origin)) = origin.map(HeaderValue::to_str) {
            cors::decorate(
                &self.rules(target),
                origin,
                method.as_str(),
                response.headers_mut(),
            );
        }
    }

    /// The bucket's CORS rules; none where there is no such bucket.
    fn rules(&self, target: &Target) -> Vec<CorsRule> {
        let bucket = target.bucket.as_deref();
        bucket
            .and_then(|bucket| self.stack.store.cors(bucket).ok())
            .unwrap_or_default()
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
            return refuse(error, ids);
        }
        if effects.reply.as_ref().is_some_and(|reply| !reply.performed) {
            return Response::default();
        }
        let is_head = head.method == Method::HEAD;
        let result = if post::is_form_upload(&head, target) {
            post::post_object(&self.judge, head, body, target).await
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
        let response = self
            .judge
            .call(head, claim.clone(), body.to_body(), None)
            .await?;
        self.judge
            .in_words_of_s3(response, claim.as_ref(), target, |refusal| {
                if refusal.code != "InvalidRange" {
                    return refusal;
                }
                let object = target.bucket.as_deref().zip(target.key.as_deref());
                let object =
                    object.and_then(|(bucket, key)| self.stack.store.get(bucket, key).ok());
                let size = object.map_or(0, |object| object.content.length());
                refusal
                    .detail("RangeRequested", range.unwrap_or_default())
                    .detail("ActualObjectSize", size.to_string())
            })
    }
}

/// An error that was asked for.
fn refuse(error: &ErrorEffect, ids: &Ids) -> Response<Body> {
    let mut refusal = Refusal::new(&error.code);
    refusal.status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    if let Some(message) = &error.message {
        refusal.message.clone_from(message);
    }
    let mut response = ids.refuse(refusal);
    if let Some(seconds) = error.retry_after {
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
