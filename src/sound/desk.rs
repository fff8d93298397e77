//! A day kept ready, so that a plan can be changed and asked about again at once.
//!
//! What takes long is done when it is first needed and kept: who visits which volume, and the counts before anything is decided,
//! for the flights that are fixed by hand and for each way of looking at the day. Both sides of the pairs can be asked.

use std::sync::Arc;

use super::Outcome;
use super::bound::{self, Bound, Bounds};
use super::capture::{self, Capture, Captured, VolumeVisits};
use super::counts::{self, Network, VolumeCounts};
use super::effect::{self, VolumeEffect};
use super::hotspots::{Hotspot, Hotspots};
use super::objective::{self, Cost};
use super::rates::{self, Grids, Rate, Search};
use super::slots::{self, Allocation, Regulated};
use crate::error::{Error, Result};
use crate::model::{FlightId, VolumeId};
use crate::pair::{Pair, Side};
use crate::scenario::sound::{Analysis, Day, Plan, Question, Regulation};

/// For how many ways of looking at a day the counts are kept.
const MOST_NETWORKS: usize = 3;

/// Rates after a period go on in whole quarters of an hour.
const EXTENSION_S: i64 = 900;

/// A period is made no longer than this, however long the queue.
const LONGEST_EXTENSION_S: i64 = 86_400;

/// A day with what is kept ready of it.
#[derive(Debug)]
pub struct Desk {
    question: Arc<Question>,
    /// The day as filed, then the day with the flights that were fixed last.
    ready: Vec<Ready>,
}

/// A day in which some flights are fixed by hand.
#[derive(Debug)]
struct Ready {
    fixed_min: Vec<(FlightId, i64)>,
    day: Arc<Day>,
    visits: Arc<VolumeVisits>,
    networks: Vec<Arc<Network>>,
}

/// What a plan does.
#[derive(Debug, Clone)]
pub struct Played {
    /// The day, with the flights fixed that the plan fixes.
    pub day: Arc<Day>,
    /// The regulations, extended where that is asked for.
    pub regulations: Vec<Regulation>,
    /// For each regulation and flow, the flights that it captures.
    pub captured: Vec<Vec<Vec<Captured>>>,
    /// Who waits how long.
    pub allocation: Allocation,
    /// What it costs when nothing is held.
    pub cost_pre: Cost,
    /// What it costs under the plan.
    pub cost: Cost,
    /// What becomes of every volume in reach.
    pub effect: Vec<VolumeEffect>,
}

/// How little could have been enough for one regulation, beside what it does alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounded {
    /// The bounds.
    pub bounds: Bounds,
    /// What this regulation alone costs.
    pub cost: Cost,
    /// Overload that it leaves in its volume, in flight-seconds.
    pub left_s: i64,
    /// Its delays in sum, in minutes.
    pub total_min: i64,
    /// Its longest delay, in minutes.
    pub max_min: i64,
}

impl Desk {
    /// A day about which nothing is ready yet.
    pub fn new(question: Arc<Question>) -> Self {
        Self { question, ready: Vec::new() }
    }

    /// What the scenario itself asks.
    pub fn question(&self) -> &Arc<Question> {
        &self.question
    }

    /// The day with the flights fixed that a plan fixes. O(flights) where these are others than last time.
    fn ready(&mut self, plan: &Plan) -> &mut Ready {
        let known = self.ready.iter().position(|ready| ready.fixed_min == plan.fixed_min);
        let at = known.unwrap_or_else(|| {
            // The day as filed stays; of the others only the last.
            let filed = self.ready.iter().position(|ready| ready.fixed_min.is_empty());
            let kept = filed.map(|at| self.ready.swap_remove(at));
            self.ready.clear();
            self.ready.extend(kept);
            self.ready.push(Ready::new(&self.question.day, plan.fixed_min.clone()));
            self.ready.len() - 1
        });
        &mut self.ready[at]
    }

    /// Where there is too much before the plan, or under it; see `sound/hotspots`.
    pub fn hotspots(&mut self, plan: &Plan, side: Side) -> Vec<Hotspot> {
        let outcome = self.outcome(plan, side);
        let ready = self.ready(plan);
        let input = counts::Input::after(Arc::clone(&ready.day), &outcome, plan.analysis);
        match side {
            Side::Reference => Hotspots::reference(&input),
            Side::Optimised => Hotspots::optimised(&input, &ready.network(plan.analysis)),
        }
    }

    /// The counts of every volume under the plan; see `sound/counts`.
    pub fn counts(&mut self, plan: &Plan, side: Side) -> Vec<VolumeCounts> {
        let outcome = self.outcome(plan, side);
        let ready = self.ready(plan);
        match side {
            Side::Reference => counts::reference::counts(&ready.day, &outcome.delays_min, &plan.analysis),
            Side::Optimised => ready.network(plan.analysis).counts(&outcome.delays_min),
        }
    }

