//! Right because: the visits of a volume stand in order of (flight, entry), so the first of a flight's that lies in the period
//!   is its reference entry; a filter is a set of flights, and all, any and not are what they are for sets; whoever a flow
//!   takes is out of the set that the next one chooses from.
//! Fast because: only flights that cross the volume are looked at, and each condition is asked once a flight, for 64
//!   flights a word afterwards. Lists of names are hashed once a condition.
//! Did not pay: sorting the visits of a volume by entry, to find the period by bisection: a volume has a few thousand visits, the
//!   order by flight finds reference entries without a table, and the flows are sorted by entry in the end anyway.

use std::collections::HashSet;

use super::Captured;
use crate::model::{FlightId, VolumeId};
use crate::scenario::sound::{Day, Filter, Regulation};

/// For each volume, its stays, in order of flights and in each flight in order of time. Built once a day.
#[derive(Debug, Clone)]
pub struct VolumeVisits {
    /// Where the visits of each volume start; one more at the end.
    first: Vec<usize>,
    visits: Vec<Visitor>,
}

#[derive(Debug, Clone, Copy)]
struct Visitor {
    flight: FlightId,
    stay: u32,
    /// With the delay that the flight has before anything is decided.
    entry_s: i64,
}

/// A set of candidates, one bit each.
type Set = Vec<u64>;

impl VolumeVisits {
    /// Files every stay under its volume. O(stays).
    ///
    /// # Panics
    /// Never for a checked day: it has fewer than 2^32 stays.
    pub fn new(day: &Day) -> Self {
        let mut first = vec![0; day.volumes.len() + 1];
        for volume in &day.stays.volume {
            first[volume.index() + 1] += 1;
        }
        for volume in 1..first.len() {
            first[volume] += first[volume - 1];
        }
        let mut next = first.clone();
        let nobody = Visitor { flight: FlightId(0), stay: 0, entry_s: 0 };
        let mut visits = vec![nobody; day.stays.len()];
        for flight in day.flights.iter() {
            let base_s = 60 * day.flights.base_delay_min(flight);
            for stay in day.flights.stays(flight) {
                let place = &mut next[day.stays.volume[stay].index()];
                let entry_s = day.stays.entry_s[stay] + base_s;
                let stay = u32::try_from(stay).expect("a day has fewer than 2^32 stays");
                visits[*place] = Visitor { flight, stay, entry_s };
                *place += 1;
            }
        }
        Self { first, visits }
    }

    /// The stays of a volume, in order of flights and in each flight in order of time.
    pub(crate) fn stays(&self, volume: VolumeId) -> impl Iterator<Item = (FlightId, usize)> + '_ {
        self.here(volume).iter().map(|visitor| (visitor.flight, visitor.stay as usize))
    }

    fn here(&self, volume: VolumeId) -> &[Visitor] {
        &self.visits[self.first[volume.index()]..self.first[volume.index() + 1]]
    }

    /// The flights of each flow, in the order in which they are served.
    pub fn capture(&self, day: &Day, regulation: &Regulation) -> Vec<Vec<Captured>> {
        let mut candidates: Vec<Visitor> = Vec::new();
        for visitor in
            self.here(regulation.volume).iter().filter(|visitor| regulation.period.contains(&visitor.entry_s))
        {
            if candidates.last().is_none_or(|last| last.flight != visitor.flight) {
                candidates.push(*visitor);
            }
        }
        let mut free = all(candidates.len());
        let flows = regulation.flows.iter().map(|flow| {
            let mut taken = matching(day, &candidates, &flow.filter);
            for (taken, free) in taken.iter_mut().zip(&mut free) {
                *taken &= *free;
                *free &= !*taken;
            }
            let mut captured: Vec<Captured> = members(&taken)
                .map(|member| Captured { eto_s: candidates[member].entry_s, flight: candidates[member].flight })
                .collect();
            captured.sort_unstable();
            captured
        });
        flows.collect()
    }
}

fn all(count: usize) -> Set {
    set(count, |_| true)
}

fn set(count: usize, mut holds: impl FnMut(usize) -> bool) -> Set {
    let mut set = vec![0; count.div_ceil(64)];
    for member in (0..count).filter(|member| holds(*member)) {
        set[member / 64] |= 1 << (member % 64);
    }
    set
}

