//! The demo page: static files, and a description of the other services.
//!
//! `tower-http` serves the files. In front of it stands a check of the path: names that begin with a dot, and links
//! that lead out of the folder, are not found.

use std::path::{Path, PathBuf};

use hyper::body::Incoming;
use hyper::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use hyper::{Method, Request, Response, StatusCode};
use quick_xml::escape::escape;
use s3s::Body;
use serde_json::Value;
use tower_http::services::ServeDir;

use crate::uri;

/// Headers of every response, beside the policy. docs/page.md has the same list for hosts.
const HEADERS: [(HeaderName, &str); 6] = [
    // A new build of the page must be visible at once.
    (CACHE_CONTROL, "no-store"),
    // For browsers that do not support `frame-ancestors`.
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

/// The policy in the page's `<meta>`, one directive in a line. As a header it also governs the service worker.
const META_POLICY: &str = include_str!("../../www/content-security-policy.txt");

/// Browsers ignore this directive in a `<meta>`.
const HEADER_POLICY: &str = "; frame-ancestors 'none'";

/// The page's origin.
pub struct Page {
    /// Folder of the page's files.
    pub folder: PathBuf,
    /// Content of `/stack.json`. It holds no secret.
    pub description: Value,
}

impl Page {
    /// Responds to a request with a file, `/stack.json`, or 404.
    pub async fn handle(&self, request: Request<Incoming>) -> Response<Body> {
        let path = request.uri().path().to_owned();
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        let mut response = if reads && path == "/stack.json" {
            text(
                StatusCode::OK,
                "application/json",
                &self.description.to_string(),
            )
        } else if reads && !self.has_file(&path).await {
            self.not_found(&path)
        } else {
            self.serve(request).await
        };
        for (name, value) in HEADERS {
            response
                .headers_mut()
                .insert(name, HeaderValue::from_static(value));
        }
        let policy = META_POLICY.trim().replace('\n', " ") + HEADER_POLICY;
        if let Ok(policy) = HeaderValue::try_from(policy) {
            response
                .headers_mut()
                .insert(CONTENT_SECURITY_POLICY, policy);
        }
        response
    }

    /// Serves a file with its type, ranges included, compressed if the browser accepts it. Methods other than GET and
    /// HEAD get a 405.
    async fn serve(&self, request: Request<Incoming>) -> Response<Body> {
        // The build writes a compressed copy beside each file.
        let mut files = ServeDir::new(&self.folder)
            .redirect_to_trailing_slash(false)
            .precompressed_br()
            .precompressed_gzip();
        match files.try_call(request).await {
            Ok(response) => {
                let mut response = response.map(Body::http_body_unsync);
                add_charset(&mut response);
                response
            }
            Err(error) => text(
                StatusCode::INTERNAL_SERVER_ERROR,
                "text/plain; charset=utf-8",
                &format!("{error}\n"),
            ),
        }
    }

    /// Whether the path leads to a regular file that may be served; for a folder, to its `index.html`. A name that
    /// the file system rejects, for instance because it is too long, is no file.
    async fn has_file(&self, path: &str) -> bool {
        match relative_path(path) {
            Some(relative) => self.is_inside(&relative).await.unwrap_or(false),
            None => false,
        }
    }

    async fn is_inside(&self, relative: &Path) -> std::io::Result<bool> {
        let root = tokio::fs::canonicalize(&self.folder).await?;
        let mut path = self.folder.join(relative);
        if tokio::fs::metadata(&path).await?.is_dir() {
            path.push("index.html");
        }
        let path = tokio::fs::canonicalize(path).await?;
        let Ok(inside) = path.strip_prefix(&root) else {
            return Ok(false);
        };
        // A link may lead to a name that the request itself could not use.
        let may_be_served = inside.iter().all(|name| name.to_str().is_some_and(is_name));
        Ok(may_be_served && tokio::fs::metadata(&path).await?.is_file())
    }

    fn not_found(&self, path: &str) -> Response<Body> {
        if path == "/" {
            return self.not_built();
        }
        text(
            StatusCode::NOT_FOUND,
            "text/plain; charset=utf-8",
            &format!("There is no {path} here.\n"),
        )
    }

    fn not_built(&self) -> Response<Body> {
        let html = format!(
            "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>The demo page is not built</title>\n\
             <h1>The demo page is not built</h1>\n<p>There is no <code>index.html</code> in <code>{}</code>.</p>\n\
             <p>Run <code>npm run build</code> and reload this page, or start the stack with \
             <code>--www DIR</code>. S3, Cognito Identity and STS are running: \
             see <a href=\"/stack.json\">stack.json</a>.</p>\n</html>\n",
            escape(self.folder.display().to_string())
        );
        text(StatusCode::NOT_FOUND, "text/html; charset=utf-8", &html)
    }
}

/// Returns the path of a file below the folder, or `None` if it leads out of the folder or is never served.
fn relative_path(path: &str) -> Option<PathBuf> {
    let decoded = String::from_utf8(uri::decode(path).into_owned()).ok()?;
    let relative = decoded.strip_prefix('/')?;
    let names = relative.strip_suffix('/').unwrap_or(relative);
    (names.is_empty() || names.split('/').all(is_name)).then(|| PathBuf::from(relative))
}

/// Whether a file of this name is served, on any system: on Windows, `\` separates, `:` names a drive or a
/// stream, and dots and spaces at the end are dropped.
fn is_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('.')
        && !name.ends_with(['.', ' '])
        && !name.contains(|c: char| matches!(c, '\\' | '/' | ':') || c.is_control())
}

/// Adds the charset that `tower-http` leaves out of text types: all files of the page are UTF-8.
fn add_charset(response: &mut Response<Body>) {
    let headers = response.headers_mut();
    if let Some(Ok(text)) = headers.get(CONTENT_TYPE).map(HeaderValue::to_str)
        && text.starts_with("text/")
        && !text.contains("charset")
        && let Ok(value) = HeaderValue::try_from(format!("{text}; charset=utf-8"))
    {
        headers.insert(CONTENT_TYPE, value);
    }
}

fn text(status: StatusCode, content_type: &'static str, text: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(text.to_owned()));
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
            "//etc/passwd",
            "/C:/secret",
            "/c%3A%5csecret",
            "/index.html::$DATA",
        ] {
            assert_eq!(relative_path(path), None, "{path}");
        }
        assert_eq!(
            relative_path("/a%20b/c.js"),
            Some(PathBuf::from("a b/c.js"))
        );
        assert_eq!(relative_path("/a/"), Some(PathBuf::from("a/")));
        assert_eq!(relative_path("/"), Some(PathBuf::new()));
    }

    #[test]
    fn hidden_and_unsafe_names_have_no_path() {
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
    fn the_instructions_for_hosts_list_the_same_headers() {
        let instructions = include_str!("../../docs/page.md").to_lowercase();
        let policy = HEADER_POLICY.trim_start_matches("; ");
        for (name, value) in [(CONTENT_SECURITY_POLICY, policy)]
            .into_iter()
            .chain(HEADERS)
        {
            // A host may cache files that do not change.
            if name == CACHE_CONTROL {
                continue;
            }
            let line = format!("{name}: {}", value.to_lowercase());
            assert!(instructions.contains(&format!("\n  {line}\n")), "{line}");
        }
    }
}
