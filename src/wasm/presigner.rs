//! The signer of a page. Secrets go in once, and never come out.

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::prelude::*;

use super::wire::{
    Call, OpenArguments, PostArguments, PostReply, ShareArguments, ShareReply, malformed,
    push_error,
};
use crate::credentials::Credentials;
use crate::error::Error;
use crate::expiry::Expiry;
use crate::location::{Location, Variants};
use crate::post::KeyRule;
use crate::signature_version::SignatureVersion;
use crate::time::Timestamp;
use crate::url_signer::UrlSigner;
use crate::v4::SigningKeyCache;
use s3_signpost_sha256::lanes::Engine;

/// Signs for one set of credentials at one location.
///
/// The constructor makes a closed one, and [`Call::Open`] replies with its errors: a constructor that throws would bring
/// a table of JavaScript's values into the module.
#[wasm_bindgen]
#[derive(Default)]
pub struct Presigner {
    place: Option<Place>,
    credentials: Option<Credentials>,
    /// For `credentials`.
    keys: SigningKeyCache,
    shared: Option<UrlSigner>,
    /// Bytes that JavaScript writes for the next call.
    input: Vec<u8>,
    /// The reply of the last call.
    output: String,
}

/// The location of an open presigner.
struct Place {
    signature: SignatureVersion,
    location: Location,
}

#[wasm_bindgen]
impl Presigner {
    /// Makes a presigner that is not open yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes room for `length` bytes of UTF-8, the input of the next call. Returns its address.
    pub fn input(&mut self, length: u32) -> *mut u8 {
        self.input.resize(length as usize, 0);
        self.input.as_mut_ptr()
    }

    /// The address of the reply of the last call, until the next one.
    pub fn output(&mut self) -> *const u8 {
        self.output.as_ptr()
    }

    /// Performs a [`Call`], by its number. The input is its arguments. Returns the length of its reply in bytes. One function
    /// for all is smaller than one for each, in the module and in the glue.
    pub fn call(&mut self, call: u32) -> u32 {
        // Taken, so that the allocator wipes it: it can hold secrets.
        let arguments = core::mem::take(&mut self.input);
        let result = core::str::from_utf8(&arguments)
            .map_err(|_| malformed())
            .and_then(|arguments| self.perform(call, arguments));
        self.reply(result)
    }

    fn perform(&mut self, call: u32, arguments: &str) -> Result<(), Error> {
        const CALLS: [Call; 3] = [Call::Open, Call::Share, Call::PresignPost];
        self.output.clear();
        match CALLS.get(call as usize) {
            Some(Call::Open) => self.open(arguments),
            Some(Call::Share) => self.share(arguments),
            Some(Call::PresignPost) => self.presign_post(arguments),
            None => Err(malformed()),
        }
    }

    fn open(&mut self, arguments: &str) -> Result<(), Error> {
        let arguments = OpenArguments::decode(arguments)?;
        let bucket = arguments.bucket;
        let mut location = Location::from_parts(arguments.region, arguments.endpoint)?;
        location.set_variants(Variants {
            dualstack: arguments.dualstack,
            accelerate: arguments.accelerate,
            fips: arguments.fips,
            global: arguments.global_endpoint,
        })?;
        location.set_addressing(arguments.addressing);
        if let Some(protocol) = arguments.protocol {
            location.set_protocol(protocol)?;
        }
        if let Some(origin) = arguments.public_endpoint {
            location.set_public_endpoint(origin)?;
        }
        // A wrong default bucket fails here, not at the first request that relies on it.
        if bucket.is_some() {
            location.address(bucket)?;
        }
        let signature = arguments.signature;
        signature.check(&location, bucket)?;
        if let Some(access_key_id) = arguments.access_key_id {
            self.keys = SigningKeyCache::default();
            self.credentials = Some(Credentials::from_parts(
                access_key_id,
                arguments.secret_access_key,
                arguments.session_token,
                arguments.expiration,
            )?);
        }
        self.place = Some(Place {
            signature,
            location,
        });
        Ok(())
    }

