//! Contracts to be executed: what each binds, which must wait for which, and what past executions took.

mod model;

pub use model::{Contract, Contracts, Execution, Limits, Slot};
