//! The field `tagging` of a form, converted to the header `x-amz-tagging`.

use serde::Deserialize;

use crate::uri::encode;
use crate::xml;

pub const TAGGING: &str = "x-amz-tagging";

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Tagging {
    tag_set: TagSet,
}

#[derive(Deserialize)]
struct TagSet {
    #[serde(rename = "Tag", default)]
    tags: Vec<Tag>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Tag {
    key: String,
    value: String,
}

/// Returns the value of the header for the document in the field; `None` if it is malformed.
pub fn header_value(document: &str) -> Option<String> {
    let tagging: Tagging = xml::parse(document)?;
    let pairs: Vec<String> = tagging
        .tag_set
        .tags
        .iter()
        .map(|Tag { key, value }| format!("{}={}", encode(key), encode(value)))
        .collect();
    Some(pairs.join("&"))
}

#[cfg(test)]
mod tests {
    use super::header_value;

    #[test]
    fn each_tag_of_the_document_is_a_pair() {
        let document = "<Tagging><TagSet><Tag><Key>a b</Key><Value>1+é</Value></Tag>\
                        <Tag><Key>c</Key><Value></Value></Tag></TagSet></Tagging>";
        assert_eq!(
            header_value(document).as_deref(),
            Some("a%20b=1%2B%C3%A9&c=")
        );
    }

    #[test]
    fn another_document_is_malformed() {
        for document in [
            "a=1",
            "<Tag/>",
            "<Tagging><TagSet><Tag/></TagSet></Tagging>",
        ] {
            assert_eq!(header_value(document), None, "{document}");
        }
    }
}
