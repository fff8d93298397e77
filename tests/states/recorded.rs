//! Recorded steps.
