//! The rules for traffic volumes.

use std::cell::RefCell;
use std::collections::HashMap;

use indexmap::IndexMap;

use super::field;
use super::spelling::Speller;
use crate::model::{Horizon, VolumeId};
use crate::scenario::Volume;
use crate::scenario::format::VolumeFile;
use crate::scenario::limits;
use crate::scenario::list::List;
use crate::scenario::locate::Place;
use crate::scenario::object::{Object, Two};
use crate::scenario::problems::Problems;
use crate::scenario::say;
use crate::scenario::slot::{Pairs, Slot};

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

    /// The volume of that name; notes `scenario/unknown-volume` where there is none.
    pub(super) fn find(&self, id: &str, place: impl FnOnce() -> Place, problems: &mut Problems) -> Option<VolumeId> {
        let found = self.positions.get(id).copied();
        if found.is_none() {
            problems.error("scenario/unknown-volume", place(), || {
                let remedy = self.speller.borrow_mut().remedy(id, "use the id of one of the trafficVolumes");
                (format!("unknown volume {}", say::quoted(id)), remedy)
            });
        }
        found
    }
}

/// The checked volumes, in order; `None` where the list cannot be trusted.
pub(super) fn volumes(
    list: Option<List<Object<VolumeFile<'_>>>>,
    horizon: Option<Horizon>,
    problems: &mut Problems,
) -> Option<Vec<Volume>> {
    let place = || Place::of("trafficVolumes");
    let Some(list) = list else {
        field::missing(place(), "list the traffic volumes", problems);
        return None;
    };
    if list.is_empty() {
        problems.error("scenario/empty", place(), || ("has no volumes".to_owned(), "give at least one traffic volume"));
        return None;
    }
    let bins = horizon.map_or(1, |horizon| horizon.bins() as usize);
    if !limits::within(list.len(), limits::VOLUMES, "volumes", place(), problems)
        || !limits::within(list.len() * bins, limits::VOLUME_BINS, "volumes × bins", place(), problems)
    {
        return None;
    }
    let points = list.iter().filter_map(|volume| volume.outline.as_deref()).flatten().map(|ring| ring.len()).sum();
    limits::within(points, limits::OUTLINE_POINTS, "points in outlines", place(), problems);
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut volumes = Vec::with_capacity(list.len());
    let mut named = true;
    for (index, volume) in list.iter().enumerate() {
        let at = || place().index(index);
        let Some(id) = field::name(&volume.id, || at().key("id"), "give each volume its own id", problems) else {
            named = false;
            continue;
        };
        if let Some(first) = seen.get(id.as_ref()) {
            problems.error("scenario/duplicate-volume", at().key("id"), || {
                let found = format!("{} is already used by trafficVolumes[{first}]", say::quoted(id));
                (found, "give each volume its own id")
            });
        } else {
            seen.insert(id.clone().into_owned(), index);
        }
        volumes.push(Volume {
            id: id.clone().into_owned(),
            hourly_capacity: hours(volume.hourly_capacity.as_ref(), at, problems),
            lower_level: level(&volume.lower_level, || at().key("lowerLevel"), problems),
            upper_level: level(&volume.upper_level, || at().key("upperLevel"), problems),
            outline: outline(volume.outline.as_ref().map(|rings| &rings[..]).unwrap_or_default(), at, problems),
        });
    }
    named.then_some(volumes)
}

fn hours(list: Option<&Pairs<'_, Slot<f64>>>, at: impl Fn() -> Place, problems: &mut Problems) -> IndexMap<u32, f64> {
    let mut hours = IndexMap::new();
    let Some(Pairs(pairs)) = list else {
        field::missing(
            at().key("hourlyCapacity"),
            "give flights an hour by hour of the day, such as {\"9\": 38}",
            problems,
        );
        return hours;
    };
    for (key, slot) in pairs {
        let place = || at().key("hourlyCapacity").name(key);
        let capacity = field::number(slot, place, "use zero or more, flights an hour", problems);
        let digits = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit());
        if !digits {
            problems.error("scenario/not-whole", place(), || {
                (format!("{} is not an hour of the day", say::quoted(key)), "use whole hours, 0 to 23")
            });
            continue;
        }
        let hour = key.parse().unwrap_or(u32::MAX);
        if hour > 23 {
            problems.warning("scenario/hour-outside-day", place(), || {
                (format!("{} is not an hour of the day", say::short(key)), "left out; use whole hours, 0 to 23")
            });
            continue;
        }
        let Some(capacity) = capacity else { continue };
        if capacity < 0.0 {
            problems.warning("scenario/negative-capacity", place(), || {
                (format!("capacity is {}", say::number(capacity)), "counts as 0; use zero or more, flights an hour")
            });
        }
        if hours.insert(hour, capacity).is_some() {
            problems.error("scenario/duplicate-hour", place(), || {
                (format!("hour {hour} is given twice"), "give each hour once")
            });
        }
    }
    hours
}

fn level(slot: &Slot<f64>, place: impl Fn() -> Place, problems: &mut Problems) -> Option<u32> {
    let remedy = "use a flight level from 0 to 999, or leave it out";
    let value = field::optional_number(slot, &place, remedy, problems)?;
    let level = field::whole(value, &place, remedy, problems)?;
    let found = u32::try_from(level).ok().filter(|level| *level <= 999);
    if found.is_none() {
        problems
            .error("scenario/bad-level", place(), || (format!("{} is not a flight level", say::number(value)), remedy));
    }
    found
}

pub(in crate::scenario) fn outline(
    rings: &[List<Two<f64, f64>>],
    at: impl Fn() -> Place,
    problems: &mut Problems,
) -> Vec<Vec<[f64; 2]>> {
    let remedy = "write [longitude, latitude] in degrees";
    let degree = |slot: &Slot<f64>, limit: f64, place: &dyn Fn() -> Place, problems: &mut Problems| {
        let value = field::number(slot, place, remedy, problems).unwrap_or(0.0);
        if value.abs() > limit {
            problems.error("scenario/bad-point", place(), || {
                (format!("{} degrees lies beyond {}", say::number(value), say::number(limit)), remedy)
            });
        }
        value
    };
    let mut checked = Vec::with_capacity(rings.len());
    for (ring_index, ring) in rings.iter().enumerate() {
        let mut points = Vec::with_capacity(ring.len());
        for (index, two) in ring.iter().enumerate() {
            let place = || at().key("outline").index(ring_index).index(index);
            if field::is_two(two, place, remedy, problems) {
                let longitude = degree(&two.first, 180.0, &|| place().index(0), problems);
                let latitude = degree(&two.second, 90.0, &|| place().index(1), problems);
                points.push([longitude, latitude]);
            }
        }
        checked.push(points);
    }
    checked
}
