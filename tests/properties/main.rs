//! Properties of every input, tested on thousands of random inputs.
//!
//! A failure prints the smallest failing input. `PROPTEST_RNG_SEED=1` repeats the same inputs at every run, and
//! `PROPTEST_CASES=100000` sets their number.

mod aws_sigv4_crate;
mod checksums;
mod encoding;
mod forms;
mod inputs;
mod robustness;
mod sha256;
mod signing;
