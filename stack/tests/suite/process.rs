//! The program: start, exit, page files and data folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::support::{HELLO, Presign, Stack, command, send};

/// A new folder, deleted when it is dropped.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a new folder"))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Returns the stack's own folder in this data folder.
    fn own(&self) -> PathBuf {
        self.path().join("s3-signpost-stack")
    }

    fn text(&self) -> &str {
        self.path().to_str().expect("a path in Unicode")
    }
}

#[test]
fn the_program_ends_when_its_standard_input_closes() {
    let mut process = command(&[]).spawn().expect("the program starts");
    drop(process.stdin.take());
    assert!(process.wait().expect("it exits").success());
}

#[test]
fn a_port_in_use_is_reported_with_its_option() {
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
        .expect("it exits");
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success());
    assert!(
        message.contains(port) && message.contains("--s3-port"),
        "{message}"
    );
}

#[test]
fn an_invalid_bucket_name_is_rejected() {
    let output = command(&["--bucket", "No_Bucket"])
        .stderr(Stdio::piped())
        .output()
        .expect("it exits");
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("--bucket"));
}

#[test]
fn a_missing_page_explains_how_to_build_it() {
    let folder = Folder::new();
    let stack = Stack::start_with(&["--www", folder.text()]);
    let response = send("GET", &format!("{}/", stack.text("page")), &[], b"");
    assert_eq!(response.status, 404);
    assert!(response.text().contains("npm run build"));
}

#[test]
fn page_files_have_content_types_and_are_not_cached() {
    let folder = Folder::new();
    fs::write(folder.path().join("index.html"), "<title>demo</title>").expect("a file");
    fs::write(folder.path().join("core.wasm"), b"\0asm").expect("a file");
    fs::write(folder.path().join("main.js"), "import './a.js';").expect("a file");
    let stack = Stack::start_with(&["--www", folder.text()]);
    for (path, content_type) in [
        ("/", "text/html; charset=utf-8"),
        ("/core.wasm", "application/wasm"),
        ("/main.js", "text/javascript; charset=utf-8"),
    ] {
        let response = send("GET", &format!("{}{path}", stack.text("page")), &[], b"");
        assert_eq!(response.status, 200);
        assert_eq!(response.header("content-type"), Some(content_type));
        assert_eq!(response.header("cache-control"), Some("no-store"));
    }
    assert_eq!(
        send("GET", &format!("{}/none.js", stack.text("page")), &[], b"").status,
        404
    );
}

#[test]
fn a_range_of_a_page_file_is_served_as_206() {
    let (_folder, stack) = page_with_secrets();
    let url = format!("{}/index.html", stack.text("page"));
    let response = send("GET", &url, &[("range", "bytes=1-5")], b"");
    assert_eq!((response.status, response.text().as_str()), (206, "title"));
    assert_eq!(response.header("content-range"), Some("bytes 1-5/19"));
    let response = send("GET", &url, &[("range", "bytes=99-")], b"");
    assert_eq!(response.status, 416);
}

#[test]
fn the_page_allows_get_and_head_only() {
    let (_folder, stack) = page_with_secrets();
    let url = format!("{}/index.html", stack.text("page"));
    let response = send("POST", &url, &[], b"");
    assert_eq!(
        (response.status, response.header("allow")),
        (405, Some("GET,HEAD"))
    );
    let response = send("HEAD", &url, &[], b"");
    assert_eq!(
        (response.status, response.header("content-length")),
        (200, Some("19"))
    );
}

