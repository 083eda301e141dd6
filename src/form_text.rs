//! A presigned form as text, for those who send it without this package: HTML, and a `curl` command.

use alloc::string::String;
use alloc::vec::Vec;

use crate::error::{Error, Reason};
use crate::opaque_debug::opaque_debug;
use crate::text::{concat, contains};

/// A form as it was signed.
#[derive(Clone)]
pub struct FormText<'a> {
    /// Where the form goes.
    pub url: &'a str,
    /// Every field but the file.
    pub fields: Vec<(&'a str, &'a str)>,
    /// What a `Content-Type` field that is still to be added must begin with.
    pub content_type_prefix: Option<&'a str>,
}

opaque_debug!(FormText<'_>, "FormText");

impl FormText<'_> {
    /// An HTML form with the fields hidden, and an input for the file behind them. Where the form leaves
    /// the file's type open, an input asks for that too.
    pub fn html(&self) -> String {
        let mut html = String::from("<form action=\"");
        push_attribute(self.url, &mut html);
        // Without the charset, a page in another encoding would send keys in that encoding.
        html.push_str(
            "\" method=\"post\" enctype=\"multipart/form-data\" accept-charset=\"utf-8\">\n",
        );
        for (name, value) in &self.fields {
            html.push_str("  <input type=\"hidden\" name=\"");
            push_attribute(name, &mut html);
            html.push_str("\" value=\"");
            push_attribute(value, &mut html);
            html.push_str("\">\n");
        }
        html.push_str("  ");
        let mut accept = String::new();
        if let Some(prefix) = self.content_type_prefix {
            html.push_str("<label>Content-Type <input name=\"Content-Type\" value=\"");
            push_attribute(prefix, &mut html);
            html.push_str("\" required></label>\n  ");
            if prefix.ends_with('/') {
                accept.push_str(" accept=\"");
                push_attribute(prefix, &mut accept);
                accept.push_str("*\"");
            }
        }
        html.push_str("<input type=\"file\" name=\"file\"");
        html.push_str(&accept);
        html.push_str(" required>\n  <button>Upload</button>\n</form>\n");
        html
    }

    /// A command for a POSIX shell that uploads the file at `path`; `-` is the standard input.
    ///
    /// `content_type` is the file's, where the form leaves that open. Fails with [`Code::InvalidOption`](crate::Code::InvalidOption)
    /// where it is missing or not what the form takes, and for a path that is empty or has a NUL in it.
    pub fn curl(&self, path: &str, content_type: Option<&str>) -> Result<String, Error> {
        if path.is_empty() || contains(path, "\0") {
            return Err(Error::new(Reason::PathMalformed, "path", &[]));
        }
        let mut command = String::from("curl");
        for (name, value) in &self.fields {
            push_field(name, value, &mut command);
        }
        match (self.content_type_prefix, content_type) {
            (Some(prefix), Some(value)) if value.starts_with(prefix) => {
                push_field("Content-Type", value, &mut command);
            }
            (None, None) => {}
            (Some(prefix), _) => {
                return Err(Error::new(
                    Reason::ContentTypeNotOfForm,
                    "contentType",
                    &[prefix],
                ));
            }
            (None, Some(_)) => {
                return Err(Error::new(Reason::ContentTypeNotOpen, "contentType", &[]));
            }
        }
        // In quotes, curl takes a comma or a semicolon in the path for what it is.
        let mut file = String::from("file=@\"");
        for character in path.chars() {
            if matches!(character, '"' | '\\') {
                file.push('\\');
            }
            file.push(character);
        }
        file.push('"');
        command.push_str(" \\\n  --form ");
        push_shell_word(&file, &mut command);
        command.push_str(" \\\n  ");
        // No line break at the end, which would run the command as soon as it is pasted.
        push_shell_word(self.url, &mut command);
        Ok(command)
    }
}

/// Not `--form`, which would read a value that begins with `@` or `<` from a file, and take what follows a
/// semicolon for a type.
fn push_field(name: &str, value: &str, command: &mut String) {
    command.push_str(" \\\n  --form-string ");
    push_shell_word(&concat(&[name, "=", value]), command);
}

/// In single quotes, within which a POSIX shell leaves everything but a single quote alone.
fn push_shell_word(text: &str, command: &mut String) {
    command.push('\'');
    for character in text.chars() {
        match character {
            '\'' => command.push_str("'\\''"),
            _ => command.push(character),
        }
    }
    command.push('\'');
}

fn push_attribute(text: &str, html: &mut String) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            _ => html.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FormText;
    use crate::error::Code;

    fn form(prefix: Option<&str>) -> FormText<'_> {
        FormText {
            url: "https://bucket.s3.test/",
            fields: vec![("key", "a & \"b\" <c> 'd'"), ("acl", "private")],
            content_type_prefix: prefix,
        }
    }

    #[test]
    fn the_html_form_hides_its_fields_and_has_the_file_behind_them() {
        assert_eq!(
            form(None).html(),
            "<form action=\"https://bucket.s3.test/\" method=\"post\" enctype=\"multipart/form-data\" accept-charset=\"utf-8\">\n  \
             <input type=\"hidden\" name=\"key\" value=\"a &amp; &quot;b&quot; &lt;c&gt; 'd'\">\n  \
             <input type=\"hidden\" name=\"acl\" value=\"private\">\n  \
             <input type=\"file\" name=\"file\" required>\n  \
             <button>Upload</button>\n</form>\n"
        );
    }

    #[test]
    fn a_form_that_leaves_the_type_open_asks_for_it() {
        let html = form(Some("image/")).html();
        assert!(html.contains("<input name=\"Content-Type\" value=\"image/\" required>"));
        assert!(html.contains("<input type=\"file\" name=\"file\" accept=\"image/*\" required>"));
        let html = form(Some("")).html();
        assert!(html.contains("<input name=\"Content-Type\" value=\"\" required>"));
        assert!(html.contains("<input type=\"file\" name=\"file\" required>"));
    }

    #[test]
    fn the_command_quotes_each_word_for_the_shell_and_the_path_for_curl() {
        assert_eq!(
            form(None)
                .curl("it's \"a\";b,c\\d", None)
                .expect("a command"),
            "curl \\\n  \
             --form-string 'key=a & \"b\" <c> '\\''d'\\''' \\\n  \
             --form-string 'acl=private' \\\n  \
             --form 'file=@\"it'\\''s \\\"a\\\";b,c\\\\d\"' \\\n  \
             'https://bucket.s3.test/'"
        );
    }

    #[test]
    fn the_command_needs_the_type_that_the_form_leaves_open() {
        let open = form(Some("image/"));
        let command = open.curl("a", Some("image/png")).expect("a command");
        assert!(command.contains("--form-string 'Content-Type=image/png' \\\n  --form "));
        for (form, content_type) in [
            (open.clone(), None),
            (open, Some("text/plain")),
            (form(None), Some("image/png")),
        ] {
            let error = form.curl("a", content_type).expect_err("refused");
            assert_eq!(
                (error.code(), error.field()),
                (Code::InvalidOption, "contentType")
            );
        }
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for path in ["", "a\0b"] {
            let error = form(None).curl(path, None).expect_err("refused");
            assert_eq!((error.code(), error.field()), (Code::InvalidOption, "path"));
        }
    }
}
