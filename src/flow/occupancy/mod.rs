//! Occupancy: how many flights does each volume hold in each bin, once some of them are late?
//!
//! An interval filed in bin `b`, entered `e` seconds after take-off, counts after a delay of `d` minutes in
//!
//! ```text
//! b' = b + floor((floor(e) mod L + 60 d) / L)        L = seconds in a bin
//! count[v][t] = |{ intervals in v with b' = t }|
//! ```
//!
//! With bins of 15 minutes, a flight filed in bin 32 that enters 60 s after take-off is still in bin 32 after 13
//! minutes (60 + 780 s < 900 s), and in bin 33 after 14.
//!
//! Promised: one row a requested volume in requested order; an interval that leaves the day is dropped, not wrapped;
//! a flight listed twice counts twice. The offset `floor(e) mod L` is taken from take-off, not from the clock: this
//! is the published definition, and why a delay may move only part of a flight's stay.

mod optimised;
mod reference;

use std::sync::Arc;

use ndarray::Array2;
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

use super::{VolumeIndex, sample};
use crate::model::{FlightId, VolumeId};
use crate::pair::{Pair, Side};
use crate::rng::Rng;
use crate::scenario::Traffic;

/// The pair `flow/occupancy`.
#[derive(Debug)]
pub struct Occupancy;

/// What is asked: the counts of some volumes, for some flights, with these delays.
#[derive(Debug, Clone)]
pub struct Input {
    /// The day.
    pub traffic: Arc<Traffic>,
    /// Minutes of delay, one a flight; a negative delay means early.
    pub delays_min: Vec<i64>,
    /// The volumes asked about, without repetition.
    pub volumes: Vec<VolumeId>,
    /// The flights to count, repetitions included; all of them once where `None`.
    pub flights: Option<Vec<FlightId>>,
}

impl Input {
    /// Asks about every volume and every flight.
    pub fn whole_day(traffic: Arc<Traffic>, delays_min: Vec<i64>) -> Self {
        let volumes = (0..traffic.volumes.len()).map(VolumeId::at).collect();
        Self { traffic, delays_min, volumes, flights: None }
    }
}

/// Requested volumes by bins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts(pub Array2<i32>);

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(Some(self.0.nrows()))?;
        for row in self.0.rows() {
            rows.serialize_element(&row.to_vec())?;
        }
        rows.end()
    }
}

/// The rolling sums of a row: entry `t` adds the `length` bins that begin at `t`, cut at the end of the day.
///
/// ```
/// # use loadline::{flow::occupancy::rolling, pair::Side};
/// assert_eq!(rolling(&[1, 2, 4, 8], 2, Side::Reference), [3, 6, 12, 8]);
/// ```
pub fn rolling(counts: &[i32], length: usize, side: Side) -> Vec<i64> {
    match side {
        Side::Reference => reference::rolling(counts, length),
        Side::Optimised => {
            let mut sums = Vec::with_capacity(counts.len());
            optimised::rolling(counts, length, |sum| sums.push(sum));
            sums.reverse();
            sums
        }
    }
}

pub(super) use optimised::rolling as optimised_rolling;

impl Pair for Occupancy {
    const NAME: &'static str = "flow/occupancy";
    const QUESTION: &'static str = "How many flights does each volume hold in each bin, once some of them are late?";
    const DEFINITION: &'static str = "count[v][t] = |{ intervals in v : bin + ⌊(⌊entry⌋ mod L + 60 delay) / L⌋ = t }|";
    type Input = Input;
    type Index = VolumeIndex;
    type Answer = Counts;

    fn reference(input: &Input) -> Counts {
        reference::occupancy(input)
    }

    fn index(input: &Input) -> VolumeIndex {
        VolumeIndex::new(&input.traffic)
    }

    fn optimised(input: &Input, index: &VolumeIndex) -> Counts {
        optimised::occupancy(input, index)
    }

    fn sample(rng: &mut Rng, size: u32) -> Input {
        let traffic = Arc::new(sample::traffic(rng, size));
        let delays_min = sample::delays(rng, traffic.flights.len());
        let mut input = Input::whole_day(Arc::clone(&traffic), delays_min);
        if rng.below(2) == 0 {
            input.volumes.retain(|_| rng.below(2) == 0);
        }
        if rng.below(3) == 0 {
            input.flights = Some(sample::flights(rng, traffic.flights.len()));
        }
        input
    }
}
