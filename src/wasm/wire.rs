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

#[cfg(any(test, fuzzing))]
pub mod fuzzing;

use alloc::string::String;
use alloc::vec::Vec;

use crate::decimal::{decimal, number};
use crate::error::{Error, Reason};
#[cfg(feature = "signer")]
use crate::location::{Addressing, Protocol};
#[cfg(feature = "signer")]
use crate::post::{Condition, PostRequest};
#[cfg(feature = "signer")]
use crate::request::{Method, PresignRequest};
#[cfg(feature = "signer")]
use crate::signature_version::SignatureVersion;
#[cfg(feature = "signer")]
use crate::sorted_pairs::SortedPairs;
#[cfg(feature = "signer")]
use crate::text::split;
use crate::text::split_first;
use crate::time::Timestamp;

/// Defines the arguments of a call: a struct whose fields are decoded in their order.
macro_rules! arguments {
    ($($(#[$attribute:meta])* $name:ident { $($field:ident: $type:ty,)+ })+) => {$(
        $(#[$attribute])*
        #[derive(Default)]
        pub(super) struct $name<'a> {
            $(pub(super) $field: $type,)+
        }

        $(#[$attribute])*
        impl<'a> $name<'a> {
            /// Fails with [`Code::ModuleMismatch`](crate::Code::ModuleMismatch) if the text is not these arguments.
            #[inline]
            pub(super) fn decode(arguments: &'a str) -> Result<Self, Error> {
                let mut decoded = Self::default();
                decoded.decode_from(arguments)?;
                Ok(decoded)
            }

            /// Does the same as [`decode`](Self::decode), in place: that makes the module smaller.
            #[inline]
            pub(super) fn decode_from(&mut self, arguments: &'a str) -> Result<(), Error> {
                let mut reader = ArgumentReader(arguments);
                $(self.$field.decode(&mut reader);)+
                reader.finish()
            }
        }
    )+};
}

/// Defines arguments of which some are fields of a request: a struct, and the order in which its fields are decoded.
#[cfg(feature = "signer")]
macro_rules! request_arguments {
    ($($(#[$attribute:meta])* $name:ident { $($field:ident: $type:ty,)+ } decodes { $($($path:ident).+,)+ })+) => {$(
        $(#[$attribute])*
        #[derive(Default)]
        pub(super) struct $name<'a> {
            $(pub(super) $field: $type,)+
        }

        impl<'a> $name<'a> {
            /// Decodes in place. Fails with [`Code::ModuleMismatch`](crate::Code::ModuleMismatch) if the text is not
            /// these arguments.
            #[inline]
            pub(super) fn decode_from(&mut self, arguments: &'a str) -> Result<(), Error> {
                let mut reader = ArgumentReader(arguments);
                $(self.$($path).+.decode(&mut reader);)+
                reader.finish()
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
            /// Appends the reply.
            #[inline]
            pub(super) fn encode_to(&self, reply: &mut String) {
                $(self.$field.encode(reply);)+
            }
        }
    )+};
}

/// The functions of a signer, by their numbers in `CALLS` of `js/wire.ts`.
#[cfg(feature = "signer")]
#[derive(Clone, Copy)]
pub enum Call {
    /// Takes [`OpenArguments`], and replies with nothing.
    Open,
    /// Takes [`ShareArguments`], and replies with [`ShareReply`].
    Share,
    /// Takes [`PostArguments`], and replies with [`PostReply`].
    PresignPost,
}

arguments! {
    /// Opens a presigner: `SignerOptions` and `Credentials`. Without an access key id it signs nothing, and only
    /// validates the location.
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
        addressing: Addressing,
        protocol: Option<Protocol>,
        signature: SignatureVersion,
        expiration: Option<Timestamp>,
        access_key_id: Option<&'a str>,
        session_token: Option<&'a str>,
        secret_access_key: &'a str,
    }
}

#[cfg(feature = "signer")]
request_arguments! {
    /// Shares a request among keys: a `PresignRequest` without its key, and the present.
    ShareArguments {
        request: PresignRequest<&'a str>,
        expires_in: Option<u32>,
        expires_at: Option<Timestamp>,
        now: Timestamp,
    } decodes {
        request.bucket,
        request.method,
        expires_in,
        expires_at,
        request.signing_date,
        request.cache_window,
        now,
        request.response.content_type,
        request.response.content_language,
        request.response.expires,
        request.response.cache_control,
        request.response.content_disposition,
        request.response.content_encoding,
        request.response.download_as,
        request.headers,
        request.query,
    }

    /// Presigns a form: a `PostRequest` and the present. A condition is its operator and two operands.
    PostArguments {
        request: PostRequest<&'a str>,
        key: Option<&'a str>,
        key_starts_with: Option<&'a str>,
        expires_in: Option<u32>,
        expires_at: Option<Timestamp>,
        now: Timestamp,
    } decodes {
        request.bucket,
        key,
        key_starts_with,
        expires_in,
        expires_at,
        request.signing_date,
        now,
        request.min_size,
        request.max_size,
        request.content_type,
        request.fields,
        request.conditions,
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

    /// Reads a number of at most `max`.
    #[inline(never)]
    fn number(&mut self, max: u64) -> Option<u64> {
        let (digits, rest) = split_first(self.0, b':').unwrap_or(("!", ""));
        self.0 = rest;
        let number = number(digits).map(i64::unsigned_abs);
        if number.is_none_or(|number| number > max) && !digits.is_empty() {
            self.reject();
            return None;
        }
        number
    }

    /// Reads a number that is present.
    #[inline(never)]
    fn required_number(&mut self, max: u64) -> u64 {
        let number = self.number(max);
        if number.is_none() {
            self.reject();
        }
        number.unwrap_or_default()
    }

    #[inline(never)]
    fn text(&mut self) -> Option<&'a str> {
        let mut units = self.number(u32::MAX.into())? as usize;
        let mut length = 0;
        for byte in self.0.bytes() {
            // A character counts at its first byte. One of four bytes is two units of UTF-16.
            if byte & 0xC0 != 0x80 {
                if units == 0 {
                    break;
                }
                units = units.saturating_sub(1 + usize::from(byte >= 0xF0));
            }
            length += 1;
        }
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        if units > 0 {
            self.reject();
        }
        Some(text)
    }

    #[inline(never)]
    fn required_text(&mut self) -> &'a str {
        let text = self.text();
        if text.is_none() {
            self.reject();
        }
        text.unwrap_or_default()
    }

    /// Reads the length of a list. Returns the number of its items, which have `width` texts each.
    #[inline(never)]
    fn items(&mut self, width: u64) -> u64 {
        let count = self.required_number(u32::MAX.into());
        if !count.is_multiple_of(width) {
            self.reject();
        }
        count / width
    }

    /// Reads the name of a choice. Returns its index in `names`, which are separated by spaces.
    #[cfg(feature = "signer")]
    #[inline(never)]
    fn choice(&mut self, names: &str) -> Option<usize> {
        let name = self.text()?;
        let index = split(names, b' ').position(|other| other == name);
        if index.is_none() {
            self.reject();
        }
        index
    }

    fn is_rejected(&self) -> bool {
        self.0 == REJECTED
    }

    /// Marks the arguments as malformed.
    #[cold]
    #[inline(never)]
    fn reject(&mut self) {
        self.0 = REJECTED;
    }
}

/// The rest of malformed arguments, which is no value.
const REJECTED: &str = "!";

/// The error of arguments that no release of `js/wire.ts` with these tables writes.
#[cold]
#[inline(never)]
pub(super) fn malformed() -> Error {
    Error::new(Reason::ArgumentsMalformed, "arguments", &[])
}

/// A field of the arguments, decoded in place. A malformed one gets any value, and the reader fails at its end.
trait Decode<'a> {
    fn decode(&mut self, reader: &mut ArgumentReader<'a>);
}

impl<'a> Decode<'a> for &'a str {
    #[inline(never)]
    fn decode(&mut self, reader: &mut ArgumentReader<'a>) {
        *self = reader.required_text();
    }
}

impl<'a> Decode<'a> for Option<&'a str> {
    #[inline(never)]
    fn decode(&mut self, reader: &mut ArgumentReader<'a>) {
        *self = reader.text();
    }
}

