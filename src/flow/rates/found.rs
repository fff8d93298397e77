//! The answer of the search, and its JSON.

use core::ops::Range;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::settings::mode_name;
use crate::flow::objective::{Context, Mode, Score};
use crate::model::{FlightId, VolumeId};
use crate::pair::exact;
use crate::scenario::Traffic;

/// The rates found, what they cost, and how the search came to them.
#[derive(Debug, Clone)]
pub struct Found {
    /// The day, for its names.
    pub traffic: Arc<Traffic>,
    /// Whether each flow has its own rate.
    pub mode: Mode,
    /// The regulated volume.
    pub control: VolumeId,
    /// The regulated bins.
    pub window: Range<u32>,
    /// The regulated flows, by name as text; `__blanket__` alone where all are one, none where the day has no flows.
    pub flows: Vec<String>,
    /// Flights an hour, one rate a flow; infinite where it is not regulated.
    pub rates: Vec<f64>,
    /// Cost under these rates less cost as filed. Negative is better.
    pub delta: f64,
    /// Cost as filed.
    pub baseline: Score,
    /// Cost under these rates.
    pub cost: Score,
    /// The rates that were tried, in order.
    pub grid: Vec<f64>,
    /// Entrants by flow of the day, flows by name as text, in either mode.
    pub entrants: Vec<(String, usize)>,
    /// For each of `flows`: the rates tried and the change in cost at each when it was last tried, the other flows being at
    /// their best so far; rates in the order in which they were first tried.
    pub history: Vec<Vec<(f64, f64)>>,
    /// Candidates that had to be scored.
    pub eval_calls: usize,
    /// Candidates whose score was remembered.
    pub cache_hits: usize,
    /// Passes begun.
    pub passes_ran: u32,
    /// By how much each pass lowered the cost.
    pub pass_improvements: Vec<f64>,
    /// Whether the cap on evaluations ended the search.
    pub stopped_early: bool,
    /// Turns released after the day.
    pub spilled: i64,
    /// Turns released within the day.
    pub released: i64,
    /// Minutes of delay of every flight that is an entrant, in the order of the file.
    pub delays: Vec<(FlightId, i64)>,
}

/// What a search counts on its way.
#[derive(Debug, Clone, Default)]
pub(super) struct Counts {
    pub(super) tried: u64,
    pub(super) eval_calls: usize,
    pub(super) cache_hits: usize,
    pub(super) passes_ran: u32,
    pub(super) pass_improvements: Vec<f64>,
    pub(super) stopped_early: bool,
}

impl Counts {
    /// Counts a trial, whose score was remembered or not.
    pub(super) fn count(&mut self, was_remembered: bool) {
        self.tried += 1;
        self.cache_hits += usize::from(was_remembered);
        self.eval_calls += usize::from(!was_remembered);
    }
}

/// What a side's search came to, flows in context order.
pub(super) struct Outcome {
    pub(super) rates: Vec<f64>,
    pub(super) baseline: Score,
    pub(super) cost: Score,
    pub(super) grid: Vec<f64>,
    pub(super) history: Vec<Vec<(f64, f64)>>,
    pub(super) counts: Counts,
    /// Turns released within the day and after it.
    pub(super) released: [i64; 2],
    /// In the order of the file.
    pub(super) delays: Vec<(FlightId, i64)>,
}

impl Found {
    /// The answer, with the names of what was asked. A day without flows has nothing to regulate: no rates, no change.
    pub(super) fn new(context: &Context, outcome: Outcome) -> Self {
        let traffic = &context.traffic;
        let regulated = !traffic.flows.is_empty();
        let mut entrants: Vec<(String, usize)> =
            traffic.flows.iter().zip(&context.entry_bins).map(|(flow, bins)| (flow.id.clone(), bins.len())).collect();
        entrants.sort_unstable();
        let Outcome { rates, baseline, cost, grid, history, counts, released, delays } = outcome;
        Self {
            traffic: Arc::clone(traffic),
            mode: context.question.mode,
            control: context.question.control,
            window: context.question.window.clone(),
            flows: context.flows.iter().filter(|_| regulated).map(|flow| flow.id.clone()).collect(),
            rates: if regulated { rates } else { Vec::new() },
            delta: cost.total - baseline.total,
            baseline,
            cost,
            grid,
            entrants,
            history: if regulated { history } else { Vec::new() },
            eval_calls: counts.eval_calls,
            cache_hits: counts.cache_hits,
            passes_ran: counts.passes_ran,
            pass_improvements: counts.pass_improvements,
            stopped_early: counts.stopped_early,
            released: released[0],
            spilled: released[1],
            delays,
        }
    }

