//! What a search stands on: the counts without the searched regulation, and what each flow changes at each rate.

use core::ops::Range;

use super::Rate;
use crate::model::VolumeId;
use crate::scenario::sound::{Count, RatePeriod, Regulation, Weights};
use crate::sound::Outcome;
use crate::sound::capture::{Captured, VolumeVisits};
use crate::sound::counts::optimised::{lay_entries, lay_occupancy, sum_track};
use crate::sound::counts::{Checked, Network, Track, UNLIMITED};
use crate::sound::effect::Role;
use crate::sound::effect::optimised::roles;
use crate::sound::objective::optimised::{
    Delays, deliver, deliveries, overload, quarters, sustained_excess, unsteadiness,
};
use crate::sound::slots::SlotGrid;
use crate::sound::slots::optimised::{Given, Regulated, Served, serve};

/// What of a volume may cost something.
#[derive(Debug)]
enum Watched {
    /// Checked windows; their places follow each other.
    Entries(Track),
    /// Samples with a peak; their places follow each other.
    Peak(Track),
    /// Samples with a sustained threshold, which are an extra: of that number.
    Sustain(usize),
}

/// What is not a sum over windows: sustained occupancies, and the deliveries of periods.
#[derive(Debug)]
enum Extra {
    Sustain { track: Track, limits: Vec<(i64, i64)>, weight: i64 },
    Smooth { volume: VolumeId, period: Range<i64>, at: usize, weight: i64 },
}

/// The searched regulation, without any rate.
#[derive(Debug)]
pub(super) struct Base {
    /// The flights of each flow.
    pub(super) flows: Vec<Vec<Captured>>,
    period: Range<i64>,
    recovery: Option<i64>,
    weights: Weights,
    watched: Vec<Watched>,
    /// For each volume, its part of `watched`.
    of_volume: Vec<Range<usize>>,
    /// Count less limit, at each place.
    pub(super) slack: Vec<i32>,
    /// What a flight too many costs, at each place.
    pub(super) weight: Vec<i64>,
    extras: Vec<Extra>,
    /// The counts of the extras.
    extra_base: Vec<i32>,
    /// J without the searched regulation, less what the places and extras cost.
    pub(super) constant: i64,
    /// The delay of the other regulations' flights, in minutes.
    pub(super) total_min: i64,
}

/// What one flow changes at one rate.
#[derive(Debug, Clone, Default)]
pub(super) struct Change {
    /// Where counts change, as runs of places with their changes: `(first place, changes)`.
    pub(super) runs: Vec<(u32, Vec<i32>)>,
    /// The changes of the extras; empty where nothing moves.
    pub(super) extras: Vec<i32>,
    /// What its delays cost, in weighted flight-seconds.
    pub(super) cost: i64,
    pub(super) total_min: i64,
}

/// Room for the changes of one flow, used again for the next.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    row: Vec<i32>,
    extras: Vec<i32>,
    touched: Vec<bool>,
    served: Vec<Served>,
}

/// A limit beyond any count, in the width of the places.
const LARGEST: i64 = LARGEST_COUNT as i64;
const LARGEST_COUNT: i32 = 1 << 30;

impl Base {
    /// The regulation among others; `None` where a flight that may move is held by two regulations, so that what the flows change
    /// does not add up.
    pub(super) fn new(
        network: &Network,
        visits: &VolumeVisits,
        searched: &Regulation,
        others: &[Regulation],
        weights: &Weights,
    ) -> Option<Self> {
        let day = &network.day;
        let flows = visits.capture(day, searched);
        let elsewhere = Regulated::among(day, visits, others).final_outcome(day);
        let mut free = flows.iter().flatten().filter(|turn| day.flights.fixed_min[turn.flight.index()].is_none());
        if free.any(|turn| elsewhere.captured.binary_search(&turn.flight).is_ok()) {
            return None;
        }
        let mut scope: Vec<_> = flows.iter().flatten().map(|turn| turn.flight).collect();
        scope.extend_from_slice(&elsewhere.scope);
        let regulations: Vec<&Regulation> = core::iter::once(searched).chain(others).collect();
        let owned: Vec<Regulation> = regulations.iter().map(|regulation| (*regulation).clone()).collect();
        let roles = roles(network, &owned, &scope);
        let row = network.moved(&elsewhere.delays_min);
        let mut base = Self {
            period: searched.period.clone(),
            recovery: searched.recovery_rate,
            weights: *weights,
            watched: Vec::new(),
            of_volume: Vec::new(),
            slack: Vec::new(),
            weight: Vec::new(),
            extras: Vec::new(),
            extra_base: Vec::new(),
            constant: 0,
            total_min: 0,
            flows,
        };
        let crossed = base.crossed(network);
        for (volume, role) in roles.iter().enumerate() {
            let first = base.watched.len();
            if crossed[volume] {
                base.watch(network, volume, *role, &row);
            }
            base.of_volume.push(first..base.watched.len());
        }
        for regulation in owned.iter().filter(|_| weights.smooth != 0) {
            let (volume, period, at) = (regulation.volume, regulation.period.clone(), base.extra_base.len());
            base.extra_base.extend(deliveries(network, regulation, &elsewhere.delays_min));
            base.extras.push(Extra::Smooth { volume, period, at, weight: 60 * weights.smooth });
        }
        base.settle(network, &row, &roles, &owned, &elsewhere);
        Some(base)
    }