fn members(set: &Set) -> impl Iterator<Item = usize> + '_ {
    set.iter().enumerate().flat_map(|(word, bits)| {
        let mut rest = *bits;
        core::iter::from_fn(move || {
            let bit = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
            rest &= rest - 1;
            Some(64 * word + bit)
        })
    })
}

/// The candidates that satisfy a filter.
fn matching(day: &Day, candidates: &[Visitor], filter: &Filter) -> Set {
    let count = candidates.len();
    let fold = |filters: &[Filter], start: Set, join: fn(&mut u64, u64)| {
        filters.iter().fold(start, |mut set, filter| {
            let other = matching(day, candidates, filter);
            set.iter_mut().zip(other).for_each(|(word, other)| join(word, other));
            set
        })
    };
    let named = |names: &[String], of: &[Option<String>]| {
        let names: HashSet<&str> = names.iter().map(String::as_str).collect();
        set(count, |member| {
            of[candidates[member].flight.index()].as_ref().is_some_and(|own| names.contains(own.as_str()))
        })
    };
    let around = |volumes: &[VolumeId], accepts: &dyn Fn(&Around<'_>, &[bool]) -> bool| {
        let wanted = wanted(day, volumes);
        set(count, |member| accepts(&Around::of(day, &candidates[member]), &wanted))
    };
    match filter {
        Filter::All(filters) => fold(filters, all(count), |word, other| *word &= other),
        Filter::Any(filters) => fold(filters, vec![0; count.div_ceil(64)], |word, other| *word |= other),
        Filter::Not(filter) => {
            let (mut set, everybody) = (matching(day, candidates, filter), all(count));
            set.iter_mut().zip(everybody).for_each(|(word, everybody)| *word = !*word & everybody);
            set
        }
        Filter::Operator(names) => named(names, &day.flights.operator),
        Filter::Departure(names) => named(names, &day.flights.departure),
        Filter::Arrival(names) => named(names, &day.flights.arrival),
        Filter::Flights(flights) => {
            // Both stand in order of flights, so one walk along both will do.
            let mut rest = flights.as_slice();
            set(count, |member| {
                let own = candidates[member].flight;
                while let [first, later @ ..] = rest
                    && *first < own
                {
                    rest = later;
                }
                rest.first() == Some(&own)
            })
        }
        Filter::Via(volumes) => around(volumes, &|own, wanted| own.all.iter().any(|volume| wanted[volume.index()])),
        Filter::Before(volumes) => {
            around(volumes, &|own, wanted| own.all[..own.reference].iter().any(|volume| wanted[volume.index()]))
        }
        Filter::After(volumes) => {
            around(volumes, &|own, wanted| own.all[own.reference + 1..].iter().any(|volume| wanted[volume.index()]))
        }
        Filter::From { volumes, none } => around(volumes, &|own, wanted| {
            let mut before = own.all[..own.reference].iter().rev();
            before.find(|volume| **volume != own.here()).map_or(*none, |volume| wanted[volume.index()])
        }),
        Filter::To { volumes, none } => around(volumes, &|own, wanted| {
            let mut after = own.all[own.reference + 1..].iter();
            after.find(|volume| **volume != own.here()).map_or(*none, |volume| wanted[volume.index()])
        }),
        Filter::Band { lowest, highest } => {
            let inside = |[low, high]: [i64; 2]| *lowest <= low && high <= *highest;
            let within: Vec<bool> = day.volumes.iter().map(|volume| volume.band.is_some_and(inside)).collect();
            set(count, |member| Around::of(day, &candidates[member]).all.iter().any(|volume| within[volume.index()]))
        }
        Filter::Rfl { from, to } => set(count, |member| {
            day.flights.rfl[candidates[member].flight.index()].is_some_and(|level| *from <= level && level < *to)
        }),
    }
}

/// The volumes of a flight's stays, and which of them is the reference stay.
struct Around<'a> {
    all: &'a [VolumeId],
    reference: usize,
}

impl<'a> Around<'a> {
    fn of(day: &'a Day, visitor: &Visitor) -> Self {
        let own = day.flights.stays(visitor.flight);
        Self { reference: visitor.stay as usize - own.start, all: &day.stays.volume[own] }
    }

    fn here(&self) -> VolumeId {
        self.all[self.reference]
    }
}

/// For each volume of the day, whether it is one of these.
fn wanted(day: &Day, volumes: &[VolumeId]) -> Vec<bool> {
    let mut wanted = vec![false; day.volumes.len()];
    for volume in volumes {
        wanted[volume.index()] = true;
    }
    wanted
}
