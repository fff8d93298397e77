//! The flow scenario file under the sound model, as serde types. The doc comment of each field is its text in
//! `schema/flow-sound.json`.
//!
//! All times are whole seconds of the day, UTC: below 0 is the evening before, from 86,400 on the morning after. All
//! intervals are half-open. Fields that this version does not know are read past with a warning.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::row::Row;
use crate::scenario::list::List;
use crate::scenario::object::{Object, Two};
use crate::scenario::slot::{Slot, Text};

/// A day of whole flights in seconds, what the volumes declare, and regulations: what happens when they are held?
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(!default, rename = "SoundScenario")]
pub(in crate::scenario) struct SoundFile<'a> {
    /// Version of this format: 1, which is also meant where it is not given. Since version 1.
    #[serde(skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<u32>", range(min = 1, max = 1))]
    pub(in crate::scenario) version: Slot<f64>,
    /// The family that the scenario is for: `flow`, which is also meant where it is not given. Since version 1.
    #[serde(borrow, skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<Kind>")]
    pub(in crate::scenario) kind: Slot<Text<'a>>,
    /// The model that the file is written for: `sound`. Since version 1.
    #[schemars(with = "Semantics")]
    pub(in crate::scenario) semantics: Slot<Text<'a>>,
    /// What to call it; the file's name where it is not given. Since version 1.
    #[serde(skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<String>")]
    pub(in crate::scenario) title: Slot<Text<'a>>,
    /// Where the data come from, in a sentence. Since version 1.
    #[serde(skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<String>")]
    pub(in crate::scenario) source: Slot<Text<'a>>,
    /// Whether the traffic is made up or resampled, not observed; `false` where it is not given. Since version 1.
    #[serde(skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<bool>")]
    pub(in crate::scenario) synthetic: Slot<bool>,
    /// Where the capacities come from, in a sentence. Since version 1.
    #[serde(skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<String>")]
    pub(in crate::scenario) capacities_note: Slot<Text<'a>>,
    /// The day whose midnight, UTC, is second 0: `2018-08-01`. Since version 1.
    #[serde(skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<String>")]
    pub(in crate::scenario) day: Slot<Text<'a>>,
    /// The seconds in which windows start; `[0, 86400]` where it is not given. Traffic outside is counted all the same.
    /// Since version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<[i64; 2]>")]
    pub(in crate::scenario) horizon: Option<Row<'a, 2>>,
    /// Stays of one flight in one volume that are at most this many seconds apart are one stay; 0 where it is not given:
    /// those that overlap or touch. Since version 1.
    #[serde(rename = "mergeGapS", skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<u32>")]
    pub(in crate::scenario) merge_gap_s: Slot<f64>,
    /// The volumes, at least one. Since version 1.
    #[schemars(with = "Vec<VolumeFile>", length(min = 1))]
    pub(in crate::scenario) volumes: Option<List<Object<VolumeFile<'a>>>>,
    /// The flights; their order never matters. Since version 1.
    #[schemars(with = "Vec<FlightFile>")]
    pub(in crate::scenario) flights: Option<List<Object<FlightFile<'a>>>>,
    /// The regulations; none where they are not given. The first is the one whose rates are searched. Since version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<RegulationFile>>")]
    pub(in crate::scenario) regulations: Option<List<Object<RegulationFile<'a>>>>,
    /// How the day is looked at; the usual where a field is not given. Since version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<AnalysisFile>")]
    pub(in crate::scenario) analysis: Option<Object<AnalysisFile<'a>>>,
    /// What each part of the objective weighs; the usual weight where one is not given. Since version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<WeightsFile>")]
    pub(in crate::scenario) weights: Option<Object<WeightsFile>>,
    /// What is searched; nothing where it is not given. Since version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<SearchFile>")]
    pub(in crate::scenario) search: Option<Object<SearchFile<'a>>>,
}

