//! The rules for filters: from JSON to a checked tree.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::volumes::Names;
use crate::model::{FlightId, VolumeId};
use crate::scenario::limits;
use crate::scenario::locate::Place;
use crate::scenario::problems::Problems;
use crate::scenario::say;
use crate::scenario::sound::Filter;

/// The keys of a filter.
const KEYS: [&str; 14] = [
    "all",
    "any",
    "not",
    "operator",
    "departure",
    "arrival",
    "flights",
    "via",
    "from",
    "to",
    "before",
    "after",
    "band",
    "rfl",
];

/// What names in filters may mean.
pub(super) struct Known<'k, 'v> {
    /// The volumes.
    pub(super) names: &'k Names<'v>,
    /// The flights, ascending.
    pub(super) flights: &'k [String],
    /// How many names the filters hold so far, flights apart.
    pub(super) listed: usize,
    /// How many flights they hold so far.
    pub(super) listed_flights: usize,
}

/// The checked filter; whatever is wrong is noted.
pub(super) fn filter(value: &Value, place: &Place, known: &mut Known<'_, '_>, problems: &mut Problems) -> Filter {
    let Value::Object(keys) = value else {
        wrong(place.clone(), value, "write an object; {} matches every flight", problems);
        return Filter::everything();
    };
    let mut parts = conditions(keys, place, known, problems);
    if parts.len() == 1 { parts.remove(0) } else { Filter::All(parts) }
}

/// Each key of an object is a condition, and all must hold.
fn conditions(
    keys: &Map<String, Value>,
    place: &Place,
    known: &mut Known<'_, '_>,
    problems: &mut Problems,
) -> Vec<Filter> {
    let mut parts = Vec::with_capacity(keys.len());
    for (key, value) in keys {
        let at = place.clone().name(key);
        parts.push(match key.as_str() {
            "all" => Filter::All(each(value, &at, known, problems)),
            "any" => Filter::Any(each(value, &at, known, problems)),
            "not" => Filter::Not(Box::new(filter(value, &at, known, problems))),
            "operator" => Filter::Operator(texts(value, &at, known, problems)),
            "departure" => Filter::Departure(texts(value, &at, known, problems)),
            "arrival" => Filter::Arrival(texts(value, &at, known, problems)),
            "flights" => Filter::Flights(flights(value, &at, known, problems)),
            "via" => Filter::Via(volumes(value, &at, known, problems).0),
            "before" => Filter::Before(volumes(value, &at, known, problems).0),
            "after" => Filter::After(volumes(value, &at, known, problems).0),
            "from" => {
                let (volumes, none) = volumes(value, &at, known, problems);
                Filter::From { volumes, none }
            }
            "to" => {
                let (volumes, none) = volumes(value, &at, known, problems);
                Filter::To { volumes, none }
            }
            "band" => match levels(value, &at, problems) {
                Some([lowest, highest]) => Filter::Band { lowest, highest },
                None => continue,
            },
            "rfl" => match levels(value, &at, problems) {
                Some([from, to]) => Filter::Rfl { from, to },
                None => continue,
            },
            _ => {
                unknown(key, at, problems);
                continue;
            }
        });
    }
    parts
}

fn unknown(key: &str, at: Place, problems: &mut Problems) {
    problems.error("filter/unknown", at, || {
        let remedy = match crate::error::nearest(key, KEYS.into_iter()) {
            Some(near) => format!("did you mean {near}?"),
            None => format!("use {}", KEYS.join(", ")),
        };
        (format!("there is no condition {}", say::quoted(key)), remedy)
    });
}

fn wrong(at: Place, value: &Value, remedy: &'static str, problems: &mut Problems) {
    problems.error("filter/value", at, || (format!("is {}", say::short(&value.to_string())), remedy));
}

fn list<'v>(value: &'v Value, at: &Place, remedy: &'static str, problems: &mut Problems) -> &'v [Value] {
    if let Value::Array(items) = value {
        return items;
    }
    wrong(at.clone(), value, remedy, problems);
    &[]
}

