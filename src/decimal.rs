//! Decimal numbers, formatted and parsed without `format!`, which would add several KB to the wasm module.

use alloc::string::String;

use crate::text::ascii;

/// Appends `number` in decimal with at least `width` digits.
#[inline(never)]
pub(crate) fn push_padded(text: &mut String, number: i64, width: usize) {
    let mut digits = [b'0'; 20];
    let mut rest = number.unsigned_abs();
    let mut used = 0;
    for digit in digits.iter_mut().rev() {
        if rest == 0 && used >= width {
            break;
        }
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
        used += 1;
    }
    text.push_str(ascii(digits.get(digits.len() - used..).unwrap_or_default()));
}

/// Formats `number` in decimal.
pub(crate) fn decimal(number: u64) -> String {
    let mut text = String::new();
    push_padded(&mut text, i64::try_from(number).unwrap_or(i64::MAX), 1);
    text
}

/// Parses a number of 1 to 18 decimal digits. Returns None for any other text.
pub(crate) fn number(text: &str) -> Option<i64> {
    if text.is_empty() || text.len() > 18 {
        return None;
    }
    text.bytes().try_fold(0, |number, digit| {
        digit
            .is_ascii_digit()
            .then(|| number * 10 + i64::from(digit - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn number_accepts_1_to_18_digits_only() {
        assert_eq!(number("0123456789"), Some(123_456_789));
        assert_eq!(number("999999999999999999"), Some(999_999_999_999_999_999));
        for text in [
            "",
            "+1",
            "-1",
            "1 ",
            "1.5",
            "1e3",
            "0x1",
            "١",
            "1000000000000000000",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
