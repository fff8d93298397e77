//! The hot paths of busy systems, each written twice: once plainly, once fast.

#[cfg(feature = "bindings")]
pub mod bindings;
pub mod catalogue;
pub mod error;
pub mod flow;
pub mod math;
pub mod measure;
pub mod model;
pub mod pair;
pub mod rng;
pub mod scenario;

pub use error::{Error, Result};
