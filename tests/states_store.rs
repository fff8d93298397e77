//! The store of states: what it keeps, what it reports, and what its lists are made of.
#![cfg(not(target_arch = "wasm32"))]

#[path = "states_store/laws.rs"]
mod laws;
#[path = "states_store/recorded.rs"]
mod recorded;
#[path = "states_store/store.rs"]
mod store;
