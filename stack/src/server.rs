//! Accepting connections on loopback.

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

/// Instead of an answer: the connection is cut.
#[derive(Debug)]
pub struct Cut;

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection was cut")
    }
}

impl Error for Cut {}

/// A listener, and the address by which pages reach it.
pub struct Bound {
    listener: TcpListener,
    /// `http://127.0.0.1:PORT`, with no slash at the end.
    pub origin: String,
}

/// Takes a port of 127.0.0.1; `flag` is what the message names when the port is taken.
///
/// # Errors
/// A sentence for the user: the port is taken, or may not be used.
pub async fn bind(port: u16, flag: &str) -> Result<Bound, String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "port {port} is taken by another program; choose another with {flag} PORT, or {flag} 0 for any free one"
        ),
        _ => format!("port {port} cannot be used ({error}); choose another with {flag} PORT"),
    })?;
    let port = listener
        .local_addr()
        .map_err(|error| error.to_string())?
        .port();
    Ok(Bound {
        listener,
        origin: format!("http://127.0.0.1:{port}"),
    })
}

impl Bound {
    /// Answers requests for as long as the process lives. An error from `handler` cuts the connection
    /// without an answer, which is how faults are made.
    pub async fn serve<H, F>(self, handler: H)
    where
        H: Fn(Request<Incoming>) -> F + Send + Sync + 'static,
        F: Future<Output = Result<Response<Body>, Cut>> + Send + 'static,
    {
        let handler = Arc::new(handler);
        loop {
            let Ok((stream, _)) = self.listener.accept().await else {
                // Out of file descriptors, or a peer gone before it was accepted: the next one may do better.
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                continue;
            };
            stream.set_nodelay(true).ok();
            let handler = Arc::clone(&handler);
            tokio::spawn(async move {
                let service = service_fn(move |request: Request<Incoming>| {
                    if is_for_this_machine(request.headers()) {
                        Either::Left(handler(request))
                    } else {
                        Either::Right(future::ready(Ok(misdirected())))
                    }
                });
                // A connection that ends badly concerns only its peer, who has seen it end.
                http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service)
                    .await
                    .ok();
            });
        }
    }
}

/// Whether the `Host` names loopback. A page of the open web whose name was made to resolve to
/// 127.0.0.1 must not reach what runs here.
fn is_for_this_machine(headers: &HeaderMap) -> bool {
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
        "This stack answers to 127.0.0.1, localhost and names that end in .localhost only.\n";
    let mut response = Response::new(Body::from(message.to_owned()));
    *response.status_mut() = StatusCode::MISDIRECTED_REQUEST;
    response
}

#[cfg(test)]
mod tests {
    use hyper::header::HeaderValue;

    use super::*;

    #[test]
    fn only_names_of_loopback_are_answered() {
        let answers = |host: &str| {
            let value = HeaderValue::try_from(host).expect("a header value");
            is_for_this_machine(&HeaderMap::from_iter([(HOST, value)]))
        };
        for host in [
            "127.0.0.1:8081",
            "localhost",
            "LOCALHOST:1",
            "demo.s3.localhost:8081",
            "[::1]:8081",
        ] {
            assert!(answers(host), "{host}");
        }
        for host in [
            "example.com",
            "127.0.0.1.example.com",
            "localhost.example.com",
            "192.168.0.1",
            "",
        ] {
            assert!(!answers(host), "{host}");
        }
        assert!(!is_for_this_machine(&HeaderMap::new()));
    }
}
