//! The scenario file, version 1, as serde types. The doc comment of each field is its text in `schema/scenario.json`.
//!
//! A scenario is one JSON object, also gzipped. Times of a flight are seconds after its take-off; bins count from 0 at
//! midnight UTC. Fields that this version does not know are read past with a warning.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::column::Column;
use super::list::List;
use super::object::{Object, Two};
use super::slot::{Pairs, Rate, Slot, Text};

/// A day of air traffic and the question asked about it: what happens when a busy volume is regulated?
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(!default, rename = "Scenario")]
pub(super) struct ScenarioFile<'a> {
    /// Version of this format: 1, which is also meant where it is not given. Since version 1.
    #[serde(skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<u32>", range(min = 1, max = 1))]
    pub(super) version: Slot<f64>,
    /// The family that the scenario is for: `flow`, which is also meant where it is not given. Since version 1.
    #[serde(borrow, skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<Kind>")]
    pub(super) kind: Slot<Text<'a>>,
    /// The model that the file is written for: `published`, which is also meant where it is not given. A file for the
    /// `sound` model has other fields: see `flow-sound.json`. Since version 1.
    #[serde(skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<Semantics>")]
    pub(super) semantics: Slot<Text<'a>>,
    /// What to call it; the file's name where it is not given. Since version 1.
    #[serde(skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<String>")]
    pub(super) title: Slot<Text<'a>>,
    /// Where the data come from, in a sentence. Since version 1.
    #[serde(skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<String>")]
    pub(super) source: Slot<Text<'a>>,
    /// Whether the traffic is made up or resampled, not observed; `false` where it is not given. Since version 1.
    #[serde(skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<bool>")]
    pub(super) synthetic: Slot<bool>,
    /// Where the capacities come from, in a sentence. Since version 1.
    #[serde(skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<String>")]
    pub(super) capacities_note: Slot<Text<'a>>,
    /// Length of a bin in minutes. It divides the hour: 1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30 or 60. Since version 1.
    #[schemars(with = "u32", range(min = 1, max = 60))]
    pub(super) time_bin_minutes: Slot<f64>,
    /// The traffic volumes, at least one; their order is the order of every table. Since version 1.
    #[schemars(with = "Vec<VolumeFile>", length(min = 1))]
    pub(super) traffic_volumes: Option<List<Object<VolumeFile<'a>>>>,
    /// The flights; where several are equal, the order decides. Since version 1.
    #[schemars(with = "Vec<FlightFile>")]
    pub(super) flights: Option<List<Object<FlightFile<'a>>>>,
    /// Every flight's intervals in one table, instead of `intervals` in each flight: shorter to write and faster to
    /// read. Since version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<IntervalTable>")]
    pub(super) intervals: Option<Object<IntervalTable>>,
    /// Groups of flights that are regulated together: the flow's name, then the ids of its flights. An id may be
    /// listed twice or in several flows; an id that no flight has is left out. Since version 1.
    #[schemars(with = "BTreeMap<String, Vec<String>>")]
    pub(super) flows: Option<Pairs<'a, List<Slot<Text<'a>>>>>,
    /// The volume that is regulated. Since version 1.
    #[schemars(with = "String")]
    pub(super) control_volume: Slot<Text<'a>>,
    /// The regulated bins: the first, and the one after the last, which may lie beyond the day. Since version 1.
    #[schemars(with = "[u32; 2]")]
    pub(super) window_bins: Option<List<Slot<f64>>>,
    /// What each part of the objective weighs; the usual weight where one is not given. Since version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<WeightsFile>")]
    pub(super) weights: Option<Object<WeightsFile>>,
    /// The cells whose overload is to be removed, each a volume and a bin; the control volume in the window where they
    /// are not given. Since version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<CellFile>>")]
    pub(super) target_cells: Option<List<Two<Text<'a>, f64>>>,
    /// The cells that must not suffer for it; none where they are not given. Since version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<CellFile>>")]
    pub(super) ripple_cells: Option<List<Two<Text<'a>, f64>>>,
    /// Ways to regulate that are to be compared; none where they are not given. Since version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<CandidateFile>>")]
    pub(super) candidates: Option<List<Object<CandidateFile<'a>>>>,
}

