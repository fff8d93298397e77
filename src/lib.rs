//! The hot paths of busy systems, each written twice: once plainly, once fast.

pub mod error;
pub mod math;
pub mod model;
pub mod rng;
pub mod scenario;

pub use error::{Error, Result};
