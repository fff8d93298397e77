//! The judge: what delays come to under the sound model.

use std::sync::Arc;

use super::{Judged, Way};
use crate::pair::Pair;
use crate::scenario::sound::{Analysis, Day, Question, Regulation, Weights};
use crate::sound::Outcome;
use crate::sound::bound::Witness;
use crate::sound::counts::{self, Counts};
use crate::sound::objective::{self, Objective};
use crate::sound::slots::{self, Slots};

/// A day, what is regulated, and how the day is looked at.
pub(super) struct Judge {
    pub(super) day: Arc<Day>,
    /// The regulation whose rates are asked for, none of its flows held.
    pub(super) searched: Regulation,
    /// The other regulations, which stay as they are.
    pub(super) others: Vec<Regulation>,
    pub(super) analysis: Analysis,
    pub(super) weights: Weights,
    network: <Counts as Pair>::Index,
}

impl Judge {
    pub(super) fn new(question: &Question, searched: &Regulation, analysis: Analysis) -> Self {
        let day = Arc::clone(&question.day);
        let delays_min = day.flights.iter().map(|flight| day.flights.base_delay_min(flight)).collect();
        let input = counts::Input { day: Arc::clone(&day), delays_min, analysis };
        Self {
            network: Counts::index(&input),
            searched: searched.clone(),
            others: question.regulations.iter().skip(1).cloned().collect(),
            weights: question.weights,
            day,
            analysis,
        }
    }

    /// The plan in which `first` stands in the place of the searched regulation.
    pub(super) fn plan(&self, first: Regulation) -> Vec<Regulation> {
        core::iter::once(first).chain(self.others.iter().cloned()).collect()
    }

    /// Who waits how long under a plan.
    fn played(&self, regulations: Vec<Regulation>) -> Outcome {
        let input = slots::Input { day: Arc::clone(&self.day), regulations, analysis: self.analysis };
        Slots::optimised(&input, &Slots::index(&input)).outcome
    }

    /// One constant rate for each flow, or none.
    pub(super) fn rates(&self, way: Way, rates: Vec<Option<i64>>) -> Judged {
        let outcome = self.played(self.plan(self.searched.with_rates(&rates)));
        self.judged(way, outcome, rates)
    }

    /// One constant rate for everybody, or none.
    pub(super) fn blanket(&self, rate: Option<i64>) -> Judged {
        let outcome = self.played(self.plan(self.everybody().with_rates(&[rate])));
        self.judged(Way::SoundBlanket, outcome, vec![rate])
    }

    /// The searched regulation with one flow that holds everybody.
    fn everybody(&self) -> Regulation {
        let everything = crate::scenario::sound::Filter::everything();
        let mut one = self.searched.blanket(None);
        one.flows.iter_mut().for_each(|flow| flow.filter = everything.clone());
        one
    }

    /// Given delays in minutes, in the order of the flights. Whoever waits is charged, regulated or not.
    pub(super) fn delays(&self, way: Way, delays_min: Vec<i64>, rates: Vec<Option<i64>>) -> Judged {
        let unheld = vec![None; self.searched.flows.len()];
        let mut outcome = self.played(self.plan(self.searched.with_rates(&unheld)));
        let base = |flight| self.day.flights.base_delay_min(flight);
        let waits = self.day.flights.iter().filter(|flight| delays_min[flight.index()] != base(*flight));
        outcome.captured.extend(waits);
        outcome.captured.sort_unstable();
        outcome.captured.dedup();
        outcome.delays_min = delays_min;
        self.judged(way, outcome, rates)
    }

    /// The delays that show the bound.
    pub(super) fn cherry_pick(&self, witness: &Witness) -> Judged {
        let mut delays_min: Vec<i64> =
            self.day.flights.iter().map(|flight| self.day.flights.base_delay_min(flight)).collect();
        for (flight, delay_min) in &witness.delays_min {
            delays_min[flight.index()] = *delay_min;
        }
        self.delays(Way::CherryPick, delays_min, Vec::new())
    }

    fn judged(&self, way: Way, outcome: Outcome, rates: Vec<Option<i64>>) -> Judged {
        let free = |flight: &crate::model::FlightId| self.day.flights.fixed_min[flight.index()].is_none();
        let waits =
            outcome.captured.iter().filter(|flight| free(flight)).map(|flight| outcome.delays_min[flight.index()]);
        let (delay_min, delayed) = waits.fold((0, 0), |(sum, count), late| (sum + late, count + usize::from(late > 0)));
        let plain = Weights { target: 1, ripple: 1, context: 1, ..self.weights };
        let mut input = objective::Input {
            day: Arc::clone(&self.day),
            regulations: self.plan(self.searched.clone()),
            outcome,
            analysis: self.analysis,
            weights: self.weights,
        };
        let j = Objective::optimised(&input, &self.network).j;
        input.weights = plain;
        let areas = Objective::optimised(&input, &self.network).parts;
        Judged { way, j, target_s: areas.target, other_s: areas.ripple + areas.context, delay_min, delayed, rates }
    }
}
