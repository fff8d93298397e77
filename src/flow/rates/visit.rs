//! The state of a search while one flow is visited: everything that does not move, added up.

use core::ops::Range;
use std::sync::Arc;

use super::prepared::{Held, Prepared};
use crate::flow::objective::{Part, Room, Score, cap_term, share};
use crate::math::pairwise_sum;

/// A vector of parts, one of which is being varied.
pub(super) struct Visit {
    pub(super) prepared: Arc<Prepared>,
    /// For each flow, the place of its part.
    pub(super) places: Vec<usize>,
    /// The flow that is varied; none while all stand.
    flow: Option<usize>,
    /// The sliding hour without the varied flow, and the terms of `J_cap` under it.
    hour: Vec<i32>,
    terms: Vec<f64>,
    /// The terms under the last candidate, which differ from `terms` in `dirty` alone.
    candidate: Vec<f64>,
    dirty: Range<usize>,
    /// For each flow, what it adds to `J_reg` and `J_tv`, in the order of addition.
    sums: Vec<Sums>,
    /// `J_reg` and `J_tv` of the flows before the varied one.
    before: (f64, f64),
    /// Minutes of delay of all but the varied flow.
    delay_min: i64,
    room: Room,
}

#[derive(Clone, Copy)]
struct Sums {
    reg: [f64; 2],
    tv: [f64; 3],
}

impl Sums {
    fn of(held: &Held) -> Self {
        Self { reg: held.part.reg, tv: held.part.tv }
    }

    fn add_to(&self, (reg, tv): (f64, f64)) -> (f64, f64) {
        (reg + self.reg[0] + self.reg[1], tv + self.tv[0] + self.tv[1] + self.tv[2])
    }
}

impl Visit {
    /// Every flow without a limit.
    pub(super) fn new(prepared: Arc<Prepared>) -> Self {
        let flows = prepared.context().flows.len();
        let mut room = Room::default();
        let sums = (0..flows).map(|flow| Sums::of(prepared.held(flow, 0, &mut room))).collect();
        let hour = prepared.hour.clone();
        let mut visit = Self {
            places: vec![0; flows],
            flow: None,
            terms: vec![0.0; hour.len()],
            candidate: Vec::new(),
            dirty: 0..0,
            sums,
            before: (0.0, 0.0),
            delay_min: 0,
            room,
            hour,
            prepared,
        };
        visit.renew(0..visit.hour.len());
        visit.settle();
        visit
    }

    /// What the vector costs, with one flow's part replaced: `varied` has the flow and the place of the part.
    pub(super) fn score_at(&mut self, varied: Option<(usize, usize)>) -> Score {
        let flow = varied.map(|(flow, _)| flow);
        if self.flow != flow {
            self.stand();
            if let Some(flow) = flow {
                self.vary(flow);
            }
        }
        self.score_with(varied)
    }

    /// Replaces a flow's part for good.
    pub(super) fn keep(&mut self, flow: usize, place: usize) {
        if self.flow != Some(flow) {
            self.stand();
            self.vary(flow);
        }
        self.places[flow] = place;
    }

    /// Puts the varied flow's part back.
    fn stand(&mut self) {
        if let Some(flow) = self.flow.take() {
            self.shift(flow, 1);
            self.settle();
        }
    }

    /// Takes a flow's part out.
    fn vary(&mut self, flow: usize) {
        self.flow = Some(flow);
        self.shift(flow, -1);
        self.settle();
    }

    /// Adds a flow's part to what does not move, or takes it away.
    fn shift(&mut self, flow: usize, sign: i32) {
        let held = self.prepared.held(flow, self.places[flow], &mut self.room);
        let reach = held.reach.clone();
        for (hour, change) in self.hour[reach.clone()].iter_mut().zip(&held.hour) {
            *hour += sign * change;
        }
        self.delay_min += i64::from(sign) * held.part.delay_min;
        self.sums[flow] = Sums::of(held);
        self.renew(reach);
    }

    fn renew(&mut self, bins: Range<usize>) {
        for bin in bins {
            self.terms[bin] = cap_term(self.hour[bin] as f32, self.prepared.capacity[bin], self.prepared.alpha[bin]);
        }
    }

    fn settle(&mut self) {
        self.candidate.clone_from(&self.terms);
        self.dirty = 0..0;
        let before = &self.sums[..self.flow.unwrap_or(0)];
        self.before = before.iter().fold((0.0, 0.0), |sums, flow| flow.add_to(sums));
    }

    fn score_with(&mut self, varied: Option<(usize, usize)>) -> Score {
        let weights = self.prepared.context().question.weights;
        let (share, spill) = if weights.theta_share > 0.0 || weights.eta_spill > 0.0 {
            self.share_and_spill(varied)
        } else {
            (0.0, 0.0)
        };
        let (mut sums, mut delay_min, mut from) = (self.before, self.delay_min, 0);
        let dirty = core::mem::take(&mut self.dirty);
        self.candidate[dirty.clone()].copy_from_slice(&self.terms[dirty]);
        if let Some((flow, place)) = varied {
            let held = self.prepared.held(flow, place, &mut self.room);
            let reach = held.reach.clone();
            let limits = self.prepared.capacity[reach.clone()].iter().zip(&self.prepared.alpha[reach.clone()]);
            let hours = self.hour[reach.clone()].iter().zip(&held.hour);
            let terms = &mut self.candidate[reach.clone()];
            for ((term, (hour, change)), (capacity, alpha)) in terms.iter_mut().zip(hours).zip(limits) {
                *term = cap_term((hour + change) as f32, *capacity, *alpha);
            }
            self.dirty = reach;
            sums = Sums::of(held).add_to(sums);
            delay_min += held.part.delay_min;
            from = flow + 1;
        }
        let (reg, tv) = self.sums[from..].iter().fold(sums, |sums, flow| flow.add_to(sums));
        Score::of(pairwise_sum(&self.candidate), weights.lambda_delay * delay_min as f64, reg, tv, share, spill)
    }

    /// The two parts that are usually weighed with 0: they need every flow's releases.
    fn share_and_spill(&mut self, varied: Option<(usize, usize)>) -> (f64, f64) {
        let prepared = Arc::clone(&self.prepared);
        let context = prepared.context();
        let rows = self.rows(&prepared, varied);
        let weights = &context.question.weights;
        let after: i64 = rows.iter().filter_map(|row| row.last()).sum();
        (
            if weights.theta_share > 0.0 { weights.theta_share * share(&context.flows, &rows) } else { 0.0 },
            if weights.eta_spill > 0.0 { weights.eta_spill * after as f64 } else { 0.0 },
        )
    }

    /// Every flow's part.
    pub(super) fn parts<'a>(&mut self, prepared: &'a Prepared) -> impl Iterator<Item = &'a Part> {
        let parts: Vec<&Part> = self
            .places
            .iter()
            .enumerate()
            .map(|(flow, place)| &prepared.held(flow, *place, &mut self.room).part)
            .collect();
        parts.into_iter()
    }

    /// Every flow's releases.
    pub(super) fn rows<'a>(&mut self, prepared: &'a Prepared, varied: Option<(usize, usize)>) -> Vec<&'a [i64]> {
        let place_of =
            |flow: usize| varied.filter(|(other, _)| *other == flow).map_or(self.places[flow], |(_, place)| place);
        let places: Vec<usize> = (0..self.places.len()).map(place_of).collect();
        places
            .into_iter()
            .enumerate()
            .map(|(flow, place)| prepared.held(flow, place, &mut self.room).part.releases.as_slice())
            .collect()
    }
}