/// The family that has such scenarios.
#[derive(JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its schema is used")]
enum Kind {
    /// How full is it, and who waits?
    Flow,
}

/// The model that a file is written for.
#[derive(JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its schema is used")]
enum Semantics {
    /// Whole flights, in seconds.
    Sound,
}

/// A volume and what it declares.
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(!default, rename = "Volume")]
pub(in crate::scenario) struct VolumeFile<'a> {
    /// Its name, which no other volume has. Since version 1.
    #[serde(borrow)]
    #[schemars(with = "String")]
    pub(in crate::scenario) id: Slot<Text<'a>>,
    /// Lowest and highest flight level. Since version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<[u32; 2]>")]
    pub(in crate::scenario) band: Option<Row<'a, 2>>,
    /// Flights an hour that may enter, as `[from, to, flights an hour]`; 0 closes the volume. Time that is not declared is
    /// not limited. Since version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<[i64; 3]>>")]
    pub(in crate::scenario) entry_capacity: Option<List<Row<'a, 3>>>,
    /// Flights that may be inside at once, as `[from, to, peak or null, sustained or null, minutes]`: the peak is never
    /// exceeded, the sustained number not for that many minutes or more. Since version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<OccupancyFile>>")]
    pub(in crate::scenario) occupancy: Option<List<Row<'a, 5>>>,
    /// Its outline on the map: rings of `[longitude, latitude]` in degrees. Since version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<Vec<[f64; 2]>>>")]
    pub(in crate::scenario) outline: Option<List<List<Two<f64, f64>>>>,
}

/// From, to, peak, sustained, minutes.
#[derive(JsonSchema)]
#[schemars(rename = "Occupancy")]
#[expect(dead_code, reason = "only its schema is used")]
struct OccupancyFile(i64, i64, Option<u32>, Option<u32>, Option<u32>);

/// A flight.
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(!default, rename = "Flight")]
pub(in crate::scenario) struct FlightFile<'a> {
    /// Its name, which no other flight has. Equal flights are served in byte order of their names. Since version 1.
    #[serde(borrow)]
    #[schemars(with = "String")]
    pub(in crate::scenario) id: Slot<Text<'a>>,
    /// Who operates it. Since version 1.
    #[serde(alias = "op", skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<String>")]
    pub(in crate::scenario) operator: Slot<Text<'a>>,
    /// The aerodrome that it comes from. Since version 1.
    #[serde(alias = "dep", skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<String>")]
    pub(in crate::scenario) departure: Slot<Text<'a>>,
    /// The aerodrome that it goes to. Since version 1.
    #[serde(alias = "arr", skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<String>")]
    pub(in crate::scenario) arrival: Slot<Text<'a>>,
    /// When it takes off, in seconds of the day. Since version 1.
    #[serde(skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<i64>")]
    pub(in crate::scenario) takeoff: Slot<f64>,
    /// The flight level that it asks for. Since version 1.
    #[serde(skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<u32>")]
    pub(in crate::scenario) rfl: Slot<f64>,
    /// Whether it is never delayed; `false` where it is not given. Since version 1.
    #[serde(skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<bool>")]
    pub(in crate::scenario) exempt: Slot<bool>,
    /// Minutes that it is late for good, because it holds a slot already. Since version 1.
    #[serde(skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<u32>")]
    pub(in crate::scenario) frozen: Slot<f64>,
    /// Where it is, as `[volume, entry, exit]`: the volume by its id, or by its position in `volumes` from 0. Since
    /// version 1.
    #[schemars(with = "Vec<StayFile>")]
    pub(in crate::scenario) stays: Option<List<Row<'a, 3>>>,
}

/// Volume, entry, exit.
#[derive(JsonSchema)]
#[schemars(rename = "Stay")]
#[expect(dead_code, reason = "only its schema is used")]
struct StayFile(VolumeName, i64, i64);

/// A volume's id, or its position.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum VolumeName {
    /// Its id.
    Id(String),
    /// Its position in `volumes`, from 0.
    Position(u32),
}

