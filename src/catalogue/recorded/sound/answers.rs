//! The blocks of a recorded case, and what each side answers to them.

use std::cell::OnceCell;
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::file::Case;
use crate::catalogue::recorded::tally::Tally;
use crate::model::FlightId;
use crate::pair::{Side, ask};
use crate::scenario::sound::{Analysis, Count, Day, Question};
use crate::sound::Outcome;
use crate::sound::bound::{self, Bound, Bounds};
use crate::sound::capture::{self, Capture};
use crate::sound::counts::{self, Counts};
use crate::sound::effect::{self, Effect};
use crate::sound::hotspots::Hotspots;
use crate::sound::objective::{self, Objective};
use crate::sound::rates::{self, Grids, Rates};
use crate::sound::slots::{self, Allocation, Slots};

/// A case as one side is asked it. What several blocks stand on is asked once.
pub(super) struct Asked<'a> {
    case: &'a Case,
    side: Side,
    found: OnceCell<Option<rates::Found>>,
    allocation: OnceCell<Allocation>,
}

fn value(answer: &impl Serialize) -> Value {
    serde_json::to_value(answer).expect("answers are plain data and always serialise")
}

/// The fields of `own` that were recorded.
fn recorded_fields(own: &Value, recorded: &Value) -> Value {
    let keys = recorded.as_object().into_iter().flat_map(Map::keys);
    Value::Object(keys.map(|key| (key.clone(), own[key].clone())).collect())
}

impl<'a> Asked<'a> {
    pub(super) fn new(case: &'a Case, side: Side) -> Self {
        Self { case, side, found: OnceCell::new(), allocation: OnceCell::new() }
    }

    /// Compares one block with what the side answers.
    pub(super) fn compare(&self, tally: &mut Tally, block: &str, recorded: &Value) {
        let at = format!("{}: {block}", self.case.name);
        match &self.case.question {
            Ok(question) => Answers { question, asked: self }.block(tally, &at, block, recorded),
            Err(code) => tally.compare(self.side, &at, recorded, &json!(code)),
        }
    }
}

/// The answers to a question that was read.
struct Answers<'a> {
    question: &'a Question,
    asked: &'a Asked<'a>,
}

