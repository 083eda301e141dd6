//! The door to JavaScript: what the TypeScript side has read from its callers' options in, texts out. Nothing is
//! signed here.
//!
//! Everything that goes wrong goes out as a text, which the TypeScript side makes an error of.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "JavaScript's numbers are f64, and usize has 32 bits here"
)]
#![allow(
    clippy::needless_pass_by_value,
    reason = "wasm-bindgen passes strings by value"
)]
#![allow(missing_debug_implementations, reason = "JavaScript has no Debug")]

#[cfg(any(feature = "signer", feature = "reader"))]
mod error;

#[cfg(feature = "checksum")]
mod checksum;

#[cfg(feature = "signer")]
mod form;
#[cfg(feature = "signer")]
mod given;
#[cfg(feature = "signer")]
mod presigner;

#[cfg(feature = "reader")]
mod answer;
#[cfg(feature = "reader")]
mod explain;
#[cfg(feature = "reader")]
mod inspect;

#[cfg(feature = "limit")]
mod limit;

#[cfg(feature = "checksum")]
pub use checksum::{Checksum, combine};
#[cfg(feature = "signer")]
pub use form::{form_curl, form_data, form_html};
#[cfg(feature = "signer")]
pub use presigner::{Presigner, s3_uri};

#[cfg(feature = "module")]
mod alone {
    //! Without std, the module brings its own allocator and its own end of a panic. No panic is meant to
    //! be reachable; a trap is smaller than words that nobody could read.

    use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

    /// Wipes what is freed. Zeroize on drop could not do that for the strings that the glue passes in and out, nor for
    /// what a growing string leaves behind.
    #[cfg(feature = "signer")]
    #[global_allocator]
    static ALLOCATOR: zeroizing_alloc::ZeroAlloc<WasmDynamicTalc> =
        zeroizing_alloc::ZeroAlloc(new_wasm_dynamic_allocator());

    #[cfg(not(feature = "signer"))]
    #[global_allocator]
    static ALLOCATOR: WasmDynamicTalc = new_wasm_dynamic_allocator();

    #[panic_handler]
    fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
        core::arch::wasm32::unreachable()
    }
}
