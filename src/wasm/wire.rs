//! The format in which JavaScript and the core exchange values: the arguments of a call are one text, and so is its
//! reply. More arguments would cost a page bytes on both sides.
//!
//! ```text
//! arguments = *value                   ; the fields of the call, in the order of its table
//! reply     = *value / error           ; the fields of the reply, in the order of its table
//! value     = number / text / list
//! number    = [digits] ":"             ; decimal; no digits if the field is absent
//! text      = [digits] ":" characters  ; digits: length in UTF-16 code units
//! list      = digits ":" *text         ; digits: number of texts
//! error     = LF number number text list
//!                                      ; number of the reason, index of the key, field, parameters
//! ```
//!
//! A boolean is the number 0 or 1, and an instant is in seconds since 1970. A choice is its public name. Names and
//! values alternate in a list. No value begins with a line feed.
//!
//! Signing by key has a shorter form, which costs less per key:
//!
//! ```text
//! sign      = signature LF [path] / error      ; no path if no character of the key needs encoding
//! sign-many = *(signature LF [path] LF) / error
//! keys      = key *(NUL key)                   ; the argument of sign-many, in UTF-8
//! ```
//!
//! `js/wire.ts` has the same format and the same tables; `tests/js/wire.test.ts` compares both files.

use alloc::string::String;
use alloc::vec::Vec;

use crate::decimal::{decimal, number};
use crate::error::{Error, Reason};
#[cfg(feature = "reader")]
use crate::inspect::Problem;
#[cfg(feature = "signer")]
use crate::location::{Addressing, Protocol};
#[cfg(feature = "signer")]
use crate::request::Method;
#[cfg(feature = "signer")]
use crate::signature_version::SignatureVersion;
#[cfg(feature = "signer")]
use crate::sorted_pairs::SortedPairs;
use crate::text::split_first;
use crate::time::Timestamp;