/// Starts a stack with a page of one file, hidden files, and a secret outside the page's folder.
fn page_with_secrets() -> (Folder, Stack) {
    let folder = Folder::new();
    for (path, text) in [
        ("www/index.html", "<title>demo</title>"),
        ("www/.env", "hidden"),
        ("www/.git/config", "hidden"),
        ("beside/secret.txt", "a secret"),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let www = folder.path().join("www");
    let stack = Stack::start_with(&["--www", www.to_str().expect("a path in Unicode")]);
    (folder, stack)
}

#[test]
fn every_response_of_the_page_has_security_headers() {
    let (_folder, stack) = page_with_secrets();
    for (method, path) in [
        ("GET", "/"),
        ("HEAD", "/"),
        ("GET", "/none"),
        ("GET", "/stack.json"),
        ("POST", "/"),
    ] {
        let response = send(method, &format!("{}{path}", stack.text("page")), &[], b"");
        for (name, value) in [
            ("x-frame-options", "DENY"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(response.header(name), Some(value), "{method} {path}");
        }
        let policy = response.header("content-security-policy").unwrap_or("");
        for directive in [
            "default-src 'none'",
            "require-trusted-types-for 'script'",
            "frame-ancestors 'none'",
        ] {
            assert!(
                policy.split("; ").any(|other| other == directive),
                "{method} {path}: {policy}"
            );
        }
    }
}

#[test]
fn a_compressed_copy_is_served_to_browsers_that_accept_it() {
    let (folder, stack) = page_with_secrets();
    fs::write(folder.path().join("www/index.html.br"), "compressed").expect("a file");
    let url = format!("{}/", stack.text("page"));
    for (accepted, encoding, body) in [
        ("gzip, br", Some("br"), "compressed"),
        ("gzip", None, "<title>demo</title>"),
    ] {
        let response = send("GET", &url, &[("accept-encoding", accepted)], b"");
        assert_eq!(
            (response.status, response.header("content-encoding")),
            (200, encoding),
            "{accepted}"
        );
        assert_eq!(response.text(), body, "{accepted}");
        assert_eq!(
            response.header("content-type"),
            Some("text/html; charset=utf-8")
        );
    }
}

#[test]
fn a_path_without_a_page_file_is_not_found() {
    let (_folder, stack) = page_with_secrets();
    let long = format!("/{}", "a".repeat(5000));
    for path in [
        "/.env",
        "/%2eenv",
        "/.git/config",
        "/%00",
        "/index.html%00.png",
        "/..%2fbeside/secret.txt",
        "/%2e%2e/beside/secret.txt",
        "/..%5cbeside%5csecret.txt",
        "/index.html/",
        "/index.html/x",
        "/%ff",
        long.as_str(),
    ] {
        let response = send("GET", &format!("{}{path}", stack.text("page")), &[], b"");
        assert_eq!(response.status, 404, "{path}");
        assert!(!response.text().contains("a secret"), "{path}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_page_folder_is_not_followed() {
    use std::os::unix::fs::symlink;
    let (folder, stack) = page_with_secrets();
    let www = folder.path().join("www");
    symlink("../beside/secret.txt", www.join("file.txt")).expect("a link");
    symlink("../beside", www.join("folder")).expect("a link");
    symlink(".env", www.join("env.txt")).expect("a link");
    symlink("loop", www.join("loop")).expect("a link");
    symlink("index.html", www.join("start.html")).expect("a link");
    let status =
        |path: &str| send("GET", &format!("{}{path}", stack.text("page")), &[], b"").status;
    for path in ["/file.txt", "/folder/secret.txt", "/env.txt", "/loop"] {
        assert_eq!(status(path), 404, "{path}");
    }
    assert_eq!(status("/start.html"), 200);
}

#[test]
fn stack_json_has_all_addresses_and_no_secret() {
    let stack = Stack::start();
    let response = send(
        "GET",
        &format!("{}/stack.json", stack.text("page")),
        &[],
        b"",
    );
    let description = response.json();
    assert_eq!(description["s3Endpoint"], stack.text("s3"));
    assert_eq!(description["identityEndpoint"], stack.text("identity"));
    for name in ["identityPoolId", "region", "bucket", "sampleKey"] {
        assert_eq!(description[name], stack.text(name));
    }
    assert!(!response.text().contains(stack.text("secretAccessKey")));
}

#[test]
fn objects_in_a_data_folder_survive_a_restart() {
    let folder = Folder::new();
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
    let response = stack.get("a/%C3%BC.txt");
    assert_eq!(
        (response.text().as_str(), response.header("x-amz-meta-who")),
        ("kept", Some("me"))
    );
    assert_eq!(stack.get("replaced.txt").text(), "new");
    assert_eq!(stack.get("hello.txt").text(), HELLO);
    // Two samples and two objects: replaced bytes are deleted from the disk.
    assert_eq!(
        fs::read_dir(folder.own().join("content"))
            .expect("the folder")
            .count(),
        4
    );
}

/// Returns the error output of a program that does not start.
fn start_error(arguments: &[&str]) -> String {
    let output = command(arguments)
        .stderr(Stdio::piped())
        .output()
        .expect("it exits");
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success(), "it started: {message}");
    message
}

#[test]
fn foreign_files_in_the_data_folder_are_kept() {
    let folder = Folder::new();
    let foreign = ["content/thesis.txt", "buckets/list.txt", "notes.txt"];
    for name in foreign {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, "foreign").expect("a file");
    }
    drop(Stack::start_with(&["--data", folder.text()]));
    // In the stack's own folder as well, except for names that the stack gives.
    let inside = ["content/thesis.txt", "buckets/signpost-demo/notes.txt"];
    for name in inside {
        fs::write(folder.own().join(name), "foreign").expect("a file");
    }
    drop(Stack::start_with(&["--data", folder.text()]));
    for path in foreign
        .map(|name| folder.path().join(name))
        .into_iter()
        .chain(inside.map(|name| folder.own().join(name)))
    {
        assert_eq!(
            fs::read_to_string(&path).ok().as_deref(),
            Some("foreign"),
            "{}",
            path.display()
        );
    }
}

#[test]
fn content_files_without_an_object_are_deleted_at_the_next_start() {
    let folder = Folder::new();
    drop(Stack::start_with(&["--data", folder.text()]));
    let content = folder.own().join("content");
    let orphan = content.join("0123456789abcdef0123456789abcdef");
    fs::write(&orphan, "of no object").expect("a file");
    drop(Stack::start_with(&["--data", folder.text()]));
    assert!(!orphan.exists());
    assert_eq!(fs::read_dir(content).expect("the folder").count(), 2);
}

#[test]
fn a_second_stack_on_the_same_data_folder_is_rejected() {
    let folder = Folder::new();
    let stack = Stack::start_with(&["--data", folder.text()]);
    assert_eq!(stack.put("kept.txt", &[], b"kept").status, 200);
    let message = start_error(&["--data", folder.text()]);
    assert!(
        message.contains("s3-signpost-stack is in use by another running stack"),
        "{message}"
    );
    assert_eq!(stack.get("kept.txt").text(), "kept");
    // Kills the process, as in a crash.
    drop(stack);
    let stack = Stack::start_with(&["--data", folder.text()]);
    assert_eq!(stack.get("kept.txt").text(), "kept");
}

#[test]
fn a_foreign_folder_is_rejected_and_kept() {
    let folder = Folder::new();
    fs::create_dir(folder.own()).expect("a folder");
    fs::write(folder.own().join("thesis.txt"), "foreign").expect("a file");
    let message = start_error(&["--data", folder.text()]);
    let own = folder.own().display().to_string();
    assert!(
        message.contains(&own) && message.contains("was not created by this stack"),
        "{message}"
    );
    let names: Vec<_> = fs::read_dir(folder.own())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    assert_eq!(names, ["thesis.txt"]);
}

#[test]
fn a_bucket_folder_without_bucket_json_is_named() {
    let folder = Folder::new();
    drop(Stack::start_with(&["--data", folder.text()]));
    let bucket = folder.own().join("buckets").join("holiday");
    fs::create_dir(&bucket).expect("a folder");
    let message = start_error(&["--data", folder.text()]);
    assert!(
        message.contains(&format!("{} is not a bucket", bucket.display()))
            && message.contains("bucket.json"),
        "{message}"
    );
}

#[test]
fn the_commands_of_the_message_keep_data_of_the_old_layout() {
    let folder = Folder::new();
    let stack = Stack::start_with(&["--data", folder.text()]);
    assert_eq!(stack.put("kept.txt", &[], b"kept").status, 200);
    drop(stack);
    for name in ["buckets", "content"] {
        fs::rename(folder.own().join(name), folder.path().join(name)).expect("it moves");
    }
    fs::remove_dir_all(folder.own()).expect("it is there");
    let message = start_error(&["--data", folder.text()]);
    let commands = message
        .lines()
        .find(|line| line.trim_start().starts_with("mkdir "))
        .expect("the commands");
    let status = Command::new("sh")
        .args(["-c", commands])
        .current_dir(folder.path())
        .status();
    assert!(status.expect("a shell").success());
    let stack = Stack::start_with(&["--data", folder.text()]);
    assert_eq!(stack.get("kept.txt").text(), "kept");
}

#[test]
fn a_bucket_with_foreign_files_is_not_deleted() {
    let folder = Folder::new();
    let stack = Stack::start_with(&["--data", folder.text()]);
    let address = format!("{}/holiday", stack.text("s3"));
    let call = |method: &str| {
        let url = Presign::default().url(&stack.demo_key(), method, &address);
        send(method, &url, &[], b"").status
    };
    assert_eq!(call("PUT"), 200);
    let notes = folder.own().join("buckets/holiday/notes.txt");
    fs::write(&notes, "foreign").expect("a file");
    assert_eq!(call("DELETE"), 409);
    fs::remove_file(&notes).expect("it was kept");
    assert_eq!(call("DELETE"), 204);
    assert!(!folder.own().join("buckets/holiday").exists());
}

#[test]
fn the_large_sample_is_the_same_at_every_start() {
    let large = |stack: &Stack| stack.get("sample-8mb.bin").body;
    let (first, second) = (large(&Stack::start()), large(&Stack::start()));
    assert_eq!(first.len(), 8 * 1024 * 1024);
    assert!(first == second);
}
