//! Where a stay counts: the grids of one volume, laid one after another into one long row of counts.

use core::ops::Range;

use crate::math::ceil_div;
use crate::scenario::sound::{Analysis, Day, EntryCapacity, Volume};

/// What no count exceeds: the limit where nothing is declared.
pub(crate) const UNLIMITED: i64 = i64::MAX;

/// Windows `[origin + k step, origin + k step + length)` for `k` in `0..len`, with their places in the row.
#[derive(Debug, Clone)]
pub(crate) struct Track {
    pub(crate) origin_s: i64,
    pub(crate) step_s: i64,
    pub(crate) length_s: i64,
    pub(crate) len: usize,
    /// Place of the first window. One more place follows the last, where differences that end beyond it are put.
    pub(crate) at: usize,
}

impl Track {
    /// The windows that hold a moment from `first_s` to `last_s`, both included.
    pub(crate) fn lit(&self, first_s: i64, last_s: i64) -> Range<usize> {
        let start = (first_s - self.length_s - self.origin_s).div_euclid(self.step_s) + 1;
        let end = (last_s - self.origin_s).div_euclid(self.step_s) + 1;
        let within = |window: i64| usize::try_from(window).map_or(0, |window| window.min(self.len));
        within(start)..within(end)
    }

    pub(crate) fn start_s(&self, window: usize) -> i64 {
        self.origin_s + self.step_s * window as i64
    }

    pub(crate) fn places(&self) -> Range<usize> {
        self.at..self.at + self.len
    }
}

/// A run of adjoining sub-periods: the windows of the grid inside it, or the one window that it is.
#[derive(Debug, Clone)]
pub(crate) enum Checked {
    /// Windows of the volume's own grid.
    Grid(Range<usize>),
    /// The run is shorter than a window: it is a track of one window.
    Whole(Track),
}

impl Checked {
    /// The windows that are checked, and their track.
    pub(crate) fn windows<'a>(&'a self, tracks: &'a VolumeTracks) -> (&'a Track, Range<usize>) {
        match self {
            Self::Grid(windows) => (&tracks.entries, windows.clone()),
            Self::Whole(track) => (track, 0..1),
        }
    }
}

/// All grids of a volume, with what is declared there.
#[derive(Debug, Clone)]
pub(crate) struct VolumeTracks {
    /// Windows in which entries are counted.
    pub(crate) entries: Track,
    /// What is checked of them, in order of time.
    pub(crate) checked: Vec<Checked>,
    /// Samples of the occupancy.
    pub(crate) occupancy: Track,
    /// Peak of each sample; empty where the volume declares none.
    pub(crate) peak: Vec<i64>,
    /// Sustained threshold of each sample, with its minutes; empty where the volume declares none.
    pub(crate) sustain: Vec<(i64, i64)>,
}

impl VolumeTracks {
    /// The grids of a volume. `entries` and whole runs lie from `at` on; the occupancy is placed later.
    pub(crate) fn new(day: &Day, volume: &Volume, analysis: &Analysis, at: &mut usize) -> Self {
        let entries = grid(&day.horizon, analysis.step_s, analysis.window_s, at);
        let mut checked = Vec::new();
        for run in runs(&volume.entry_capacity) {
            if run.end - run.start >= analysis.window_s {
                let from = ceil_div(run.start - entries.origin_s, entries.step_s);
                let to = (run.end - analysis.window_s - entries.origin_s).div_euclid(entries.step_s) + 1;
                let within = |window: i64| usize::try_from(window).map_or(0, |window| window.min(entries.len));
                checked.push(Checked::Grid(within(from)..within(to).max(within(from))));
            } else if day.horizon.contains(&run.start) {
                let (origin_s, length_s) = (run.start, run.end - run.start);
                checked.push(Checked::Whole(placed(origin_s, i64::MAX >> 2, length_s, 1, at)));
            }
        }
        let occupancy = grid(&day.horizon, analysis.occ_step_s, analysis.occ_duration_s, &mut 0);
        let (mut peak, mut sustain) = (Vec::new(), Vec::new());
        if volume.occupancy.iter().any(|limits| limits.peak.is_some()) {
            peak = vec![UNLIMITED; occupancy.len];
        }
        if volume.occupancy.iter().any(|limits| limits.sustain.is_some()) {
            sustain = vec![(UNLIMITED, 0); occupancy.len];
        }
        for limits in &volume.occupancy {
            // Samples that start inside the sub-period.
            let inside = Track { length_s: 0, ..occupancy.clone() };
            let samples = inside.lit(limits.from_s - 1, limits.to_s - 1);
            if let Some(limit) = limits.peak {
                peak[samples.clone()].fill(limit);
            }
            if let Some(limit) = limits.sustain {
                sustain[samples].fill((limit, limits.sustain_min));
            }
        }
        Self { entries, checked, occupancy, peak, sustain }
    }

