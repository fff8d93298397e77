//! Hotspots: where is more declared to be too much, and which place is worst?
//!
//! ```text
//! hotspot = maximal run of consecutive windows (or samples) of one volume and kind with count > limit
//! area = sum over the run of (count - limit) * step                    in flight-seconds
//! order: area descending, largest excess descending, volume, kind, from
//! ```
//!
//! With a limit of 2 an hour and three flights at 10:00, the windows that start at 09:15, 09:30, 09:45 and 10:00 hold one too
//! many: one hotspot from 09:15 to 11:00, its area 4 * 1 * 900 = 3,600 flight-seconds.
//!
//! There are three kinds: `entry` (windows of section counts), `peak` (samples above the peak) and `sustain` (samples above
//! the sustained threshold, for at least its minutes). Names compare by bytes.

mod optimised;
pub(crate) mod reference;

use std::sync::Arc;

use serde::Serialize;

use super::{counts, sample};
use crate::pair::Pair;
use crate::rng::Rng;

/// The pair `sound/hotspots`.
#[derive(Debug)]
pub struct Hotspots;

/// What there is too much of. In order of their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// Flights entering in a window.
    Entry,
    /// Flights inside, above the peak.
    Peak,
    /// Flights inside, above the sustained threshold for too long.
    Sustain,
}

/// One run of overload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Hotspot {
    /// The volume's name.
    pub volume: String,
    /// What there is too much of.
    pub kind: Kind,
    /// Where the first window starts, in seconds of the day.
    #[serde(rename = "from")]
    pub from_s: i64,
    /// Where the last window ends.
    #[serde(rename = "to")]
    pub to_s: i64,
    /// How many windows or samples.
    pub cells: i64,
    /// Excess times step, summed, in flight-seconds.
    pub area_s: i64,
    /// The largest excess, in flights.
    pub max_excess: i64,
    /// Where that is first reached.
    #[serde(rename = "worstAt")]
    pub worst_at_s: i64,
    /// The count there.
    pub count: i64,
    /// The limit there.
    pub limit: i64,
}

impl Pair for Hotspots {
    const NAME: &'static str = "sound/hotspots";
    const QUESTION: &'static str = "Where is there more than is declared to fit, and where is it worst?";
    const DEFINITION: &'static str = "maximal runs of count > limit, by Σ (count − limit) · step descending";
    type Input = counts::Input;
    type Index = counts::Network;
    type Answer = Vec<Hotspot>;

    fn reference(input: &counts::Input) -> Vec<Hotspot> {
        reference::hotspots(&input.day, &input.delays_min, &input.analysis)
    }

    fn index(input: &counts::Input) -> counts::Network {
        counts::Network::new(Arc::clone(&input.day), input.analysis)
    }

    fn optimised(input: &counts::Input, index: &counts::Network) -> Vec<Hotspot> {
        optimised::hotspots(index, &input.delays_min)
    }

    fn sample(rng: &mut Rng, size: u32) -> counts::Input {
        let day = sample::day(rng, size);
        let analysis = sample::analysis(rng);
        let delays_min = sample::delays_min(rng, &day);
        counts::Input { day: Arc::new(day), delays_min, analysis }
    }
}

pub(crate) use optimised::collect;
