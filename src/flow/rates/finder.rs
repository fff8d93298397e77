//! A day made ready for searching again and again, with a memory that cannot lie.

use core::num::NonZeroUsize;
use core::ops::Range;
use std::sync::Arc;

use lru::LruCache;

use super::optimised::Descent;
use super::{Found, Input, Prepared, Scoring, Search, reference, run};
use crate::error::Result;
use crate::flow::VolumeIndex;
use crate::flow::argument::{check_volume, check_window};
use crate::flow::objective::{Mode, capacity};
use crate::model::{Horizon, VolumeId};
use crate::pair::Side;
use crate::scenario::{Cell, Flights, Flow, Intervals, Traffic, Weights};

/// How many questions a [`Finder`] keeps ready.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(16).expect("16 is not 0");

/// Searches for rates on one day, under any flows, capacities, weights and windows.
///
/// Indexes the day once, and keeps the questions asked most recently ready: each with all that its flows add under the
/// rates tried so far. A question is remembered by its whole content: flows with their flights, weights, capacities, cells,
/// window, bins. Only flights and intervals are known by their identity; they cannot change while the finder holds them.
/// An answer never depends on what was asked before.
#[derive(Debug)]
pub struct Finder {
    flights: Arc<Flights>,
    intervals: Arc<Intervals>,
    volumes: usize,
    index: Arc<VolumeIndex>,
    prepared: LruCache<Question, Arc<Prepared>>,
    made: usize,
    reused: usize,
}

/// All that the optimised side's work on a question depends on, beside the flights and their intervals.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Question {
    horizon: Horizon,
    mode: Mode,
    control: VolumeId,
    window: Range<u32>,
    weights: ([u64; 12], u32),
    target: Vec<Cell>,
    ripple: Vec<Cell>,
    flows: Vec<Flow>,
    capacity: Vec<i64>,
    /// Volumes with cells take part in the order of their names.
    names: Vec<String>,
}

impl Question {
    fn of(input: &Input) -> Self {
        let (traffic, question) = (&input.traffic, &input.question);
        let cells = question.target.iter().chain(&question.ripple);
        Self {
            horizon: traffic.horizon,
            mode: question.mode,
            control: question.control,
            window: question.window.clone(),
            weights: bits(&question.weights),
            target: question.target.clone(),
            ripple: question.ripple.clone(),
            flows: traffic.flows.clone(),
            capacity: capacity(&traffic.volumes[question.control.index()], traffic.horizon),
            names: cells.map(|cell| traffic.volumes[cell.volume.index()].id.clone()).collect(),
        }
    }
}

fn bits(weights: &Weights) -> ([u64; 12], u32) {
    let Weights {
        alpha_target,
        alpha_ripple,
        alpha_context,
        beta_target,
        beta_ripple,
        beta_context,
        gamma_target,
        gamma_ripple,
        gamma_context,
        lambda_delay,
        theta_share,
        eta_spill,
        class_tolerance_bins,
    } = *weights;
    let all = [
        [alpha_target, alpha_ripple, alpha_context],
        [beta_target, beta_ripple, beta_context],
        [gamma_target, gamma_ripple, gamma_context],
        [lambda_delay, theta_share, eta_spill],
    ];
    let mut bits = [0; 12];
    for (bits, weight) in bits.iter_mut().zip(all.as_flattened()) {
        *bits = weight.to_bits();
    }
    (bits, class_tolerance_bins)
}

impl Finder {
    /// Makes a day ready, in O(intervals).
    pub fn new(traffic: &Traffic) -> Self {
        Self::with_index(traffic, Arc::new(VolumeIndex::new(traffic)))
    }

    /// The same, for a day that is indexed already.
    pub fn with_index(traffic: &Traffic, index: Arc<VolumeIndex>) -> Self {
        Self {
            flights: Arc::clone(&traffic.flights),
            intervals: Arc::clone(&traffic.intervals),
            volumes: traffic.volumes.len(),
            index,
            prepared: LruCache::new(REMEMBERED),
            made: 0,
            reused: 0,
        }
    }

    /// Begins a search. Another day than the finder's own is indexed anew.
    ///
    /// # Errors
    /// [`Error::Argument`](crate::Error::Argument) for settings that give no answer, a volume that is not there, and a
    /// window that is empty or begins after the day.
    pub fn search(&mut self, input: &Input, side: Side, scoring: Scoring) -> Result<Box<dyn Search>> {
        input.settings.check()?;
        check_volume(&input.traffic, input.question.control)?;
        check_window(&input.traffic, &input.question.window)?;
        if side == Side::Reference {
            return Ok(Box::new(reference::Descent::new(input)));
        }
        Ok(Box::new(Descent::new(self.prepared(input), &input.settings, scoring)))
    }

    /// Searches to the end.
    ///
    /// # Errors
    /// As [`Self::search`].
    pub fn find(&mut self, input: &Input, side: Side) -> Result<Found> {
        run(self.search(input, side, Scoring::Own)?)
    }

    /// How many questions were made ready, and how often one was found ready.
    pub fn counts(&self) -> (usize, usize) {
        (self.made, self.reused)
    }

    /// A question made ready, or found ready.
    fn prepared(&mut self, input: &Input) -> Arc<Prepared> {
        if !self.knows(&input.traffic) {
            *self = Self::new(&input.traffic);
        }
        let question = Question::of(input);
        if let Some(prepared) = self.prepared.get(&question) {
            self.reused += 1;
            return Arc::clone(prepared);
        }
        self.made += 1;
        let prepared = Arc::new(Prepared::new(input, &self.index));
        self.prepared.put(question, Arc::clone(&prepared));
        prepared
    }

    fn knows(&self, traffic: &Traffic) -> bool {
        Arc::ptr_eq(&self.flights, &traffic.flights)
            && Arc::ptr_eq(&self.intervals, &traffic.intervals)
            && self.volumes == traffic.volumes.len()
    }
}