/// Defines the arguments of a call: a struct whose fields are decoded in their order.
macro_rules! arguments {
    ($($(#[$attribute:meta])* $name:ident { $($field:ident: $type:ty,)+ })+) => {$(
        $(#[$attribute])*
        pub(super) struct $name<'a> {
            $(pub(super) $field: $type,)+
        }

        $(#[$attribute])*
        impl<'a> $name<'a> {
            /// Fails with [`Code::ModuleMismatch`](crate::Code::ModuleMismatch) if the text is not these arguments.
            pub(super) fn decode(arguments: &'a str) -> Result<Self, Error> {
                let mut reader = ArgumentReader(arguments);
                let decoded = Self {
                    $($field: Decode::decode(&mut reader),)+
                };
                reader.finish()?;
                Ok(decoded)
            }
        }
    )+};
}

/// Defines a reply: a struct whose fields are encoded in their order.
macro_rules! replies {
    ($($(#[$attribute:meta])* $name:ident { $($field:ident: $type:ty,)+ })+) => {$(
        $(#[$attribute])*
        pub(super) struct $name<'a> {
            $(pub(super) $field: $type,)+
        }

        $(#[$attribute])*
        impl<'a> $name<'a> {
            pub(super) fn encode(&self) -> String {
                let mut reply = String::new();
                $(self.$field.encode(&mut reply);)+
                reply
            }
        }
    )+};
}

arguments! {
    /// Opens a presigner: `SignerOptions` and `Credentials`. Without an access key id it signs nothing, and only parses
    /// URLs.
    #[cfg(feature = "signer")]
    OpenArguments {
        region: &'a str,
        endpoint: Option<&'a str>,
        public_endpoint: Option<&'a str>,
        bucket: Option<&'a str>,
        dualstack: bool,
        accelerate: bool,
        fips: bool,
        global_endpoint: bool,
        addressing: Option<Addressing>,
        protocol: Option<Protocol>,
        signature: Option<SignatureVersion>,
        expiration: Option<Timestamp>,
        access_key_id: Option<&'a str>,
        session_token: Option<&'a str>,
        // Last, so that no later text makes the glue move it to another place in memory.
        secret_access_key: &'a str,
    }

    /// Shares a request among keys: a `PresignRequest` without its key, and the present.
    #[cfg(feature = "signer")]
    ShareArguments {
        bucket: Option<&'a str>,
        method: Option<Method>,
        expires_in: Option<u32>,
        expires_at: Option<Timestamp>,
        signing_date: Option<Timestamp>,
        cache_window: Option<u32>,
        now: Timestamp,
        content_type: Option<&'a str>,
        content_language: Option<&'a str>,
        expires: Option<&'a str>,
        cache_control: Option<&'a str>,
        content_disposition: Option<&'a str>,
        content_encoding: Option<&'a str>,
        download_as: Option<&'a str>,
        headers: Vec<(&'a str, &'a str)>,
        query: Vec<(&'a str, &'a str)>,
    }

    /// Presigns a form: a `PostRequest` and the present. A condition is its operator and two operands.
    #[cfg(feature = "signer")]
    PostArguments {
        bucket: &'a str,
        key: Option<&'a str>,
        key_starts_with: Option<&'a str>,
        expires_in: Option<u32>,
        expires_at: Option<Timestamp>,
        signing_date: Option<Timestamp>,
        now: Timestamp,
        min_size: Option<u64>,
        max_size: Option<u64>,
        content_type: Option<&'a str>,
        fields: Vec<(&'a str, &'a str)>,
        conditions: Vec<[&'a str; 3]>,
    }

    /// Checks the body of a form: the signed form, the file, and the options of `toFormData`.
    #[cfg(feature = "signer")]
    FormDataArguments {
        fields: Vec<(&'a str, &'a str)>,
        content_type_prefix: Option<&'a str>,
        file_type: &'a str,
        filename: Option<&'a str>,
        key: Option<&'a str>,
    }

    /// Writes a signed form as a `curl` command that sends the file at `path`, or as HTML if there is no path.
    #[cfg(feature = "signer")]
    FormTextArguments {
        url: &'a str,
        fields: Vec<(&'a str, &'a str)>,
        content_type_prefix: Option<&'a str>,
        path: Option<&'a str>,
        content_type: Option<&'a str>,
    }

    /// Parses an S3 URI.
    #[cfg(feature = "signer")]
    S3UriArguments {
        uri: &'a str,
    }

    /// Parses a URL of an object at the presigner's location.
    #[cfg(feature = "signer")]
    ObjectUrlArguments {
        url: &'a str,
    }

    /// Inspects a presigned URL.
    #[cfg(feature = "reader")]
    InspectArguments {
        url: &'a str,
        now: Timestamp,
    }

    /// Explains a rejected signature: the request as it was sent, and elements of S3's error document.
    #[cfg(feature = "reader")]
    ExplainArguments {
        method: Option<&'a str>,
        url: Option<&'a str>,
        headers: Vec<(&'a str, &'a str)>,
        access_key_id: Option<&'a str>,
        string_to_sign: Option<&'a str>,
        canonical_request: Option<&'a str>,
    }
}

replies! {
    /// The parts that the URLs of a shared request have in common, and their validity.
    #[cfg(feature = "signer")]
    ShareReply {
        origin: &'a str,
        suffix: &'a str,
        expires_at: Timestamp,
        limited_by: &'a str,
        base: &'a str,
    }

    /// A presigned form.
    #[cfg(feature = "signer")]
    PostReply {
        url: &'a str,
        expires_at: Timestamp,
        limited_by: &'a str,
        content_type_prefix: Option<&'a str>,
        fields: &'a [(String, String)],
    }

    /// A form as HTML or as a `curl` command.
    #[cfg(feature = "signer")]
    FormTextReply {
        text: &'a str,
    }

    /// The parts of an S3 URI.
    #[cfg(feature = "signer")]
    S3UriReply {
        bucket: &'a str,
        key: Option<&'a str>,
    }

    /// A URL of the presigner's location.
    #[cfg(feature = "signer")]
    ObjectUrlReply {
        bucket: &'a str,
        key: Option<&'a str>,
        query: &'a SortedPairs,
        fragment: Option<&'a str>,
    }

    /// The contents of a presigned URL. Numbers of problems and their parameters alternate.
    #[cfg(feature = "reader")]
    InspectReply {
        signature: &'a str,
        bucket: Option<&'a str>,
        key: Option<&'a str>,
        region: Option<&'a str>,
        access_key_id: &'a str,
        temporary: bool,
        signed_at: Option<Timestamp>,
        expires_at: Option<Timestamp>,
        signed_headers: Option<&'a str>,
        problems: &'a [Problem],
    }

    /// The first difference between the sent and the signed request. All fields are absent if no difference can be shown.
    #[cfg(feature = "reader")]
    ExplainReply {
        part: Option<&'a str>,
        cause: Option<&'a str>,
        ours: Option<&'a str>,
        theirs: Option<&'a str>,
    }
}

/// The unread rest of the arguments of a call. It never becomes empty after a malformed value.
pub(super) struct ArgumentReader<'a>(&'a str);

impl<'a> ArgumentReader<'a> {
    /// Fails if a value was malformed, or if there are more values than fields.
    #[inline(never)]
    fn finish(&self) -> Result<(), Error> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(malformed())
        }
    }

    #[inline(never)]
    fn number(&mut self) -> Option<u64> {
        let Some((digits, rest)) = split_first(self.0, b':') else {
            return self.reject();
        };
        self.0 = rest;
        match number(digits) {
            Some(number) => Some(number.unsigned_abs()),
            None if digits.is_empty() => None,
            None => self.reject(),
        }
    }

    #[inline(never)]
    fn text(&mut self) -> Option<&'a str> {
        let mut units = self.number()? as usize;
        let mut length = 0;
        for character in self.0.chars() {
            if units == 0 {
                break;
            }
            units = units.saturating_sub(character.len_utf16());
            length += character.len_utf8();
        }
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        if units == 0 {
            Some(text)
        } else {
            self.reject()
        }
    }

    #[inline(never)]
    fn required_text(&mut self) -> &'a str {
        self.text().or_else(|| self.reject()).unwrap_or_default()
    }

    #[inline(never)]
    fn list(&mut self) -> Vec<&'a str> {
        let mut texts = Vec::new();
        let Some(count) = self.number() else {
            let _: Option<()> = self.reject();
            return texts;
        };
        for _ in 0..count {
            let Some(text) = self.text() else {
                let _: Option<()> = self.reject();
                break;
            };
            texts.push(text);
        }
        texts
    }

    /// Reads the name of a choice. Returns its index in `names`.
    #[cfg(feature = "signer")]
    #[inline(never)]
    fn choice(&mut self, names: &[&str]) -> Option<usize> {
        let name = self.text()?;
        let index = names.iter().position(|other| *other == name);
        index.or_else(|| self.reject())
    }

    /// Marks the arguments as malformed: the rest becomes a text that is no value.
    #[cold]
    fn reject<T>(&mut self) -> Option<T> {
        self.0 = "!";
        None
    }
}

