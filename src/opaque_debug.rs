//! `Debug` for types that hold secrets or signed URLs.

/// Implements `Debug` with the type's name and none of its fields.
macro_rules! opaque_debug {
    ($type:ty, $name:literal) => {
        impl core::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                formatter.debug_struct($name).finish_non_exhaustive()
            }
        }
    };
}

pub(crate) use opaque_debug;