    /// The counts of one volume before the plan and under it.
    pub fn counts_of(&mut self, volume: VolumeId, plan: &Plan, side: Side) -> [VolumeCounts; 2] {
        let outcome = self.outcome(plan, side);
        let ready = self.ready(plan);
        let (day, analysis) = (&ready.day, &plan.analysis);
        [Outcome::base(day), outcome].map(|outcome| match side {
            Side::Reference => {
                counts::reference::counts(day, &outcome.delays_min, analysis).swap_remove(volume.index())
            }
            Side::Optimised => {
                counts::optimised::counts_of(day, volume, ready.visits.stays(volume), &outcome.delays_min, analysis)
            }
        })
    }

    /// Who ends with which delay.
    fn outcome(&mut self, plan: &Plan, side: Side) -> Outcome {
        let ready = self.ready(plan);
        if plan.regulations.is_empty() {
            return Outcome::base(&ready.day);
        }
        let regulations = ready.extended(plan, side);
        match side {
            Side::Reference => slots::reference::allocation(&ready.day, &regulations, &plan.analysis).outcome,
            Side::Optimised => Regulated::among(&ready.day, &ready.visits, &regulations).final_outcome(&ready.day),
        }
    }

    /// What a plan does, flight by flight and volume by volume.
    pub fn play(&mut self, plan: &Plan, side: Side) -> Played {
        let ready = self.ready(plan);
        let regulations = ready.extended(plan, side);
        let captured: Vec<_> = regulations.iter().map(|regulation| ready.capture(regulation, side)).collect();
        let allocation = match side {
            Side::Reference => slots::reference::allocation(&ready.day, &regulations, &plan.analysis),
            Side::Optimised => {
                let regulated = Regulated::of_captured(&regulations, &captured);
                regulated.allocation(&ready.day, &ready.visits, &regulations, &plan.analysis)
            }
        };
        let outcome = &allocation.outcome;
        let nothing = Outcome { scope: outcome.scope.clone(), ..Outcome::base(&ready.day) };
        let cost_pre = ready.cost(&regulations, &nothing, plan, side);
        let (cost, effect) = match side {
            Side::Reference => (
                ready.cost(&regulations, outcome, plan, side),
                effect::reference::effect(&ready.day, &regulations, outcome, &plan.analysis),
            ),
            Side::Optimised => {
                // Both ask what the counts are under the plan, which is most of the work.
                let network = ready.network(plan.analysis);
                let row = network.moved(&outcome.delays_min);
                (
                    objective::optimised::cost_of_row(&network, &row, &regulations, outcome, &plan.weights),
                    effect::optimised::effect_of_row(&network, &row, &regulations, outcome),
                )
            }
        };
        Played { day: Arc::clone(&ready.day), regulations, captured, allocation, cost_pre, cost, effect }
    }

    /// For each regulation of a plan how little delay could have been enough, and what it does alone.
    pub fn bounds(&mut self, plan: &Plan, side: Side) -> Vec<Bounded> {
        let ready = self.ready(plan);
        ready.extended(plan, side).iter().map(|regulation| ready.bounded(regulation, plan, side)).collect()
    }

    /// What a search for the rates of the first regulation is asked. Grids that are not given are the usual ones.
    ///
    /// # Errors
    /// [`Error::Argument`] where the plan has no regulation, or where there is not one grid for each of its flows.
    pub fn search_input(&mut self, plan: &Plan, coarse: Option<Vec<Vec<Rate>>>, fine: bool) -> Result<rates::Input> {
        let ready = self.ready(plan);
        let Some(searched) = plan.regulations.first() else { return Err(nothing_to_regulate()) };
        let captured = ready.capture(searched, Side::Optimised);
        let mut grids = Grids::usual(&ready.day, searched, &captured);
        if let Some(coarse) = coarse {
            if coarse.len() != searched.flows.len() {
                let found = format!("{} grids for {} flows", coarse.len(), searched.flows.len());
                return Err(Error::argument("grids", found, "give one list of rates for each flow, in their order"));
            }
            grids.coarse = coarse;
        }
        if !fine {
            grids.fine.clear();
        }
        let (day, regulations) = (Arc::clone(&ready.day), plan.regulations.clone());
        Ok(rates::Input { day, regulations, analysis: plan.analysis, weights: plan.weights, grids })
    }

    /// A search that has not begun, on the optimised side.
    pub fn search(&mut self, plan: &Plan, input: Arc<rates::Input>) -> Search {
        let ready = self.ready(plan);
        let network = ready.network(input.analysis);
        Search::among(&network, &ready.visits, input)
    }
}

/// The error of a question that needs a regulation.
pub fn nothing_to_regulate() -> Error {
    Error::argument("regulations", "the plan has none", "give one: { id, volume, period: [from, to], flows: [{ id }] }")
}

impl Ready {
    fn new(filed: &Arc<Day>, fixed_min: Vec<(FlightId, i64)>) -> Self {
        let mut day = Arc::clone(filed);
        if !fixed_min.is_empty() {
            let fixed = &mut Arc::make_mut(&mut day).flights.fixed_min;
            for (flight, late) in &fixed_min {
                fixed[flight.index()] = Some(*late);
            }
        }
        let visits = Arc::new(VolumeVisits::new(&day));
        Self { fixed_min, day, visits, networks: Vec::new() }
    }

