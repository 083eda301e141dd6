//! What S3 says in its small XML documents: why it refuses, and where it put a form's file.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html> and
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html>.

use alloc::string::String;
use alloc::vec::Vec;

use crate::xml::{Event, Reader};

/// S3's own documents have a dozen; what has more is none of them.
const MOST_ELEMENTS: usize = 64;

/// The elements directly under a document's root, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    elements: Vec<(String, String)>,
}

impl Reply {
    /// Reads the document whose root is `root`, such as `Error` or `PostResponse`, or one that wraps it
    /// once, as STS does. Answers None for any other document; a truncated one gives what came whole.
    /// Nothing in it is trusted: 64 elements are read at most, and no entity but XML's own five is known.
    pub fn parse(xml: &str, root: &str) -> Option<Self> {
        let mut reader = Reader::new(xml);
        let mut wrappers = 0;
        loop {
            match reader.next()? {
                Event::Start(name) if name == root => break,
                Event::Start(_) if wrappers == 0 => wrappers += 1,
                Event::Text(_) => {}
                Event::Start(_) | Event::End => return None,
            }
        }
        let mut elements = Vec::new();
        let mut depth = 0;
        let mut open = "";
        let mut text = String::new();
        while elements.len() < MOST_ELEMENTS
            && let Some(event) = reader.next()
        {
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
        self.elements()
            .find(|(other, _)| *other == name)
            .map(|(_, text)| text)
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
    use super::Reply;

    fn error(xml: &str) -> Option<Reply> {
        Reply::parse(xml, "Error")
    }

    #[test]
    fn the_elements_of_an_expired_url_are_read() {
        let reply = error(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code><Message>Request has expired</Message><X-Amz-Expires>300</X-Amz-Expires><Expires>2013-05-24T00:05:00Z</Expires><ServerTime>2013-05-24T00:06:00Z</ServerTime><RequestId>4442587FB7D0A2F9</RequestId><HostId/></Error>",
        )
        .expect("an error");
        assert_eq!(reply.get("Code"), Some("AccessDenied"));
        assert_eq!(reply.get("Message"), Some("Request has expired"));
        assert_eq!(reply.get("ServerTime"), Some("2013-05-24T00:06:00Z"));
        assert_eq!(reply.get("HostId"), Some(""));
        assert_eq!(reply.get("Nothing"), None);
    }

    #[test]
    fn nested_elements_do_not_pose_as_the_errors_own() {
        let reply = error("<Error><Detail><Code>Fake</Code></Detail><Code>Real</Code></Error>")
            .expect("an error");
        assert_eq!(reply.get("Code"), Some("Real"));
    }

    #[test]
    fn a_truncated_document_gives_what_came_whole() {
        let reply = error("<Error><Code>SlowDown</Code><Message>Please redu").expect("an error");
        assert_eq!(
            (reply.get("Code"), reply.get("Message")),
            (Some("SlowDown"), None)
        );
    }

    #[test]
    fn elements_without_end_are_bounded() {
        let reply = error(&format!("<Error>{}", "<a/>".repeat(100_000))).expect("an error");
        assert_eq!(reply.elements().count(), 64);
    }

    #[test]
    fn depth_without_end_is_no_harm() {
        let xml = format!("<Error>{}<Code>A</Code>", "<a>".repeat(100_000));
        assert_eq!(error(&xml).expect("an error").elements().count(), 0);
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
            assert_eq!(error(text), None, "{text}");
        }
    }

    #[test]
    fn an_error_that_is_wrapped_once_is_found() {
        let reply =
            error("<ErrorResponse xmlns='x'>\n<Error><Code>A</Code></Error></ErrorResponse>")
                .expect("an error");
        assert_eq!(reply.get("Code"), Some("A"));
    }

    #[test]
    fn the_reply_to_a_form_is_read_by_its_own_root() {
        let xml = "<PostResponse><Location>http://h/b/a%20b</Location><Bucket>b</Bucket><Key>a b</Key><ETag>&quot;e&quot;</ETag></PostResponse>";
        let reply = Reply::parse(xml, "PostResponse").expect("a reply");
        assert_eq!(reply.get("ETag"), Some("\"e\""));
        assert_eq!(error(xml), None);
    }
}