impl Decode<'_> for Option<u64> {
    #[inline(never)]
    fn decode(&mut self, reader: &mut ArgumentReader<'_>) {
        *self = reader.number(u64::MAX);
    }
}

impl Decode<'_> for Option<u32> {
    #[inline(never)]
    fn decode(&mut self, reader: &mut ArgumentReader<'_>) {
        *self = reader.number(u32::MAX.into()).map(|number| number as u32);
    }
}

impl Decode<'_> for bool {
    #[inline(never)]
    fn decode(&mut self, reader: &mut ArgumentReader<'_>) {
        *self = reader.required_number(1) > 0;
    }
}

impl Decode<'_> for Option<Timestamp> {
    #[inline(never)]
    fn decode(&mut self, reader: &mut ArgumentReader<'_>) {
        *self = reader.number(Timestamp::LAST).map(Timestamp::from_number);
    }
}

impl Decode<'_> for Timestamp {
    #[inline(never)]
    fn decode(&mut self, reader: &mut ArgumentReader<'_>) {
        *self = Self::from_number(reader.required_number(Self::LAST));
    }
}

impl<'a> Decode<'a> for Vec<(&'a str, &'a str)> {
    #[inline(never)]
    fn decode(&mut self, reader: &mut ArgumentReader<'a>) {
        for _ in 0..reader.items(2) {
            if reader.is_rejected() {
                break;
            }
            let name = reader.required_text();
            self.push((name, reader.required_text()));
        }
    }
}

