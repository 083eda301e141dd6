//! The demo page: static files, and where the other services are.

use std::io;
use std::path::{Component, Path, PathBuf};

use hyper::body::Incoming;
use hyper::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use s3s::Body;
use serde_json::Value;

use crate::text::{percent_decode, xml_escape};

/// The page's origin.
pub struct Page {
    /// The folder with its files.
    pub folder: PathBuf,
    /// What `/stack.json` says; it holds no secret.
    pub description: Value,
}

impl Page {
    pub async fn answer(&self, request: &Request<Incoming>) -> Response<Body> {
        let mut response = match *request.method() {
            // The server leaves out the body of an answer to HEAD, and keeps its length.
            Method::GET | Method::HEAD => self.get(request.uri().path()).await,
            _ => {
                let mut response = text(
                    StatusCode::METHOD_NOT_ALLOWED,
                    "text/plain; charset=utf-8",
                    "Only GET and HEAD.\n",
                );
                response
                    .headers_mut()
                    .insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
                response
            }
        };
        // A page that was built anew must be seen at once.
        response
            .headers_mut()
            .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }

    async fn get(&self, path: &str) -> Response<Body> {
        if path == "/stack.json" {
            return text(
                StatusCode::OK,
                "application/json",
                &self.description.to_string(),
            );
        }
        let Some(relative) = relative_path(path) else {
            return not_found(path);
        };
        let mut file = self.folder.join(relative);
        if tokio::fs::metadata(&file)
            .await
            .is_ok_and(|metadata| metadata.is_dir())
        {
            file.push("index.html");
        }
        match tokio::fs::read(&file).await {
            Ok(bytes) => respond(StatusCode::OK, content_type(&file), Body::from(bytes)),
            Err(error) if error.kind() != io::ErrorKind::NotFound => text(
                StatusCode::INTERNAL_SERVER_ERROR,
                "text/plain; charset=utf-8",
                &format!("{error}\n"),
            ),
            Err(_) if path == "/" => self.not_built(),
            Err(_) => not_found(path),
        }
    }

    fn not_built(&self) -> Response<Body> {
        let html = format!(
            "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>The demo page is not built</title>\n\
             <h1>The demo page is not built</h1>\n<p>There is no <code>index.html</code> in <code>{}</code>.</p>\n\
             <p>Run <code>npm run build</code> and load this page again, or start the stack with \
             <code>--www DIR</code>. S3, Cognito Identity and STS are running all the same: \
             see <a href=\"/stack.json\">stack.json</a>.</p>\n</html>\n",
            xml_escape(&self.folder.display().to_string())
        );
        text(StatusCode::NOT_FOUND, "text/html; charset=utf-8", &html)
    }
}

/// The path of a file beneath the folder; `None` for one that would lead out of it.
fn relative_path(path: &str) -> Option<PathBuf> {
    let decoded = String::from_utf8(percent_decode(path)).ok()?;
    let relative = PathBuf::from(decoded.trim_start_matches('/'));
    relative
        .components()
        .all(|component| matches!(component, Component::Normal(_)))
        .then_some(relative)
}

fn content_type(file: &Path) -> &'static str {
    match file
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
    {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" | "md" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

fn not_found(path: &str) -> Response<Body> {
    text(
        StatusCode::NOT_FOUND,
        "text/plain; charset=utf-8",
        &format!("There is no {path} here.\n"),
    )
}

fn text(status: StatusCode, content_type: &'static str, text: &str) -> Response<Body> {
    respond(status, content_type, Body::from(text.to_owned()))
}

fn respond(status: StatusCode, content_type: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_cannot_lead_out_of_the_folder() {
        for path in ["/../secret", "/a/../../secret", "/%2e%2e/secret", "/./a"] {
            assert_eq!(relative_path(path), None, "{path}");
        }
        assert_eq!(
            relative_path("//etc/passwd"),
            Some(PathBuf::from("etc/passwd"))
        );
        assert_eq!(
            relative_path("/a%20b/c.js"),
            Some(PathBuf::from("a b/c.js"))
        );
        assert_eq!(relative_path("/"), Some(PathBuf::new()));
    }

    #[test]
    fn a_module_and_its_wasm_have_types_that_browsers_accept() {
        assert_eq!(
            content_type(Path::new("a/b.js")),
            "text/javascript; charset=utf-8"
        );
        assert_eq!(content_type(Path::new("core.wasm")), "application/wasm");
    }
}