/// A volume held to rates during a period.
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(!default, rename = "Regulation")]
pub(in crate::scenario) struct RegulationFile<'a> {
    /// Its name, which no other regulation has. Since version 1.
    #[serde(borrow)]
    #[schemars(with = "String")]
    pub(in crate::scenario) id: Slot<Text<'a>>,
    /// The volume whose entries are regulated. Since version 1.
    #[schemars(with = "String")]
    pub(in crate::scenario) volume: Slot<Text<'a>>,
    /// From when and to when. Since version 1.
    #[schemars(with = "[i64; 2]")]
    pub(in crate::scenario) period: Option<Row<'a, 2>>,
    /// Its flows; a flight is in the first that it matches. One flow without a filter regulates all alike. Since version 1.
    #[schemars(with = "Vec<FlowFile>")]
    pub(in crate::scenario) flows: Option<List<Object<FlowFile<'a>>>>,
    /// Flights an hour after the period, 0 for none; the last positive rate of each flow where it is not given. Since
    /// version 1.
    #[serde(skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<u32>")]
    pub(in crate::scenario) recovery_rate: Slot<f64>,
}

/// Flights of a regulation that share a list of slots.
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(!default, rename = "Flow")]
pub(in crate::scenario) struct FlowFile<'a> {
    /// Its name, which no other flow of the regulation has. Since version 1.
    #[serde(borrow)]
    #[schemars(with = "String")]
    pub(in crate::scenario) id: Slot<Text<'a>>,
    /// Which flights it holds; all where it is not given. Several keys must all hold. Since version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<FilterFile>")]
    pub(in crate::scenario) filter: Option<Value>,
    /// Flights an hour during the whole period; `null`, or neither this nor `rates`, leaves the flow unregulated. Since
    /// version 1.
    #[serde(skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<u32>")]
    pub(in crate::scenario) rate: Slot<f64>,
    /// Rates that change, as `[from, to, flights an hour]`; together they cover the period without gaps. Since version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<[i64; 3]>>")]
    pub(in crate::scenario) rates: Option<List<Row<'a, 3>>>,
}

/// Which flights: every key that is given must hold. The reference stay is the flight's first entry into the regulated
/// volume during the period. A flight that lacks what is asked does not match.
#[derive(JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Filter")]
#[expect(dead_code, reason = "only its schema is used; the rules read the JSON")]
struct FilterFile {
    /// All of these hold.
    all: Option<Vec<FilterFile>>,
    /// One of these holds.
    any: Option<Vec<FilterFile>>,
    /// This does not hold.
    not: Option<Box<FilterFile>>,
    /// The operator is one of these.
    operator: Option<Vec<String>>,
    /// The aerodrome of departure is one of these.
    departure: Option<Vec<String>>,
    /// The aerodrome of arrival is one of these.
    arrival: Option<Vec<String>>,
    /// The flight is one of these.
    flights: Option<Vec<String>>,
    /// Any stay is in one of these volumes.
    via: Option<Vec<String>>,
    /// The nearest other volume before the reference stay is one of these; `null` among them stands for none.
    from: Option<Vec<Option<String>>>,
    /// The nearest other volume after the reference stay is one of these; `null` among them stands for none.
    to: Option<Vec<Option<String>>>,
    /// An earlier stay is in one of these volumes.
    before: Option<Vec<String>>,
    /// A later stay is in one of these volumes.
    after: Option<Vec<String>>,
    /// Any stay is in a volume whose band lies between these levels, both included.
    band: Option<[u32; 2]>,
    /// The level asked for is at least the first of these and below the second.
    rfl: Option<[u32; 2]>,
}