    /// Whether the volume declares anything about its occupancy.
    pub(crate) fn watched(&self) -> bool {
        !self.peak.is_empty() || !self.sustain.is_empty()
    }
}

fn placed(origin_s: i64, step_s: i64, length_s: i64, len: usize, at: &mut usize) -> Track {
    let track = Track { origin_s, step_s, length_s, len, at: *at };
    *at += len + 1;
    track
}

/// The multiples of `step_s` in the horizon.
fn grid(horizon: &Range<i64>, step_s: i64, length_s: i64, at: &mut usize) -> Track {
    let origin_s = ceil_div(horizon.start, step_s) * step_s;
    let len = ceil_div(horizon.end - origin_s, step_s).max(0);
    placed(origin_s, step_s, length_s, usize::try_from(len).expect("limits keep grids in memory"), at)
}

/// Maximal runs of adjoining sub-periods.
pub(crate) fn runs(capacity: &[EntryCapacity]) -> impl Iterator<Item = Range<i64>> {
    let chunks = capacity.chunk_by(|one, next| one.to_s == next.from_s);
    chunks.map(|run| run[0].from_s..run[run.len() - 1].to_s)
}

/// Declared capacity times time since the first sub-period, asked for at moments that never go back.
pub(crate) struct Declared<'a> {
    rest: &'a [EntryCapacity],
    past: i64,
}

impl<'a> Declared<'a> {
    pub(crate) fn new(capacity: &'a [EntryCapacity]) -> Self {
        Self { rest: capacity, past: 0 }
    }

    pub(crate) fn until(&mut self, moment_s: i64) -> i64 {
        while let [first, rest @ ..] = self.rest
            && first.to_s <= moment_s
        {
            self.past += first.per_hour * (first.to_s - first.from_s);
            self.rest = rest;
        }
        let begun = self.rest.first().map_or(0, |first| first.per_hour * (moment_s - first.from_s).max(0));
        self.past + begun
    }
}

/// The runs of consecutive samples above a sustained threshold that last for at least its minutes.
pub(crate) struct SustainedRuns<'a> {
    counts: &'a [i32],
    limits: &'a [(i64, i64)],
    step_s: i64,
    next: usize,
}

impl<'a> SustainedRuns<'a> {
    pub(crate) fn new(counts: &'a [i32], limits: &'a [(i64, i64)], step_s: i64) -> Self {
        Self { counts, limits, step_s, next: 0 }
    }

    fn is_above(&self, sample: usize) -> bool {
        i64::from(self.counts[sample]) > self.limits[sample].0
    }
}

impl Iterator for SustainedRuns<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        loop {
            let start = (self.next..self.counts.len()).find(|sample| self.is_above(*sample))?;
            let end = (start..self.counts.len()).find(|sample| !self.is_above(*sample)).unwrap_or(self.counts.len());
            self.next = end;
            if (end - start) as i64 * self.step_s >= 60 * self.limits[start].1 {
                return Some(start..end);
            }
        }
    }
}
