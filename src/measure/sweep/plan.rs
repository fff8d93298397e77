//! What grows, how far, and how long each size is timed.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::measure::check_blocks_and_batch;
use crate::scenario::Params;

/// What grows along a sweep; everything else stays as in the common day of 5,000 flights, 8 flows and a window of 8 bins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub enum SweepAxis {
    /// The number of flights.
    #[default]
    Flights,
    /// The number of flows.
    Flows,
    /// The length of the regulated window in bins.
    Window,
}

impl SweepAxis {
    /// Every axis, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Flights, Self::Flows, Self::Window];

    /// The sizes that are measured where a plan names none.
    pub const fn sizes(self) -> &'static [u32] {
        match self {
            Self::Flights => &[500, 1_250, 2_500, 5_000, 10_000, 20_000, 30_000],
            Self::Flows => &[2, 4, 8, 16, 32, 64],
            Self::Window => &[4, 8, 16, 32],
        }
    }

    /// The day of a size: the generator's `medium` day (240 cells and 60 blocks as volumes, bins of 15 minutes) with 8 flows
    /// and a window of 8 bins, where the axis does not say otherwise.
    ///
    /// The regulated volume is the busiest of each day and its window the busiest there, so entrants grow with the flights
    /// and with the window; flows share them out.
    ///
    /// # Errors
    /// [`Error::Argument`] never for a size that the generator takes: it checks.
    pub fn day(self, size: u32, seed: u32) -> Result<Params> {
        let common = Params { n_flows: 8, window_len: 8, ..Params::of_size("medium", seed.into())? };
        Ok(match self {
            Self::Flights => Params { n_flights: size, ..common },
            Self::Flows => Params { n_flows: size, ..common },
            Self::Window => Params { window_len: size, ..common },
        })
    }
}

/// How to measure along an axis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub struct SweepPlan {
    /// The pair. `flow/rates` where not said.
    #[cfg_attr(feature = "bindings", tsify(optional))]
    pub pair: String,
    /// What grows. The flights where not said.
    #[cfg_attr(feature = "bindings", tsify(optional))]
    pub axis: SweepAxis,
    /// The sizes, each larger than the one before, 3 to 20 of them; those of the axis where none is given.
    #[cfg_attr(feature = "bindings", tsify(optional))]
    pub sizes: Vec<u32>,
    /// Blocks at each size; at least 6, at most 1,000. 12 where not said.
    #[cfg_attr(feature = "bindings", tsify(optional))]
    pub blocks: u32,
    /// Least length of a batch in milliseconds; at least 0.1, at most 10,000. 5 where not said, and never under 20 clock steps.
    #[cfg_attr(feature = "bindings", tsify(optional))]
    pub batch_ms: f64,
    /// Seed of the days and of the order of the sides. 1 where not said.
    #[cfg_attr(feature = "bindings", tsify(optional))]
    pub seed: u32,
}

impl Default for SweepPlan {
    fn default() -> Self {
        Self {
            pair: "flow/rates".to_owned(),
            axis: SweepAxis::default(),
            sizes: Vec::new(),
            blocks: 12,
            batch_ms: 5.0,
            seed: 1,
        }
    }
}

impl SweepPlan {
    /// The plan with its sizes written out, if everything is within its range.
    pub(super) fn checked(&self) -> Result<Self> {
        check_blocks_and_batch(self.blocks, self.batch_ms)?;
        if self.sizes.is_empty() {
            return Ok(Self { sizes: self.axis.sizes().to_vec(), ..self.clone() });
        }
        let grows = self.sizes.is_sorted_by(|one, next| one < next) && self.sizes.first() != Some(&0);
        if !(3..=20).contains(&self.sizes.len()) || !grows {
            let found = self.sizes.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
            return Err(Error::argument(
                "sizes",
                found,
                "give 3 to 20 sizes from 1 up, each larger than the one before",
            ));
        }
        Ok(self.clone())
    }
}