impl Answers<'_> {
    fn day(&self) -> Arc<Day> {
        Arc::clone(&self.question.day)
    }

    fn block(&self, tally: &mut Tally, at: &str, block: &str, recorded: &Value) {
        let own = match block {
            "entryCounts" => self.counts(&Outcome::base(&self.question.day), recorded, "entryCounts"),
            "postCounts" => self.counts(&self.allocation().outcome, recorded, "entryCounts"),
            "cells" | "occupancy" => self.counts(&Outcome::base(&self.question.day), recorded, block),
            "hotspots" => self.hotspots(&Outcome::base(&self.question.day)),
            "postHotspots" => self.hotspots(&self.allocation().outcome),
            "capture" => self.capture(),
            "slots" => self.slot_lists(),
            "plan" => self.plan(),
            "delays" => self.delays(&self.allocation().outcome.delays_min),
            "rounds" => json!(self.allocation().rounds),
            "spill" => json!(self.allocation().outcome.spill),
            "statistics" => value(&self.allocation().statistics),
            "overDelivery" => value(&self.allocation().over_delivery),
            "effect" => value(&self.effect()),
            "objective" => value(&self.cost(self.allocation().outcome.clone())),
            "exhaustive" => recorded_fields(&value(&self.found().map(|found| &found.exhaustive)), recorded),
            "descent" => recorded_fields(&value(&self.found().map(|found| &found.coarse)), recorded),
            "excessCells" => self.excess_cells(),
            "bound" => return self.bound(tally, at, recorded),
            _ => return tally.skip(1),
        };
        tally.compare(self.asked.side, at, recorded, &own);
    }

    fn counts(&self, outcome: &Outcome, recorded: &Value, part: &str) -> Value {
        let counts = ask::<Counts>(&counts::Input::after(self.day(), outcome, self.question.analysis), self.asked.side);
        let own: Map<String, Value> = self
            .question
            .day
            .volumes
            .iter()
            .zip(counts)
            .map(|(volume, counts)| (volume.id.clone(), value(&counts)[part].clone()))
            .collect();
        recorded_fields(&Value::Object(own), recorded)
    }

    fn hotspots(&self, outcome: &Outcome) -> Value {
        value(&ask::<Hotspots>(&counts::Input::after(self.day(), outcome, self.question.analysis), self.asked.side))
    }

    /// Per regulation and flow, by name.
    fn by_flow(&self, of_flow: impl Fn(usize, usize) -> Option<Value>) -> Value {
        let regulations = self.question.regulations.iter().enumerate();
        let by_name = regulations.map(|(number, regulation)| {
            let flows = regulation.flows.iter().enumerate();
            let own = flows.filter_map(|(flow, known)| Some((known.id.clone(), of_flow(number, flow)?)));
            (regulation.id.clone(), Value::Object(own.collect()))
        });
        Value::Object(by_name.collect())
    }

    fn captured(&self) -> Vec<Vec<Vec<capture::Captured>>> {
        let of_one = |regulation: &crate::scenario::sound::Regulation| {
            ask::<Capture>(&capture::Input { day: self.day(), regulation: regulation.clone() }, self.asked.side)
        };
        self.question.regulations.iter().map(of_one).collect()
    }

    fn capture(&self) -> Value {
        let captured = self.captured();
        self.by_flow(|regulation, flow| {
            let turns = captured[regulation][flow].iter();
            Some(turns.map(|turn| json!([turn.eto_s, self.name(turn.flight)])).collect())
        })
    }

    fn slot_lists(&self) -> Value {
        let captured = self.captured();
        self.by_flow(|regulation, flow| {
            let known = &self.question.regulations[regulation];
            let rates = known.flows[flow].rates.as_ref()?;
            Some(value(&slots::slot_list(known, rates, captured[regulation][flow].len() + 1, self.asked.side)))
        })
    }

    fn allocation(&self) -> &Allocation {
        self.asked.allocation.get_or_init(|| {
            let (regulations, analysis) = (self.question.regulations.clone(), self.question.analysis);
            ask::<Slots>(&slots::Input { day: self.day(), regulations, analysis }, self.asked.side)
        })
    }

    fn name(&self, flight: FlightId) -> &str {
        &self.question.day.flights.ids[flight.index()]
    }

    fn delays(&self, delays_min: &[i64]) -> Value {
        let late = self.question.day.flights.iter().zip(delays_min).filter(|(_, delay_min)| **delay_min > 0);
        Value::Object(late.map(|(flight, delay_min)| (self.name(flight).to_owned(), json!(delay_min))).collect())
    }

    fn plan(&self) -> Value {
        let allocation = self.allocation();
        let regulations = &self.question.regulations;
        let row = |turn: &slots::Turn| {
            json!({
                "regulation": regulations[turn.regulation].id,
                "flow": regulations[turn.regulation].flows[turn.flow].id,
                "flight": self.name(turn.flight),
                "eto": turn.eto_s,
                "slot": turn.slot_s,
                "delay": turn.delay_min,
                "forced": turn.forced,
            })
        };
        let most = allocation.most_penalising.iter();
        let most = most.map(|(flight, regulation)| (self.name(*flight).to_owned(), json!(regulations[*regulation].id)));
        json!({
            "rows": allocation.rows.iter().map(row).collect::<Vec<_>>(),
            "delays": self.delays(&allocation.outcome.delays_min),
            "mostPenalising": most.collect::<Map<_, _>>(),
            "rounds": allocation.rounds,
            "spill": allocation.outcome.spill,
        })
    }

    fn effect(&self) -> Vec<effect::VolumeEffect> {
        let (regulations, outcome) = (self.question.regulations.clone(), self.allocation().outcome.clone());
        let input = effect::Input { day: self.day(), regulations, outcome, analysis: self.question.analysis };
        ask::<Effect>(&input, self.asked.side)
    }

    fn cost(&self, outcome: Outcome) -> objective::Cost {
        let Question { regulations, analysis, weights, .. } = self.question.clone();
        ask::<Objective>(
            &objective::Input { day: self.day(), regulations, outcome, analysis, weights },
            self.asked.side,
        )
    }

    fn found(&self) -> Option<&rates::Found> {
        let search = || {
            let Question { mut regulations, analysis, weights, search, .. } = self.question.clone();
            let search = search?;
            regulations[0] = search.regulation;
            let grids = Grids { coarse: search.grids, fine: Vec::new(), blanket: vec![None] };
            let input = rates::Input { day: self.day(), regulations, analysis, weights, grids };
            Some(ask::<Rates>(&input, self.asked.side))
        };
        self.asked.found.get_or_init(search).as_ref()
    }

    /// The excess of all checked windows in sum, for either way of counting.
    fn excess_cells(&self) -> Value {
        let of_one = |count| {
            let analysis = Analysis { count, ..self.question.analysis };
            let counts = ask::<Counts>(&counts::Input::base(self.day(), analysis), self.asked.side);
            counts.iter().flat_map(|volume| &volume.cells).map(counts::Cell::excess).sum::<i64>()
        };
        json!({ "flights": of_one(Count::Flights), "entries": of_one(Count::Entries) })
    }

    fn bound(&self, tally: &mut Tally, at: &str, recorded: &Value) {
        let Question { regulations, analysis, weights, .. } = self.question.clone();
        let Some(regulation) = regulations.into_iter().next() else { return tally.skip(1) };
        let bounds = ask::<Bound>(&bound::Input { day: self.day(), regulation, analysis, weights }, self.asked.side);
        let own = value(&bounds);
        for key in ["block", "path", "pathStep60", "floorJ"] {
            if let Some(recorded) = recorded.get(key) {
                tally.compare(self.asked.side, &format!("{at}.{key}"), recorded, &own[key]);
            }
        }
        if let Some(delays) = recorded["witnessJ"].as_object() {
            let j = self.cost(self.recorded_outcome(delays)).j;
            tally.compare(self.asked.side, &format!("{at}.milpJ"), &recorded["milpJ"], &json!(j));
            tally.compare(self.asked.side, &format!("{at}: floor <= milpJ"), &json!(true), &json!(bounds.floor_j <= j));
        }
        if let Some(least) = recorded["milpMinTotalDelay"].as_i64() {
            let order = lowest(&bounds) <= least;
            tally.compare(self.asked.side, &format!("{at}: block <= path <= milp"), &json!(true), &json!(order));
        }
    }

    /// The delays of a recorded witness as what a plan does: everybody in scope counts as captured.
    fn recorded_outcome(&self, delays: &Map<String, Value>) -> Outcome {
        let mut scope: Vec<FlightId> = self.captured()[0].iter().flatten().map(|turn| turn.flight).collect();
        scope.sort_unstable();
        let mut outcome = Outcome { captured: scope.clone(), scope, ..Outcome::base(&self.question.day) };
        for (name, delay_min) in delays {
            if let Some(flight) = self.question.day.flights.named(name) {
                outcome.delays_min[flight.index()] = delay_min.as_i64().unwrap_or(0);
            }
        }
        outcome
    }
}

/// The larger of the bounds that lie below the optimum; the largest number where they are in the wrong order.
fn lowest(bounds: &Bounds) -> i64 {
    match bounds.path {
        Some(path) if bounds.block.0 <= path => path,
        Some(_) => i64::MAX,
        None => bounds.block.0,
    }
}
