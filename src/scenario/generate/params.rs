//! What a generated day depends on, and within which limits.

use core::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::{Error, Result, nearest};
use crate::model::Horizon;

use super::route::Grid;

/// The most volumes times bins that a day may have: as many as a file.
const MAX_CELLS: u64 = 4_000_000;

const SIZES: [&str; 4] = ["tiny", "small", "medium", "large"];

/// What a generated day depends on. Every parameter has a default, and a range that [`super::generate`] checks.
///
/// ```
/// # use loadline::scenario::Params;
/// let params = Params::from_json(r#"{ "size": "medium", "nFlows": 8 }"#)?;
/// assert_eq!((params.n_flights, params.n_flows, params.bin_minutes), (5000, 8, 15));
/// let refused = Params::from_json(r#"{ "nFlight": 10 }"#).unwrap_err();
/// assert!(refused.to_string().contains("did you mean nFlights?"));
/// # Ok::<(), loadline::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Params {
    /// The seed of all draws.
    pub seed: u64,
    /// How many flights there are: 0 to 100,000.
    pub n_flights: u32,
    /// Cells from west to east: 1 to 100.
    pub grid_w: u32,
    /// Cells from north to south: 1 to 100.
    pub grid_h: u32,
    /// Length of a bin: one of [`Horizon::BIN_MINUTES`].
    pub bin_minutes: u32,
    /// How many flows there are: 1 to 2,000.
    pub n_flows: u32,
    /// Length of the regulated window in bins: 1 to 1,440; the whole day where it is longer than that.
    pub window_len: u32,
    /// Capacity in hundredths of each volume's peak: 0 to 10,000.
    pub cap_pct: u32,
    /// How many places attract traffic: 1 to 10,000.
    pub hubs: u32,
    /// Steps in a hundred that go aside and come back, which enters a cell twice: 0 to 100.
    pub detour_pct: u32,
    /// Flights in a hundred that are in a second flow: 0 to 100.
    pub share_pct: u32,
    /// Flights in a hundred that their flow lists twice: 0 to 100.
    pub dup_pct: u32,
    /// How many names without a flight the flows list: 0 to 10,000.
    pub ghosts: u32,
    /// Which volume is regulated: 0 for the busiest, 1 for the next, below the number of volumes.
    pub control_rank: u32,
    /// First hour with a capacity: 0 to 23.
    pub first_hour: u32,
    /// Last hour with a capacity: 0 to 23; before the first hour, no hour has one.
    pub last_hour: u32,
    /// 1 to add half a flight to the capacity of odd hours, else 0.
    pub half_caps: u32,
    /// By how many bins the flows look past the window on both sides: 0 to 1,440.
    pub flow_margin: u32,
    /// Flights in a hundred that list two of their intervals in each other's place: 0 to 100.
    pub shuffle_intervals: u32,
    /// The shortest stay in a cell in seconds: 0 to 7,200.
    pub dwell_min: u32,
    /// How many different stays in whole seconds there are: 1 to 7,200.
    pub dwell_span: u32,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            seed: 1,
            n_flights: 500,
            grid_w: 8,
            grid_h: 4,
            bin_minutes: 15,
            n_flows: 4,
            window_len: 8,
            cap_pct: 70,
            hubs: 3,
            detour_pct: 5,
            share_pct: 0,
            dup_pct: 0,
            ghosts: 0,
            control_rank: 0,
            first_hour: 4,
            last_hour: 22,
            half_caps: 0,
            flow_margin: 2,
            shuffle_intervals: 0,
            dwell_min: 180,
            dwell_span: 900,
        }
    }
}

impl Params {
    /// A day of a named size, the rest at its default: `tiny` (20 flights), `small` (500), `medium` (5,000), `large`
    /// (30,000 flights in 1,500 volumes, about a European day).
    ///
    /// # Errors
    /// [`Error::Argument`] for any other name.
    pub fn of_size(size: &str, seed: u64) -> Result<Self> {
        let (n_flights, grid_w, grid_h, hubs) = match size {
            "tiny" => (20, 3, 2, 1),
            "small" => (500, 8, 4, 3),
            "medium" => (5_000, 16, 15, 6),
            "large" => (30_000, 40, 30, 12),
            _ => return Err(unknown("size", "size", size, SIZES.into_iter())),
        };
        Ok(Self { seed, n_flights, grid_w, grid_h, hubs, ..Self::default() })
    }

    /// The parameters that a JSON object gives by name, checked; those it leaves out have their default, or that of
    /// its `size`.
    ///
    /// # Errors
    /// [`Error::Argument`] when it is not an object, names something that is no parameter, or gives a value out of
    /// range.
    ///
    /// # Panics
    /// Never: numbers always have a JSON value, and every value was checked.
    pub fn from_json(text: &str) -> Result<Self> {
        let given: serde_json::Map<String, Value> = serde_json::from_str(text).map_err(|error| {
            Error::argument(
                "params",
                format!("not a JSON object: {error}"),
                "write it as {\"seed\": 1, \"nFlights\": 500}",
            )
        })?;
        let base = given.get("size").map_or_else(|| Ok(Self::default()), |size| Self::of_size(&plain(size), 1))?;
        let params = base.with(given)?;
        params.check().map(|_| params)
    }

