//! The question asked about a generated day: what is regulated and when, which flows, and what the volumes can take.

use core::cmp::Reverse;
use core::ops::Range;

use indexmap::IndexMap;
use ndarray::{Array2, ArrayView1};

use crate::model::{FlightId, Horizon, VolumeId};
use crate::rng::Rng;
use crate::scenario::traffic::{Flights, Flow, Intervals};

use super::params::Params;
use super::route::Grid;

/// How many intervals each volume has in each bin.
pub(super) struct Census {
    counts: Array2<u32>,
    horizon: Horizon,
}

impl Census {
    pub(super) fn of(intervals: &Intervals, volumes: u64, horizon: Horizon) -> Self {
        let rows = usize::try_from(volumes).expect("the limits of the grid keep volumes within 32 bits");
        let mut counts = Array2::zeros((rows, horizon.bins() as usize));
        for (volume, &bin) in intervals.volume.iter().zip(&intervals.bin) {
            counts[[volume.index(), usize::from(bin)]] += 1;
        }
        Self { counts, horizon }
    }

    /// The volume with the `rank`-th most intervals, from 0; of equals, the first comes first.
    pub(super) fn busiest(&self, rank: u32) -> VolumeId {
        let mut order: Vec<_> = (0..self.counts.nrows()).collect();
        order.sort_unstable_by_key(|&row| (Reverse(self.counts.row(row).sum()), row));
        VolumeId::at(order[rank as usize])
    }

    /// The first of the runs of `len` bins with the most intervals; the day where `len` is longer.
    pub(super) fn busiest_window(&self, volume: VolumeId, len: u32) -> Range<u32> {
        let (row, bins) = (self.counts.row(volume.index()), self.horizon.bins());
        let len = len.min(bins);
        let start = (0..=bins - len).min_by_key(|&start| Reverse(sum_of(&row, start, len))).unwrap_or_default();
        start..start + len
    }

    /// The most intervals of each volume in an hour's run of bins, volume by volume.
    fn hourly_peaks(&self) -> impl Iterator<Item = u32> {
        let (bins, hour) = (self.horizon.bins(), self.horizon.bins_per_hour());
        let peak = move |row: ArrayView1<u32>| (0..bins).map(|start| sum_of(&row, start, hour)).max();
        self.counts.rows().into_iter().map(move |row| peak(row).unwrap_or_default())
    }
}

/// The sum of a run of bins, as far as the day goes.
fn sum_of(row: &ArrayView1<u32>, start: u32, len: u32) -> u32 {
    row.iter().skip(start as usize).take(len as usize).sum()
}

/// The flights that enter the control volume near the window, in flows by the cell that they come from.
///
/// `share_pct` in a hundred are in the next flow as well, `dup_pct` are listed a second time.
pub(super) fn flows(
    params: &Params,
    grid: &Grid,
    flights: &Flights,
    intervals: &Intervals,
    control: VolumeId,
    window: &Range<u32>,
    rng: &mut Rng,
) -> Vec<Flow> {
    let near = window.start.saturating_sub(params.flow_margin)..window.end + params.flow_margin;
    let mut flows: Vec<_> = (0..params.n_flows).map(|id| Flow { id: id.to_string(), flights: Vec::new() }).collect();
    for flight in flights.iter() {
        let Some(feeder) = feeder(grid, intervals, flights.intervals(flight), control, &near) else { continue };
        let own = flow_of(feeder, flows.len());
        let next = (own + 1) % flows.len();
        flows[own].flights.push(flight);
        list_again(&mut flows[next], flight, params.share_pct, rng);
        list_again(&mut flows[own], flight, params.dup_pct, rng);
    }
    flows
}

/// The last cell before the flight's first interval in the control volume during `near`, as a volume's position; the
/// number of volumes where there is none before, nothing where there is no such interval.
fn feeder(
    grid: &Grid,
    intervals: &Intervals,
    of_flight: Range<usize>,
    control: VolumeId,
    near: &Range<u32>,
) -> Option<u64> {
    let mut last_cell = grid.volumes();
    for at in of_flight {
        let volume = intervals.volume[at];
        if volume == control {
            if near.contains(&u32::from(intervals.bin[at])) {
                return Some(last_cell);
            }
        } else if u64::from(volume.0) >= grid.blocks() {
            last_cell = volume.0.into();
        }
    }
    None
}

/// The flow of a feeding cell: scattered, so that neighbours differ.
fn flow_of(feeder: u64, flows: usize) -> usize {
    let scattered = (feeder * 2_654_435_761 + 97) % 1_000_003;
    usize::try_from(scattered).expect("a remainder below a million is an index") % flows
}

fn list_again(flow: &mut Flow, flight: FlightId, percent: u32, rng: &mut Rng) {
    if percent > 0 && rng.below(100) < u64::from(percent) {
        flow.flights.push(flight);
    }
}

/// Each volume's capacities: about `cap_pct` in a hundred of its peak, in the hours that have one.
pub(super) fn capacities<'a>(
    params: &'a Params,
    census: &'a Census,
    rng: &'a mut Rng,
) -> impl Iterator<Item = IndexMap<u32, f64>> + 'a {
    census.hourly_peaks().map(|peak| {
        let level = (u64::from(peak) * u64::from(params.cap_pct) / 100).max(1);
        (params.first_hour..=params.last_hour).map(|hour| (hour, capacity(params, level, hour, rng))).collect()
    })
}

/// A capacity within 2 of `level`; with `half_caps`, half a flight more in odd hours.
#[expect(clippy::cast_precision_loss, reason = "the limits keep capacities far below 2^53")]
fn capacity(params: &Params, level: u64, hour: u32, rng: &mut Rng) -> f64 {
    let whole = (level + rng.below(5)).saturating_sub(2) as f64;
    if params.half_caps > 0 && hour % 2 == 1 { whole + 0.5 } else { whole }
}
