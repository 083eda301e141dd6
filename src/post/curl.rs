//! A signed form as a `curl` command.

use alloc::string::String;

use super::signed_form::SignedForm;
use crate::error::{Error, Reason};
use crate::text::{concat, contains};

impl SignedForm<'_> {
    /// Returns a command for a POSIX shell that uploads the file at `path`; `-` is the standard input. `content_type` is
    /// the value of the `Content-Type` field, if the sender must add it.
    ///
    /// Fails with [`Code::InvalidOption`](crate::Code::InvalidOption) if the content type is missing, not needed or not
    /// allowed by the form, and if the path is empty or has a NUL.
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
        // Without quotes, curl would interpret a comma or a semicolon in the path.
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
        // Without a line break at the end, a shell does not run the command as soon as it is pasted.
        push_shell_word(self.url, &mut command);
        Ok(command)
    }
}

/// Appends a field. `--form` would read a value that begins with `@` or `<` from a file, and take the text after a
/// semicolon for a media type.
fn push_field(name: &str, value: &str, command: &mut String) {
    command.push_str(" \\\n  --form-string ");
    push_shell_word(&concat(&[name, "=", value]), command);
}

/// Appends a word in single quotes, in which a POSIX shell interprets only a single quote.
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

#[cfg(test)]
mod tests {
    use crate::error::Code;
    use crate::post::SignedForm;

    fn form(content_type_prefix: Option<&str>) -> SignedForm<'_> {
        SignedForm {
            url: "https://bucket.s3.test/",
            fields: vec![("key", "a & \"b\" <c> 'd'"), ("acl", "private")],
            content_type_prefix,
        }
    }

    #[test]
    fn words_are_quoted_for_the_shell_and_the_path_for_curl() {
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
    fn a_form_without_a_content_type_needs_one_that_it_allows() {
        let open = form(Some("image/"));
        let command = open.curl("a", Some("image/png")).expect("a command");
        assert!(command.contains("--form-string 'Content-Type=image/png' \\\n  --form "));
        for (form, content_type) in [
            (open.clone(), None),
            (open, Some("text/plain")),
            (form(None), Some("image/png")),
        ] {
            let error = form.curl("a", content_type).expect_err("an error");
            assert_eq!(
                (error.code(), error.field()),
                (Code::InvalidOption, "contentType")
            );
        }
    }

    #[test]
    fn an_empty_path_or_a_path_with_a_nul_is_an_error() {
        for path in ["", "a\0b"] {
            let error = form(None).curl(path, None).expect_err("an error");
            assert_eq!((error.code(), error.field()), (Code::InvalidOption, "path"));
        }
    }
}