/// The error of arguments that no release of `js/wire.ts` with these tables writes.
#[cold]
pub(super) fn malformed() -> Error {
    Error::new(Reason::ArgumentsMalformed, "arguments", &[])
}

/// A field of the arguments. A malformed one is replaced by a default, and the reader fails at its end.
trait Decode<'a> {
    fn decode(reader: &mut ArgumentReader<'a>) -> Self;
}

impl<'a> Decode<'a> for &'a str {
    fn decode(reader: &mut ArgumentReader<'a>) -> Self {
        reader.required_text()
    }
}

impl<'a> Decode<'a> for Option<&'a str> {
    fn decode(reader: &mut ArgumentReader<'a>) -> Self {
        reader.text()
    }
}

impl Decode<'_> for Option<u64> {
    fn decode(reader: &mut ArgumentReader<'_>) -> Self {
        reader.number()
    }
}

impl Decode<'_> for Option<u32> {
    #[inline(never)]
    fn decode(reader: &mut ArgumentReader<'_>) -> Self {
        match u32::try_from(reader.number()?) {
            Ok(number) => Some(number),
            Err(_) => reader.reject(),
        }
    }
}

impl Decode<'_> for bool {
    #[inline(never)]
    fn decode(reader: &mut ArgumentReader<'_>) -> Self {
        match reader.number() {
            Some(0) => false,
            Some(1) => true,
            Some(_) | None => reader.reject().unwrap_or_default(),
        }
    }
}

impl Decode<'_> for Option<Timestamp> {
    #[inline(never)]
    fn decode(reader: &mut ArgumentReader<'_>) -> Self {
        let seconds = i64::try_from(reader.number()?).unwrap_or(-1);
        match Timestamp::from_unix(seconds) {
            Ok(instant) => Some(instant),
            Err(_) => reader.reject(),
        }
    }
}

impl Decode<'_> for Timestamp {
    #[inline(never)]
    fn decode(reader: &mut ArgumentReader<'_>) -> Self {
        let instant: Option<Self> = Decode::decode(reader);
        instant.or_else(|| reader.reject()).unwrap_or(Self::EPOCH)
    }
}