#[cfg(feature = "signer")]
impl<'a> Decode<'a> for Vec<Condition<&'a str>> {
    #[inline(never)]
    fn decode(&mut self, reader: &mut ArgumentReader<'a>) {
        for _ in 0..reader.items(3) {
            let operator = reader.required_text();
            let first = reader.required_text();
            match Condition::from_operands(operator, first, reader.required_text()) {
                Ok(condition) => self.push(condition),
                Err(_) => return reader.reject(),
            }
        }
    }
}

#[cfg(feature = "signer")]
impl Decode<'_> for Addressing {
    fn decode(&mut self, reader: &mut ArgumentReader<'_>) {
        *self = match reader.choice("auto virtual path") {
            Some(1) => Self::Virtual,
            Some(2) => Self::Path,
            _ => Self::Auto,
        };
    }
}

#[cfg(feature = "signer")]
impl Decode<'_> for Option<Protocol> {
    fn decode(&mut self, reader: &mut ArgumentReader<'_>) {
        *self = match reader.choice("https http") {
            Some(0) => Some(Protocol::Https),
            Some(_) => Some(Protocol::Http),
            None => None,
        };
    }
}

#[cfg(feature = "signer")]
impl Decode<'_> for SignatureVersion {
    fn decode(&mut self, reader: &mut ArgumentReader<'_>) {
        *self = match reader.choice("v4 v2") {
            Some(1) => Self::V2,
            _ => Self::V4,
        };
    }
}

#[cfg(feature = "signer")]
impl Decode<'_> for Method {
    fn decode(&mut self, reader: &mut ArgumentReader<'_>) {
        *self = match reader.choice("GET HEAD PUT DELETE POST") {
            Some(1) => Self::Head,
            Some(2) => Self::Put,
            Some(3) => Self::Delete,
            Some(4) => Self::Post,
            _ => Self::Get,
        };
    }
}

