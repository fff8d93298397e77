//! From a question under the sound model to a scenario file.

use serde_json::{Map, Value, json};

use super::format::{
    AnalysisFile, FlightFile, FlowFile, RegulationFile, SearchFile, SoundFile, VolumeFile, WeightsFile,
};
use super::row::Row;
use super::{Analysis, Count, Day, Filter, Flow, Question, Regulation, Search, Volume, Weights};
use crate::model::{FlightId, VolumeId};
use crate::scenario::About;
use crate::scenario::list::List;
use crate::scenario::object::{Object, Two};
use crate::scenario::slot::{Slot, Text};
use crate::scenario::takeoff;

/// The scenario file of a question under the sound model: JSON on one line.
///
/// Loading it gives an equal question, as long as `question` keeps the promises of its fields and the limits of a file.
///
/// # Panics
/// When an outline holds a number that JSON cannot hold.
pub fn to_json(about: &About<'_>, question: &Question) -> String {
    serde_json::to_string(&file(about, question)).expect("a checked day is plain JSON")
}

fn file<'q>(about: &About<'q>, question: &'q Question) -> SoundFile<'q> {
    let day = &*question.day;
    let usual = Analysis::default();
    let text = |text: &'q str| Slot::Good(Text::from(text));
    SoundFile {
        version: Slot::Good(1.0),
        kind: text("flow"),
        semantics: text("sound"),
        title: text(about.title),
        source: Slot::from_option(about.source.map(Text::from)),
        synthetic: Slot::Good(about.synthetic),
        capacities_note: Slot::from_option(about.capacities_note.map(Text::from)),
        day: Slot::from_option(question.midnight.map(|midnight| takeoff::format(midnight)[..10].to_owned().into())),
        horizon: Some(Row::of([Some(day.horizon.start), Some(day.horizon.end)])),
        merge_gap_s: if day.merge_gap_s == 0 { Slot::Missing } else { number(day.merge_gap_s) },
        volumes: Some(day.volumes.iter().map(|v| Object(volume(v))).collect()),
        flights: Some(day.flights.iter().map(|id| Object(flight(day, id))).collect()),
        regulations: Some(question.regulations.iter().map(|r| Object(regulation(day, r))).collect()),
        analysis: (question.analysis != usual).then(|| Object(analysis(&question.analysis))),
        weights: (question.weights != Weights::default()).then(|| Object(weights(&question.weights))),
        search: question.search.as_ref().map(|searched| Object(search(day, searched))),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a file keeps its numbers within 2^53")]
fn number(value: i64) -> Slot<f64> {
    Slot::Good(value as f64)
}

fn volume(volume: &Volume) -> VolumeFile<'_> {
    let point = |[longitude, latitude]: &[f64; 2]| Two::of(*longitude, *latitude);
    let outline: List<List<_>> = volume.outline.iter().map(|ring| ring.iter().map(point).collect()).collect();
    let capacity = |c: &super::EntryCapacity| Row::of([Some(c.from_s), Some(c.to_s), Some(c.per_hour)]);
    let limit =
        |l: &super::OccupancyLimit| Row::of([Some(l.from_s), Some(l.to_s), l.peak, l.sustain, Some(l.sustain_min)]);
    let some = |list: usize| list > 0;
    VolumeFile {
        id: Slot::Good(Text::from(&volume.id)),
        band: volume.band.map(|[low, high]| Row::of([Some(low), Some(high)])),
        entry_capacity: some(volume.entry_capacity.len()).then(|| volume.entry_capacity.iter().map(capacity).collect()),
        occupancy: some(volume.occupancy.len()).then(|| volume.occupancy.iter().map(limit).collect()),
        outline: Some(outline).filter(|outline| !outline.is_empty()),
    }
}

fn flight(day: &Day, id: FlightId) -> FlightFile<'_> {
    let (flights, at) = (&day.flights, id.index());
    let text = |name: &'_ Option<String>| -> Slot<Text<'static>> { Slot::from_option(name.clone().map(Text::from)) };
    let stay = |at: usize| {
        Row::of([Some(day.stays.volume[at].0.into()), Some(day.stays.entry_s[at]), Some(day.stays.exit_s[at])])
    };
    FlightFile {
        id: Slot::Good(Text::from(&flights.ids[at])),
        operator: text(&flights.operator[at]),
        departure: text(&flights.departure[at]),
        arrival: text(&flights.arrival[at]),
        takeoff: flights.takeoff_s[at].map_or(Slot::Missing, number),
        rfl: flights.rfl[at].map_or(Slot::Missing, number),
        exempt: if flights.fixed_min[at] == Some(0) { Slot::Good(true) } else { Slot::Missing },
        frozen: flights.fixed_min[at].filter(|late| *late > 0).map_or(Slot::Missing, number),
        stays: Some(flights.stays(id).map(stay).collect()),
    }
}

