//! From a day of traffic to a scenario file.

use super::Kind;
use super::Params;
use super::Scenario;
use super::check::VERSION;
use super::format::{CandidateFile, FlightFile, IntervalTable, ScenarioFile, VolumeFile, WeightsFile};
use super::list::List;
use super::object::{Object, Two};
use super::slot::{Pairs, Rate, Slot, Text};
use super::takeoff;
use super::traffic::{Candidate, Cell, Flow, Plan, Traffic, Volume, Weights};
use crate::model::{FlightId, VolumeId};

/// What a scenario file says about itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct About<'a> {
    /// What to call it.
    pub title: &'a str,
    /// Where its data come from, in a sentence.
    pub source: Option<&'a str>,
    /// Whether its traffic is made up or resampled, not observed.
    pub synthetic: bool,
    /// Where its capacities come from, in a sentence.
    pub capacities_note: Option<&'a str>,
}

impl Scenario {
    /// What the scenario says about itself.
    pub fn about(&self) -> About<'_> {
        About {
            title: &self.title,
            source: self.source.as_deref(),
            synthetic: self.synthetic,
            capacities_note: self.capacities_note.as_deref(),
        }
    }
}

/// The scenario file of a day of traffic: JSON on one line, intervals as a table.
///
/// Loading it gives an equal day, as long as `traffic` keeps the promises of its fields and the limits of a file.
///
/// # Panics
/// When `traffic` holds a number that JSON cannot hold: NaN, or an infinity other than a rate.
pub fn to_json(about: &About<'_>, traffic: &Traffic) -> String {
    serde_json::to_string(&file(about, traffic, |_| Vec::new())).expect("a checked day is plain JSON")
}

/// The same for a day that [`generate`](super::generate()) made from `params`, with the names in its flows that no flight has.
///
/// Loading it warns of those names, as it should.
///
/// # Panics
/// Never: a generated day is plain JSON.
pub fn generated_to_json(about: &About<'_>, params: &Params, traffic: &Traffic) -> String {
    let ghosts = |flow| params.ghost_names(flow).map(|name| Slot::Good(Text::from(name))).collect();
    serde_json::to_string(&file(about, traffic, ghosts)).expect("a generated day is plain JSON")
}

/// `more` names further members of the flow at a position.
fn file<'t>(about: &About<'t>, traffic: &'t Traffic, more: impl Fn(usize) -> Vec<Slot<Text<'t>>>) -> ScenarioFile<'t> {
    let cell = |cell: &Cell| Two::of(Text::from(&traffic.volumes[cell.volume.index()].id), f64::from(cell.bin));
    let named = |flight: &FlightId| text(&traffic.flights.ids[flight.index()]);
    let members = |(at, flow): (usize, &'t Flow)| {
        (Text::from(&flow.id), flow.flights.iter().map(named).chain(more(at)).collect())
    };
    ScenarioFile {
        version: Slot::Good(VERSION),
        kind: text(Kind::Flow.name()),
        semantics: Slot::Missing,
        title: text(about.title),
        source: Slot::from_option(about.source.map(Text::from)),
        synthetic: Slot::Good(about.synthetic),
        capacities_note: Slot::from_option(about.capacities_note.map(Text::from)),
        time_bin_minutes: number(traffic.horizon.bin_minutes()),
        traffic_volumes: Some(traffic.volumes.iter().map(|v| Object(volume(v))).collect()),
        flights: Some(traffic.flights.iter().map(|id| Object(flight(traffic, id))).collect()),
        intervals: Some(Object(intervals(traffic))),
        flows: Some(Pairs(traffic.flows.iter().enumerate().map(members).collect())),
        control_volume: text(&traffic.volumes[traffic.control.index()].id),
        window_bins: Some([traffic.window.start, traffic.window.end].map(number).into_iter().collect()),
        weights: Some(Object(weights(&traffic.weights))),
        target_cells: Some(traffic.target.iter().map(cell).collect()),
        ripple_cells: Some(traffic.ripple.iter().map(cell).collect()),
        candidates: Some(traffic.candidates.iter().map(|c| Object(candidate(traffic, c))).collect()),
    }
}