impl<'a> Decode<'a> for Vec<(&'a str, &'a str)> {
    #[inline(never)]
    fn decode(reader: &mut ArgumentReader<'a>) -> Self {
        let texts = reader.list();
        let (pairs, rest) = texts.as_chunks();
        if !rest.is_empty() {
            return reader.reject().unwrap_or_default();
        }
        pairs.iter().map(|&[name, value]| (name, value)).collect()
    }
}

impl<'a> Decode<'a> for Vec<[&'a str; 3]> {
    fn decode(reader: &mut ArgumentReader<'a>) -> Self {
        let texts = reader.list();
        let (groups, rest) = texts.as_chunks();
        if !rest.is_empty() {
            return reader.reject().unwrap_or_default();
        }
        groups.to_vec()
    }
}

#[cfg(feature = "signer")]
impl Decode<'_> for Option<Addressing> {
    fn decode(reader: &mut ArgumentReader<'_>) -> Self {
        let values = [Addressing::Auto, Addressing::Virtual, Addressing::Path];
        let index = reader.choice(&["auto", "virtual", "path"])?;
        values.get(index).copied()
    }
}

#[cfg(feature = "signer")]
impl Decode<'_> for Option<Protocol> {
    fn decode(reader: &mut ArgumentReader<'_>) -> Self {
        let index = reader.choice(&["https", "http"])?;
        [Protocol::Https, Protocol::Http].get(index).copied()
    }
}

#[cfg(feature = "signer")]
impl Decode<'_> for Option<SignatureVersion> {
    fn decode(reader: &mut ArgumentReader<'_>) -> Self {
        let index = reader.choice(&["v4", "v2"])?;
        [SignatureVersion::V4, SignatureVersion::V2]
            .get(index)
            .copied()
    }
}

#[cfg(feature = "signer")]
impl Decode<'_> for Option<Method> {
    fn decode(reader: &mut ArgumentReader<'_>) -> Self {
        let values = [
            Method::Get,
            Method::Head,
            Method::Put,
            Method::Delete,
            Method::Post,
        ];
        let index = reader.choice(&["GET", "HEAD", "PUT", "DELETE", "POST"])?;
        values.get(index).copied()
    }
}

/// Returns the reply of a call.
#[inline(never)]
pub(super) fn reply(result: Result<String, Error>) -> String {
    match result {
        Ok(reply) => reply,
        Err(error) => {
            let mut reply = String::from("\n");
            push_number(Some(error.reason() as u64), &mut reply);
            push_number(error.index().map(|index| index as u64), &mut reply);
            error.field().encode(&mut reply);
            push_number(Some(error.parameters().len() as u64), &mut reply);
            for parameter in error.parameters() {
                parameter.as_str().encode(&mut reply);
            }
            reply
        }
    }
}

/// A field of a reply.
trait Encode {
    fn encode(&self, reply: &mut String);
}

impl Encode for &str {
    #[inline(never)]
    fn encode(&self, reply: &mut String) {
        // A policy has some thousand characters; counting them one by one would take a quarter of a form's time.
        let units: usize = if self.is_ascii() {
            self.len()
        } else {
            self.chars().map(char::len_utf16).sum()
        };
        push_number(Some(units as u64), reply);
        reply.push_str(self);
    }
}

impl Encode for Option<&str> {
    #[inline(never)]
    fn encode(&self, reply: &mut String) {
        match self {
            Some(text) => text.encode(reply),
            None => push_number(None, reply),
        }
    }
}

impl Encode for bool {
    #[inline(never)]
    fn encode(&self, reply: &mut String) {
        push_number(Some(u64::from(*self)), reply);
    }
}

impl Encode for Timestamp {
    #[inline(never)]
    fn encode(&self, reply: &mut String) {
        Some(*self).encode(reply);
    }
}

impl Encode for Option<Timestamp> {
    #[inline(never)]
    fn encode(&self, reply: &mut String) {
        push_number(self.map(|instant| instant.unix().unsigned_abs()), reply);
    }
}

#[cfg(feature = "signer")]
impl Encode for &[(String, String)] {
    fn encode(&self, reply: &mut String) {
        push_number(Some(2 * self.len() as u64), reply);
        for (name, value) in *self {
            name.as_str().encode(reply);
            value.as_str().encode(reply);
        }
    }
}

#[cfg(feature = "signer")]
impl Encode for &SortedPairs {
    fn encode(&self, reply: &mut String) {
        push_number(Some(2 * self.iter().count() as u64), reply);
        for (name, value) in self.iter() {
            name.encode(reply);
            value.encode(reply);
        }
    }
}

