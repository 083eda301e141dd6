//! Option objects, read property by property, so that every error names the option as it was spelled.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use js_sys::{Array, Date, Object, Reflect, Symbol};
use wasm_bindgen::{JsCast, JsValue};

use crate::error::{Code, Error, item, sentence};
use crate::time::Timestamp;

/// An object whose properties are all known.
pub(super) struct Options<'a> {
    value: Cow<'a, JsValue>,
    /// `response.` for a nested object, else empty.
    path: &'static str,
}

impl<'a> Options<'a> {
    /// Fails with [`Code::InvalidOption`] where `value` is no object, or has a property besides `known`:
    /// a misspelt option would otherwise be ignored in silence.
    pub(super) fn new(value: &'a JsValue, known: &[&str]) -> Result<Self, Error> {
        Self::checked(Cow::Borrowed(value), "", known)
    }

    fn checked(value: Cow<'a, JsValue>, path: &'static str, known: &[&str]) -> Result<Self, Error> {
        if !is_plain(&value) {
            return Err(Error::new(
                Code::InvalidOption,
                if path.is_empty() { "options" } else { path },
                "It is not an object with options.",
                "Write it as { … }.",
            ));
        }
        let options = Self { value, path };
        for name in Object::keys(options.value.unchecked_ref::<Object>()).iter() {
            let name = name.as_string().unwrap_or_default();
            if !known.contains(&name.as_str()) {
                return Err(Error::new(
                    Code::InvalidOption,
                    options.field(&name),
                    "There is no such option.",
                    sentence(&["The options here are ", &known.join(", "), "."]),
                ));
            }
        }
        Ok(options)
    }

    /// The object in a property.
    pub(super) fn nested(
        &self,
        name: &'static str,
        known: &[&str],
    ) -> Result<Option<Options<'static>>, Error> {
        self.get(name)?
            .map(|value| Options::checked(Cow::Owned(value), name, known))
            .transpose()
    }

    pub(super) fn string(&self, name: &str) -> Result<Option<String>, Error> {
        self.get(name)?
            .map(|value| string(&value, &self.field(name)))
            .transpose()
    }

    pub(super) fn boolean(&self, name: &str) -> Result<bool, Error> {
        match self.get(name)? {
            None => Ok(false),
            Some(value) => value
                .as_bool()
                .ok_or_else(|| wrong_type(&self.field(name), "true or false")),
        }
    }

    pub(super) fn number(&self, name: &str) -> Result<Option<f64>, Error> {
        self.get(name)?
            .map(|value| {
                value
                    .as_f64()
                    .ok_or_else(|| wrong_type(&self.field(name), "a number"))
            })
            .transpose()
    }

    /// A whole number of bytes.
    pub(super) fn size(&self, name: &str) -> Result<Option<u64>, Error> {
        self.number(name)?
            .map(|number| whole(number, &self.field(name)))
            .transpose()
    }

    /// An instant, of which the core keeps whole seconds.
    pub(super) fn date(&self, name: &str) -> Result<Option<Timestamp>, Error> {
        let Some(value) = self.get(name)? else {
            return Ok(None);
        };
        let date = value
            .dyn_ref::<Date>()
            .ok_or_else(|| wrong_type(&self.field(name), "a Date"))?;
        instant(date.get_time())
            .map(Some)
            .map_err(|error| error.with_field(self.field(name)))
    }

    /// A record of texts, in its own order.
    pub(super) fn record(&self, name: &'static str) -> Result<Vec<(String, String)>, Error> {
        let Some(value) = self.get(name)? else {
            return Ok(Vec::new());
        };
        if !is_plain(&value) {
            return Err(wrong_type(
                &self.field(name),
                "an object whose values are strings",
            ));
        }
        texts(&value, name)
    }

    /// The items of an array.
    pub(super) fn array(&self, name: &str) -> Result<Vec<JsValue>, Error> {
        match self.get(name)? {
            None => Ok(Vec::new()),
            Some(value) => value
                .dyn_ref::<Array>()
                .map(|array| array.iter().collect())
                .ok_or_else(|| wrong_type(&self.field(name), "an array")),
        }
    }

    /// None for a property that is absent, undefined or null.
    fn get(&self, name: &str) -> Result<Option<JsValue>, Error> {
        match Reflect::get(&self.value, &name.into()) {
            Ok(value) if value.is_undefined() || value.is_null() => Ok(None),
            Ok(value) => Ok(Some(value)),
            // A getter or a proxy threw; its reason may hold anything, so it stays out.
            Err(_) => Err(wrong_type(&self.field(name), "a property that can be read")),
        }
    }

    pub(super) fn field(&self, name: &str) -> String {
        if self.path.is_empty() {
            name.into()
        } else {
            item(self.path, name)
        }
    }
}

