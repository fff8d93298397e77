//! The seeded generator makes the recorded days; the resampled days keep what they promise.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

pub mod recorded;
pub mod resampled;
