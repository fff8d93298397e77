//! A sound day as a published one: stays are cut at quarters of an hour.

use core::ops::Range;
use std::sync::Arc;

use super::capacity::hourly;
use super::{Loss, Losses, capture, pieces};
use crate::model::{Horizon, UtcMicros, VolumeId};
use crate::scenario::sound::{Question, Regulation};
use crate::scenario::{Candidate, Cell, Flow, Plan, Traffic, Volume, Weights};

/// Flights an hour that stand for no limit: in the published model an hour without a capacity counts as 0.
pub const UNLIMITED_PER_HOUR: f64 = 9_999.0;

const BIN_MINUTES: u32 = 15;

/// The same day under the published model, and what that leaves out. O(flights + stays · bins of a stay).
///
/// Bins are quarters of an hour. The volume and period of the first regulation are asked about, with the flights that each
/// searched flow captures; where the regulation itself has these flows at constant rates, they are a candidate.
///
/// # Panics
/// When the stays cross more than 2^32 quarters of an hour, which the limits of a file rule out.
pub fn to_published(question: &Question) -> (Traffic, Vec<Loss>) {
    let mut losses = Losses::default();
    let (day, held) = (&question.day, question.regulations.first());
    let first = question.search.as_ref().map(|search| &search.regulation).or(held);
    let horizon = Horizon::new(BIN_MINUTES).expect("quarters divide an hour");
    let midnight = question.midnight.unwrap_or(UtcMicros(0));
    let (flights, intervals) = pieces::cut(day, midnight, i64::from(horizon.bin_seconds()));
    let level = |level: i64| u32::try_from(level).ok();
    let volumes = day.volumes.iter().map(|volume| Volume {
        id: volume.id.clone(),
        hourly_capacity: hourly(&volume.entry_capacity, &mut losses),
        lower_level: volume.band.and_then(|[low, _]| level(low)),
        upper_level: volume.band.and_then(|[_, high]| level(high)),
        outline: volume.outline.clone(),
    });
    let volumes = volumes.collect();
    let window = window(first, horizon, &mut losses);
    let control = first.map_or(VolumeId(0), |regulation| regulation.volume);
    let members = first.map(|regulation| capture::members(day, regulation)).unwrap_or_default();
    let flows = first.iter().flat_map(|regulation| &regulation.flows).zip(members);
    let flows: Vec<Flow> = flows.map(|(flow, flights)| Flow { id: flow.id.clone(), flights }).collect();
    let candidates = candidates(held, &flows, &mut losses);
    said(question, &mut losses);
    let traffic = Traffic {
        horizon,
        volumes,
        flights: Arc::new(flights),
        intervals: Arc::new(intervals),
        candidates,
        flows,
        control,
        target: window.clone().map(|bin| Cell { volume: control, bin }).collect(),
        window,
        weights: Weights::default(),
        ripple: Vec::new(),
    };
    (traffic, super::from_published::merged(losses))
}

/// The bins that hold the period; the whole day where there is none, or where it lies outside.
fn window(first: Option<&Regulation>, horizon: Horizon, losses: &mut Losses) -> Range<u32> {
    let Some(regulation) = first else {
        losses.note("conversion/no-regulation", 1, "there is no regulation: the first volume is asked about, all day");
        return 0..horizon.bins();
    };
    let bin_s = i64::from(horizon.bin_seconds());
    let Range { start, end } = &regulation.period;
    let (from, to) = (start.div_euclid(bin_s), (end + bin_s - 1).div_euclid(bin_s));
    let last = i64::from(horizon.bins());
    let (from_bin, to_bin) = (from.clamp(0, last - 1), to.clamp(1, 2 * last));
    let same = from_bin * bin_s == *start && to_bin * bin_s == *end;
    losses.note("conversion/period", usize::from(!same), "the period was widened to whole bins, or cut to the day");
    let bin = |bin: i64| u32::try_from(bin).expect("clamped to two days");
    bin(from_bin)..bin(to_bin.max(from_bin + 1))
}

/// The rates of a regulation as a candidate, where each is constant; nothing where none is set, or where other flows are asked
/// about.
fn candidates(held: Option<&Regulation>, flows: &[Flow], losses: &mut Losses) -> Vec<Candidate> {
    let Some(regulation) = held.filter(|regulation| regulation.flows.iter().any(|flow| flow.rates.is_some())) else {
        return Vec::new();
    };
    if !regulation.flows.iter().map(|flow| &flow.id).eq(flows.iter().map(|flow| &flow.id)) {
        losses.note(
            "conversion/candidates",
            1,
            "the rates were left out: they are for other flows than those searched",
        );
        return Vec::new();
    }
    let changing =
        regulation.flows.iter().filter(|flow| flow.rates.as_ref().is_some_and(|rates| rates.len() > 1)).count();
    let closed = |rate: i64| usize::from(rate == 0);
    let rates = regulation.flows.iter().flat_map(|flow| &flow.rates).flatten();
    let closed: usize = rates.map(|rate| closed(rate.per_hour)).sum();
    losses.note("conversion/changing-rates", changing, "flows whose rate changes were left unregulated");
    losses.note(
        "conversion/closed",
        closed,
        "rates of 0, which hold nobody in the published model, close the flow here",
    );
    #[expect(clippy::cast_precision_loss, reason = "rates lie far below 2^53")]
    let rate = |flow: &crate::scenario::sound::Flow| match flow.rates.as_deref() {
        Some([only]) => only.per_hour as f64,
        _ => f64::INFINITY,
    };
    let rates = regulation.flows.iter().map(rate).collect();
    vec![Candidate { name: format!("{} as regulated", regulation.id), plan: Plan::Rates(rates) }]
}

/// What the published model has no words for.
fn said(question: &Question, losses: &mut Losses) {
    let day = &question.day;
    let fixed = |frozen: bool| day.flights.fixed_min.iter().flatten().filter(|late| (**late > 0) == frozen).count();
    losses.note("conversion/exempt", fixed(false), "exempt flights may be delayed");
    losses.note("conversion/frozen", fixed(true), "frozen flights are late from the start and may be delayed more");
    let thresholds = day.volumes.iter().map(|volume| volume.occupancy.len()).sum();
    losses.note("conversion/occupancy", thresholds, "occupancy thresholds were left out");
    let more = question.regulations.len().saturating_sub(1);
    losses.note("conversion/more-regulations", more, "regulations after the first were left out");
    let outside = day.stays.entry_s.iter().filter(|entry| !(0..86_400).contains(*entry)).count();
    losses.note(
        "conversion/other-days",
        outside,
        "stays before or after the day are counted at the same hour of the day",
    );
    losses.note("conversion/weights", 1, "the weights were left out: the published objective has its own");
    losses.note("conversion/order", day.flights.len().min(1), "flights stand in byte order of their names");
}
