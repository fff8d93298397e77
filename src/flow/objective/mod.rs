//! Objective: what does a schedule cost, in overload, delay and disturbance?
//!
//! ```text
//! J = J_cap + J_delay + J_reg + J_tv + J_share + J_spill, added in this order
//! ```
//!
//! | part | what it charges |
//! | --- | --- |
//! | `J_cap` | flights of the rolling hour above capacity: `Σ α[v][t] · max(0, rolling(occupancy)[t] − capacity)`, in single precision |
//! | `J_delay` | `λ · Σ` minutes of delay, each flight once |
//! | `J_reg` | releases that differ from the demand: `Σ β[f][t] · abs(n − d)`, the count after the day included |
//! | `J_tv` | unevenness from bin to bin: `Σ γ[f][t] · abs(n[t+1] − n[t])`, where the last step is charged twice |
//! | `J_share` | `θ · Σ_t ½ Σ_f abs(n_f / N − d_f / D)`: each flow's share of the releases against its share of the demand |
//! | `J_spill` | `η · Σ_f n_f[T]`: releases after the day |
//!
//! The rolling hour that begins at `t` is compared with the capacity of `t` alone; an undeclared hour has capacity 0.
//! Occupancy is `all flights, undelayed + scheduled flights, delayed − scheduled flights, undelayed`, where a flight
//! counts as often as it is an entrant; it may become negative. All this is the published definition.
//!
//! Promised: the order of every addition, so that both sides give the same bits on every host. Sums over bins (and
//! over volumes and bins in `J_cap`, row by row) are [`pairwise_sum`](crate::math::pairwise_sum)s; sums over flows run in flow order.

mod context;
mod optimised;
mod reference;
mod terms;

use std::sync::Arc;

use serde::Serialize;

pub use context::{Context, ContextFlow, Mode, Question, capacity};
pub use optimised::Scorer;
pub(crate) use optimised::{Part, Room};
pub use reference::{occupancy_after, score};
pub(crate) use terms::{cap_term, share};

use super::delay::Spill;
use super::sample;
use super::schedule::{self, Schedule};
use crate::pair::{self, Pair, Side};
use crate::rng::Rng;
use crate::scenario::{Plan, Traffic};

/// The pair `flow/objective`.
#[derive(Debug)]
pub struct Objective;

/// What is asked: the cost of each of these schedules.
#[derive(Debug, Clone)]
pub struct Input {
    /// What all schedules have in common.
    pub context: Arc<Context>,
    /// The schedules: for each, one row of releases a context flow, in context order.
    pub candidates: Vec<Schedule>,
    /// What becomes of flights still waiting after the day.
    pub spill: Spill,
}

impl Input {
    /// Hourly rates that are tried, flow by flow, where a scenario proposes no candidates of its own.
    pub const RATES: [f64; 7] = [60.0, 48.0, 36.0, 24.0, 18.0, 12.0, 6.0];

    /// Asks about the scenario's own candidates; without any, about each flow at each of [`Self::RATES`] alone.
    ///
    /// The first schedule is always the undelayed day.
    ///
    /// # Panics
    /// Never: a per-flow context has a source flow for each of its flows.
    pub fn of(traffic: &Arc<Traffic>, side: Side) -> Self {
        let context = Arc::new(Context::new(traffic, Question::of(traffic, Mode::PerFlow), side));
        let demand = context.demand();
        let mut candidates = vec![demand.clone()];
        for candidate in &traffic.candidates {
            let of_flow = |flow: &ContextFlow| flow.source.expect("per-flow contexts have a source flow each").index();
            candidates.push(match &candidate.plan {
                Plan::Rates(rates) => context.at_rates(|flow| rates[of_flow(flow)]),
                Plan::Schedule(rows) => context.flows.iter().map(|flow| rows[of_flow(flow)].clone()).collect(),
            });
        }
        if traffic.candidates.is_empty() {
            for flow in 0..context.flows.len() {
                for rate in Self::RATES {
                    let mut candidate = demand.clone();
                    candidate[flow] = schedule::at_rate(&demand[flow], rate, &traffic.window, traffic.horizon);
                    candidates.push(candidate);
                }
            }
        }
        Self { context, candidates, spill: Spill::DumpToNextBin }
    }
}

/// What a schedule costs, and for what.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Score {
    /// The sum of the parts, added in the order of the fields below.
    #[serde(serialize_with = "pair::exact")]
    pub total: f64,
    /// Flights above capacity.
    #[serde(serialize_with = "pair::exact")]
    pub cap: f64,
    /// Minutes of delay.
    #[serde(serialize_with = "pair::exact")]
    pub delay: f64,
    /// Departure from the demand.
    #[serde(serialize_with = "pair::exact")]
    pub reg: f64,
    /// Unevenness.
    #[serde(serialize_with = "pair::exact")]
    pub tv: f64,
    /// Departure from the filed shares; 0 where its weight is 0.
    #[serde(serialize_with = "pair::exact")]
    pub share: f64,
    /// Releases after the day; 0 where its weight is 0.
    #[serde(serialize_with = "pair::exact")]
    pub spill: f64,
}

impl Score {
    /// The parts, with their sum in the order of the definition.
    pub(crate) fn of(cap: f64, delay: f64, reg: f64, tv: f64, share: f64, spill: f64) -> Self {
        Self { total: cap + delay + reg + tv + share + spill, cap, delay, reg, tv, share, spill }
    }
}

impl Pair for Objective {
    const NAME: &'static str = "flow/objective";
    const QUESTION: &'static str =
        "What does each way of letting flights through cost, in overload, delay and disturbance?";
    const DEFINITION: &'static str = "J = J_cap + J_delay + J_reg + J_tv + J_share + J_spill";
    type Input = Input;
    type Index = Scorer;
    type Answer = Vec<Score>;

    fn reference(input: &Input) -> Vec<Score> {
        input.candidates.iter().map(|candidate| score(&input.context, candidate, &input.spill)).collect()
    }

    fn index(input: &Input) -> Scorer {
        Scorer::new(Arc::clone(&input.context))
    }

    fn optimised(input: &Input, scorer: &Scorer) -> Vec<Score> {
        scorer.scores(&input.candidates, &input.spill)
    }

    fn sample(rng: &mut Rng, size: u32) -> Input {
        let traffic = Arc::new(sample::traffic(rng, size));
        let mode = if rng.below(3) == 0 { Mode::Blanket } else { Mode::PerFlow };
        let every_volume = rng.below(2) == 0;
        let question = Question::of(&traffic, mode);
        let question = if every_volume { question.in_all_volumes(&traffic) } else { question };
        let context = Context::new(&traffic, question, Side::Reference);
        let demand = context.demand();
        let candidates = (0..=rng.below(5))
            .map(|_| demand.iter().map(|flow| schedule::random(rng, flow, &traffic)).collect())
            .collect();
        let spill = sample::spill(rng, demand.len());
        Input { context: Arc::new(context), candidates, spill }
    }
}
