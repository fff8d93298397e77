//! The rules for volumes and what they declare.

use std::cell::RefCell;
use std::collections::HashMap;

use super::numbers::{Rule, SECONDS};
use crate::model::VolumeId;
use crate::scenario::check::spelling::Speller;
use crate::scenario::check::{field, volumes::outline};
use crate::scenario::limits;
use crate::scenario::list::List;
use crate::scenario::locate::Place;
use crate::scenario::object::Object;
use crate::scenario::problems::Problems;
use crate::scenario::say;
use crate::scenario::sound::format::VolumeFile;
use crate::scenario::sound::row::Row;
use crate::scenario::sound::{EntryCapacity, OccupancyLimit, Volume};

const CAPACITY: Rule = Rule {
    code: "scenario/capacity",
    remedy: "write [from, to, flights an hour] in whole seconds of the day, 0 or more flights, without overlaps",
    range: SECONDS,
};
const OCCUPANCY: Rule = Rule {
    code: "scenario/occupancy",
    remedy: "write [from, to, peak or null, sustained or null, minutes] in whole numbers, without overlaps",
    range: SECONDS,
};
const BAND: Rule = Rule {
    code: "scenario/bad-level",
    remedy: "write [lowest, highest] in flight levels from 0 to 999, or leave it out",
    range: 0..=999,
};

/// The volumes by name.
pub(super) struct Names<'v> {
    positions: HashMap<&'v str, VolumeId>,
    speller: RefCell<Speller<'v>>,
}

impl<'v> Names<'v> {
    pub(super) fn new(volumes: &'v [Volume]) -> Self {
        let ids = || volumes.iter().map(|volume| volume.id.as_str());
        let positions = ids().enumerate().map(|(index, id)| (id, VolumeId::at(index))).collect();
        Self { positions, speller: RefCell::new(Speller::new(ids())) }
    }

    /// How many volumes there are.
    pub(super) fn len(&self) -> usize {
        self.positions.len()
    }

    /// The volume of that name.
    pub(super) fn find(&self, id: &str) -> Option<VolumeId> {
        self.positions.get(id).copied()
    }

    /// What to do about a name that no volume has.
    pub(super) fn remedy(&self, id: &str) -> String {
        self.speller.borrow_mut().remedy(id, "use the id of one of the volumes")
    }
}

/// The checked volumes, in order; `None` where the list cannot be trusted.
pub(super) fn volumes(list: Option<List<Object<VolumeFile<'_>>>>, problems: &mut Problems) -> Option<Vec<Volume>> {
    let place = || Place::of("volumes");
    let Some(list) = list else {
        field::missing(place(), "list the volumes", problems);
        return None;
    };
    if list.is_empty() {
        problems.error("scenario/empty", place(), || ("has no volumes".to_owned(), "give at least one volume"));
        return None;
    }
    let periods = |file: &Object<VolumeFile<'_>>| {
        file.entry_capacity.as_ref().map_or(0, |rows| rows.len()) + file.occupancy.as_ref().map_or(0, |rows| rows.len())
    };
    let points = list.iter().filter_map(|volume| volume.outline.as_deref()).flatten().map(|ring| ring.len()).sum();
    if !limits::within(list.len(), limits::VOLUMES, "volumes", place(), problems)
        || !limits::within(list.iter().map(periods).sum(), limits::SUB_PERIODS, "sub-periods", place(), problems)
        || !limits::within(points, limits::OUTLINE_POINTS, "points in outlines", place(), problems)
    {
        return None;
    }
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut volumes = Vec::with_capacity(list.len());
    for (index, file) in list.iter().enumerate() {
        let at = || place().index(index);
        let id = field::name(&file.id, || at().key("id"), "give each volume its own id", problems);
        if let Some(first) = id.and_then(|id| seen.insert(id, index)) {
            problems.error("scenario/duplicate-volume", at().key("id"), || {
                let found = format!("{} is already used by volumes[{first}]", say::quoted(id.map_or("", |id| id)));
                (found, "give each volume its own id")
            });
        }
        volumes.push(Volume {
            id: id.map(|id| id.clone().into_owned()).unwrap_or_default(),
            band: file.band.as_ref().and_then(|row| band(row, || at().key("band"), problems)),
            entry_capacity: capacity(file.entry_capacity.as_deref(), || at().key("entryCapacity"), problems),
            occupancy: occupancy(file.occupancy.as_deref(), || at().key("occupancy"), problems),
            outline: outline(file.outline.as_deref().unwrap_or_default(), at, problems),
        });
    }
    // A volume without a name would make every reference to it wrong too.
    (seen.len() == volumes.len()).then_some(volumes)
}

fn band(row: &Row<'_, 2>, place: impl Fn() -> Place, problems: &mut Problems) -> Option<[i64; 2]> {
    if !BAND.complete(row, &place, problems) {
        return None;
    }
    let lowest = BAND.item(&row.items[0], || place().index(0), problems);
    let highest = BAND.item(&row.items[1], || place().index(1), problems);
    let (lowest, highest) = (lowest?, highest?);
    if highest < lowest {
        BAND.broken(place(), || format!("the highest level, {highest}, is below the lowest, {lowest}"), problems);
    }
    Some([lowest, highest])
}

fn capacity(rows: Option<&[Row<'_, 3>]>, place: impl Fn() -> Place, problems: &mut Problems) -> Vec<EntryCapacity> {
    let columns = [(0..=limits::PER_HOUR, false)];
    let rows = CAPACITY.sub_periods(rows.unwrap_or_default(), &columns, place, problems);
    let capacity = |(_, [from_s, to_s, per_hour]): (usize, [Option<i64>; 3])| {
        Some(EntryCapacity { from_s: from_s?, to_s: to_s?, per_hour: per_hour? })
    };
    rows.into_iter().filter_map(capacity).collect()
}

fn occupancy(rows: Option<&[Row<'_, 5>]>, place: impl Fn() -> Place, problems: &mut Problems) -> Vec<OccupancyLimit> {
    let flights = || (0..=limits::PER_HOUR, true);
    let columns = [flights(), flights(), (0..=10_080, true)];
    let rows = OCCUPANCY.sub_periods(rows.unwrap_or_default(), &columns, place, problems);
    let limit = |(_, [from_s, to_s, peak, sustain, minutes]): (usize, [Option<i64>; 5])| {
        Some(OccupancyLimit { from_s: from_s?, to_s: to_s?, peak, sustain, sustain_min: minutes.unwrap_or(0) })
    };
    rows.into_iter().filter_map(limit).collect()
}
