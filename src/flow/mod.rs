//! How full is it, and who waits?
//!
//! Flights cross traffic volumes; each crossing is counted in the bin in which it enters. A regulation lets only so
//! many flights an hour into one volume, first in, first out; the rest wait on the ground. The objective says what a
//! way of letting flights through costs, in overload, in delay and in disturbance.
//!
//! Which hourly rates are worth trying depends on who enters and on what the volume can take; which of them cost least is
//! searched flow by flow.
//!
//! The pairs stand on each other in this order: `occupancy, entrants <- rate_grid`, `occupancy, entrants, delay <-
//! objective` and `objective, rate_grid <- rates`. The semantics are the *published* ones: those of the system from which the
//! recorded cases were taken, its surprises included. Each definition names the surprises where they matter.

mod argument;
pub mod delay;
pub mod demand;
pub mod effect;
pub mod entrants;
pub mod hold;
mod index;
pub mod objective;
pub mod occupancy;
pub mod rate_grid;
pub mod rates;
mod sample;
pub mod schedule;

pub use index::VolumeIndex;

use crate::model::Horizon;

/// The bin in which an interval counts once its flight is late by `delay_min` minutes; may lie outside the day.
///
/// `bin + floor((floor(entry) mod L + 60 delay) / L)` with bins of `L` seconds. The entry is measured from take-off,
/// not from the start of the bin: this is how the published system has it, and part of the definition.
pub(crate) fn delayed_bin(horizon: Horizon, bin: u16, entry_s: f64, delay_min: i64) -> i64 {
    let length = i64::from(horizon.bin_seconds());
    i64::from(bin) + (entry_offset(horizon, entry_s) + 60 * delay_min).div_euclid(length)
}

/// Whole seconds from take-off to entry, modulo the length of a bin.
#[expect(clippy::cast_possible_truncation, reason = "checked scenarios keep seconds within a few days")]
pub(crate) fn entry_offset(horizon: Horizon, entry_s: f64) -> i64 {
    (entry_s.floor() as i64).rem_euclid(i64::from(horizon.bin_seconds()))
}
