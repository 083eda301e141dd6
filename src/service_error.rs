//! What S3 says when it refuses: <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>.

use alloc::string::String;
use alloc::vec::Vec;

use crate::xml::{Event, Reader};

/// The elements of S3's `<Error>` document, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceError {
    elements: Vec<(String, String)>,
}

impl ServiceError {
    /// Reads the document. Answers None where there is no `<Error>`; a truncated document gives what came
    /// whole. Nothing in it is trusted: it is bounded, and no entity but XML's own five is known.
    pub fn parse(xml: &str) -> Option<Self> {
        let mut reader = Reader::new(xml);
        loop {
            match reader.next()? {
                Event::Start("Error") => break,
                // STS and some stores wrap the error in <ErrorResponse>.
                Event::Start("ErrorResponse") | Event::Text(_) => {}
                Event::Start(_) | Event::End => return None,
            }
        }
        let mut elements = Vec::new();
        let mut depth = 0;
        let mut open = "";
        let mut text = String::new();
        while let Some(event) = reader.next() {
            match event {
                Event::Start(name) => {
                    depth += 1;
                    if depth == 1 {
                        open = name;
                        text.clear();
                    }
                }
                Event::Text(more) => {
                    if depth == 1 {
                        text.push_str(&more);
                    }
                }
                Event::End if depth == 0 => break,
                Event::End => {
                    depth -= 1;
                    if depth == 0 {
                        elements.push((open.into(), core::mem::take(&mut text)));
                    }
                }
            }
        }
        Some(Self { elements })
    }

    /// The text of an element, such as `Code`, `Message`, `RequestId`, `Expires` or `ServerTime`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.elements
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, text)| text.as_str())
    }

    /// All elements, in their order.
    pub fn elements(&self) -> impl Iterator<Item = (&str, &str)> {
        self.elements
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::ServiceError;

    #[test]
    fn the_elements_of_an_expired_url_are_read() {
        let error = ServiceError::parse(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code><Message>Request has expired</Message><X-Amz-Expires>300</X-Amz-Expires><Expires>2013-05-24T00:05:00Z</Expires><ServerTime>2013-05-24T00:06:00Z</ServerTime><RequestId>4442587FB7D0A2F9</RequestId><HostId/></Error>",
        )
        .expect("an error");
        assert_eq!(error.get("Code"), Some("AccessDenied"));
        assert_eq!(error.get("Message"), Some("Request has expired"));
        assert_eq!(error.get("ServerTime"), Some("2013-05-24T00:06:00Z"));
        assert_eq!(error.get("HostId"), Some(""));
        assert_eq!(error.get("Nothing"), None);
    }

    #[test]
    fn nested_elements_do_not_pose_as_the_errors_own() {
        let error = ServiceError::parse(
            "<Error><Detail><Code>Fake</Code></Detail><Code>Real</Code></Error>",
        )
        .expect("an error");
        assert_eq!(error.get("Code"), Some("Real"));
    }

    #[test]
    fn a_truncated_document_gives_what_came_whole() {
        let error = ServiceError::parse("<Error><Code>SlowDown</Code><Message>Please redu")
            .expect("an error");
        assert_eq!(
            (error.get("Code"), error.get("Message")),
            (Some("SlowDown"), None)
        );
    }

    #[test]
    fn what_is_not_an_error_document_is_none() {
        for text in [
            "",
            "<html><body>502</body></html>",
            "{\"a\":1}",
            "<Error",
            "</Error>",
        ] {
            assert_eq!(ServiceError::parse(text), None, "{text}");
        }
    }
}
