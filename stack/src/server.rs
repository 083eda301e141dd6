//! HTTP servers on loopback.

use std::error::Error;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::{fmt, io};

use futures::future::{self, Either};
use hyper::body::Incoming;
use hyper::header::HOST;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{HeaderMap, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use s3s::Body;
use tokio::net::TcpListener;

/// Returned instead of a response to close the connection.
#[derive(Debug)]
pub struct CloseConnection;

impl fmt::Display for CloseConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection was closed by a fault")
    }
}

impl Error for CloseConnection {}

/// A bound port and its origin.
pub struct Listener {
    inner: TcpListener,
    /// `http://127.0.0.1:PORT`, with no slash at the end.
    pub origin: String,
}

/// Binds a port of 127.0.0.1. `flag` is the option that sets it.
///
/// # Errors
/// A message for the terminal that names the port and the option.
pub async fn bind(port: u16, flag: &str) -> Result<Listener, String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "port {port} is used by another program; choose another with {flag} PORT, or {flag} 0 for any free port"
        ),
        _ => format!("port {port} cannot be bound ({error}); choose another with {flag} PORT"),
    })?;
    let port = listener
        .local_addr()
        .map_err(|error| error.to_string())?
        .port();
    Ok(Listener {
        inner: listener,
        origin: format!("http://127.0.0.1:{port}"),
    })
}

impl Listener {
    /// Serves requests until the process ends. An error from `handler` closes the connection without a response.
    pub async fn serve<H, F>(self, handler: H)
    where
        H: Fn(Request<Incoming>) -> F + Send + Sync + 'static,
        F: Future<Output = Result<Response<Body>, CloseConnection>> + Send + 'static,
    {
        let handler = Arc::new(handler);
        loop {
            let Ok((stream, _)) = self.inner.accept().await else {
                // Out of file descriptors, or the peer has gone: try the next connection a little later.
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                continue;
            };
            stream.set_nodelay(true).ok();
            let handler = Arc::clone(&handler);
            tokio::spawn(async move {
                let service = service_fn(move |request: Request<Incoming>| {
                    if is_loopback(request.headers()) {
                        Either::Left(handler(request))
                    } else {
                        Either::Right(future::ready(Ok(misdirected())))
                    }
                });
                // An error of the connection is visible to the peer, and of no use here.
                http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service)
                    .await
                    .ok();
            });
        }
    }
}

/// Whether the `Host` header names loopback. Protects against DNS rebinding: a public name that resolves to
/// 127.0.0.1 must not reach these services.
fn is_loopback(headers: &HeaderMap) -> bool {
    let host = headers
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let name = name.to_ascii_lowercase();
    name == "localhost"
        || name.ends_with(".localhost")
        || name
            .trim_matches(['[', ']'])
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

fn misdirected() -> Response<Body> {
    let message =
        "This stack serves only the hosts 127.0.0.1, localhost and names that end in .localhost.\n";
    let mut response = Response::new(Body::from(message.to_owned()));
    *response.status_mut() = StatusCode::MISDIRECTED_REQUEST;
    response
}

#[cfg(test)]
mod tests {
    use hyper::header::HeaderValue;

    use super::*;

    #[test]
    fn only_loopback_hosts_are_served() {
        let is_served = |host: &str| {
            let value = HeaderValue::try_from(host).expect("a header value");
            is_loopback(&HeaderMap::from_iter([(HOST, value)]))
        };
        for host in [
            "127.0.0.1:8081",
            "localhost",
            "LOCALHOST:1",
            "demo.s3.localhost:8081",
            "[::1]:8081",
        ] {
            assert!(is_served(host), "{host}");
        }
        for host in [
            "example.com",
            "127.0.0.1.example.com",
            "localhost.example.com",
            "192.168.0.1",
            "",
        ] {
            assert!(!is_served(host), "{host}");
        }
        assert!(!is_loopback(&HeaderMap::new()));
    }
}
