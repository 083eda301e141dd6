//! The core's errors, as JavaScript gets them.

use alloc::string::String;

use crate::decimal::decimal;
use crate::error::Error;
use crate::text::push_all;

/// Returns the reply of a call: the text, or a line feed and the error. No other reply begins with a line feed.
///
/// An error is the number of its reason, the index of the key at fault if there is one, the field, and the number of
/// parameters followed by them, in the format of the arguments. `js/wire.ts` decodes it.
#[inline(never)]
pub(super) fn answer(result: Result<String, Error>) -> String {
    match result {
        Ok(text) => text,
        Err(error) => {
            let mut reply = String::from("\n");
            push_number(Some(error.reason() as usize), &mut reply);
            push_number(error.index(), &mut reply);
            push_text(error.field(), &mut reply);
            push_number(Some(error.parameters().len()), &mut reply);
            for parameter in error.parameters() {
                push_text(parameter, &mut reply);
            }
            reply
        }
    }
}

fn push_number(number: Option<usize>, reply: &mut String) {
    if let Some(number) = number {
        reply.push_str(&decimal(number as u64));
    }
    reply.push(':');
}

fn push_text(text: &str, reply: &mut String) {
    let units = text.chars().map(char::len_utf16).sum();
    push_number(Some(units), reply);
    push_all(&[text], reply);
}
