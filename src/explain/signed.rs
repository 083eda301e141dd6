//! What a signature is over, taken apart: of a request that was sent, and as S3 reports it.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Part, Report, SentRequest};
use crate::encode::{decoded, percent_decode};
use crate::prepared::is_amz;
use crate::signature::SignatureVersion;
use crate::sorted_pairs::SortedPairs;
use crate::text::{cut, parts};
use crate::url::UrlParts;
use crate::v2;
use crate::v4::canonical::UNSIGNED_PAYLOAD;

/// One line of what is signed, or one parameter of its query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item<'a> {
    pub(super) part: Part,
    /// Of a parameter or a header; else empty.
    pub(super) name: &'a str,
    pub(super) value: &'a str,
}

/// Stands for a header whose value is not known; no header can have it.
const UNKNOWN: &str = "\0";

impl Item<'_> {
    /// Whether both speak of the same thing, perhaps differently.
    pub(super) fn is_of(&self, other: &Item<'_>) -> bool {
        self.part == other.part && percent_decode(self.name) == percent_decode(other.name)
    }

    pub(super) fn is_unknown(&self) -> bool {
        self.value == UNKNOWN
    }

    /// Who signed, and for what, is in the query too.
    pub(super) fn part(&self) -> Part {
        match self.name {
            "X-Amz-Algorithm" | "X-Amz-Credential" | "X-Amz-Date" => Part::Scope,
            _ => self.part,
        }
    }
}

/// A request that was sent, with all that its items are cut from.
pub(super) struct Sent<'a> {
    method: &'a str,
    url: UrlParts<'a>,
    /// Names as they stand in the URL, values decoded.
    parameters: Vec<(String, String)>,
    /// Names in lower case, values as they are signed.
    headers: Vec<(String, String)>,
    /// Of V2.
    resource: String,
}

impl<'a> Sent<'a> {
    pub(super) fn new(sent: &SentRequest<'a>) -> Option<Self> {
        let url = UrlParts::parse(sent.url).ok()?;
        let mut parameters: Vec<(String, String)> = Vec::new();
        for (name, value) in pairs(url.query) {
            let value = decoded(value)?;
            parameters.push((name.into(), value));
        }
        let mut sorted = SortedPairs::default();
        for (name, value) in &parameters {
            sorted.insert(name.clone(), value.clone());
        }
        let mut headers = Vec::new();
        for (name, value) in sent.headers {
            headers.push((name.to_ascii_lowercase(), collapsed(value)));
        }
        // V2 signs these as headers.
        if get(&parameters, "X-Amz-Signature").is_none() {
            for (name, value) in parameters.iter().filter(|(name, _)| is_amz(name)) {
                headers.push((name.to_ascii_lowercase(), value.clone()));
            }
        }
        Some(Self {
            method: sent.method,
            resource: v2::canonical::resource(
                None,
                path(&url),
                &v2::canonical::sub_resources(sorted.iter()),
            ),
            url,
            parameters,
            headers,
        })
    }

    /// Which signature is in the URL.
    pub(super) fn version(&self) -> SignatureVersion {
        match get(&self.parameters, "X-Amz-Signature") {
            Some(_) => SignatureVersion::V4,
            None => SignatureVersion::V2,
        }
    }

    pub(super) fn access_key_id(&self) -> &str {
        let id = get(&self.parameters, "AWSAccessKeyId")
            .or_else(|| get(&self.parameters, "X-Amz-Credential"));
        id.and_then(|id| parts(id, b'/').next()).unwrap_or_default()
    }

    /// In the order in which they are signed. None where the signature is not whole.
    pub(super) fn items(&self) -> Option<Vec<Item<'_>>> {
        let mut items = Items::default();
        items.push(Part::Method, "", self.method);
        let parameter = |name: &str| get(&self.parameters, name);
        match self.version() {
            SignatureVersion::V4 => {
                items.push(Part::Path, "", path(&self.url));
                for (name, value) in pairs(self.url.query) {
                    if name != "X-Amz-Signature" {
                        items.push(Part::Query, name, value);
                    }
                }
                let headers = parameter("X-Amz-SignedHeaders")?;
                for name in parts(headers, b';') {
                    let value = match name {
                        "host" => &self.url.host,
                        _ => get(&self.headers, name).unwrap_or(UNKNOWN),
                    };
                    items.push(Part::Headers, name, value);
                }
                items.push(Part::SignedHeaders, "", headers);
                items.push(Part::Payload, "", UNSIGNED_PAYLOAD);
                items.push(Part::Scope, "date", parameter("X-Amz-Date")?);
                let (_, scope) = cut(parameter("X-Amz-Credential")?, b'/')?;
                items.push(Part::Scope, "scope", scope);
            }
            SignatureVersion::V2 => {
                for name in BY_PLACE {
                    let value = get(&self.headers, name).unwrap_or_default();
                    items.push(Part::Headers, name, value);
                }
                items.push(Part::Query, "Expires", parameter("Expires")?);
                for (name, value) in &self.headers {
                    if name.starts_with("x-amz-") {
                        items.push(Part::Headers, name, value);
                    }
                }
                items.push(Part::Path, "", &self.resource);
            }
        }
        Some(items.0)
    }
}

