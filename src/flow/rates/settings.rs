//! How to search: which rates to try, how often, and when to stop.

use crate::error::{Error, Result};
use crate::flow::objective::{Context, Mode};
use crate::flow::rate_grid;
use crate::rng::Rng;

/// How the search for rates goes. The defaults are the published ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The rates to try, in this order, in flights an hour; empty means no limit alone.
    ///
    /// Infinity, 0 and negative rates leave a flow as it is. NaN is refused.
    pub grid: Vec<f64>,
    /// Makes further rates from the demand, as the pair `flow/rate_grid` does, and tries all of them in one pass.
    pub adaptive: bool,
    /// The largest rate made from the demand, in flights an hour.
    pub max_adaptive_rate: u32,
    /// How many rates are made from the demand, no limit included.
    pub max_adaptive_candidates: u32,
    /// How often every flow is visited; at least 1. One pass where the grid is adaptive.
    pub passes: u32,
    /// A pass that gains no more than this share of the cost as filed is the last.
    pub epsilon: f64,
    /// How many scored candidates are remembered.
    pub cache_size: usize,
    /// Stops the search early, after the lesser of this and `flows × (rates + 3)` evaluations.
    pub max_eval_calls: Option<usize>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            grid: Self::GRID.to_vec(),
            adaptive: false,
            max_adaptive_rate: 120,
            max_adaptive_candidates: 8,
            passes: 2,
            epsilon: 1e-3,
            cache_size: 256,
            max_eval_calls: None,
        }
    }
}

impl Settings {
    /// The published rates, in flights an hour.
    pub const GRID: [f64; 8] = [f64::INFINITY, 60.0, 48.0, 36.0, 24.0, 18.0, 12.0, 6.0];
    /// Most rates in a grid.
    pub const MOST_RATES: usize = 1000;
    /// Most passes.
    pub const MOST_PASSES: u32 = 100_000;
    /// Most candidates remembered.
    pub const MOST_REMEMBERED: usize = 1_000_000;

    /// Refuses settings that give no answer.
    ///
    /// # Errors
    /// [`Error::Argument`] for NaN among the rates, more than [`Self::MOST_RATES`] of them, no pass or more than
    /// [`Self::MOST_PASSES`], an epsilon that is NaN, or more than [`Self::MOST_REMEMBERED`] remembered candidates.
    pub fn check(&self) -> Result<()> {
        if let Some(at) = self.grid.iter().position(|rate| rate.is_nan()) {
            return refuse(&format!("grid[{at}]"), "NaN is no rate", "use flights an hour, or Infinity for no limit");
        }
        if self.grid.len() > Self::MOST_RATES {
            return refuse("grid", &format!("{} rates", self.grid.len()), "give at most 1,000 rates");
        }
        if !(1..=Self::MOST_PASSES).contains(&self.passes) {
            return refuse("passes", &format!("{} passes", self.passes), "use 1 to 100,000 passes");
        }
        if self.epsilon.is_nan() {
            return refuse("epsilon", "NaN is no share", "use a number, such as 0.001");
        }
        if self.cache_size > Self::MOST_REMEMBERED {
            return refuse("cacheSize", &self.cache_size.to_string(), "remember at most 1,000,000 candidates");
        }
        Ok(())
    }

    /// What `flow/rate_grid` is asked.
    pub(super) fn rate_grid(&self, context: &Context) -> rate_grid::Input {
        rate_grid::Input {
            horizon: context.traffic.horizon,
            window: context.question.window.clone(),
            entry_bins: context.entry_bins.clone(),
            hourly_capacity: context.traffic.volumes[context.question.control.index()].hourly_capacity.clone(),
            settings: rate_grid::Settings {
                grid: self.grid.clone(),
                max_rate: self.max_adaptive_rate,
                max_candidates: self.max_adaptive_candidates,
            },
        }
    }

    /// How often every flow is visited at most.
    pub(super) fn passes(&self) -> u32 {
        if self.adaptive { 1 } else { self.passes }
    }

    /// After how many evaluations the search stops early.
    pub(super) fn most_evaluations(&self, flows: usize, rates: usize) -> usize {
        self.max_eval_calls.map_or(usize::MAX, |most| most.min(flows * (rates + 3)))
    }
}

fn refuse(at: &str, found: &str, remedy: &str) -> Result<()> {
    Err(Error::argument(at, found, remedy))
}

/// The published name of a mode, as recorded cases and JSON have it.
pub(crate) fn mode_name(mode: Mode) -> &'static str {
    match mode {
        Mode::PerFlow => "per_flow",
        Mode::Blanket => "blanket",
    }
}

/// Random settings for samples: short memories, odd grids, several passes.
pub(super) fn random(rng: &mut Rng) -> Settings {
    let mut small = |bound: u64| u32::try_from(rng.below(bound)).expect("samples draw small numbers");
    let odd = [f64::INFINITY, 0.0, -0.0, -3.0, 1.0, 2.0, 2.5, f64::NEG_INFINITY];
    let grid = match small(3) {
        0 => Settings::GRID.to_vec(),
        1 => (0..small(9)).map(|_| f64::from(small(240)) / 4.0).collect(),
        _ => {
            (0..=small(7)).map(|_| if small(4) == 0 { f64::from(small(40)) } else { odd[small(8) as usize] }).collect()
        }
    };
    Settings {
        grid,
        adaptive: small(3) == 0,
        max_adaptive_rate: small(90),
        max_adaptive_candidates: small(14),
        passes: 1 + small(4),
        epsilon: [1e-3, 0.0, -1.0, 0.5][small(4) as usize],
        cache_size: [0, 1, 3, 20, 256][small(5) as usize],
        max_eval_calls: (small(4) == 0).then(|| small(60) as usize),
    }
}