    /// Checks a request, and hashes the part that is the same for all keys, which [`sign`](Self::sign) then uses.
    fn share(&mut self, arguments: &str) -> Result<(), Error> {
        let (Some(place), Some(credentials)) = (&self.place, &self.credentials) else {
            return Err(malformed());
        };
        let mut share = ShareArguments::default();
        share.decode_from(arguments)?;
        share.request.expiry = expiry(share.expires_in, share.expires_at);
        let signer = place.signature.url_signer(
            &mut self.keys,
            credentials,
            &place.location,
            &share.request,
            share.now,
        )?;
        let shared = signer.request();
        ShareReply {
            origin: shared.address.origin(),
            suffix: signer.suffix(),
            expires_at: shared.validity.expires_at,
            limited_by: shared.validity.limited_by.as_str(),
            base: shared.address.path(),
        }
        .encode_to(&mut self.output);
        self.shared = Some(signer);
        Ok(())
    }

    /// Signs the key in the input, or the bucket if there is no key. Returns the length in bytes of `sign` in the grammar of
    /// [`wire`](super::wire).
    pub fn sign(&mut self, has_key: bool) -> u32 {
        self.output.clear();
        let key = has_key.then(|| utf8(&self.input));
        let result = match &mut self.shared {
            Some(signer) => signer.sign(key, &mut self.output),
            None => Err(malformed()),
        };
        self.reply(result)
    }

    /// Signs each of the `keys` of the grammar in the input. Returns the length in bytes of `sign-many`.
    #[wasm_bindgen(js_name = signMany)]
    pub fn sign_many(&mut self, has_simd: bool) -> u32 {
        let keys = self.input.split(|byte| *byte == 0).map(utf8);
        let result = match (&mut self.shared, Engine::with_simd(has_simd)) {
            (Some(signer), Some(engine)) => signer.sign_many(keys, engine),
            (Some(signer), None) => signer.sign_each(keys),
            (None, _) => Err(malformed()),
        };
        let result = result.map(|signed| self.output = signed);
        self.reply(result)
    }

    /// Returns the length of the reply. An error replaces what was written of it.
    fn reply(&mut self, result: Result<(), Error>) -> u32 {
        if let Err(error) = result {
            self.output.clear();
            push_error(&error, &mut self.output);
        }
        self.output.len() as u32
    }

    fn presign_post(&mut self, arguments: &str) -> Result<(), Error> {
        let (Some(place), Some(credentials)) = (&self.place, &self.credentials) else {
            return Err(malformed());
        };
        let mut post = PostArguments::default();
        post.decode_from(arguments)?;
        post.request.expiry = expiry(post.expires_in, post.expires_at);
        post.request.key = match (post.key, post.key_starts_with) {
            (Some(key), None) => KeyRule::Exact(key),
            (None, Some(prefix)) => KeyRule::StartsWith(prefix),
            (Some(_), Some(_)) | (None, None) => return Err(malformed()),
        };
        let post = place.signature.presign_post_with(
            &mut self.keys,
            credentials,
            &place.location,
            &post.request,
            post.now,
        )?;
        PostReply {
            url: &post.url,
            expires_at: post.expires_at,
            limited_by: post.limited_by.as_str(),
            content_type_prefix: post.content_type_prefix.as_deref(),
            fields: &post.fields,
        }
        .encode_to(&mut self.output);
        Ok(())
    }
}

impl Presigner {
    /// Sets the input, for callers in Rust.
    pub fn set_input(&mut self, input: &str) {
        self.input = input.into();
    }

    /// The reply of the last call, for callers in Rust.
    pub fn reply_text(&self) -> &str {
        &self.output
    }
}

/// JavaScript writes nothing but UTF-8.
fn utf8(bytes: &[u8]) -> &str {
    core::str::from_utf8(bytes).unwrap_or_default()
}

/// An hour if neither is set. JavaScript never sets both.
fn expiry(expires_in: Option<u32>, expires_at: Option<Timestamp>) -> Expiry {
    let expires_in = expires_in.map(Expiry::In);
    expires_in
        .or_else(|| expires_at.map(Expiry::At))
        .unwrap_or_default()
}
