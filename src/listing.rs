//! A page of a bucket's objects:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html>.

pub mod parts;

use alloc::string::String;
use alloc::vec::Vec;

use crate::time::number;
use crate::xml::{Event, Reader};

/// What a `ListBucketResult` document says. Keys and prefixes are as they are written there: encoded,
/// where `encoding_type` is `url`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The objects, in their order.
    pub contents: Vec<Entry>,
    /// What keys share up to the delimiter.
    pub common_prefixes: Vec<String>,
    /// `url`, where that was asked for and the service knows it.
    pub encoding_type: Option<String>,
    /// Asks for the next page; None on the last.
    pub next_continuation_token: Option<String>,
}

/// One object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its key.
    pub key: String,
    /// Bytes.
    pub size: i64,
    /// With its quotes.
    pub etag: Option<String>,
    /// ISO 8601.
    pub last_modified: Option<String>,
}

impl Listing {
    /// Answers None for another document, and for one that is cut, lacks a key or a size, or has a next
    /// page and does not say how to ask for it: what is missing from a listing would be taken for deleted.
    pub fn parse(xml: &str) -> Option<Self> {
        let mut reader = Reader::new(xml);
        loop {
            match reader.next()? {
                Event::Start("ListBucketResult") => break,
                Event::Text(_) => {}
                Event::Start(_) | Event::End => return None,
            }
        }
        let mut listing = Self::default();
        let mut is_truncated = false;
        let mut size = None;
        let mut entry = Entry::default();
        // The names of the open elements below the root, as far as they matter.
        let mut outer = "";
        let mut inner = "";
        let mut depth = 0;
        let mut text = String::new();
        loop {
            match reader.next()? {
                Event::Start(name) => {
                    depth += 1;
                    match depth {
                        1 => {
                            outer = name;
                            inner = "";
                        }
                        2 => inner = name,
                        _ => {}
                    }
                    text.clear();
                }
                Event::Text(more) => text.push_str(&more),
                Event::End if depth == 0 => break,
                Event::End => {
                    let text = core::mem::take(&mut text);
                    match (depth, outer, inner) {
                        (2, "Contents", "Key") => entry.key = text,
                        (2, "Contents", "Size") => size = number(text.trim_ascii()),
                        (2, "Contents", "ETag") => entry.etag = Some(text),
                        (2, "Contents", "LastModified") => entry.last_modified = Some(text),
                        (2, "CommonPrefixes", "Prefix") => listing.common_prefixes.push(text),
                        (1, "Contents", _) => {
                            entry.size = size.take()?;
                            let entry = core::mem::take(&mut entry);
                            if entry.key.is_empty() {
                                return None;
                            }
                            listing.contents.push(entry);
                        }
                        (1, "EncodingType", _) => listing.encoding_type = Some(text),
                        (1, "IsTruncated", _) => is_truncated = text.trim_ascii() == "true",
                        (1, "NextContinuationToken", _) => {
                            listing.next_continuation_token = Some(text);
                        }
                        _ => {}
                    }
                    depth -= 1;
                }
            }
        }
        // Some stores give a token on the last page too, or an empty one.
        listing.next_continuation_token = listing
            .next_continuation_token
            .filter(|token| is_truncated && !token.is_empty());
        if is_truncated && listing.next_continuation_token.is_none() {
            return None;
        }
        Some(listing)
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Listing};

    /// AWS's own sample of a response, with a second page and prefixes.
    const PAGE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
  <Name>quotes</Name>
  <Prefix>E</Prefix>
  <NextContinuationToken>1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=</NextContinuationToken>
  <KeyCount>2</KeyCount>
  <MaxKeys>3</MaxKeys>
  <EncodingType>url</EncodingType>
  <IsTruncated>true</IsTruncated>
  <Contents>
    <Key>ExampleObject.txt</Key>
    <LastModified>2013-09-17T18:07:53.000Z</LastModified>
    <ETag>&quot;599bab3ed2c697f1d26842727561fd94&quot;</ETag>
    <Size>857</Size>
    <StorageClass>REDUCED_REDUNDANCY</StorageClass>
    <Owner><ID>75aa</ID><DisplayName>Key</DisplayName></Owner>
    <RestoreStatus><Key>not a key</Key></RestoreStatus>
  </Contents>
  <Contents><Key>a&amp;b</Key><Size>0</Size></Contents>
  <CommonPrefixes><Prefix>photos/</Prefix></CommonPrefixes>
  <CommonPrefixes><Prefix>videos/</Prefix></CommonPrefixes>
</ListBucketResult>"#;

    #[test]
    fn awss_sample_is_read() {
        assert_eq!(
            Listing::parse(PAGE).expect("a listing"),
            Listing {
                contents: vec![
                    Entry {
                        key: "ExampleObject.txt".into(),
                        size: 857,
                        etag: Some("\"599bab3ed2c697f1d26842727561fd94\"".into()),
                        last_modified: Some("2013-09-17T18:07:53.000Z".into()),
                    },
                    Entry {
                        key: "a&b".into(),
                        ..Entry::default()
                    },
                ],
                common_prefixes: vec!["photos/".into(), "videos/".into()],
                encoding_type: Some("url".into()),
                next_continuation_token: Some(
                    "1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=".into()
                ),
            }
        );
    }

    #[test]
    fn a_page_cut_anywhere_is_none() {
        for end in 0..PAGE.len() {
            assert_eq!(Listing::parse(&PAGE[..end]), None, "{end}");
        }
    }

    fn page(inner: &str) -> Option<Listing> {
        Listing::parse(&format!("<ListBucketResult>{inner}</ListBucketResult>"))
    }

    #[test]
    fn an_empty_bucket_has_an_empty_page() {
        assert_eq!(page("<KeyCount>0</KeyCount>"), Some(Listing::default()));
        assert_eq!(
            Listing::parse("<ListBucketResult/>"),
            Some(Listing::default())
        );
    }

    #[test]
    fn other_documents_are_none() {
        for xml in [
            "",
            "<html></html>",
            "<Error><Code>AccessDenied</Code></Error>",
            "<a><ListBucketResult></ListBucketResult></a>",
            "<!DOCTYPE a><ListBucketResult></ListBucketResult>",
        ] {
            assert_eq!(Listing::parse(xml), None, "{xml}");
        }
    }

    #[test]
    fn an_object_without_key_or_size_is_no_listing() {
        for inner in [
            "<Contents><Size>1</Size></Contents>",
            "<Contents><Key></Key><Size>1</Size></Contents>",
            "<Contents><Key>a</Key></Contents>",
            "<Contents><Key>a</Key><Size>big</Size></Contents>",
            "<Contents><Key>a</Key><Size>-1</Size></Contents>",
            "<Contents><Key>a</Key><Size>1</Size></Contents><Contents><Key>b</Key></Contents>",
        ] {
            assert_eq!(page(inner), None, "{inner}");
        }
    }

    #[test]
    fn a_next_page_that_cannot_be_asked_for_is_no_listing() {
        assert_eq!(page("<IsTruncated>true</IsTruncated>"), None);
        assert_eq!(
            page("<IsTruncated>true</IsTruncated><NextContinuationToken/>"),
            None
        );
    }

    #[test]
    fn a_token_on_the_last_page_asks_for_nothing() {
        let last = page(
            "<IsTruncated>false</IsTruncated><NextContinuationToken>a</NextContinuationToken>",
        );
        assert_eq!(last, Some(Listing::default()));
    }
}