    /// The volumes that flights which may move stay in.
    fn crossed(&self, network: &Network) -> Vec<bool> {
        let mut crossed = vec![false; network.volumes.len()];
        for turn in self.flows.iter().flatten() {
            if network.day.flights.fixed_min[turn.flight.index()].is_none() {
                network.visits(turn.flight).iter().for_each(|visit| crossed[visit.volume as usize] = true);
            }
        }
        crossed
    }

    /// Watches what of a volume may cost something.
    fn watch(&mut self, network: &Network, volume: usize, role: Role, row: &[i32]) {
        let (tracks, analysis, weights) = (&network.volumes[volume], &network.analysis, self.weights);
        let weight = match role {
            Role::Target => weights.target,
            Role::Ripple => weights.ripple,
            Role::Context => weights.context,
        };
        for checked in tracks.checked.iter().filter(|_| weight != 0) {
            let (track, windows) = checked.windows(tracks);
            let places = track.at + windows.start..track.at + windows.end;
            let at = self.slack.len();
            let own = match checked {
                Checked::Whole(track) => Track { at, ..track.clone() },
                Checked::Grid(windows) => {
                    Track { origin_s: track.start_s(windows.start), len: windows.len(), at, ..track.clone() }
                }
            };
            let limits = network.limits[places.clone()].iter().copied();
            let counts = row[places].iter().copied().zip(limits);
            self.place(counts, weight * analysis.step_s);
            self.watched.push(Watched::Entries(own));
        }
        let track = &tracks.occupancy;
        if weights.occ_peak != 0 && !tracks.peak.is_empty() {
            let own = Track { at: self.slack.len(), ..track.clone() };
            let counts = row[track.places()].iter().copied().zip(tracks.peak.iter().copied());
            self.place(counts, weights.occ_peak * analysis.occ_step_s);
            self.watched.push(Watched::Peak(own));
        }
        if weights.occ_sustain != 0 && !tracks.sustain.is_empty() {
            let own = Track { at: self.extra_base.len(), ..track.clone() };
            self.extra_base.extend(&row[track.places()]);
            self.extra_base.push(0);
            let (limits, weight) = (tracks.sustain.clone(), weights.occ_sustain * analysis.occ_step_s);
            self.extras.push(Extra::Sustain { track: own, limits, weight });
            self.watched.push(Watched::Sustain(self.extras.len() - 1));
        }
    }

    fn place(&mut self, counts: impl Iterator<Item = (i32, i64)>, weight: i64) {
        let slack = |(count, limit): (i32, i64)| {
            let slack = if limit == UNLIMITED { -LARGEST } else { (i64::from(count) - limit).max(-LARGEST) };
            i32::try_from(slack).expect("a day has fewer than 2^30 stays")
        };
        self.slack.extend(counts.map(slack));
        // One more place, where differences that end beyond the last window are put.
        self.slack.push(-LARGEST_COUNT);
        self.weight.resize(self.slack.len(), weight);
    }

    /// Works out the part of J that no rate changes.
    fn settle(
        &mut self,
        network: &Network,
        row: &[i32],
        roles: &[Role],
        regulations: &[Regulation],
        elsewhere: &Outcome,
    ) {
        let weights = &self.weights;
        let mut delays = Delays::default();
        for (_, delay_min) in elsewhere.delays_of_the_free(&network.day) {
            delays.add(delay_min, weights);
        }
        let mut j = overload(network, row, roles, weights).sum() + delays.cost + delays.touched;
        j += 60 * weights.spill * elsewhere.spill;
        for regulation in regulations.iter().filter(|_| weights.smooth != 0) {
            j += 60 * weights.smooth * unsteadiness(&deliveries(network, regulation, &elsewhere.delays_min));
        }
        let watched: i64 =
            self.slack.iter().zip(&self.weight).map(|(slack, weight)| i64::from((*slack).max(0)) * weight).sum();
        self.constant = j - watched - self.extra_cost(&[]);
        self.total_min = delays.total_min;
    }

