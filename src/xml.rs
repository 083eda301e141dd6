//! A reader for the small XML documents that S3 answers with. Hostile input costs time in proportion to
//! its length and no more: there is no DTD, no recursion, and no entity but XML's own five.

use alloc::string::String;

use crate::text::split_once;

/// What stands next in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event<'a> {
    /// An element begins; the name is without its namespace prefix.
    Start(&'a str),
    /// Text, with its references resolved.
    Text(String),
    /// The innermost element ends.
    End,
}

pub(crate) struct Reader<'a> {
    rest: &'a str,
    /// The end that follows the start of an empty element, `<a/>`.
    pending_end: bool,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(xml: &'a str) -> Self {
        Self {
            rest: xml,
            pending_end: false,
        }
    }

    /// None at the end of the document, or where it is cut or malformed.
    pub(crate) fn next(&mut self) -> Option<Event<'a>> {
        if self.pending_end {
            self.pending_end = false;
            return Some(Event::End);
        }
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let Some(markup) = self.rest.strip_prefix('<') else {
                let (text, rest) = self.rest.split_at_checked(self.rest.find('<')?)?;
                self.rest = rest;
                return Some(Event::Text(resolved(text)));
            };
            if let Some(text) = markup.strip_prefix("![CDATA[") {
                let (text, rest) = split_once(text, "]]>")?;
                self.rest = rest;
                return Some(Event::Text(text.into()));
            }
            if let Some(comment) = markup.strip_prefix("!--") {
                (_, self.rest) = split_once(comment, "-->")?;
                continue;
            }
            if let Some(instruction) = markup.strip_prefix('?') {
                (_, self.rest) = split_once(instruction, "?>")?;
                continue;
            }
            if markup.starts_with('!') {
                return None;
            }
            let (tag, rest) = split_tag(markup)?;
            self.rest = rest;
            if tag.starts_with('/') {
                return Some(Event::End);
            }
            let (tag, is_empty) = match tag.strip_suffix('/') {
                Some(tag) => (tag, true),
                None => (tag, false),
            };
            self.pending_end = is_empty;
            let name = tag.split([' ', '\t', '\r', '\n']).next()?;
            return Some(Event::Start(name.rsplit(':').next()?));
        }
    }
}

/// Splits behind a tag; a `>` in an attribute's value does not end it.
fn split_tag(markup: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    for (index, character) in markup.char_indices() {
        match (quote, character) {
            (None, '>') => return Some((markup.get(..index)?, markup.get(index + 1..)?)),
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
    }
    None
}

fn resolved(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match reference(after) {
            Some((character, behind)) => {
                out.push(character);
                rest = behind;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn reference(text: &str) -> Option<(char, &str)> {
    // The longest reference is &#1114111; — a semicolon further on belongs to something else.
    let end = text.bytes().take(10).position(|byte| byte == b';')?;
    let (name, behind) = (text.get(..end)?, text.get(end + 1..)?);
    let character = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let digits = name.strip_prefix('#')?;
            let number = match digits.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(number)?
        }
    };
    Some((character, behind))
}

#[cfg(test)]
mod tests {
    use super::{Event, Reader};

    fn events(xml: &str) -> Vec<Event<'_>> {
        let mut reader = Reader::new(xml);
        core::iter::from_fn(|| reader.next()).collect()
    }

    fn text(xml: &str) -> String {
        events(xml)
            .into_iter()
            .filter_map(|event| match event {
                Event::Text(text) => Some(text),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn elements_text_and_empty_elements_come_in_order() {
        assert_eq!(
            events("<?xml version='1.0'?><a xmlns=\"x>y\"><!-- <b> --><ns:c/>d</a>"),
            [
                Event::Start("a"),
                Event::Start("c"),
                Event::End,
                Event::Text("d".into()),
                Event::End,
            ]
        );
    }

    #[test]
    fn references_are_resolved_and_unknown_ones_stay() {
        assert_eq!(
            text("<a>&lt;&#65;&#x20AC;&amp;lt;&nbsp;&#xD800;&;&</a>"),
            "<A€&lt;&nbsp;&#xD800;&;&"
        );
    }

    #[test]
    fn cdata_is_taken_to_the_letter() {
        assert_eq!(text("<a><![CDATA[<b>&amp;]]></a>"), "<b>&amp;");
    }

    #[test]
    fn a_document_type_ends_the_reading() {
        assert_eq!(events("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"), []);
    }

    #[test]
    fn what_is_cut_anywhere_neither_fails_nor_hangs() {
        let whole = "<?xml?><a b='c'><!-- d --><![CDATA[e]]>&#65;é<f/></a>";
        for end in (0..whole.len()).filter(|&end| whole.is_char_boundary(end)) {
            assert!(events(&whole[..end]).len() <= 7);
        }
    }
}