    /// The counts before anything is decided, made when they are first needed.
    fn network(&mut self, analysis: Analysis) -> Arc<Network> {
        let known = self.networks.iter().position(|network| network.analysis == analysis);
        let network = match known {
            Some(at) => self.networks.remove(at),
            None => Arc::new(Network::new(Arc::clone(&self.day), analysis)),
        };
        // The one that was asked for longest ago goes first.
        if self.networks.len() == MOST_NETWORKS {
            self.networks.remove(0);
        }
        self.networks.push(Arc::clone(&network));
        network
    }

    fn capture(&self, regulation: &Regulation, side: Side) -> Vec<Vec<Captured>> {
        match side {
            Side::Reference => {
                Capture::reference(&capture::Input { day: Arc::clone(&self.day), regulation: regulation.clone() })
            }
            Side::Optimised => self.visits.capture(&self.day, regulation),
        }
    }

    fn allocation(&self, regulations: &[Regulation], analysis: &Analysis, side: Side) -> Allocation {
        match side {
            Side::Reference => slots::reference::allocation(&self.day, regulations, analysis),
            Side::Optimised => {
                let regulated = Regulated::among(&self.day, &self.visits, regulations);
                regulated.allocation(&self.day, &self.visits, regulations, analysis)
            }
        }
    }

    fn cost(&mut self, regulations: &[Regulation], outcome: &Outcome, plan: &Plan, side: Side) -> Cost {
        match side {
            Side::Reference => {
                objective::reference::cost(&self.day, regulations, outcome, &plan.weights, &plan.analysis)
            }
            Side::Optimised => {
                objective::optimised::cost(&self.network(plan.analysis), regulations, outcome, &plan.weights)
            }
        }
    }

    /// The regulations of a plan, each as long as it takes until nobody waits beyond its end where that is asked for.
    ///
    /// A longer period captures more flights, so it may have to be made longer again. A queue that never ends, as behind a closure,
    /// ends the attempt after a day.
    fn extended(&self, plan: &Plan, side: Side) -> Vec<Regulation> {
        let mut regulations = plan.regulations.clone();
        if !plan.extend {
            return regulations;
        }
        let longest: Vec<i64> = regulations.iter().map(|r| r.period.end + LONGEST_EXTENSION_S).collect();
        loop {
            let allocation = self.allocation(&regulations, &plan.analysis, side);
            let mut last_s: Vec<Option<i64>> = vec![None; regulations.len()];
            for turn in &allocation.rows {
                let flight = turn.flight.index();
                let delivered_s = turn.eto_s + 60 * allocation.outcome.delays_min[flight];
                let waits = self.day.flights.fixed_min[flight].is_none();
                if waits && delivered_s >= regulations[turn.regulation].period.end {
                    last_s[turn.regulation] = last_s[turn.regulation].max(Some(delivered_s));
                }
            }
            let mut longer = false;
            for ((regulation, last_s), longest_s) in regulations.iter_mut().zip(last_s).zip(&longest) {
                let Some(last_s) = last_s else { continue };
                let wanted_s = (last_s.div_euclid(EXTENSION_S) + 1) * EXTENSION_S;
                let end_s = wanted_s.min(*longest_s);
                if end_s > regulation.period.end {
                    extend(regulation, end_s);
                    longer = true;
                }
            }
            if !longer {
                return regulations;
            }
        }
    }

    fn bounded(&mut self, regulation: &Regulation, plan: &Plan, side: Side) -> Bounded {
        let alone = core::slice::from_ref(regulation);
        let input = bound::Input {
            day: Arc::clone(&self.day),
            regulation: regulation.clone(),
            analysis: plan.analysis,
            weights: plan.weights,
        };
        let network = self.network(plan.analysis);
        let bounds = match side {
            Side::Reference => Bound::reference(&input),
            Side::Optimised => Bound::optimised(&input, &network),
        };
        let allocation = self.allocation(alone, &plan.analysis, side);
        let cost = self.cost(alone, &allocation.outcome, plan, side);
        let (volume, stays) = (regulation.volume, self.visits.stays(regulation.volume));
        let counts =
            counts::optimised::cells_of(&self.day, volume, stays, &allocation.outcome.delays_min, &plan.analysis);
        Bounded {
            bounds,
            cost,
            left_s: counts.iter().map(|cell| cell.excess() * plan.analysis.step_s).sum(),
            total_min: allocation.statistics.total_min,
            max_min: allocation.statistics.max_min,
        }
    }
}

/// Lets a regulation go on until `end_s`, at the last rate of each flow.
fn extend(regulation: &mut Regulation, end_s: i64) {
    regulation.period.end = end_s;
    for flow in &mut regulation.flows {
        if let Some(last) = flow.rates.as_mut().and_then(|rates| rates.last_mut()) {
            last.to_s = end_s;
        }
    }
}
