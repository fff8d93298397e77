//! A day of traffic made from a seed: the same on every host, and in every language that follows the definition.
//!
//! Flights cross a grid of cells, one step at a time, and stay in each cell for some minutes. Each cell is a volume
//! (`E0000`, `E0001`, … row by row), and each two by two cells are a larger one (`C0000`, …) that most flights are
//! counted in as well. A flight is looked at every 20 to 60 seconds; what is seen makes its intervals. The control
//! volume is the busiest, its window the busiest run of bins, and the flows are the flights that enter it there, by
//! the cell they come from. All arithmetic is in integers.
//!
//! The order of the draws is part of the definition; the recorded fingerprints in `tests/generator.rs` hold it still.
//!
//! ```
//! # use loadline::scenario::{Params, generate};
//! let day = generate(&Params::of_size("tiny", 1)?)?;
//! assert_eq!((day.flights.len(), day.volumes.len(), day.flows.len()), (20, 8, 4));
//! assert_eq!(day.volumes[day.control.index()].id, "C0000");
//! # Ok::<(), loadline::Error>(())
//! ```

mod flight;
mod params;
mod question;
mod route;

pub use params::Params;

use std::sync::Arc;

use crate::error::{Error, Result};
use crate::model::{Horizon, UtcMicros, VolumeId};
use crate::rng::Rng;
use crate::scenario::traffic::{Cell, Flights, Intervals, Traffic, Volume, Weights};

use flight::Presence;
use question::Census;
use route::Grid;

/// Midnight of 1 August 2023, the day that every generated flight takes off on.
const MIDNIGHT: UtcMicros = UtcMicros(1_690_848_000_000_000);

/// The most intervals that a generated or resampled day may have: as many as a file; a European day has 1.65 million.
pub(super) const MAX_INTERVALS: usize = 3_000_000;

/// The day that these parameters describe.
///
/// It lists only flights that exist; the names without a flight that `ghosts` adds are [`Params::ghost_names`].
/// The cost is linear in the number of intervals.
///
/// # Errors
/// [`Error::Argument`] when a parameter is out of its range, or when the flights would make more than 3 million
/// intervals.
pub fn generate(params: &Params) -> Result<Traffic> {
    let horizon = params.check()?;
    let grid = params.grid();
    let mut rng = Rng::new(params.seed);
    let (flights, intervals) = fly(params, &grid, horizon, &mut rng)?;
    let census = Census::of(&intervals, grid.volumes(), horizon);
    let control = census.busiest(params.control_rank);
    let window = census.busiest_window(control, params.window_len);
    let flows = question::flows(params, &grid, &flights, &intervals, control, &window, &mut rng);
    let volumes = question::capacities(params, &census, &mut rng)
        .zip(grid.volume_names())
        .map(|(hourly_capacity, id)| Volume {
            id,
            hourly_capacity,
            lower_level: None,
            upper_level: None,
            outline: Vec::new(),
        })
        .collect();
    Ok(Traffic {
        horizon,
        volumes,
        flights: Arc::new(flights),
        intervals: Arc::new(intervals),
        flows,
        control,
        target: window.clone().map(|bin| Cell { volume: control, bin }).collect(),
        window,
        weights: Weights::default(),
        ripple: Vec::new(),
        candidates: Vec::new(),
    })
}

/// All flights and their intervals.
fn fly(params: &Params, grid: &Grid, horizon: Horizon, rng: &mut Rng) -> Result<(Flights, Intervals)> {
    let hubs: Vec<_> = (0..params.hubs).map(|_| grid.draw(rng)).collect();
    let mut flights = Flights { first_interval: vec![0], ..Flights::default() };
    let mut intervals = Intervals::default();
    for number in 0..params.n_flights {
        let takeoff_s = flight::takeoff_s(rng);
        for presence in flight::presences(params, grid, &hubs, horizon, takeoff_s, rng) {
            push(&mut intervals, &presence);
        }
        if intervals.len() > MAX_INTERVALS {
            return Err(too_many_intervals("nFlights"));
        }
        flights.ids.push(format!("F{number:05}"));
        flights.takeoff.push(UtcMicros(MIDNIGHT.0 + takeoff_s.cast_signed() * 1_000_000));
        flights.operator.push(None);
        flights.first_interval.push(position(intervals.len()));
    }
    Ok((flights, intervals))
}

/// The refusal of a day that would not fit.
pub(super) fn too_many_intervals(at: &str) -> Error {
    Error::argument(at, "the flights make more than 3,000,000 intervals", "ask for fewer flights, or for longer bins")
}

/// A position among the intervals, as [`Flights::first_interval`] holds it.
pub(super) fn position(interval: usize) -> u32 {
    u32::try_from(interval).expect("the limit of intervals is below 2^32")
}

#[expect(clippy::cast_precision_loss, reason = "a flight lasts far fewer than 2^53 microseconds")]
fn push(intervals: &mut Intervals, presence: &Presence) {
    intervals.volume.push(presence.volume);
    intervals.bin.push(presence.bin);
    intervals.entry_s.push(presence.entry_us as f64 / 1e6);
    intervals.exit_s.push(presence.exit_us as f64 / 1e6);
}

/// The volume in row `index` of the grid's list.
fn volume(index: u64) -> VolumeId {
    VolumeId(u32::try_from(index).expect("the limits of the grid keep volumes within 32 bits"))
}
