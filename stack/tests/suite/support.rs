//! A running stack, requests to it, and signing with `aws-sigv4`.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SessionTokenMode, SignableBody, SignableRequest,
    SignatureLocation, SigningSettings, UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4::{self, calculate_signature, generate_signing_key};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use ureq::http::{Request, Response};

pub const BUCKET: &str = "signpost-demo";
pub const REGION: &str = "eu-west-1";
pub const HELLO: &str = "Hello from your own S3.\n";

/// A running stack. It is killed when it is dropped.
pub struct Stack {
    process: Child,
    pub ready: Value,
}

impl Stack {
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    pub fn start_with(arguments: &[&str]) -> Self {
        let mut process = command(arguments).spawn().expect("the program starts");
        let mut line = String::new();
        let stdout = process.stdout.take().expect("its output is piped");
        BufReader::new(stdout)
            .read_line(&mut line)
            .expect("it prints its addresses");
        Self {
            process,
            ready: serde_json::from_str(&line).expect("one line of JSON"),
        }
    }

    pub fn text(&self, name: &str) -> &str {
        self.ready[name].as_str().expect("a printed value")
    }

    /// Returns the path-style URL of an encoded key in the demo's bucket.
    pub fn url(&self, encoded_key: &str) -> String {
        format!("{}/{BUCKET}/{encoded_key}", self.text("s3"))
    }

    pub fn demo_key(&self) -> Key {
        Key {
            id: self.text("accessKeyId").to_owned(),
            secret: self.text("secretAccessKey").to_owned(),
            token: None,
        }
    }

    /// Gets credentials of a new guest.
    pub fn guest(&self) -> Key {
        let id = self
            .cognito(
                "GetId",
                &json!({ "IdentityPoolId": self.text("identityPoolId") }),
            )
            .json();
        let response = self
            .cognito(
                "GetCredentialsForIdentity",
                &json!({ "IdentityId": id["IdentityId"] }),
            )
            .json();
        Key::from_json(&response["Credentials"], "SecretKey")
    }

    pub fn cognito(&self, operation: &str, input: &Value) -> TestResponse {
        let target = format!("AWSCognitoIdentityService.{operation}");
        let headers = [
            ("content-type", "application/x-amz-json-1.1"),
            ("x-amz-target", &target),
        ];
        send(
            "POST",
            self.text("identity"),
            &headers,
            input.to_string().as_bytes(),
        )
    }

    pub fn settings(&self, changes: &Value) {
        let url = format!("{}/_stack/settings", self.text("identity"));
        let response = send("PUT", &url, &[], changes.to_string().as_bytes());
        assert_eq!(response.status, 200, "{}", response.text());
    }

    pub fn fault(&self, fault: &Value) {
        let url = format!("{}/_stack/faults", self.text("identity"));
        let response = send("POST", &url, &[], fault.to_string().as_bytes());
        assert_eq!(response.status, 204, "{}", response.text());
    }

    /// Returns the URL of a GET, presigned for a minute with the demo's key.
    pub fn presigned_get(&self, encoded_key: &str) -> String {
        Presign::default().url(&self.demo_key(), "GET", &self.url(encoded_key))
    }

    pub fn put(&self, encoded_key: &str, headers: &[(&str, &str)], body: &[u8]) -> TestResponse {
        let presign = Presign {
            headers: headers.to_vec(),
            ..Presign::default()
        };
        send(
            "PUT",
            &presign.url(&self.demo_key(), "PUT", &self.url(encoded_key)),
            headers,
            body,
        )
    }

    pub fn get(&self, encoded_key: &str) -> TestResponse {
        send("GET", &self.presigned_get(encoded_key), &[], b"")
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// Returns the command that runs the program on free ports with these arguments.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_s3-signpost-stack"));
    command
        .args([
            "--json",
            "--exit-with-parent",
            "--page-port",
            "0",
            "--s3-port",
            "0",
            "--identity-port",
            "0",
        ])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    command
}

/// An access key. It is temporary if it has a session token.
#[derive(Clone)]
pub struct Key {
    pub id: String,
    pub secret: String,
    pub token: Option<String>,
}

impl Key {
    /// Parses credentials. Cognito and STS have different names for the secret.
    pub fn from_json(credentials: &Value, secret: &str) -> Self {
        let text = |name: &str| credentials[name].as_str().expect("credentials").to_owned();
        Self {
            id: text("AccessKeyId"),
            secret: text(secret),
            token: Some(text("SessionToken")),
        }
    }

    fn credentials(&self) -> Credentials {
        Credentials::new(&self.id, &self.secret, self.token.clone(), None, "test")
    }
}

/// Options of a signature.
pub struct Presign<'a> {
    pub at: SystemTime,
    pub seconds: u64,
    pub region: &'a str,
    pub headers: Vec<(&'a str, &'a str)>,
}

impl Default for Presign<'_> {
    fn default() -> Self {
        Self {
            at: SystemTime::now(),
            seconds: 60,
            region: REGION,
            headers: Vec::new(),
        }
    }
}