/// Appends the reply of a call that fails.
#[inline(never)]
pub(super) fn push_error(error: &Error, reply: &mut String) {
    reply.push_str("\n");
    push_number(Some(error.reason() as u64), reply);
    push_number(error.index().map(|index| index as u64), reply);
    error.field().encode(reply);
    push_number(Some(error.parameters().len() as u64), reply);
    for parameter in error.parameters() {
        parameter.as_str().encode(reply);
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
        let mut units = self.len();
        if !self.is_ascii() {
            // The first byte of a character counts: once, or twice if UTF-16 has a pair of surrogates for the character.
            for byte in self.bytes() {
                match byte {
                    0x80..0xC0 => units -= 1,
                    0xF0.. => units += 1,
                    _ => {}
                }
            }
        }
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

#[inline(never)]
fn push_number(number: Option<u64>, reply: &mut String) {
    if let Some(number) = number {
        reply.push_str(&decimal(number));
    }
    reply.push_str(":");
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::fuzzing::{decode_all, is_kept};
    use super::{ArgumentReader, Decode, OpenArguments, PostReply, push_error};
    use crate::error::{Code, Error, Reason};
    use crate::location::Addressing;
    use crate::signature_version::SignatureVersion;
    use crate::time::Timestamp;
    use proptest::prelude::{any, prop_assert, proptest};

    const OPEN: &str = "9:us-east-1::6:bucket0:0:1:0:4:path:2:v25:2:id:6:secret";

    #[test]
    fn arguments_are_decoded_by_the_order_of_their_fields() {
        let open = OpenArguments::decode(OPEN).expect("arguments");
        assert_eq!((open.region, open.endpoint), ("us-east-1", None));
        assert_eq!(open.bucket, Some("bucket"));
        assert!(open.fips && !open.dualstack && !open.accelerate && !open.global_endpoint);
        assert_eq!(open.addressing, Addressing::Path);
        assert_eq!(
            (open.protocol, open.signature),
            (None, SignatureVersion::V2)
        );
        assert_eq!(open.expiration, Timestamp::from_unix(5).ok());
        assert_eq!((open.access_key_id, open.session_token), (Some("id"), None));
        assert_eq!(open.secret_access_key, "secret");
    }

    /// Decodes a list of names and values, which must be the whole text.
    fn decode_pairs(text: &str) -> Result<Vec<(&str, &str)>, Error> {
        let mut reader = ArgumentReader(text);
        let mut pairs = Vec::new();
        pairs.decode(&mut reader);
        reader.finish().map(|()| pairs)
    }

    #[test]
    fn the_length_of_a_text_is_in_utf_16_units() {
        let pairs = decode_pairs("2:7:é😀a\n\0:1:b").expect("pairs");
        assert_eq!(pairs, [("é😀a\n\0:", "b")]);
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
        for pairs in ["1:1:a", "2:1:a", "999999999:1:a", ":"] {
            assert!(decode_pairs(pairs).is_err(), "{pairs}");
        }
    }

    #[test]
    fn a_reply_is_encoded_by_the_order_of_its_fields() {
        let post = PostReply {
            url: "u",
            expires_at: Timestamp::from_unix(7).expect("an instant"),
            limited_by: "request",
            content_type_prefix: Some("é😀:\n"),
            fields: &[("key".into(), "a".into())],
        };
        let mut reply = String::new();
        post.encode_to(&mut reply);
        assert_eq!(reply, "1:u7:7:request5:é😀:\n2:3:key1:a");
    }

    #[test]
    fn an_error_is_encoded_after_a_line_feed() {
        let error = Error::new(Reason::DateOutOfRange, "now", &["a", ""]).at_index(3);
        let mut reply = String::new();
        push_error(&error, &mut reply);
        let expected = format!("\n{}:3:3:now2:1:a0:", Reason::DateOutOfRange as u64);
        assert_eq!(reply, expected);
    }

    proptest! {
        #[test]
        fn any_text_is_decoded_or_rejected_without_a_panic(
            text in any::<String>(),
            pieces in proptest::collection::vec("[0-9]{0,3}:?|é|😀|,", 0..40),
        ) {
            for text in [text, pieces.concat()] {
                decode_all(&text);
            }
        }

        #[test]
        fn values_are_decoded_as_they_were_encoded(
            text in any::<String>(),
            optional in any::<Option<String>>(),
            pairs in any::<Vec<(String, String)>>(),
            seconds in proptest::option::of(0..253_402_300_800_i64),
            flag in any::<bool>(),
        ) {
            let instant = seconds.and_then(|seconds| Timestamp::from_unix(seconds).ok());
            prop_assert!(is_kept(&text, optional.as_deref(), &pairs, instant, flag));
        }
    }
}