pub(super) fn regulation<'q>(day: &'q Day, regulation: &'q Regulation) -> RegulationFile<'q> {
    RegulationFile {
        id: Slot::Good(Text::from(&regulation.id)),
        volume: Slot::Good(Text::from(&day.volumes[regulation.volume.index()].id)),
        period: Some(Row::of([Some(regulation.period.start), Some(regulation.period.end)])),
        flows: Some(regulation.flows.iter().map(|f| Object(flow(day, regulation, f))).collect()),
        recovery_rate: regulation.recovery_rate.map_or(Slot::Missing, number),
    }
}

fn flow<'q>(day: &Day, regulation: &Regulation, flow: &'q Flow) -> FlowFile<'q> {
    let constant = match flow.rates.as_deref() {
        Some([only]) if (only.from_s..only.to_s) == regulation.period => Some(only.per_hour),
        _ => None,
    };
    let row = |rate: &super::RatePeriod| Row::of([Some(rate.from_s), Some(rate.to_s), Some(rate.per_hour)]);
    let changing = flow.rates.as_ref().filter(|_| constant.is_none());
    FlowFile {
        id: Slot::Good(Text::from(&flow.id)),
        filter: (flow.filter != Filter::everything()).then(|| filter(day, &flow.filter)),
        rate: constant.map_or(Slot::Missing, number),
        rates: changing.map(|rates| rates.iter().map(row).collect()),
    }
}

/// A filter as JSON that reads back to it.
fn filter(day: &Day, condition: &Filter) -> Value {
    let named = |volumes: &[VolumeId], none: bool| -> Value {
        let names = volumes.iter().map(|volume| Value::from(day.volumes[volume.index()].id.as_str()));
        names.chain(none.then_some(Value::Null)).collect()
    };
    let each = |parts: &[Filter]| -> Value { parts.iter().map(|part| filter(day, part)).collect() };
    let (key, value) = match condition {
        Filter::All(parts) if parts.is_empty() => return Value::Object(Map::new()),
        Filter::All(parts) => ("all", each(parts)),
        Filter::Any(parts) => ("any", each(parts)),
        Filter::Not(part) => ("not", filter(day, part)),
        Filter::Operator(names) => ("operator", json!(names)),
        Filter::Departure(names) => ("departure", json!(names)),
        Filter::Arrival(names) => ("arrival", json!(names)),
        Filter::Flights(flights) => {
            ("flights", flights.iter().map(|id| Value::from(day.flights.ids[id.index()].as_str())).collect())
        }
        Filter::Via(volumes) => ("via", named(volumes, false)),
        Filter::From { volumes, none } => ("from", named(volumes, *none)),
        Filter::To { volumes, none } => ("to", named(volumes, *none)),
        Filter::Before(volumes) => ("before", named(volumes, false)),
        Filter::After(volumes) => ("after", named(volumes, false)),
        Filter::Band { lowest, highest } => ("band", json!([lowest, highest])),
        Filter::Rfl { from, to } => ("rfl", json!([from, to])),
    };
    json!({ key: value })
}

pub(super) fn analysis(analysis: &Analysis) -> AnalysisFile<'static> {
    let count = match analysis.count {
        Count::Flights => "flights",
        Count::Entries => "entries",
    };
    AnalysisFile {
        window_s: number(analysis.window_s),
        step_s: number(analysis.step_s),
        count: Slot::Good(Text::from(count)),
        occ_step_s: number(analysis.occ_step_s),
        occ_duration_s: number(analysis.occ_duration_s),
    }
}

pub(super) fn weights(weights: &Weights) -> WeightsFile {
    WeightsFile {
        target: number(weights.target),
        ripple: number(weights.ripple),
        context: number(weights.context),
        occ_peak: number(weights.occ_peak),
        occ_sustain: number(weights.occ_sustain),
        delay: number(weights.delay),
        late: number(weights.late),
        late_after_min: number(weights.late_after_min),
        touched: number(weights.touched),
        smooth: number(weights.smooth),
        spill: number(weights.spill),
    }
}

fn search<'q>(day: &Day, search: &'q Search) -> SearchFile<'q> {
    let grid = |grid: &Vec<Option<i64>>| grid.iter().map(|rate| rate.map_or(Slot::Missing, number)).collect();
    let flows = search.regulation.flows.iter().map(|f| Object(flow(day, &search.regulation, f)));
    SearchFile { flows: Some(flows.collect()), grids: Some(search.grids.iter().map(grid).collect()) }
}