impl Presign<'_> {
    pub fn url(&self, key: &Key, method: &str, url: &str) -> String {
        let signed = self.sign(key, method, url, b"", SignatureLocation::QueryParams);
        let query: Vec<String> = signed
            .1
            .iter()
            .map(|(name, value)| format!("{}={}", name, encode(value)))
            .collect();
        let separator = if url.contains('?') { '&' } else { '?' };
        format!("{url}{separator}{}", query.join("&"))
    }

    /// Returns the headers of a request that is signed in its headers.
    pub fn headers(
        &self,
        key: &Key,
        method: &str,
        url: &str,
        body: &[u8],
    ) -> HashMap<String, String> {
        self.sign(key, method, url, body, SignatureLocation::Headers)
            .0
    }

    fn sign(
        &self,
        key: &Key,
        method: &str,
        url: &str,
        body: &[u8],
        location: SignatureLocation,
    ) -> (HashMap<String, String>, Vec<(String, String)>) {
        let mut settings = SigningSettings::default();
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        settings.session_token_mode = SessionTokenMode::Include;
        settings.signature_location = location;
        let body = if location == SignatureLocation::QueryParams {
            settings.expires_in = Some(Duration::from_secs(self.seconds));
            SignableBody::UnsignedPayload
        } else {
            settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
            SignableBody::Bytes(body)
        };
        let identity = key.credentials().into();
        let parameters = v4::SigningParams::builder()
            .identity(&identity)
            .region(self.region)
            .name("s3")
            .time(self.at)
            .settings(settings)
            .build()
            .expect("complete parameters")
            .into();
        let request = SignableRequest::new(method, url, self.headers.iter().copied(), body)
            .expect("a request");
        let (instructions, _) = sign(request, &parameters)
            .expect("a signature")
            .into_parts();
        let headers = instructions
            .headers()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let query = instructions
            .params()
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone().into_owned()))
            .collect();
        (headers, query)
    }
}

/// Returns the fields of a Version 4 form whose policy expires in the year 2100, with these conditions and those of
/// the signature.
pub fn signed_form(key: &Key, conditions: &[Value]) -> Vec<(String, String)> {
    let mut fields = vec![
        ("x-amz-algorithm".to_owned(), "AWS4-HMAC-SHA256".to_owned()),
        (
            "x-amz-credential".to_owned(),
            format!("{}/20260102/{REGION}/s3/aws4_request", key.id),
        ),
        ("x-amz-date".to_owned(), "20260102T030405Z".to_owned()),
    ];
    if let Some(token) = &key.token {
        fields.push(("x-amz-security-token".to_owned(), token.clone()));
    }
    let mut all = conditions.to_vec();
    all.push(json!({ "bucket": BUCKET }));
    all.extend(
        fields
            .iter()
            .map(|(name, value)| json!(["eq", format!("${name}"), value])),
    );
    let policy = STANDARD
        .encode(json!({ "expiration": "2100-01-01T00:00:00Z", "conditions": all }).to_string());
    let date = SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_323_045);
    let signing_key = generate_signing_key(&key.secret, date, REGION, "s3");
    fields.push((
        "x-amz-signature".to_owned(),
        calculate_signature(signing_key, policy.as_bytes()),
    ));
    fields.push(("policy".to_owned(), policy));
    fields
}

/// Percent-encodes all but the unreserved characters.
pub fn encode(text: &str) -> String {
    const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~');
    utf8_percent_encode(text, RESERVED).to_string()
}

/// A response with its whole body.
pub struct TestResponse {
    pub status: u16,
    headers: HashMap<String, String>,
    pub body: Vec<u8>,
}

impl TestResponse {
    fn read(response: Response<ureq::Body>) -> Result<Self, ureq::Error> {
        let status = response.status().as_u16();
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| {
                (
                    name.to_string(),
                    String::from_utf8_lossy(value.as_bytes()).into_owned(),
                )
            })
            .collect();
        let body = response
            .into_body()
            .into_with_config()
            .limit(1 << 30)
            .read_to_vec()?;
        Ok(Self {
            status,
            headers,
            body,
        })
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// Returns the text of an XML element.
    pub fn element(&self, name: &str) -> Option<String> {
        let text = self.text();
        let start = text.find(&format!("<{name}>"))? + name.len() + 2;
        let end = start + text[start..].find(&format!("</{name}>"))?;
        Some(
            text[start..end]
                .replace("&apos;", "'")
                .replace("&quot;", "\"")
                .replace("&amp;", "&"),
        )
    }

    /// Returns the status and the code of an error of S3.
    pub fn error(&self) -> (u16, String) {
        (self.status, self.element("Code").unwrap_or_default())
    }

    pub fn message(&self) -> String {
        self.element("Message").unwrap_or_default()
    }
}

pub fn send(method: &str, url: &str, headers: &[(&str, &str)], body: &[u8]) -> TestResponse {
    try_send(method, url, headers, body).expect("a response")
}

pub fn try_send(
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Result<TestResponse, ureq::Error> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .timeout_global(Some(Duration::from_mins(1)))
        .build()
        .into();
    let mut request = Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = if body.is_empty() && method != "POST" && method != "PUT" {
        agent.run(request.body(()).expect("a request"))?
    } else {
        agent.run(request.body(body).expect("a request"))?
    };
    TestResponse::read(response)
}

/// Sends a form as a browser does: the fields in order, then the file.
pub fn send_form(
    url: &str,
    headers: &[(&str, &str)],
    fields: &[(&str, &str)],
    filename: &str,
    file: &[u8],
) -> TestResponse {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!(
                "--BoUnDaRy\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
            .bytes(),
        );
    }
    body.extend(
        format!(
            "--BoUnDaRy\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{filename}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        )
        .bytes(),
    );
    body.extend_from_slice(file);
    body.extend(b"\r\n--BoUnDaRy--\r\n");
    let mut headers = headers.to_vec();
    headers.push(("content-type", "multipart/form-data; boundary=BoUnDaRy"));
    send("POST", url, &headers, &body)
}
