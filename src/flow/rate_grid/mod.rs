//! Rate grid: which hourly rates are worth trying?
//!
//! ```text
//! of all flows together, and of each flow with an entrant:
//!     peak = most entrants in one hour       mean = ⌈entrants / hours of the window⌉
//! capacity = median of the declared capacities of the hours that the window touches; 0 where there are none
//!
//! worth trying: x · capacity, x · peak and x · mean of all,          x = 0.5, 0.67, 0.8, 1, 1.25, 1.5
//!               x · capacity · the flow's share of the entrants,     the same x
//!               the flow's mean, and x · its peak,                   x = 0.67, 1, 1.5
//! ```
//!
//! Each is rounded to the nearest whole rate (a tie to the even one) and kept between 1 and `max_rate`; what is not above
//! 0 is left out. No limit (∞) comes first, then each rate once, largest first. At most `max_candidates` are *built*, ∞
//! among them: of more, the largest and the smallest stay, and for `r` places left every `step`-th of the `n`, counted from
//! the largest: positions `⌊step / 2⌋`, `⌊step / 2⌋ + step`, …, where `step = ⌊n / r⌋`, at least 1. The *resolved* grid
//! is ∞ and the finite rates of the built and of the configured grid together, largest first.
//!
//! Two flows of 3 and 1 entrants, all in the window's one hour, whose capacity is 2: of all, 1, 1, 2, 2, 2 (2.5), 3 of the
//! capacity and 2, 3, 3, 4, 5, 6 of the peak and of the mean; of the flows 1 (0.75), 1, 1, 2, 2, 2 and 1 with a mean of
//! 3 and peaks 2, 3, 4 (4.5), and 0 (0.25), 0, 0, 0 (0.5), 1, 1 with 1 and 1, 1, 2, where a rate that rounds to 0 is 1.
//! Built: ∞, 6, 5, 4, 3, 2, 1.
//!
//! As published, with these surprises. An entrant is an *interval*, so a stay over three bins raises the peak by three. The
//! flows stay apart even where they are regulated as one. An hour's capacity counts once, however much of it lies in the
//! window. Thinning may keep fewer than it could: a position that has been kept already takes no other's place. And the
//! configured grid is merged afterwards, so `max_candidates` does not bound the resolved one; negative rates and 0 stay.
//!
//! Promised: the products are taken from left to right as they stand above, so that both sides round the same numbers.
//! No recorded grid was thinned to one finite rate: it is the largest here.

mod optimised;
mod reference;
mod sample;

use core::ops::Range;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::Serialize;

use super::entrants::{self, Entrant, Entrants};
use crate::model::{Horizon, VolumeId};
use crate::pair::{self, Pair, Side, ask};
use crate::rng::Rng;
use crate::scenario::Traffic;

/// The pair `flow/rate_grid`.
#[derive(Debug)]
pub struct RateGrid;

/// How far a grid may reach.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The configured rates, in flights an hour: merged into the resolved grid, except what is infinite or NaN.
    pub grid: Vec<f64>,
    /// The highest rate built, in flights an hour; 0 counts as 1.
    pub max_rate: u32,
    /// How many rates are built at most, ∞ among them; one besides ∞ always may be.
    pub max_candidates: u32,
}

/// The published ones.
impl Default for Settings {
    fn default() -> Self {
        let grid = vec![f64::INFINITY, 60.0, 48.0, 36.0, 24.0, 18.0, 12.0, 6.0];
        Self { grid, max_rate: 120, max_candidates: 8 }
    }
}

/// What is asked: rates for these entrants at this capacity.
#[derive(Debug, Clone)]
pub struct Input {
    /// The day.
    pub horizon: Horizon,
    /// The bins of the window, half-open; may reach beyond the day. One without a bin counts as its first bin.
    pub window: Range<u32>,
    /// By flow, in any order: the bin in which each entrant's interval is filed. Bins outside the window do not count.
    pub entry_bins: Vec<Vec<u16>>,
    /// Flights an hour that the regulated volume can take, by hour of the day; what is below 0 or NaN does not count.
    pub hourly_capacity: IndexMap<u32, f64>,
    /// How far the grid may reach.
    pub settings: Settings,
}

impl Input {
    /// Asks about the scenario's own control volume and window, by the published settings.
    pub fn of(traffic: &Arc<Traffic>, side: Side) -> Self {
        let entrants = ask::<Entrants>(&entrants::Input::of(Arc::clone(traffic)), side);
        Self::new(traffic, traffic.control, traffic.window.clone(), &entrants, Settings::default())
    }

    /// Asks about any volume and window, given what `flow/entrants` answers for them.
    ///
    /// # Panics
    /// When the day has no such volume.
    pub fn new(
        traffic: &Traffic,
        control: VolumeId,
        window: Range<u32>,
        entrants: &[Vec<Entrant>],
        settings: Settings,
    ) -> Self {
        Self {
            horizon: traffic.horizon,
            window,
            entry_bins: entrants.iter().map(|flow| flow.iter().map(|entrant| entrant.bin).collect()).collect(),
            hourly_capacity: traffic.volumes[control.index()].hourly_capacity.clone(),
            settings,
        }
    }

    /// The bins that count: those of the window, or its first where it has none.
    fn active(&self) -> Range<u32> {
        self.window.start..self.window.end.max(self.window.start.saturating_add(1))
    }
}

/// Rates in flights an hour, no limit (∞) first, then largest first, each once.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Grid {
    /// Those made from the demand.
    #[serde(serialize_with = "pair::exact_each")]
    pub built: Vec<f64>,
    /// Those and the configured ones.
    #[serde(serialize_with = "pair::exact_each")]
    pub resolved: Vec<f64>,
}

impl Pair for RateGrid {
    const NAME: &'static str = "flow/rate_grid";
    const QUESTION: &'static str = "Which hourly rates are worth trying?";
    const DEFINITION: &'static str =
        "∞ ∪ thin { ⌊x · base⌉ : base ∈ {capacity, peak, mean} of all and of each flow, ½ ≤ x ≤ 1½ }";
    type Input = Input;
    /// Nothing: a grid is asked for once, so what could be kept ready is part of the answer's time.
    type Index = ();
    type Answer = Grid;

    fn reference(input: &Input) -> Grid {
        reference::rate_grid(input)
    }

    fn index(_: &Input) {}

    fn optimised(input: &Input, (): &()) -> Grid {
        optimised::rate_grid(input)
    }

    fn sample(rng: &mut Rng, size: u32) -> Input {
        sample::input(rng, size)
    }
}
