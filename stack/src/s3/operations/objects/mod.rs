//! Objects: reading, writing, copying and deleting.

mod conditions;
mod copy;
mod delete;
mod get;
mod put;
mod selection;
mod shared;

pub use self::conditions::WriteConditions;
pub use self::copy::copy_object;
pub use self::delete::{delete_object, delete_objects};
pub use self::get::{get_object, head_object};
pub use self::put::put_object;
pub use self::shared::{find_source, stream};
