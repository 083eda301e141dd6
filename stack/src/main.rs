//! S3, Cognito Identity and STS on loopback, for the demo page and the tests.

mod clock;
mod control;
mod faults;
mod identity;
mod options;
mod page;
mod request_log;
mod s3;
mod samples;
mod server;
mod services;
mod stack;
mod uri;
mod xml;

use std::io;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser as _;
use serde_json::{Value, json};
use tokio::io::AsyncReadExt as _;

use self::identity::keys::{DEMO_ACCESS_KEY_ID, DEMO_SECRET_ACCESS_KEY};
use self::options::Options;
use self::page::Page;
use self::s3::S3Endpoint;
use self::s3::store::FOLDER_NAME;
use self::stack::Stack;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("s3-signpost-stack: {message}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), String> {
    if !s3s::path::check_bucket_name(&options.bucket) {
        return Err(format!(
            "--bucket must be a valid S3 bucket name; got {}",
            options.bucket
        ));
    }
    if !is_region(&options.region) {
        return Err(format!(
            "--region must be a region such as eu-west-1; got {}",
            options.region
        ));
    }
    let page = server::bind(options.page_port, "--page-port").await?;
    let s3 = server::bind(options.s3_port, "--s3-port").await?;
    let identity = server::bind(options.identity_port, "--identity-port").await?;

    let data = options.data.clone();
    let stack = Stack::new(options).map_err(|error| match data {
        Some(folder) => format!("--data {} cannot be used: {error}", folder.display()),
        None => error.to_string(),
    })?;
    samples::store(&stack).await?;
    let stack = Arc::new(stack);

    let options = &stack.options;
    let public = json!({
        "s3Endpoint": s3.origin,
        "identityEndpoint": identity.origin,
        "identityPoolId": stack.identity_pool_id,
        "region": options.region,
        "bucket": options.bucket,
        "sampleKey": samples::LARGE_KEY,
    });
    let ready = json!({
        "page": page.origin,
        "s3": s3.origin,
        "identity": identity.origin,
        "identityPoolId": stack.identity_pool_id,
        "region": options.region,
        "bucket": options.bucket,
        "sampleKey": samples::LARGE_KEY,
        "roleArn": samples::ROLE_ARN,
        "accessKeyId": DEMO_ACCESS_KEY_ID,
        "secretAccessKey": DEMO_SECRET_ACCESS_KEY,
    });

    let page_files = Arc::new(Page {
        folder: options.www.clone(),
        description: public,
    });
    tokio::spawn(page.serve(move |request| {
        let page_files = Arc::clone(&page_files);
        async move { Ok(page_files.handle(request).await) }
    }));
    let endpoint = Arc::new(S3Endpoint::new(Arc::clone(&stack)));
    tokio::spawn(s3.serve(move |request| Arc::clone(&endpoint).handle(request)));
    let shared = Arc::clone(&stack);
    tokio::spawn(identity.serve(move |request| identity::handle(Arc::clone(&shared), request)));

    // Installed before the addresses are printed: their reader may stop the process at once.
    let shutdown = shutdown_request(options.exit_with_parent).map_err(|error| error.to_string())?;
    print_addresses(options, &ready);
    shutdown.await;
    // Dropping the runtime would wait for the read of standard input, which may never return.
    std::process::exit(0);
}

fn is_region(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn print_addresses(options: &Options, ready: &Value) {
    if options.json {
        println!("{ready}");
    } else if !options.quiet {
        let text = |name: &str| ready[name].as_str().unwrap_or_default().to_owned();
        println!("Demo page             {}", text("page"));
        println!("S3                    {}", text("s3"));
        println!("Cognito and STS       {}", text("identity"));
        println!();
        println!(
            "bucket                {}, region {}",
            text("bucket"),
            text("region")
        );
        println!("identity pool         {}", text("identityPoolId"));
        println!("access key id         {}", text("accessKeyId"));
        println!(
            "secret access key     {}   (valid for this local stack only)",
            text("secretAccessKey")
        );
        println!();
        println!(
            "Objects are stored {}.",
            match &options.data {
                Some(folder) => format!("in {}", folder.join(FOLDER_NAME).display()),
                None => "in memory and deleted on exit".to_owned(),
            }
        );
        println!("Stop with Ctrl+C.");
    }
}

/// Installs the signal handlers, and returns a future that completes when the process should end.
fn shutdown_request(with_parent: bool) -> io::Result<impl Future<Output = ()>> {
    let signal = shutdown_signal()?;
    let stdin_closed = async move {
        if with_parent {
            let mut ignored = [0; 256];
            let mut stdin = tokio::io::stdin();
            while stdin.read(&mut ignored).await.is_ok_and(|read| read > 0) {}
        } else {
            std::future::pending::<()>().await;
        }
    };
    Ok(async move {
        tokio::select! {
            () = signal => {}
            () = stdin_closed => {}
        }
    })
}

#[cfg(unix)]
fn shutdown_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hang_up.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn shutdown_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without a console there is no Ctrl+C.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