    /// What a reader should know beside the figures.
    pub fn notes(&self) -> Vec<String> {
        if self.flows.is_empty() {
            return vec!["the scenario names no flows, so there is nothing to regulate".to_owned()];
        }
        let idle = self.entrants.iter().filter(|(_, entrants)| *entrants == 0);
        idle.map(|(flow, _)| {
            format!(
                "flow {flow:?} has no entrants in this window: every rate leaves it as it is, so its rate says nothing"
            )
        })
        .collect()
    }
}

/// A number that JSON may not have: infinities and NaN are written as words.
struct Exact(f64);

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        exact(&self.0, serializer)
    }
}

/// A rate as a key: `60.0`, `inf`.
fn key(rate: f64) -> String {
    if rate.is_finite() { serde_json::to_string(&rate).unwrap_or_default() } else { rate.to_string() }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Diagnostics<'a> {
    mode: &'static str,
    control_volume: &'a str,
    window_bins: [u32; 2],
    passes_ran: u32,
    pass_improvements: Vec<Exact>,
    eval_calls: usize,
    cache_hits: usize,
    baseline_objective: Exact,
    baseline_components: IndexMap<&'static str, Exact>,
    final_objective: Exact,
    final_components: IndexMap<&'static str, Exact>,
    delta_j: Exact,
    rate_grid: Vec<Exact>,
    entrants_by_flow: IndexMap<&'a str, usize>,
    per_flow_history: IndexMap<&'a str, IndexMap<String, Exact>>,
    stopped_early: bool,
    final_spill: i64,
    final_releases: i64,
    final_nonzero_delay_count: usize,
    final_max_delay_min: i64,
    final_delays_min: IndexMap<&'a str, i64>,
}

fn components(score: &Score) -> IndexMap<&'static str, Exact> {
    let parts = [
        ("cap", score.cap),
        ("delay", score.delay),
        ("reg", score.reg),
        ("tv", score.tv),
        ("share", score.share),
        ("spill", score.spill),
    ];
    parts.into_iter().map(|(name, part)| (name, Exact(part))).collect()
}

fn exacts(values: &[f64]) -> Vec<Exact> {
    values.iter().copied().map(Exact).collect()
}

impl Found {
    fn diagnostics(&self) -> Diagnostics<'_> {
        let history = |tried: &Vec<(f64, f64)>| tried.iter().map(|(rate, delta)| (key(*rate), Exact(*delta))).collect();
        Diagnostics {
            mode: mode_name(self.mode),
            control_volume: &self.traffic.volumes[self.control.index()].id,
            window_bins: [self.window.start, self.window.end],
            passes_ran: self.passes_ran,
            pass_improvements: exacts(&self.pass_improvements),
            eval_calls: self.eval_calls,
            cache_hits: self.cache_hits,
            baseline_objective: Exact(self.baseline.total),
            baseline_components: components(&self.baseline),
            final_objective: Exact(self.cost.total),
            final_components: components(&self.cost),
            delta_j: Exact(self.delta),
            rate_grid: exacts(&self.grid),
            entrants_by_flow: self.entrants.iter().map(|(flow, entrants)| (flow.as_str(), *entrants)).collect(),
            per_flow_history: self.flows.iter().map(String::as_str).zip(self.history.iter().map(history)).collect(),
            stopped_early: self.stopped_early,
            final_spill: self.spilled,
            final_releases: self.released,
            final_nonzero_delay_count: self.delays.iter().filter(|(_, delay)| *delay > 0).count(),
            final_max_delay_min: self.delays.iter().map(|(_, delay)| *delay).max().unwrap_or(0),
            final_delays_min: self
                .delays
                .iter()
                .map(|(flight, delay)| (self.traffic.flights.ids[flight.index()].as_str(), *delay))
                .collect(),
        }
    }
}

impl Serialize for Found {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut answer = serializer.serialize_map(Some(3))?;
        let by_flow: IndexMap<&str, Exact> =
            self.flows.iter().zip(&self.rates).map(|(flow, rate)| (flow.as_str(), Exact(*rate))).collect();
        match self.mode {
            Mode::PerFlow => answer.serialize_entry("rates", &by_flow)?,
            Mode::Blanket => {
                answer.serialize_entry("rates", &Exact(self.rates.first().copied().unwrap_or(f64::INFINITY)))?;
            }
        }
        answer.serialize_entry("deltaJ", &Exact(self.delta))?;
        if self.flows.is_empty() {
            answer.serialize_entry("diagnostics", &IndexMap::from([("reason", "no_flows")]))?;
        } else {
            answer.serialize_entry("diagnostics", &self.diagnostics())?;
        }
        answer.end()
    }
}
