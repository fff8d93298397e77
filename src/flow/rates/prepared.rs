//! What the optimised side keeps ready for a question: the undelayed day, and what each flow adds under each quota.

use core::ops::Range;
use std::sync::{Arc, OnceLock};

use super::Input;
use crate::flow::VolumeIndex;
use crate::flow::objective::{Context, ContextFlow, Part, Room, Scorer};
use crate::flow::occupancy::optimised_rolling as rolling;
use crate::flow::schedule::{at_quota, quota};

/// What one flow adds under one quota.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) part: Part,
    /// By how much it changes the sliding hour in the bins of `reach`.
    pub(super) hour: Vec<i32>,
    pub(super) reach: Range<usize>,
}

/// A question made ready for any number of searches: O(flights + visits to the regulated volume).
///
/// Remembers every part once it was worked out: for each flow at most as many as it has turns in its busiest bin.
#[derive(Debug)]
pub struct Prepared {
    scorer: Scorer,
    pub(super) capacity: Vec<f32>,
    pub(super) alpha: Vec<f32>,
    /// The sliding hour of the undelayed day.
    pub(super) hour: Vec<i32>,
    /// By flow: no limit first, then by quota, up to the least that holds nobody.
    parts: Vec<Vec<OnceLock<Box<Held>>>>,
}

impl Prepared {
    /// Prepares a question about a day that is indexed. Overload is charged in the regulated volume alone, whatever the
    /// question says.
    pub fn new(input: &Input, index: &VolumeIndex) -> Self {
        let mut question = input.question.clone();
        question.volumes = vec![question.control];
        let context = Context::indexed(&input.traffic, question, index);
        let counts: Vec<i32> = context.base_all.iter().copied().collect();
        let peaks = context.flows.iter().map(|flow| peak(flow, &context));
        let parts = peaks.map(|peak| (0..=peak).map(|_| OnceLock::new()).collect()).collect();
        Self {
            capacity: context.capacity.iter().map(|capacity| *capacity as f32).collect(),
            alpha: context.alpha.iter().copied().collect(),
            hour: sliding(&counts, context.traffic.horizon.bins_per_hour() as usize),
            parts,
            scorer: Scorer::indexed(Arc::new(context), index),
        }
    }

    /// The question's context.
    pub fn context(&self) -> &Arc<Context> {
        self.scorer.context()
    }

    pub(super) fn scorer(&self) -> &Scorer {
        &self.scorer
    }

    /// The place of a rate among the parts of a flow: 0 where it holds nobody.
    pub(super) fn place(&self, flow: usize, rate: f64) -> usize {
        let context = self.context();
        let quota = quota(rate, &context.question.window, context.traffic.horizon);
        let peak = self.parts[flow].len() - 1;
        quota.and_then(|quota| usize::try_from(quota).ok()).filter(|quota| *quota < peak).map_or(0, |quota| quota + 1)
    }

    /// What a flow adds under the part at `place`, worked out when it is first asked for.
    pub(super) fn held(&self, flow: usize, place: usize, room: &mut Room) -> &Held {
        self.parts[flow][place].get_or_init(|| Box::new(self.work_out(flow, place, room)))
    }

    fn work_out(&self, flow: usize, place: usize, room: &mut Room) -> Held {
        let context = self.context();
        let quota = place.checked_sub(1).map(|quota| quota as i64);
        let (window, horizon) = (&context.question.window, context.traffic.horizon);
        let releases = at_quota(&context.flows[flow].demand, quota, window, horizon);
        let mut bins = vec![0; horizon.bins() as usize];
        let mut touched = bins.len()..0;
        let part = self.scorer.part(flow, &releases, room, |bin, change| {
            let bin = bin as usize;
            bins[bin] += change;
            touched = touched.start.min(bin)..touched.end.max(bin + 1);
        });
        if touched.is_empty() {
            return Held { part, hour: Vec::new(), reach: 0..0 };
        }
        let bins_per_hour = horizon.bins_per_hour() as usize;
        let reach = touched.start.saturating_sub(bins_per_hour - 1)..touched.end;
        Held { part, hour: sliding(&bins[reach.clone()], bins_per_hour), reach }
    }
}

/// The most turns that a flow has in one bin of the window: a quota of as many holds nobody.
fn peak(flow: &ContextFlow, context: &Context) -> usize {
    let (window, bins) = (&context.question.window, context.traffic.horizon.bins());
    let active = window.start.min(bins) as usize..window.end.min(bins) as usize;
    let most = flow.demand[active].iter().max().copied().unwrap_or(0);
    usize::try_from(most).unwrap_or(0)
}

/// For each bin, the sum over the hour that begins there.
fn sliding(counts: &[i32], bins_per_hour: usize) -> Vec<i32> {
    let mut hour = Vec::with_capacity(counts.len());
    rolling(counts, bins_per_hour, |sum| hour.push(i32::try_from(sum).unwrap_or(i32::MAX)));
    hour.reverse();
    hour
}