/// How the day is looked at.
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(!default, rename = "Analysis")]
pub(in crate::scenario) struct AnalysisFile<'a> {
    /// Length of the window in which entries are counted, in seconds; 3600. Since version 1.
    #[serde(rename = "windowS", skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<u32>", range(min = 1))]
    pub(in crate::scenario) window_s: Slot<f64>,
    /// Seconds from one window to the next; 900. Since version 1.
    #[serde(rename = "stepS", skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<u32>", range(min = 1))]
    pub(in crate::scenario) step_s: Slot<f64>,
    /// What a window counts: `flights`, which is the usual, or `entries`. Since version 1.
    #[serde(borrow, skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<CountFile>")]
    pub(in crate::scenario) count: Slot<Text<'a>>,
    /// Seconds from one sample of the occupancy to the next; 60. Since version 1.
    #[serde(rename = "occStepS", skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<u32>", range(min = 1))]
    pub(in crate::scenario) occ_step_s: Slot<f64>,
    /// Length of a sample of the occupancy, in seconds; 60. Since version 1.
    #[serde(rename = "occDurationS", skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<u32>", range(min = 1))]
    pub(in crate::scenario) occ_duration_s: Slot<f64>,
}

/// What a window counts.
#[derive(JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Count")]
#[expect(dead_code, reason = "only its schema is used")]
enum CountFile {
    /// Each flight once a window.
    Flights,
    /// Each entry.
    Entries,
}

/// What each part of the objective weighs: whole numbers from 0.
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(!default, rename = "Weights")]
pub(in crate::scenario) struct WeightsFile {
    /// A flight-second of entry overload in a regulated volume; 10. Since version 1.
    #[schemars(with = "Option<u32>")]
    pub(in crate::scenario) target: Slot<f64>,
    /// The same, in another volume of a flight in scope; 10. Since version 1.
    #[schemars(with = "Option<u32>")]
    pub(in crate::scenario) ripple: Slot<f64>,
    /// The same, everywhere else; 10. Since version 1.
    #[schemars(with = "Option<u32>")]
    pub(in crate::scenario) context: Slot<f64>,
    /// A flight-second above a peak of occupancy; 10. Since version 1.
    #[schemars(with = "Option<u32>")]
    pub(in crate::scenario) occ_peak: Slot<f64>,
    /// A flight-second above a sustained occupancy; 5. Since version 1.
    #[schemars(with = "Option<u32>")]
    pub(in crate::scenario) occ_sustain: Slot<f64>,
    /// A minute of delay; 1. Since version 1.
    #[schemars(with = "Option<u32>")]
    pub(in crate::scenario) delay: Slot<f64>,
    /// A minute of delay beyond `lateAfterMin`, again; 1. Since version 1.
    #[schemars(with = "Option<u32>")]
    pub(in crate::scenario) late: Slot<f64>,
    /// Minutes after which a delay is late; 15. Since version 1.
    #[schemars(with = "Option<u32>")]
    pub(in crate::scenario) late_after_min: Slot<f64>,
    /// A delayed flight; 1. Since version 1.
    #[schemars(with = "Option<u32>")]
    pub(in crate::scenario) touched: Slot<f64>,
    /// A flight more or less from one quarter of an hour to the next; 0. Since version 1.
    #[schemars(with = "Option<u32>")]
    pub(in crate::scenario) smooth: Slot<f64>,
    /// A flight delivered after the period; 0. Since version 1.
    #[schemars(with = "Option<u32>")]
    pub(in crate::scenario) spill: Slot<f64>,
}

/// What is searched: rates for the flows of the first regulation.
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(!default, rename = "Search")]
pub(in crate::scenario) struct SearchFile<'a> {
    /// Flows to search rates for, in the place of the first regulation's own; those where they are not given. Since
    /// version 1.
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<FlowFile>>")]
    pub(in crate::scenario) flows: Option<List<Object<FlowFile<'a>>>>,
    /// For each flow, in order, the rates to try; `null` leaves it unregulated and is always tried. Since version 1.
    #[schemars(with = "Vec<Vec<Option<u32>>>")]
    pub(in crate::scenario) grids: Option<List<List<Slot<f64>>>>,
}
