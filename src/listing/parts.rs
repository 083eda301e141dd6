//! A page of a multipart upload's parts:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html>.

use alloc::string::String;
use alloc::vec::Vec;

use crate::time::number;
use crate::xml::{Event, Reader};

/// What a `ListPartsResult` document says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartListing {
    /// The parts that the service has, in their order.
    pub parts: Vec<StoredPart>,
    /// The part that the next page begins after; None on the last.
    pub next_part_number_marker: Option<i64>,
}

/// One part, as the service has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredPart {
    /// From 1.
    pub number: i64,
    /// Bytes.
    pub size: i64,
    /// With its quotes.
    pub etag: String,
    /// In base64, where the part was sent with one; the algorithm is the upload's.
    pub checksum: Option<String>,
}

impl PartListing {
    /// Answers None for another document, and for one that is cut, lacks what makes a part, or has a next
    /// page and does not say how to ask for it.
    pub fn parse(xml: &str) -> Option<Self> {
        let mut reader = Reader::new(xml);
        loop {
            match reader.next()? {
                Event::Start("ListPartsResult") => break,
                Event::Text(_) => {}
                Event::Start(_) | Event::End => return None,
            }
        }
        let mut listing = Self::default();
        let mut is_truncated = false;
        let mut part = StoredPart::default();
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
                        1 => outer = name,
                        2 => inner = name,
                        _ => {}
                    }
                    text.clear();
                }
                Event::Text(more) => text.push_str(&more),
                Event::End if depth == 0 => break,
                Event::End => {
                    let text = core::mem::take(&mut text);
                    match (depth, outer) {
                        (2, "Part") => match inner {
                            "PartNumber" => part.number = number(text.trim_ascii())?,
                            "Size" => part.size = number(text.trim_ascii())?,
                            "ETag" => part.etag = text,
                            _ if inner.starts_with("Checksum") => part.checksum = Some(text),
                            _ => {}
                        },
                        (1, "Part") => {
                            let part = core::mem::take(&mut part);
                            if part.number == 0 || part.etag.is_empty() {
                                return None;
                            }
                            listing.parts.push(part);
                        }
                        (1, "IsTruncated") => is_truncated = text.trim_ascii() == "true",
                        (1, "NextPartNumberMarker") => {
                            listing.next_part_number_marker = number(text.trim_ascii());
                        }
                        _ => {}
                    }
                    depth -= 1;
                }
            }
        }
        // S3 gives a marker on the last page too.
        listing.next_part_number_marker = listing.next_part_number_marker.filter(|_| is_truncated);
        if is_truncated && listing.next_part_number_marker.is_none() {
            return None;
        }
        Some(listing)
    }
}

#[cfg(test)]
mod tests {
    use super::{PartListing, StoredPart};

    /// AWS's own sample of a response, with a checksum.
    const PAGE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<ListPartsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
  <Bucket>example-bucket</Bucket>
  <Key>example-object</Key>
  <UploadId>XXBsb2FkIElEIGZvciBlbHZpbmcncyVcdS1tb3ZpZS5tMnRzEEEwbG9hZA</UploadId>
  <Initiator><ID>arn:aws:iam::111122223333:user/some-user</ID></Initiator>
  <Owner><ID>75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a</ID></Owner>
  <StorageClass>STANDARD</StorageClass>
  <PartNumberMarker>1</PartNumberMarker>
  <NextPartNumberMarker>3</NextPartNumberMarker>
  <MaxParts>2</MaxParts>
  <IsTruncated>true</IsTruncated>
  <ChecksumAlgorithm>CRC32</ChecksumAlgorithm>
  <Part>
    <PartNumber>2</PartNumber>
    <LastModified>2010-11-10T20:48:34.000Z</LastModified>
    <ETag>"7778aef83f66abc1fa1e8477f296d394"</ETag>
    <Size>10485760</Size>
  </Part>
  <Part>
    <PartNumber>3</PartNumber>
    <LastModified>2010-11-10T20:48:33.000Z</LastModified>
    <ETag>&quot;aaaa18db4cc2f85cedef654fccc4a4x8&quot;</ETag>
    <Size>10485760</Size>
    <ChecksumCRC32>y/Q5Jg==</ChecksumCRC32>
  </Part>
</ListPartsResult>"#;

    #[test]
    fn awss_sample_is_read() {
        assert_eq!(
            PartListing::parse(PAGE),
            Some(PartListing {
                parts: vec![
                    StoredPart {
                        number: 2,
                        size: 10_485_760,
                        etag: "\"7778aef83f66abc1fa1e8477f296d394\"".into(),
                        checksum: None,
                    },
                    StoredPart {
                        number: 3,
                        size: 10_485_760,
                        etag: "\"aaaa18db4cc2f85cedef654fccc4a4x8\"".into(),
                        checksum: Some("y/Q5Jg==".into()),
                    },
                ],
                next_part_number_marker: Some(3),
            })
        );
    }

    #[test]
    fn a_page_cut_anywhere_is_none() {
        for end in 0..PAGE.len() {
            assert_eq!(PartListing::parse(&PAGE[..end]), None, "{end}");
        }
    }

    fn page(inner: &str) -> Option<PartListing> {
        PartListing::parse(&format!("<ListPartsResult>{inner}</ListPartsResult>"))
    }

    #[test]
    fn an_upload_without_parts_has_an_empty_page() {
        assert_eq!(
            page("<IsTruncated>false</IsTruncated>"),
            Some(PartListing::default())
        );
    }

    #[test]
    fn a_marker_on_the_last_page_asks_for_nothing() {
        assert_eq!(
            page("<NextPartNumberMarker>0</NextPartNumberMarker><IsTruncated>false</IsTruncated>"),
            Some(PartListing::default())
        );
    }

    #[test]
    fn a_next_page_that_cannot_be_asked_for_is_no_listing() {
        assert_eq!(page("<IsTruncated>true</IsTruncated>"), None);
    }

    #[test]
    fn a_part_without_number_or_etag_is_no_listing() {
        for inner in [
            "<Part><PartNumber>1</PartNumber><Size>1</Size></Part>",
            "<Part><ETag>e</ETag><Size>1</Size></Part>",
            "<Part><PartNumber>one</PartNumber><ETag>e</ETag></Part>",
            "<Part><PartNumber>1</PartNumber><ETag>e</ETag><Size>-1</Size></Part>",
        ] {
            assert_eq!(page(inner), None, "{inner}");
        }
    }

    #[test]
    fn other_documents_are_none() {
        for xml in [
            "",
            "<html></html>",
            "<Error><Code>NoSuchUpload</Code></Error>",
            "<ListBucketResult></ListBucketResult>",
        ] {
            assert_eq!(PartListing::parse(xml), None, "{xml}");
        }
    }
}
