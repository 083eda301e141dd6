//! The demo page: static files, and where the other services are.
//!
//! Only regular files inside the folder are served. Names that begin with a dot, and links that lead out of the
//! folder, do not exist here.

use std::path::{Path, PathBuf};

use hyper::body::Incoming;
use hyper::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use hyper::{Method, Request, Response, StatusCode};
use quick_xml::escape::escape;
use s3s::Body;
use serde_json::Value;

use crate::uri;

/// Headers of every answer. docs/recipes.md has the same list for hosts. The rest of the page's policy is in its
/// own `<meta>`, where `frame-ancestors` would be ignored.
const HEADERS: [(HeaderName, &str); 7] = [
    // A page that was built anew must be seen at once.
    (CACHE_CONTROL, "no-store"),
    (CONTENT_SECURITY_POLICY, "frame-ancestors 'none'"),
    // For browsers that do not know `frame-ancestors`.
    (X_FRAME_OPTIONS, "DENY"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

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
        for (name, value) in HEADERS {
            response
                .headers_mut()
                .insert(name, HeaderValue::from_static(value));
        }
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
        let file = match relative_path(path) {
            Some(relative) => self.file(&relative).await,
            None => None,
        };
        let Some(file) = file else {
            return if path == "/" {
                self.not_built()
            } else {
                not_found(path)
            };
        };
        match tokio::fs::read(&file).await {
            Ok(bytes) => respond(StatusCode::OK, content_type(&file), Body::from(bytes)),
            Err(error) => text(
                StatusCode::INTERNAL_SERVER_ERROR,
                "text/plain; charset=utf-8",
                &format!("{error}\n"),
            ),
        }
    }

    /// The regular file that a path leads to, a folder's `index.html` included, unless links take it out of
    /// the folder. That the system does not take the name, as if it is too long, is the same as no file.
    async fn file(&self, relative: &Path) -> Option<PathBuf> {
        let root = tokio::fs::canonicalize(&self.folder).await.ok()?;
        let mut path = self.folder.join(relative);
        if tokio::fs::metadata(&path).await.ok()?.is_dir() {
            path.push("index.html");
        }
        let path = tokio::fs::canonicalize(path).await.ok()?;
        let inside = path.strip_prefix(&root).ok()?;
        // A link may lead to a name that the request could not have used.
        let is_served = inside.iter().all(|name| name.to_str().is_some_and(is_name));
        (is_served && tokio::fs::metadata(&path).await.ok()?.is_file()).then_some(path)
    }

    fn not_built(&self) -> Response<Body> {
        let html = format!(
            "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>The demo page is not built</title>\n\
             <h1>The demo page is not built</h1>\n<p>There is no <code>index.html</code> in <code>{}</code>.</p>\n\
             <p>Run <code>npm run build</code> and load this page again, or start the stack with \
             <code>--www DIR</code>. S3, Cognito Identity and STS are running all the same: \
             see <a href=\"/stack.json\">stack.json</a>.</p>\n</html>\n",
            escape(self.folder.display().to_string())
        );
        text(StatusCode::NOT_FOUND, "text/html; charset=utf-8", &html)
    }
}

/// The path of a file beneath the folder; `None` for one that would lead out of it, or that is never served.
fn relative_path(path: &str) -> Option<PathBuf> {
    let decoded = String::from_utf8(uri::decode(path).into_owned()).ok()?;
    let relative = decoded.trim_start_matches('/');
    let names = relative.strip_suffix('/').unwrap_or(relative);
    (names.is_empty() || names.split('/').all(is_name)).then(|| PathBuf::from(relative))
}

/// Whether a file of such a name is served, on any system: on Windows, `\` separates, `:` names a drive or a
/// stream, and dots and spaces at the end are dropped.
fn is_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('.')
        && !name.ends_with(['.', ' '])
        && !name.contains(|c: char| matches!(c, '\\' | '/' | ':') || c.is_control())
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
        for path in [
            "/../secret",
            "/a/../../secret",
            "/%2e%2e/secret",
            "/..%2fsecret",
            "/..%5csecret",
            "/a%5c..%5csecret",
            "/./a",
            "/a//b",
            "/C:/secret",
            "/c%3A%5csecret",
            "/index.html::$DATA",
        ] {
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
        assert_eq!(relative_path("/a/"), Some(PathBuf::from("a")));
        assert_eq!(relative_path("/"), Some(PathBuf::new()));
    }

    #[test]
    fn a_name_that_is_never_served_has_no_path() {
        for path in [
            "/.env",
            "/.git/config",
            "/a/.hidden",
            "/%2eenv",
            "/a%00",
            "/%00",
            "/a%0a",
            "/secret.",
            "/secret%20",
            "/%ff",
        ] {
            assert_eq!(relative_path(path), None, "{path}");
        }
    }

    #[test]
    fn the_recipe_for_hosts_has_the_same_headers() {
        let recipes = include_str!("../../docs/recipes.md").to_lowercase();
        for (name, value) in HEADERS {
            // A host may cache what does not change.
            if name == CACHE_CONTROL {
                continue;
            }
            let line = format!("{name}: {}", value.to_lowercase());
            assert!(recipes.contains(&format!("\n  {line}\n")), "{line}");
        }
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