/// The headers whose values have lines of their own in V2, without a name.
const BY_PLACE: [&str; 2] = ["content-md5", "content-type"];

/// What S3 reports, and whether it is all that is signed. None where it reports nothing.
pub(super) fn of_report<'a>(
    report: &Report<'a>,
    version: SignatureVersion,
) -> Option<(Vec<Item<'a>>, bool)> {
    let mut items = Items::default();
    let is_whole = match version {
        SignatureVersion::V2 => {
            items.read_v2(report.string_to_sign)?;
            true
        }
        SignatureVersion::V4 => {
            let is_whole = !report.canonical_request.is_empty();
            if is_whole {
                items.read_v4(report.canonical_request)?;
            }
            if !report.string_to_sign.is_empty() {
                let mut lines = lines(report.string_to_sign);
                lines.next();
                items.push(Part::Scope, "date", lines.next()?);
                items.push(Part::Scope, "scope", lines.next()?);
            }
            is_whole
        }
    };
    (!items.0.is_empty()).then_some((items.0, is_whole))
}

/// V2 signs the bucket that is in the host, where it is in the host. Who sent the request knows of no bucket,
/// so what S3 put before the path is taken for one.
pub(super) fn forgive_bucket<'a>(ours: &[Item<'a>], theirs: &mut [Item<'a>]) {
    let (Some(ours), Some(theirs)) = (ours.last(), theirs.last_mut()) else {
        return;
    };
    let before = theirs.value.strip_suffix(ours.value);
    let bucket = before.and_then(|before| before.strip_prefix("/"));
    if bucket.is_some_and(|bucket| cut(bucket, b'/').is_none()) {
        theirs.value = ours.value;
    }
}

#[derive(Default)]
struct Items<'a>(Vec<Item<'a>>);

impl<'a> Items<'a> {
    #[inline(never)]
    fn push(&mut self, part: Part, name: &'a str, value: &'a str) {
        self.0.push(Item { part, name, value });
    }

    fn read_v4(&mut self, canonical_request: &'a str) -> Option<()> {
        let mut lines = lines(canonical_request);
        self.push(Part::Method, "", lines.next()?);
        self.push(Part::Path, "", lines.next()?);
        for (name, value) in pairs(lines.next()?) {
            self.push(Part::Query, name, value);
        }
        for line in lines.by_ref().take_while(|line| !line.is_empty()) {
            self.push_header(line);
        }
        self.push(Part::SignedHeaders, "", lines.next()?);
        self.push(Part::Payload, "", lines.next()?);
        Some(())
    }

    fn read_v2(&mut self, string_to_sign: &'a str) -> Option<()> {
        let mut lines = lines(string_to_sign);
        self.push(Part::Method, "", lines.next()?);
        for name in BY_PLACE {
            self.push(Part::Headers, name, lines.next()?);
        }
        self.push(Part::Query, "Expires", lines.next()?);
        let mut resource = lines.next()?;
        for line in lines {
            self.push_header(resource);
            resource = line;
        }
        self.push(Part::Path, "", resource);
        Some(())
    }

    fn push_header(&mut self, line: &'a str) {
        let (name, value) = cut(line, b':').unwrap_or((line, ""));
        self.push(Part::Headers, name, value);
    }
}

fn get<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let (_, value) = pairs.iter().find(|(other, _)| other == name)?;
    Some(value)
}

pub(super) fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    parts(query, b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| cut(pair, b'=').unwrap_or((pair, "")))
}

fn path<'a>(url: &UrlParts<'a>) -> &'a str {
    if url.path.is_empty() { "/" } else { url.path }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    parts(text, b'\n').map(|line| line.strip_suffix("\r").unwrap_or(line))
}

/// Trimmed, its runs of spaces made one.
fn collapsed(value: &str) -> String {
    let mut text = String::new();
    let mut is_spaced = false;
    for character in value.chars() {
        if matches!(character, ' ' | '\t') {
            is_spaced = !text.is_empty();
            continue;
        }
        if is_spaced {
            text.push(' ');
            is_spaced = false;
        }
        text.push(character);
    }
    text
}
