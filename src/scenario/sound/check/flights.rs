//! The rules for flights and their stays.

use std::collections::HashMap;

use super::numbers::{Rule, SECONDS};
use super::volumes::Names;
use crate::model::VolumeId;
use crate::scenario::check::field;
use crate::scenario::limits;
use crate::scenario::list::List;
use crate::scenario::locate::Place;
use crate::scenario::object::Object;
use crate::scenario::problems::Problems;
use crate::scenario::say;
use crate::scenario::slot::{Slot, Text};
use crate::scenario::sound::build::{Builder, Header, Stay};
use crate::scenario::sound::format::FlightFile;
use crate::scenario::sound::row::{Item, Row};
use crate::scenario::sound::{Flights, Stays};

const STAY: Rule = Rule {
    code: "scenario/stay",
    remedy: "write [volume, entry, exit] in whole seconds of the day, the exit not before the entry",
    range: SECONDS,
};
const FROZEN: Rule =
    Rule { code: "scenario/frozen", remedy: "write minutes from 0 to 10,080, or leave it out", range: 0..=10_080 };
const TAKEOFF: Rule =
    Rule { code: "scenario/bad-time", remedy: "write whole seconds of the day, or leave it out", range: SECONDS };
const LEVEL: Rule =
    Rule { code: "scenario/bad-level", remedy: "use a flight level from 0 to 999, or leave it out", range: 0..=999 };

/// The checked flights and their stays; `None` where the list cannot be trusted.
pub(super) fn flights(
    list: Option<List<Object<FlightFile<'_>>>>,
    names: Option<&Names<'_>>,
    merge_gap_s: i64,
    problems: &mut Problems,
) -> Option<(Flights, Stays)> {
    let place = || Place::of("flights");
    let Some(list) = list else {
        field::missing(place(), "list the flights; an empty list is allowed", problems);
        return None;
    };
    let stays = list.iter().map(|flight| flight.stays.as_ref().map_or(0, |stays| stays.len())).sum();
    if !limits::within(list.len(), limits::FLIGHTS, "flights", place(), problems)
        || !limits::within(stays, limits::INTERVALS, "stays", place(), problems)
    {
        return None;
    }
    duplicates(&list, problems);
    let mut builder = Builder::new(merge_gap_s);
    for (index, file) in list.0.iter().enumerate() {
        let at = || place().index(index);
        let header = header(file, at, problems);
        if file.stays.is_none() {
            field::missing(at().key("stays"), "list the stays; an empty list is allowed", problems);
        }
        let rows = file.stays.as_deref().unwrap_or_default().iter().enumerate();
        let stays = rows.filter_map(|(row, stay)| self::stay(stay, || at().key("stays").index(row), names, problems));
        let stays = stays.collect();
        builder.push(header, stays);
    }
    Some(builder.build())
}

fn duplicates(list: &[Object<FlightFile<'_>>], problems: &mut Problems) {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (index, id) in list.iter().enumerate().filter_map(|(index, flight)| Some((index, flight.id.good()?))) {
        if let Some(first) = seen.get(id.as_ref()) {
            problems.error("scenario/duplicate-flight", Place::of("flights").index(index).key("id"), || {
                (format!("{} is already used by flights[{first}]", say::quoted(id)), "give each flight its own id")
            });
        } else {
            seen.insert(id, index);
        }
    }
}

fn header(file: &FlightFile<'_>, at: impl Fn() -> Place, problems: &mut Problems) -> Header {
    let id = field::name(&file.id, || at().key("id"), "give each flight its own id", problems);
    let named = |slot: &Slot<Text<'_>>, key: &'static str, problems: &mut Problems| {
        let name =
            slot.given().and_then(|_| field::name(slot, || at().key(key), "write a name, or leave it out", problems));
        name.map(|name| name.clone().into_owned()).filter(|name| !name.is_empty())
    };
    let exempt = field::truth(&file.exempt, || at().key("exempt"), problems);
    let frozen = FROZEN.optional(&file.frozen, || at().key("frozen"), problems);
    Header {
        id: id.map(|id| id.clone().into_owned()).unwrap_or_default(),
        operator: named(&file.operator, "operator", problems),
        departure: named(&file.departure, "departure", problems),
        arrival: named(&file.arrival, "arrival", problems),
        takeoff_s: TAKEOFF.optional(&file.takeoff, || at().key("takeoff"), problems),
        rfl: LEVEL.optional(&file.rfl, || at().key("rfl"), problems),
        fixed_min: frozen.or_else(|| exempt.then_some(0)),
    }
}

fn stay(row: &Row<'_, 3>, at: impl Fn() -> Place, names: Option<&Names<'_>>, problems: &mut Problems) -> Option<Stay> {
    if !STAY.complete(row, &at, problems) {
        return None;
    }
    let [volume, entry, exit] = &row.items;
    let volume = self::volume(volume, || at().index(0), names?, problems);
    let entry_s = STAY.item(entry, || at().index(1), problems);
    let exit_s = STAY.item(exit, || at().index(2), problems);
    let (volume, entry_s, exit_s) = (volume?, entry_s?, exit_s?);
    if exit_s < entry_s {
        STAY.broken(at(), || format!("leaves at {exit_s}, before it enters at {entry_s}"), problems);
    }
    Some(Stay { entry_s, exit_s, volume })
}

/// The volume of a stay, by its id or its position.
fn volume(
    slot: &Slot<Item<'_>>,
    at: impl Fn() -> Place,
    names: &Names<'_>,
    problems: &mut Problems,
) -> Option<VolumeId> {
    if let Slot::Good(Item::Text(id)) = slot {
        let found = names.find(id);
        if found.is_none() {
            problems.error(STAY.code, at(), || (format!("unknown volume {}", say::quoted(id)), names.remedy(id)));
        }
        return found;
    }
    let last = i64::try_from(names.len()).unwrap_or(i64::MAX) - 1;
    let position = STAY.of(0..=last).item(slot, at, problems)?;
    u32::try_from(position).ok().map(VolumeId)
}
