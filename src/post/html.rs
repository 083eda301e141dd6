//! A signed form as HTML.

use alloc::string::String;

use super::signed_form::SignedForm;

impl SignedForm<'_> {
    /// Returns an HTML form with hidden fields and a file input after them. If the sender must add the `Content-Type`
    /// field, the form has an input for it.
    pub fn html(&self) -> String {
        let mut html = String::from("<form action=\"");
        push_attribute(self.url, &mut html);
        // Without accept-charset, a page in another encoding would send keys in that encoding.
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
}

/// Appends a text for an attribute in double quotes.
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
    use crate::post::SignedForm;

    fn form(content_type_prefix: Option<&str>) -> SignedForm<'_> {
        SignedForm {
            url: "https://bucket.s3.test/",
            fields: vec![("key", "a & \"b\" <c> 'd'"), ("acl", "private")],
            content_type_prefix,
        }
    }

    #[test]
    fn an_html_form_has_hidden_fields_and_then_the_file() {
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
    fn a_form_without_a_content_type_has_an_input_for_it() {
        let html = form(Some("image/")).html();
        assert!(html.contains("<input name=\"Content-Type\" value=\"image/\" required>"));
        assert!(html.contains("<input type=\"file\" name=\"file\" accept=\"image/*\" required>"));
        let html = form(Some("")).html();
        assert!(html.contains("<input name=\"Content-Type\" value=\"\" required>"));
        assert!(html.contains("<input type=\"file\" name=\"file\" required>"));
    }
}