/// The families that have scenarios.
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
    /// As the published system counts: pieces of flights in bins.
    Published,
}

/// A traffic volume: a piece of airspace whose entries are counted.
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(!default, rename = "Volume")]
pub(super) struct VolumeFile<'a> {
    /// Its name, which no other volume has. Since version 1.
    #[serde(borrow)]
    #[schemars(with = "String")]
    pub(super) id: Slot<Text<'a>>,
    /// Flights an hour that it can take, by hour of the day: `{"9": 38}` holds from 09:00 to 10:00. An hour that is
    /// not given counts as 0, and so does one below 0. Since version 1.
    #[schemars(with = "BTreeMap<String, f64>")]
    pub(super) hourly_capacity: Option<Pairs<'a, Slot<f64>>>,
    /// Lowest flight level. Since version 1.
    #[serde(skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<u32>")]
    pub(super) lower_level: Slot<f64>,
    /// Highest flight level. Since version 1.
    #[serde(skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<u32>")]
    pub(super) upper_level: Slot<f64>,
    /// Its outline on the map: rings of `[longitude, latitude]` in degrees. Since version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<Vec<[f64; 2]>>>")]
    pub(super) outline: Option<List<List<Two<f64, f64>>>>,
}

/// A flight.
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(!default, rename = "Flight")]
pub(super) struct FlightFile<'a> {
    /// Its name, which no other flight has. Since version 1.
    #[serde(borrow)]
    #[schemars(with = "String")]
    pub(super) id: Slot<Text<'a>>,
    /// When it takes off, in UTC: `2018-08-01T05:00:00`, with up to six digits of a second. Since version 1.
    #[schemars(with = "String")]
    pub(super) takeoff_time: Slot<Text<'a>>,
    /// Who operates it. Since version 1.
    #[serde(skip_serializing_if = "Slot::is_missing")]
    #[schemars(with = "Option<String>")]
    pub(super) operator: Slot<Text<'a>>,
    /// Its presence in the volumes, one entry for each volume and bin: a stay over three bins is three intervals. Given
    /// for every flight, or for none when the file has the table of intervals. Since version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<IntervalFile>>")]
    pub(super) intervals: Option<List<Object<IntervalFile<'a>>>>,
}

/// One flight's presence in one volume during one bin.
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(!default, rename = "Interval")]
pub(super) struct IntervalFile<'a> {
    /// The volume's id. Since version 1.
    #[serde(borrow)]
    #[schemars(with = "String")]
    pub(super) tv: Slot<Text<'a>>,
    /// The bin of the day. Since version 1.
    #[schemars(with = "u32")]
    pub(super) bin: Slot<f64>,
    /// When the flight enters, in seconds after take-off. Since version 1.
    #[serde(rename = "entryTimeS")]
    #[schemars(with = "f64")]
    pub(super) entry_s: Slot<f64>,
    /// When it leaves, in seconds after take-off; not before it enters. Since version 1.
    #[serde(rename = "exitTimeS")]
    #[schemars(with = "f64")]
    pub(super) exit_s: Slot<f64>,
}

/// Intervals as columns of equal length, a row an interval, in the order of the flights.
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(!default)]
pub(super) struct IntervalTable {
    /// The flight's position in `flights`, from 0; it never goes down. Since version 1.
    #[schemars(with = "Vec<u32>")]
    pub(super) flight: Option<Column<i32>>,
    /// The volume's position in `trafficVolumes`, from 0. Since version 1.
    #[schemars(with = "Vec<u32>")]
    pub(super) tv: Option<Column<i32>>,
    /// The bin of the day. Since version 1.
    #[schemars(with = "Vec<u32>")]
    pub(super) bin: Option<Column<i32>>,
    /// When the flight enters, in seconds after take-off. Since version 1.
    #[serde(rename = "entryTimeS")]
    #[schemars(with = "Vec<f64>")]
    pub(super) entry_s: Option<Column<f64>>,
    /// When it leaves, in seconds after take-off; not before it enters. Since version 1.
    #[serde(rename = "exitTimeS")]
    #[schemars(with = "Vec<f64>")]
    pub(super) exit_s: Option<Column<f64>>,
}