    /// What the extras cost once these changes are made to them; an empty list changes nothing.
    pub(super) fn extra_cost(&self, changes: &[&[i32]]) -> i64 {
        if self.extras.is_empty() {
            return 0;
        }
        let mut counts = self.extra_base.clone();
        for change in changes {
            counts.iter_mut().zip(*change).for_each(|(count, change)| *count += change);
        }
        let cost = |extra: &Extra| match extra {
            Extra::Sustain { track, limits, weight } => {
                weight * sustained_excess(&counts[track.places()], limits, track.step_s)
            }
            Extra::Smooth { period, at, weight, .. } => weight * unsteadiness(&counts[*at..*at + quarters(period)]),
        };
        self.extras.iter().map(cost).sum()
    }

    fn sustain(&self, extra: usize) -> &Track {
        match &self.extras[extra] {
            Extra::Sustain { track, .. } => track,
            Extra::Smooth { .. } => unreachable!("watched by number as a sustained threshold"),
        }
    }

    /// What a flow changes at a rate. O(stays of its flights + windows that they touch).
    pub(super) fn change(&self, network: &Network, flow: usize, rate: Rate, scratch: &mut Scratch) -> Change {
        let Some(per_hour) = rate else { return Change::default() };
        let fixed = &network.day.flights.fixed_min;
        let rates = [RatePeriod { from_s: self.period.start, to_s: self.period.end, per_hour }];
        let slots = SlotGrid::new(&rates, self.recovery.unwrap_or(per_hour));
        let given =
            |flight: crate::model::FlightId| fixed[flight.index()].map(|delay_min| Given { delay_min, later_min: 0 });
        let mut served = core::mem::take(&mut scratch.served);
        serve(&self.flows[flow], &slots, given, &mut served);
        scratch.row.resize(self.slack.len(), 0);
        scratch.touched.resize(self.watched.len(), false);
        scratch.extras.clear();
        let (mut delays, mut spill) = (Delays::default(), 0);
        for (turn, served) in self.flows[flow].iter().zip(&served) {
            if fixed[turn.flight.index()].is_none() {
                delays.add(served.delay_min, &self.weights);
                spill += i64::from(turn.eto_s + 60 * served.delay_min >= self.period.end);
                if served.delay_min > 0 {
                    self.shift(network, turn, served.delay_min, scratch);
                }
            }
        }
        scratch.served = served;
        let cost = delays.cost + delays.touched + 60 * self.weights.spill * spill;
        let mut change = Change { cost, total_min: delays.total_min, ..Change::default() };
        self.gather(scratch, &mut change);
        change
    }

    /// Takes a flight out where it was and puts it in where it is now.
    fn shift(&self, network: &Network, turn: &Captured, delay_min: i64, scratch: &mut Scratch) {
        let union = network.analysis.count == Count::Flights;
        for here in network.visits(turn.flight).chunk_by(|one, next| one.volume == next.volume) {
            for number in self.of_volume[here[0].volume as usize].clone() {
                scratch.touched[number] = true;
                for (delay_min, sign) in [(0, -1), (delay_min, 1)] {
                    match &self.watched[number] {
                        Watched::Entries(track) => lay_entries(&mut scratch.row, track, here, delay_min, sign, union),
                        Watched::Peak(track) => lay_occupancy(&mut scratch.row, track, here, delay_min, sign),
                        Watched::Sustain(extra) => {
                            scratch.extras.resize(self.extra_base.len(), 0);
                            lay_occupancy(&mut scratch.extras, self.sustain(*extra), here, delay_min, sign);
                        }
                    }
                }
            }
            for extra in &self.extras {
                if let Extra::Smooth { volume, period, at, .. } = extra
                    && volume.0 == here[0].volume
                {
                    scratch.extras.resize(self.extra_base.len(), 0);
                    for (delay_min, sign) in [(0, -1), (delay_min, 1)] {
                        let deliveries = &mut scratch.extras[*at..];
                        let visits = here.iter().copied();
                        deliver(deliveries, period, network.analysis.count, visits, delay_min, sign);
                    }
                }
            }
        }
    }

    /// Adds up what was laid, keeps where it is not 0, and leaves the room empty.
    fn gather(&self, scratch: &mut Scratch, change: &mut Change) {
        for (number, watched) in self.watched.iter().enumerate() {
            if !core::mem::take(&mut scratch.touched[number]) {
                continue;
            }
            let track = match watched {
                Watched::Entries(track) | Watched::Peak(track) => track,
                Watched::Sustain(extra) => {
                    sum_track(&mut scratch.extras, self.sustain(*extra));
                    continue;
                }
            };
            let mut count = 0;
            for place in track.places() {
                count += core::mem::take(&mut scratch.row[place]);
                if count != 0 {
                    let first = u32::try_from(place).expect("rows are shorter than 2^32");
                    match change.runs.last_mut() {
                        Some((start, run)) if *start as usize + run.len() == place => run.push(count),
                        _ => change.runs.push((first, vec![count])),
                    }
                }
            }
            scratch.row[track.at + track.len] = 0;
        }
        change.extras = core::mem::take(&mut scratch.extras);
    }
}