fn text(value: &str) -> Slot<Text<'_>> {
    Slot::Good(Text::from(value))
}

fn number(value: u32) -> Slot<f64> {
    Slot::Good(value.into())
}

fn volume(volume: &Volume) -> VolumeFile<'_> {
    let point = |[longitude, latitude]: &[f64; 2]| Two::of(*longitude, *latitude);
    let outline: List<List<_>> = volume.outline.iter().map(|ring| ring.iter().map(point).collect()).collect();
    let hours = volume.hourly_capacity.iter();
    VolumeFile {
        id: text(&volume.id),
        hourly_capacity: Some(Pairs(
            hours.map(|(hour, value)| (hour.to_string().into(), Slot::Good(*value))).collect(),
        )),
        lower_level: Slot::from_option(volume.lower_level.map(f64::from)),
        upper_level: Slot::from_option(volume.upper_level.map(f64::from)),
        outline: Some(outline).filter(|outline| !outline.is_empty()),
    }
}

fn flight(traffic: &Traffic, flight: FlightId) -> FlightFile<'_> {
    let flights = &traffic.flights;
    FlightFile {
        id: text(&flights.ids[flight.index()]),
        takeoff_time: Slot::Good(takeoff::format(flights.takeoff[flight.index()]).into()),
        operator: Slot::from_option(flights.operator[flight.index()].as_deref().map(Text::from)),
        intervals: None,
    }
}

fn intervals(traffic: &Traffic) -> IntervalTable {
    let whole = |value: u32| i32::try_from(value).expect("the limits of a file keep positions within 31 bits");
    let rows = |id: FlightId| traffic.flights.intervals(id).map(move |_| whole(id.0));
    let intervals = &traffic.intervals;
    IntervalTable {
        flight: Some(traffic.flights.iter().flat_map(rows).collect::<Vec<_>>().into()),
        tv: Some(intervals.volume.iter().map(|VolumeId(volume)| whole(*volume)).collect::<Vec<_>>().into()),
        bin: Some(intervals.bin.iter().copied().map(i32::from).collect::<Vec<_>>().into()),
        entry_s: Some(intervals.entry_s.clone().into()),
        exit_s: Some(intervals.exit_s.clone().into()),
    }
}

fn weights(weights: &Weights) -> WeightsFile {
    WeightsFile {
        alpha_target: Slot::Good(weights.alpha_target),
        alpha_ripple: Slot::Good(weights.alpha_ripple),
        alpha_context: Slot::Good(weights.alpha_context),
        beta_target: Slot::Good(weights.beta_target),
        beta_ripple: Slot::Good(weights.beta_ripple),
        beta_context: Slot::Good(weights.beta_context),
        gamma_target: Slot::Good(weights.gamma_target),
        gamma_ripple: Slot::Good(weights.gamma_ripple),
        gamma_context: Slot::Good(weights.gamma_context),
        lambda_delay: Slot::Good(weights.lambda_delay),
        theta_share: Slot::Good(weights.theta_share),
        eta_spill: Slot::Good(weights.eta_spill),
        class_tolerance_bins: number(weights.class_tolerance_bins),
    }
}

fn candidate<'t>(traffic: &'t Traffic, candidate: &'t Candidate) -> CandidateFile<'t> {
    let names = || traffic.flows.iter().map(|flow| Text::from(&flow.id));
    #[expect(clippy::cast_precision_loss, reason = "a file keeps counts within 2^53")]
    let counts = |row: &Vec<i64>| row.iter().map(|count| Slot::Good(*count as f64)).collect();
    let (rates, schedule) = match &candidate.plan {
        Plan::Rates(rates) => {
            (Some(Pairs(names().zip(rates.iter().map(|rate| Slot::Good(Rate(*rate)))).collect())), None)
        }
        Plan::Schedule(rows) => (None, Some(Pairs(names().zip(rows.iter().map(counts)).collect()))),
    };
    CandidateFile { name: text(&candidate.name), rates, schedule }
}
