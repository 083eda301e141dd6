//! The S3 origin: from a request to its response.

use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::{DATE, HeaderValue, ORIGIN, RANGE, RETRY_AFTER, SERVER};
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode};
use s3s::Body;

use super::body::SharedBody;
use super::cors::{self, CorsRule};
use super::errors::{ErrorDocument, Ids};
use super::host::Target;
use super::verifier::Verifier;
use super::{authorize, post};
use crate::clock::http_date;
use crate::faults::{Effects, ErrorEffect, RequestInfo};
use crate::server::CloseConnection;
use crate::services::Service;
use crate::stack::Stack;

/// The S3 service.
pub struct S3Endpoint {
    stack: Arc<Stack>,
    verifier: Verifier,
}

impl S3Endpoint {
    pub fn new(stack: Arc<Stack>) -> Self {
        Self {
            verifier: Verifier::new(Arc::clone(&stack)),
            stack,
        }
    }

    /// Responds to a request. An error closes the connection.
    pub async fn handle(
        self: Arc<Self>,
        request: Request<Incoming>,
    ) -> Result<Response<Body>, CloseConnection> {
        let (mut head, incoming) = request.into_parts();
        let target = Target::from_request(&head);
        let ids = Ids::new();
        let (method, origin) = (head.method.clone(), head.headers.get(ORIGIN).cloned());
        let number = self
            .stack
            .requests
            .record(Service::S3, &method, head.uri.path(), None);
        let effects = self.stack.faults.effects_for(&RequestInfo {
            service: Service::S3,
            method: method.as_str(),
            key: target.key.as_deref(),
            operation: None,
        });

        if effects.request.cut == Some(0) {
            return Err(CloseConnection);
        }

        effects.remove_ignored_headers(&mut head.headers);
        let body = SharedBody::new(incoming, effects.request);
        let mut response = if method == Method::OPTIONS {
            self.preflight(&head, &target, &ids)
        } else {
            self.respond_with_effects(head, &body, &target, &ids, &effects)
                .await
        };
        if let Some(reply) = effects.replacement_response() {
            body.clone().drain().await;
            response = reply;
        }
        if body.was_cut() {
            return Err(CloseConnection);
        }
        if response.status().is_client_error() || response.status().is_server_error() {
            // A browser that is still sending would report a broken connection instead of the response.
            body.drain().await;
        }
        if method != Method::OPTIONS {
            self.add_cors_headers(&mut response, &target, &method, origin.as_ref());
        }
        self.add_common_headers(&mut response, &ids);
        self.stack.requests.record_status(number, response.status());
        Ok(effects.apply_to(response))
    }

    fn preflight(&self, head: &Parts, target: &Target, ids: &Ids) -> Response<Body> {
        cors::preflight(&self.rules(target), &head.headers, target)
            .unwrap_or_else(|error| ids.respond(error))
    }

    /// Adds CORS headers if the bucket's rules allow the page's origin.
    fn add_cors_headers(
        &self,
        response: &mut Response<Body>,
        target: &Target,
        method: &Method,
        origin: Option<&HeaderValue>,
    ) {
        if let Some(Ok(origin)) = origin.map(HeaderValue::to_str) {
            cors::add_cors_headers(
                &self.rules(target),
                origin,
                method.as_str(),
                response.headers_mut(),
            );
        }
    }

    /// Returns the bucket's CORS rules; none if the bucket does not exist.
    fn rules(&self, target: &Target) -> Vec<CorsRule> {
        let bucket = target.bucket.as_deref();
        bucket
            .and_then(|bucket| self.stack.store.cors(bucket).ok())
            .unwrap_or_default()
    }

    /// Adds the headers of every response.
    fn add_common_headers(&self, response: &mut Response<Body>, ids: &Ids) {
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

    async fn respond_with_effects(
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
            return injected_error(error, ids);
        }
        if effects.reply.as_ref().is_some_and(|reply| !reply.performed) {
            return Response::default();
        }
        let is_head = head.method == Method::HEAD;
        let result = if post::is_form_upload(&head, target) {
            post::post_object(&self.verifier, head, body, target).await
        } else {
            self.perform(head, body, target).await
        };
        let mut response = result.unwrap_or_else(|error| ids.respond(error));
        if is_head || response.status() == StatusCode::NOT_MODIFIED {
            *response.body_mut() = Body::empty();
        }
        response
    }

    /// Responds to any request but a form POST.
    async fn perform(
        &self,
        mut head: Parts,
        body: &SharedBody,
        target: &Target,
    ) -> Result<Response<Body>, ErrorDocument> {
        let authorization = authorize::authorize(&self.stack, &mut head)?;
        let range = head
            .headers
            .get(RANGE)
            .and_then(|range| range.to_str().ok())
            .map(str::to_owned);
        let response = self
            .verifier
            .call(head, authorization.clone(), body.to_body(), None)
            .await?;
        self.verifier
            .with_s3_errors(response, authorization.as_ref(), target, |error| {
                if error.code != "InvalidRange" {
                    return error;
                }
                let object = target.bucket.as_deref().zip(target.key.as_deref());
                let object =
                    object.and_then(|(bucket, key)| self.stack.store.get(bucket, key).ok());
                let size = object.map_or(0, |object| object.content.length());
                error
                    .detail("RangeRequested", range.unwrap_or_default())
                    .detail("ActualObjectSize", size.to_string())
            })
    }
}

/// Returns the response of an `error` fault.
fn injected_error(effect: &ErrorEffect, ids: &Ids) -> Response<Body> {
    let mut error = ErrorDocument::new(&effect.code);
    error.status = StatusCode::from_u16(effect.status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    if let Some(message) = &effect.message {
        error.message.clone_from(message);
    }
    let mut response = ids.respond(error);
    if let Some(seconds) = effect.retry_after {
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