fn each(value: &Value, at: &Place, known: &mut Known<'_, '_>, problems: &mut Problems) -> Vec<Filter> {
    let items = list(value, at, "write a list of filters", problems).iter().enumerate();
    items.map(|(index, item)| filter(item, &at.clone().index(index), known, problems)).collect()
}

/// The names of a list, each with its position; `null` is no name.
fn names<'v>(value: &'v Value, at: &Place, null: bool, problems: &mut Problems) -> Vec<(usize, Option<&'v str>)> {
    let mut found = Vec::new();
    for (index, item) in list(value, at, "write a list of names", problems).iter().enumerate() {
        match item {
            Value::String(name) => found.push((index, Some(name.as_str()))),
            Value::Null if null => found.push((index, None)),
            _ => wrong(at.clone().index(index), item, "write a name in quotation marks", problems),
        }
    }
    found
}

/// Whether the filters stay within their limit.
fn few(count: usize, known: &mut Known<'_, '_>, at: &Place, problems: &mut Problems) -> bool {
    known.listed += count;
    limits::within(known.listed, limits::FILTER_NAMES, "names in filters", at.clone(), problems)
}

fn texts(value: &Value, at: &Place, known: &mut Known<'_, '_>, problems: &mut Problems) -> Vec<String> {
    let found = names(value, at, false, problems);
    if !few(found.len(), known, at, problems) {
        return Vec::new();
    }
    let sorted: BTreeSet<&str> = found.into_iter().filter_map(|(_, name)| name).collect();
    sorted.into_iter().map(str::to_owned).collect()
}

/// The volumes named, ascending, and whether `null` is among them; a name that no volume has matches nothing.
fn volumes(value: &Value, at: &Place, known: &mut Known<'_, '_>, problems: &mut Problems) -> (Vec<VolumeId>, bool) {
    let found = names(value, at, true, problems);
    if !few(found.len(), known, at, problems) {
        return (Vec::new(), false);
    }
    let none = found.iter().any(|(_, name)| name.is_none());
    let mut volumes = BTreeSet::new();
    for (index, name) in found.into_iter().filter_map(|(index, name)| Some((index, name?))) {
        if let Some(volume) = known.names.find(name) {
            volumes.insert(volume);
        } else {
            problems.warning("filter/unknown-volume", at.clone().index(index), || {
                (
                    format!("there is no volume {}", say::quoted(name)),
                    format!("matches nothing; {}", known.names.remedy(name)),
                )
            });
        }
    }
    (volumes.into_iter().collect(), none)
}

/// The flights named, ascending; a name that no flight has matches nothing.
fn flights(value: &Value, at: &Place, known: &mut Known<'_, '_>, problems: &mut Problems) -> Vec<FlightId> {
    let found = names(value, at, false, problems);
    known.listed_flights += found.len();
    if !limits::within(known.listed_flights, limits::LISTED_FLIGHTS, "flights in filters", at.clone(), problems) {
        return Vec::new();
    }
    let mut flights = BTreeSet::new();
    for (index, name) in found.into_iter().filter_map(|(index, name)| Some((index, name?))) {
        if let Ok(position) = known.flights.binary_search_by(|id| id.as_str().cmp(name)) {
            flights.insert(FlightId::at(position));
        } else {
            problems.warning("filter/unknown-flight", at.clone().index(index), || {
                (
                    format!("there is no flight {}", say::quoted(name)),
                    "matches nothing; use the id of one of the flights",
                )
            });
        }
    }
    flights.into_iter().collect()
}

fn levels(value: &Value, at: &Place, problems: &mut Problems) -> Option<[i64; 2]> {
    let remedy = "write [lowest, highest] in whole flight levels";
    let [Some(from), Some(to)] = list(value, at, remedy, problems).iter().map(Value::as_i64).collect::<Vec<_>>()[..]
    else {
        wrong(at.clone(), value, remedy, problems);
        return None;
    };
    Some([from, to])
}