/// The properties of an object, whose values must be texts.
pub(super) fn texts(value: &JsValue, collection: &str) -> Result<Vec<(String, String)>, Error> {
    let mut pairs = Vec::new();
    for entry in Object::entries(value.unchecked_ref::<Object>()).iter() {
        let entry: Array = entry.unchecked_into();
        let name = string(&entry.get(0), collection)?;
        let field = item(collection, &name);
        let text = string(&entry.get(1), &field)?;
        pairs.push((name, text));
    }
    Ok(pairs)
}

/// A text that UTF-8 can carry. JavaScript's own conversion would put U+FFFD for half a surrogate pair,
/// and name another object than the one that was asked for.
pub(super) fn string(value: &JsValue, field: &str) -> Result<String, Error> {
    let Some(text) = value.as_string() else {
        return Err(wrong_type(field, "a string"));
    };
    if text
        .chars()
        .any(|character| character == char::REPLACEMENT_CHARACTER)
        && !Object::is(&text.as_str().into(), value)
    {
        let code = match field {
            "key" | "keyStartsWith" => Code::InvalidKey,
            _ => Code::InvalidOption,
        };
        return Err(Error::new(
            code,
            field,
            "It has half of a surrogate pair, which is no character and cannot be sent.",
            "Cut strings between characters; String.prototype.isWellFormed tells.",
        ));
    }
    Ok(text)
}

/// A whole number that JavaScript holds exactly.
pub(super) fn whole(number: f64, field: &str) -> Result<u64, Error> {
    if (0.0..=9_007_199_254_740_991.0).contains(&number) && number == (number as u64) as f64 {
        Ok(number as u64)
    } else {
        Err(Error::new(
            Code::InvalidOption,
            field,
            "It is not a whole number of bytes.",
            "Give 0 or more, without a fraction.",
        ))
    }
}

/// Milliseconds since 1970, of which the core keeps whole seconds.
pub(super) fn instant(milliseconds: f64) -> Result<Timestamp, Error> {
    if milliseconds.is_nan() {
        return Err(Error::new(
            Code::InvalidDate,
            "signingDate",
            "It is an invalid Date.",
            "Check the text or the number that it was made from.",
        ));
    }
    // Rounded towards the past, as every clock that shows seconds does; out of range it saturates, and
    // the core says so.
    let whole = (milliseconds / 1000.0) as i64;
    Timestamp::from_unix(if milliseconds < 0.0 { -1 } else { whole })
}

pub(super) fn wrong_type(field: &str, wanted: &str) -> Error {
    Error::new(
        Code::InvalidOption,
        field,
        sentence(&["It is not ", wanted, "."]),
        sentence(&["Give ", wanted, "."]),
    )
}

/// Whether its properties are what it holds. An array, a Map, a Headers and a URLSearchParams keep theirs
/// elsewhere: read by property they would be empty, and what they hold would be left out in silence.
fn is_plain(value: &JsValue) -> bool {
    value.is_object() && !matches!(Reflect::has(value, &Symbol::iterator()), Ok(true))
}
