//! The program itself: starting, ending, its page and its folder.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::support::{HELLO, Stack, command, send};

/// A new folder, deleted with its owner.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("s3-signpost-stack-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    fn text(&self) -> &str {
        self.0.to_str().expect("a path in Unicode")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

#[test]
fn it_ends_when_its_standard_input_closes() {
    let mut process = command(&[]).spawn().expect("the program starts");
    drop(process.stdin.take());
    assert!(process.wait().expect("it ends").success());
}

#[test]
fn a_taken_port_is_named_with_its_flag() {
    let stack = Stack::start();
    let port = stack.text("s3").rsplit_once(':').expect("a port").1;
    let output = Command::new(env!("CARGO_BIN_EXE_s3-signpost-stack"))
        .args([
            "--page-port",
            "0",
            "--identity-port",
            "0",
            "--s3-port",
            port,
        ])
        .output()
        .expect("it ends");
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success());
    assert!(
        message.contains(port) && message.contains("--s3-port"),
        "{message}"
    );
}

#[test]
fn a_bucket_that_s3_would_not_allow_is_refused() {
    let output = command(&["--bucket", "No_Bucket"])
        .stderr(Stdio::piped())
        .output()
        .expect("it ends");
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("--bucket"));
}

#[test]
fn a_page_that_is_not_built_says_how_to_build_it() {
    let folder = Folder::new("empty");
    let stack = Stack::start_with(&["--www", folder.text()]);
    let reply = send("GET", &format!("{}/", stack.text("page")), &[], b"");
    assert_eq!(reply.status, 404);
    assert!(reply.text().contains("npm run build"));
}

#[test]
fn a_page_is_served_with_types_and_never_cached() {
    let folder = Folder::new("page");
    fs::write(folder.0.join("index.html"), "<title>demo</title>").expect("a file");
    fs::write(folder.0.join("core.wasm"), b"\0asm").expect("a file");
    let stack = Stack::start_with(&["--www", folder.text()]);
    for (path, content_type) in [
        ("/", "text/html; charset=utf-8"),
        ("/core.wasm", "application/wasm"),
    ] {
        let reply = send("GET", &format!("{}{path}", stack.text("page")), &[], b"");
        assert_eq!(reply.status, 200);
        assert_eq!(reply.header("content-type"), Some(content_type));
        assert_eq!(reply.header("cache-control"), Some("no-store"));
    }
    assert_eq!(
        send("GET", &format!("{}/none.js", stack.text("page")), &[], b"").status,
        404
    );
}

#[test]
fn the_page_is_told_where_everything_is_and_no_secret() {
    let stack = Stack::start();
    let reply = send(
        "GET",
        &format!("{}/stack.json", stack.text("page")),
        &[],
        b"",
    );
    let description = reply.json();
    assert_eq!(description["s3Endpoint"], stack.text("s3"));
    assert_eq!(description["identityEndpoint"], stack.text("identity"));
    for name in ["identityPoolId", "region", "bucket", "sampleKey"] {
        assert_eq!(description[name], stack.text(name));
    }
    assert!(!reply.text().contains(stack.text("secretAccessKey")));
}

#[test]
fn objects_in_a_folder_outlive_the_program() {
    let folder = Folder::new("data");
    let stack = Stack::start_with(&["--data", folder.text()]);
    assert_eq!(
        stack
            .put("a/%C3%BC.txt", &[("x-amz-meta-who", "me")], b"kept")
            .status,
        200
    );
    assert_eq!(stack.put("replaced.txt", &[], b"old").status, 200);
    assert_eq!(stack.put("replaced.txt", &[], b"new").status, 200);
    drop(stack);
    let stack = Stack::start_with(&["--data", folder.text()]);
    let reply = stack.get("a/%C3%BC.txt");
    assert_eq!(
        (reply.text().as_str(), reply.header("x-amz-meta-who")),
        ("kept", Some("me"))
    );
    assert_eq!(stack.get("replaced.txt").text(), "new");
    assert_eq!(stack.get("hello.txt").text(), HELLO);
    // Two samples and two objects: what was replaced is gone from the disk.
    assert_eq!(
        fs::read_dir(folder.0.join("content"))
            .expect("the folder")
            .count(),
        4
    );
}

#[test]
fn the_large_sample_is_the_same_at_every_start() {
    let large = |stack: &Stack| stack.get("sample-8mb.bin").body;
    let (first, second) = (large(&Stack::start()), large(&Stack::start()));
    assert_eq!(first.len(), 8 * 1024 * 1024);
    assert!(first == second);
}