#[cfg(feature = "reader")]
impl Encode for &[Problem] {
    fn encode(&self, reply: &mut String) {
        push_number(Some(2 * self.len() as u64), reply);
        for problem in *self {
            decimal(problem.code as u64).as_str().encode(reply);
            problem.parameter.unwrap_or_default().encode(reply);
        }
    }
}

#[inline(never)]
fn push_number(number: Option<u64>, reply: &mut String) {
    if let Some(number) = number {
        reply.push_str(&decimal(number));
    }
    reply.push(':');
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::{FormDataArguments, InspectArguments, OpenArguments, PostReply, S3UriReply, reply};
    use crate::error::{Code, Error, Reason};
    use crate::location::Addressing;
    use crate::signature_version::SignatureVersion;
    use crate::time::Timestamp;
    use proptest::prelude::{any, proptest};

    const OPEN: &str = "9:us-east-1::6:bucket0:0:1:0:4:path:2:v25:2:id:6:secret";

    #[test]
    fn arguments_are_decoded_by_the_order_of_their_fields() {
        let open = OpenArguments::decode(OPEN).expect("arguments");
        assert_eq!((open.region, open.endpoint), ("us-east-1", None));
        assert_eq!(open.bucket, Some("bucket"));
        assert!(open.fips && !open.dualstack && !open.accelerate && !open.global_endpoint);
        assert_eq!(open.addressing, Some(Addressing::Path));
        assert_eq!(
            (open.protocol, open.signature),
            (None, Some(SignatureVersion::V2))
        );
        assert_eq!(open.expiration, Timestamp::from_unix(5).ok());
        assert_eq!((open.access_key_id, open.session_token), (Some("id"), None));
        assert_eq!(open.secret_access_key, "secret");
    }

    #[test]
    fn the_length_of_a_text_is_in_utf_16_units() {
        let text = "2:6:é😀a\n\0:b0:0:::";
        let text = text.replacen("6:", "7:", 1).replacen("b0", "1:b", 1);
        let arguments = FormDataArguments::decode(&text).expect("arguments");
        assert_eq!(arguments.fields, [("é😀a\n\0:", "b")]);
    }

    #[test]
    fn a_text_that_is_not_the_arguments_fails() {
        for arguments in [
            String::new(),
            OPEN.replace("path", "pith"),
            OPEN.replace("0:0:1:0:", "0:0:2:0:"),
            OPEN.replace("9:us-east-1", ":"),
            OPEN.replace("9:", "x:"),
            OPEN.replace("6:secret", "7:secret"),
            OPEN.replace("6:secret", "5:secret"),
            OPEN.replace("v25:", "v2999999999999:"),
            format!("{OPEN}:"),
        ] {
            let error = OpenArguments::decode(&arguments).err().expect(&arguments);
            assert_eq!(error.code(), Code::ModuleMismatch, "{arguments}");
        }
    }

    #[test]
    fn a_list_that_is_cut_or_not_in_pairs_fails() {
        for arguments in ["1:1:a:0:::", "2:1:a", "999999999:1:a:0:::", ":0:0:::"] {
            assert!(FormDataArguments::decode(arguments).is_err(), "{arguments}");
        }
    }

    #[test]
    fn a_reply_is_encoded_by_the_order_of_its_fields() {
        let uri = S3UriReply {
            bucket: "b",
            key: Some("é😀:\n"),
        };
        assert_eq!(uri.encode(), "1:b5:é😀:\n");
        let post = PostReply {
            url: "u",
            expires_at: Timestamp::from_unix(7).expect("an instant"),
            limited_by: "request",
            content_type_prefix: None,
            fields: &[("key".into(), "a".into())],
        };
        assert_eq!(post.encode(), "1:u7:7:request:2:3:key1:a");
    }

    #[test]
    fn an_error_is_encoded_after_a_line_feed() {
        let error = Error::new(Reason::DateOutOfRange, "now", &["a", ""]).at_index(3);
        assert_eq!(
            reply(Err(error)),
            format!("\n{}:3:3:now2:1:a0:", Reason::DateOutOfRange as u64)
        );
    }

    proptest! {
        #[test]
        fn any_text_is_decoded_or_rejected_without_a_panic(
            text in any::<String>(),
            pieces in proptest::collection::vec("[0-9]{0,3}:?|é|😀|,", 0..40),
        ) {
            for text in [text, pieces.concat()] {
                let _ = OpenArguments::decode(&text);
                let _ = FormDataArguments::decode(&text);
                let _ = InspectArguments::decode(&text);
            }
        }
    }
}