/// A volume's id and a bin, which may lie beyond the day.
#[derive(JsonSchema)]
#[schemars(rename = "Cell")]
#[expect(dead_code, reason = "only its schema is used")]
struct CellFile(String, u32);

/// A way to regulate: either rates or a schedule.
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(!default, rename = "Candidate")]
pub(super) struct CandidateFile<'a> {
    /// Its name. Since version 1.
    #[serde(borrow)]
    #[schemars(with = "String")]
    pub(super) name: Slot<Text<'a>>,
    /// Flights an hour for each flow by its name; a flow that is not given, has `"inf"` or has 0 or less is not
    /// regulated. Since version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<BTreeMap<String, RateFile>>")]
    pub(super) rates: Option<Pairs<'a, Slot<Rate>>>,
    /// How many flights of each flow are released in each bin, and after the last bin: one whole number more than the
    /// day has bins. Every flow is given. Since version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<BTreeMap<String, Vec<i64>>>")]
    pub(super) schedule: Option<Pairs<'a, List<Slot<f64>>>>,
}

/// Flights an hour: a number, or no limit.
#[derive(JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "Rate")]
#[expect(dead_code, reason = "only its schema is used")]
enum RateFile {
    /// Flights an hour.
    Number(f64),
    /// No limit.
    Unlimited(Unlimited),
}

/// No limit.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
enum Unlimited {
    #[serde(rename = "inf")]
    Inf,
    #[serde(rename = "-inf")]
    MinusInf,
}

/// What each part of the objective weighs.
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(!default, rename = "Weights")]
pub(super) struct WeightsFile {
    /// Excess demand in target cells. Since version 1.
    #[schemars(with = "Option<f64>")]
    pub(super) alpha_target: Slot<f64>,
    /// Excess demand in ripple cells. Since version 1.
    #[schemars(with = "Option<f64>")]
    pub(super) alpha_ripple: Slot<f64>,
    /// Excess demand everywhere else. Since version 1.
    #[schemars(with = "Option<f64>")]
    pub(super) alpha_context: Slot<f64>,
    /// Departure from the filed demand, in bins that feed target cells. Since version 1.
    #[schemars(with = "Option<f64>")]
    pub(super) beta_target: Slot<f64>,
    /// The same, for ripple cells. Since version 1.
    #[schemars(with = "Option<f64>")]
    pub(super) beta_ripple: Slot<f64>,
    /// The same, everywhere else. Since version 1.
    #[schemars(with = "Option<f64>")]
    pub(super) beta_context: Slot<f64>,
    /// Uneven release, in bins that feed target cells. Since version 1.
    #[schemars(with = "Option<f64>")]
    pub(super) gamma_target: Slot<f64>,
    /// The same, for ripple cells. Since version 1.
    #[schemars(with = "Option<f64>")]
    pub(super) gamma_ripple: Slot<f64>,
    /// The same, everywhere else. Since version 1.
    #[schemars(with = "Option<f64>")]
    pub(super) gamma_context: Slot<f64>,
    /// A minute of delay. Since version 1.
    #[schemars(with = "Option<f64>")]
    pub(super) lambda_delay: Slot<f64>,
    /// Departure from each flow's filed share of the demand. Since version 1.
    #[schemars(with = "Option<f64>")]
    pub(super) theta_share: Slot<f64>,
    /// A flight released after the day's last bin. Since version 1.
    #[schemars(with = "Option<f64>")]
    pub(super) eta_spill: Slot<f64>,
    /// By how many bins target and ripple cells are widened on each side when bins are classed. Since version 1.
    #[schemars(with = "Option<u32>")]
    pub(super) class_tolerance_bins: Slot<f64>,
}
