//! XML documents, written and read through serde.

use std::fmt::Write as _;

use quick_xml::se::{QuoteLevel, Serializer};
use serde::Serialize;
use serde::de::DeserializeOwned;

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// Returns a value as an XML document whose root element is called `root`.
pub fn document<T: Serialize>(root: &str, value: &T) -> String {
    DECLARATION.to_owned() + &element(root, value)
}

/// Returns a value as an XML element called `name`.
///
/// # Panics
/// If the value cannot be an element. The types of this program all can.
pub fn element<T: Serialize>(name: &str, value: &T) -> String {
    let mut xml = String::new();
    let mut serializer =
        Serializer::with_root(&mut xml, Some(name)).expect("the name is one of XML");
    // As S3 does: quotes in an ETag arrive as `&quot;`.
    serializer.set_quote_level(QuoteLevel::Full);
    value
        .serialize(serializer)
        .expect("the value has named fields");
    reference_control_characters(&xml)
}

/// Reads a document; unknown elements are ignored.
pub fn parse<T: DeserializeOwned>(document: &str) -> Option<T> {
    quick_xml::de::from_str(document).ok()
}

/// Writes control characters as references, as S3 does, although XML 1.0 forbids both forms: a key may hold them.
fn reference_control_characters(xml: &str) -> String {
    let mut text = String::with_capacity(xml.len());
    for character in xml.chars() {
        if character.is_ascii_control() && !matches!(character, '\t' | '\n' | '\r' | '\x7f') {
            let _ = write!(text, "&#x{:x};", u32::from(character));
        } else {
            text.push(character);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Error {
        code: String,
        message: String,
    }

    #[test]
    fn markup_and_control_characters_in_text_are_escaped() {
        let error = Error {
            code: "A".to_owned(),
            message: "<a & \"b\">\u{1}".to_owned(),
        };
        let xml = document("Error", &error);
        assert_eq!(
            xml,
            format!(
                "{DECLARATION}<Error><Code>A</Code><Message>&lt;a &amp; &quot;b&quot;&gt;&#x1;</Message></Error>"
            )
        );
    }

    #[test]
    fn a_document_is_read_with_its_entities_replaced() {
        let xml =
            "<Error><Code>A</Code><Message>a &lt;b&gt; &amp;amp;</Message><Key>k</Key></Error>";
        let expected = Error {
            code: "A".to_owned(),
            message: "a <b> &amp;".to_owned(),
        };
        assert_eq!(parse(xml), Some(expected));
    }

    #[test]
    fn text_without_markup_is_no_document() {
        assert_eq!(parse::<Error>("no document"), None);
    }
}
