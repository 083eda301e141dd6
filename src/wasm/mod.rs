//! The border to JavaScript: each call takes its arguments in one text and replies with one text. JavaScript writes and
//! reads both in the module's memory. Nothing is signed here.
//!
//! No call throws. An error is a reply, of which `js/wire.ts` makes an exception.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "JavaScript's numbers are f64, and usize has 32 bits here"
)]
#![allow(missing_debug_implementations, reason = "JavaScript has no Debug")]

// On the host only its tests use it.
#[cfg(feature = "signer")]
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
mod wire;

#[cfg(fuzzing)]
pub use wire::fuzzing;

#[cfg(all(target_arch = "wasm32", feature = "checksum"))]
mod checksum;
#[cfg(all(target_arch = "wasm32", feature = "limit"))]
mod limit;
#[cfg(all(target_arch = "wasm32", feature = "signer"))]
mod presigner;

#[cfg(all(target_arch = "wasm32", feature = "checksum"))]
pub use checksum::{Checksum, combine};
#[cfg(all(target_arch = "wasm32", feature = "signer"))]
pub use presigner::Presigner;
#[cfg(all(target_arch = "wasm32", feature = "signer"))]
pub use wire::Call;

#[cfg(feature = "module")]
mod alone {
    //! The allocator and the panic handler of a module without std. No panic is reachable; the handler is a trap, which
    //! is smaller than a message.

    use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

    /// Wipes memory as it is freed. Zeroize on drop would miss the strings of the glue, and the copies that a growing
    /// string leaves.
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