    /// These parameters, but for those that are given.
    fn with(&self, given: serde_json::Map<String, Value>) -> Result<Self> {
        let mut merged = serde_json::to_value(self).expect("numbers always have a JSON value");
        for (name, value) in given.into_iter().filter(|(name, _)| name != "size") {
            let limits = limits_of(&name)?;
            if !value.as_u64().is_some_and(|number| limits.contains(&number)) {
                return Err(out_of_range(&name, &plain(&value), &limits));
            }
            merged[name] = value;
        }
        Ok(serde_json::from_value(merged).expect("every value was found within its limits"))
    }

    /// The names without a flight that the flow at `position` lists after its flights.
    ///
    /// The order of the recorded generator is kept: `GHOST0` is in flow 0, `GHOST1` in flow 1, and round again.
    pub fn ghost_names(&self, position: usize) -> impl Iterator<Item = String> + use<> {
        (position..self.ghosts as usize).step_by(self.n_flows.max(1) as usize).map(|ghost| format!("GHOST{ghost}"))
    }

    pub(super) fn grid(&self) -> Grid {
        Grid::new(self.grid_w, self.grid_h)
    }

    /// The day's bins, if every parameter is within its limits.
    pub(super) fn check(&self) -> Result<Horizon> {
        for (name, value, limits) in self.limits() {
            if !limits.contains(&value) {
                return Err(out_of_range(name, &value.to_string(), &limits));
            }
        }
        let last_rank = self.grid().volumes() - 1;
        if u64::from(self.control_rank) > last_rank {
            return Err(out_of_range("controlRank", &self.control_rank.to_string(), &(0..=last_rank)));
        }
        let refused = |remedy| Error::argument("binMinutes", format!("found {}", self.bin_minutes), remedy);
        let unequal = "give a length that divides an hour: 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30 or 60";
        let horizon = Horizon::new(self.bin_minutes).ok_or_else(|| refused(unequal))?;
        if self.grid().volumes() * u64::from(horizon.bins()) > MAX_CELLS {
            return Err(refused("take longer bins or a smaller grid: at most 4,000,000 volumes times bins"));
        }
        Ok(horizon)
    }

    /// Every parameter's name, value and limits.
    fn limits(&self) -> [(&'static str, u64, RangeInclusive<u64>); 21] {
        const PERCENT: RangeInclusive<u64> = 0..=100;
        [
            ("seed", self.seed, 0..=u64::MAX),
            ("nFlights", self.n_flights.into(), 0..=100_000),
            ("gridW", self.grid_w.into(), 1..=100),
            ("gridH", self.grid_h.into(), 1..=100),
            ("binMinutes", self.bin_minutes.into(), 1..=60),
            ("nFlows", self.n_flows.into(), 1..=2_000),
            ("windowLen", self.window_len.into(), 1..=1_440),
            ("capPct", self.cap_pct.into(), 0..=10_000),
            ("hubs", self.hubs.into(), 1..=10_000),
            ("detourPct", self.detour_pct.into(), PERCENT),
            ("sharePct", self.share_pct.into(), PERCENT),
            ("dupPct", self.dup_pct.into(), PERCENT),
            ("ghosts", self.ghosts.into(), 0..=10_000),
            ("controlRank", self.control_rank.into(), 0..=12_499),
            ("firstHour", self.first_hour.into(), 0..=23),
            ("lastHour", self.last_hour.into(), 0..=23),
            ("halfCaps", self.half_caps.into(), 0..=1),
            ("flowMargin", self.flow_margin.into(), 0..=1_440),
            ("shuffleIntervals", self.shuffle_intervals.into(), PERCENT),
            ("dwellMin", self.dwell_min.into(), 0..=7_200),
            ("dwellSpan", self.dwell_span.into(), 1..=7_200),
        ]
    }
}

/// The limits of the parameter called `name`.
fn limits_of(name: &str) -> Result<RangeInclusive<u64>> {
    let all = Params::default().limits();
    let names = all.each_ref().map(|(known, ..)| *known);
    let found = all.into_iter().find(|(known, ..)| *known == name).map(|(_, _, limits)| limits);
    found.ok_or_else(|| unknown(name, "parameter", name, names.into_iter().chain(["size"])))
}

/// A value as a person would say it: a text without its quotes.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn out_of_range(name: &str, found: &str, limits: &RangeInclusive<u64>) -> Error {
    let remedy = format!("give a whole number from {} to {}", limits.start(), limits.end());
    Error::argument(name, format!("found {found}"), remedy)
}

fn unknown(at: &str, what: &str, name: &str, known: impl Iterator<Item = &'static str> + Clone) -> Error {
    let remedy = nearest(name, known.clone()).map_or_else(
        || format!("use one of {}", known.collect::<Vec<_>>().join(", ")),
        |near| format!("did you mean {near}?"),
    );
    Error::argument(at, format!("there is no {what} {name:?}"), remedy)
}
