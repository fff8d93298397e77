//! Hold: if a volume lets through so many flights an hour in a window, who waits, and what becomes of the overload?
//!
//! Every flight that *enters* in the window takes one turn, whichever flow it belongs to; releases follow from the rate
//! as in [`at_rate`], waits from the pair `flow/delay`, and those who are left at the end of
//! the window are let through in the next bin. A flight is held on the ground, so all its entries move by its wait.

use core::num::NonZeroUsize;
use core::ops::Range;
use std::sync::Arc;

use lru::LruCache;

use super::VolumeIndex;
use super::argument::{check_volume, check_window};
use super::delay::{self, Delay, Spill, Turn, Wait};
use super::demand::{Demand, Entry, entries, first_day};
use super::entrants::Entrant;
use super::schedule::{at_rate, demand};
use crate::error::{Error, Result};
use crate::math::sort_stably;
use crate::model::VolumeId;
use crate::pair::{self, Side};
use crate::scenario::Traffic;

/// A rate for one volume in one window.
#[derive(Debug, Clone, PartialEq)]
pub struct Hold {
    /// The volume.
    pub volume: VolumeId,
    /// The bins, half-open.
    pub window: Range<u32>,
    /// Flights an hour; infinite for no limit.
    pub rate_per_hour: f64,
}

/// What holding does.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// Entry counts without it.
    pub as_filed: Demand,
    /// Entry counts with it.
    pub held: Demand,
    /// Who waits, longest first, then in order of service; a flight that enters twice waits once, for its last turn.
    pub waits: Vec<Wait>,
}

/// How many volumes' entries a [`Regulator`] remembers.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(64).expect("64 is not 0");

/// A day made ready for asking again and again, as a slider does.
///
/// Indexes the day once, and remembers the entries of the volumes asked about most recently.
#[derive(Debug)]
pub struct Regulator {
    traffic: Arc<Traffic>,
    index: Arc<VolumeIndex>,
    entries: LruCache<VolumeId, Arc<[Entry]>>,
    undelayed: Vec<i64>,
}

impl Regulator {
    /// Makes a day ready, in O(intervals).
    pub fn new(traffic: Arc<Traffic>) -> Self {
        let index = Arc::new(VolumeIndex::new(&traffic));
        let undelayed = vec![0; traffic.flights.len()];
        Self { traffic, index, entries: LruCache::new(REMEMBERED), undelayed }
    }

    /// The day's index.
    pub fn index(&self) -> &Arc<VolumeIndex> {
        &self.index
    }

    /// Entry counts of a volume as filed.
    ///
    /// # Errors
    /// [`Error::Argument`] for a volume that is not there.
    pub fn demand(&mut self, volume: VolumeId) -> Result<Demand> {
        check_volume(&self.traffic, volume)?;
        let filed = self.entries(volume);
        Ok(Demand::of(&self.traffic, volume, &filed, &self.undelayed))
    }

    /// Holds flights back. O(entries into the volume + flights + bins), and a sort of those who enter in the window.
    ///
    /// # Errors
    /// [`Error::Argument`] for a volume that is not there, a window that is empty or begins after the day, or a rate
    /// that is not above 0.
    pub fn hold(&mut self, ask: &Hold, side: Side) -> Result<Held> {
        check(&self.traffic, ask)?;
        let filed = self.entries(ask.volume);
        let traffic = &self.traffic;
        let day = first_day(traffic);
        let in_window =
            |entry: &&Entry| entry.at.midnight() == day && ask.window.contains(&entry.at.bin(traffic.horizon));
        let regulated: Vec<Entry> = filed.iter().filter(in_window).copied().collect();

        let mut delays_min = vec![0; traffic.flights.len()];
        let mut waits = waits(traffic, &regulated, ask, side);
        for wait in &waits {
            delays_min[wait.flight.index()] = wait.delay_min;
        }
        waits.retain(|wait| wait.delay_min > 0);
        sort_stably(&mut waits, |one, other| other.delay_min.cmp(&one.delay_min));
        Ok(Held {
            as_filed: Demand::of(traffic, ask.volume, &filed, &self.undelayed),
            held: Demand::of(traffic, ask.volume, &filed, &delays_min),
            waits,
        })
    }

    fn entries(&mut self, volume: VolumeId) -> Arc<[Entry]> {
        let (traffic, index) = (&self.traffic, &self.index);
        Arc::clone(self.entries.get_or_insert(volume, || entries(traffic, index, volume).into()))
    }
}

fn waits(traffic: &Arc<Traffic>, regulated: &[Entry], ask: &Hold, side: Side) -> Vec<Wait> {
    let entrant = |entry: &Entry| Entrant { flight: entry.flight, entry: entry.at, bin: 0 };
    let entrants: Vec<Entrant> = regulated.iter().map(entrant).collect();
    let queue: Vec<Turn> = delay::queue(&entrants, &traffic.flights.ids, traffic.horizon);
    let releases = at_rate(&demand(&queue, traffic.horizon), ask.rate_per_hour, &ask.window, traffic.horizon);
    let input = delay::Input {
        horizon: traffic.horizon,
        queues: vec![queue],
        schedule: vec![releases],
        spill: Spill::DumpToNextBin,
    };
    pair::ask::<Delay>(&input, side)
}

fn check(traffic: &Traffic, ask: &Hold) -> Result<()> {
    check_volume(traffic, ask.volume)?;
    check_window(traffic, &ask.window)?;
    if ask.rate_per_hour.is_nan() || ask.rate_per_hour <= 0.0 {
        let found = format!("{} an hour is no rate", ask.rate_per_hour);
        return Err(Error::argument("ratePerHour", found, "use a number above 0, or Infinity for no limit"));
    }
    Ok(())
}
