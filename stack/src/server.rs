//! Accepting connections on loopback.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use s3s::{Body, StdError};
use tokio::net::TcpListener;

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
        F: Future<Output = Result<Response<Body>, StdError>> + Send + 'static,
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
                let service = service_fn(move |request| handler(request));
                // A connection that ends badly concerns only its peer, who has seen it end.
                http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service)
                    .await
                    .ok();
            });
        }
    }
}
