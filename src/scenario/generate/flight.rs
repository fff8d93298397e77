//! One flight: when it takes off, how long it stays in each cell, and what is seen of it.

use crate::math::sort_stably;
use crate::model::{Horizon, VolumeId};
use crate::rng::Rng;

use super::params::Params;
use super::route::{self, Grid, Spot};

const SECOND_US: u64 = 1_000_000;

/// A flight in one volume during one bin, in microseconds after take-off.
#[derive(Debug, Clone, Copy)]
pub(super) struct Presence {
    pub(super) volume: VolumeId,
    pub(super) bin: u16,
    pub(super) entry_us: u64,
    pub(super) exit_us: u64,
}

/// The take-off in seconds after midnight: nine in ten around 7, 12 or 17 o'clock, the rest at any time.
pub(super) fn takeoff_s(rng: &mut Rng) -> u64 {
    let peak_s = match rng.below(10) {
        0..4 => 25_200,
        4..7 => 43_200,
        7..9 => 61_200,
        _ => return rng.below(86_400),
    };
    peak_s + rng.below(5_400) + rng.below(5_400) - 5_400
}

/// What is seen of a flight, by entry; of two that start together, the one that ends first comes first.
///
/// With `shuffle_intervals`, that many in a hundred flights then have two of their presences swapped.
pub(super) fn presences(
    params: &Params,
    grid: &Grid,
    hubs: &[Spot],
    horizon: Horizon,
    takeoff_s: u64,
    rng: &mut Rng,
) -> Vec<Presence> {
    let route = route::route(grid, hubs, params.detour_pct, rng);
    let unseen_by_blocks = rng.below(100) < 15;
    let leave_us = leave_times(params, route.len(), rng);
    let mut watch = Watch::default();
    for (now_us, spot) in sightings(&route, &leave_us, rng) {
        let bin = bin_at(takeoff_s + now_us / SECOND_US, horizon);
        let block = (!unseen_by_blocks).then(|| grid.block_at(spot));
        watch.see(now_us, bin, [block, Some(grid.cell_at(spot))]);
    }
    let mut seen = watch.end(leave_us.last().copied().unwrap_or_default());
    sort_stably(&mut seen, |one, other| one.entry_us.cmp(&other.entry_us));
    shuffle(params, &mut seen, rng);
    seen
}

/// When the flight leaves each cell of its route.
fn leave_times(params: &Params, cells: usize, rng: &mut Rng) -> Vec<u64> {
    let stay_us = |_| {
        let whole_s = u64::from(params.dwell_min) + rng.below(params.dwell_span.into());
        whole_s * SECOND_US + rng.below(SECOND_US)
    };
    let stays = (0..cells).map(stay_us);
    stays
        .scan(0, |now_us, stay_us| {
            *now_us += stay_us;
            Some(*now_us)
        })
        .collect()
}

/// The moments at which the flight is looked at, and where it is: at take-off, every 20 to 60 s, and at the end.
fn sightings<'a>(route: &'a [Spot], leave_us: &'a [u64], rng: &'a mut Rng) -> impl Iterator<Item = (u64, Spot)> + 'a {
    let (last, end_us) = (route.len() - 1, leave_us.last().copied().unwrap_or_default());
    let mut cell = 0;
    let moments = core::iter::successors(Some(0), move |&now_us| {
        (now_us < end_us).then(|| end_us.min(now_us + 20 * SECOND_US + rng.below(40 * SECOND_US)))
    });
    moments.map(move |now_us| {
        cell += leave_us[cell..last].iter().take_while(|&&leave_us| leave_us <= now_us).count();
        (now_us, route[cell])
    })
}

/// The bin of a moment in seconds after midnight, on whatever day.
fn bin_at(second: u64, horizon: Horizon) -> u16 {
    let bin = second % 86_400 / u64::from(horizon.bin_seconds());
    u16::try_from(bin).expect("a day has at most 1440 bins")
}

/// What has been seen so far: presences that are over, and for blocks and cells the one that goes on.
#[derive(Default)]
struct Watch {
    over: Vec<Presence>,
    open: [Option<Presence>; 2],
}

impl Watch {
    /// Note what holds the flight now; a presence goes on as long as both volume and bin stay the same.
    fn see(&mut self, now_us: u64, bin: u16, volumes: [Option<VolumeId>; 2]) {
        for (open, volume) in self.open.iter_mut().zip(volumes) {
            if open.map(|presence| (presence.volume, presence.bin)) == volume.map(|volume| (volume, bin)) {
                continue;
            }
            let fresh = volume.map(|volume| Presence { volume, bin, entry_us: now_us, exit_us: now_us });
            let closed = core::mem::replace(open, fresh);
            self.over.extend(closed.map(|presence| Presence { exit_us: now_us, ..presence }));
        }
    }

    /// Everything seen, the presences that go on ending now.
    fn end(mut self, now_us: u64) -> Vec<Presence> {
        self.see(now_us, 0, [None, None]);
        self.over
    }
}

fn shuffle(params: &Params, seen: &mut [Presence], rng: &mut Rng) {
    let percent = u64::from(params.shuffle_intervals);
    if percent == 0 || seen.len() <= 2 || rng.below(100) >= percent {
        return;
    }
    let mut draw = || usize::try_from(rng.below(seen.len() as u64)).expect("a draw below a length is an index");
    let (one, other) = (draw(), draw());
    seen.swap(one, other);
}
