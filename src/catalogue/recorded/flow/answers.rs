//! Section by section, what each side answers, in the shape in which it was recorded.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::file::Recorded;
use super::grid;
use super::objective;
use super::rates;
use crate::catalogue::recorded::tally::Tally;
use crate::catalogue::recorded::{SIDES, VerifiedSection};
use crate::error::Result;
use crate::flow::entrants::{self, Entrants};
use crate::flow::objective::capacity;
use crate::flow::occupancy::{self, Occupancy, rolling};
use crate::model::{FlightId, VolumeId};
use crate::pair::{Side, ask};
use crate::scenario::Traffic;

/// Positions by name.
pub(super) struct Names<'a> {
    pub(super) traffic: &'a Arc<Traffic>,
    volumes: HashMap<&'a str, VolumeId>,
    flights: HashMap<&'a str, FlightId>,
}

impl<'a> Names<'a> {
    pub(super) fn of(traffic: &'a Arc<Traffic>) -> Self {
        let volumes = traffic.volumes.iter().enumerate().map(|(at, volume)| (volume.id.as_str(), VolumeId::at(at)));
        let flights = traffic.flights.ids.iter().enumerate().map(|(at, id)| (id.as_str(), FlightId::at(at)));
        Self { traffic, volumes: volumes.collect(), flights: flights.collect() }
    }

    pub(super) fn volume(&self, name: &str) -> Option<VolumeId> {
        self.volumes.get(name).copied()
    }

    pub(super) fn flight(&self, name: &str) -> Option<FlightId> {
        self.flights.get(name).copied()
    }

    pub(super) fn flight_name(&self, flight: FlightId) -> &str {
        &self.traffic.flights.ids[flight.index()]
    }

    pub(super) fn volume_name(&self, volume: VolumeId) -> &str {
        &self.traffic.volumes[volume.index()].id
    }
}

/// Checks every section, in the order of the file.
pub(super) fn sections(recorded: &Recorded) -> Result<Vec<VerifiedSection>> {
    let mut sections = Vec::new();
    if let Some([expected, own]) = &recorded.fingerprints {
        let mut tally = Tally::new("generator");
        tally.compare(Side::Reference, "$.generator.scenarioSha256", &json!(expected), &json!(own));
        sections.push(tally.done());
    }
    for (section, value) in &recorded.expected {
        let mut tally = Tally::new(section);
        let at = format!("$.expected.{section}");
        match section.as_str() {
            "occupancy" => occupancy(recorded, &at, value, &mut tally)?,
            "rolling" => rolling_sums(recorded, &at, value, &mut tally)?,
            "capacities" => capacities(recorded, &at, value, &mut tally)?,
            "entrants" => entrants(recorded, &at, value, &mut tally)?,
            "context" => objective::context(recorded, &at, value, &mut tally)?,
            "schedules" => objective::schedules(recorded, &at, value, &mut tally)?,
            "score" => objective::scores(recorded, &at, value, &mut tally)?,
            "assign" => objective::assignments(recorded, &at, value, &mut tally)?,
            "adaptiveGrid" => grid::adaptive(recorded, &at, value, &mut tally)?,
            "findRates" => rates::found(recorded, &at, value, &mut tally)?,
            "multiTv" => objective::several_volumes(recorded, &at, value, &mut tally)?,
            _ => tally.skip(value.as_array().map_or(1, Vec::len)),
        }
        sections.push(tally.done());
    }
    Ok(sections)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OccupancyCase {
    delays: IndexMap<String, f64>,
    tv_filter: Option<Vec<String>>,
    flight_filter: Option<Vec<String>>,
    occ: Value,
}

fn occupancy(recorded: &Recorded, at: &str, value: &Value, tally: &mut Tally) -> Result<()> {
    let names = Names::of(recorded.traffic()?);
    for (number, case) in recorded.read::<Vec<OccupancyCase>>(at, value)?.into_iter().enumerate() {
        for side in SIDES {
            tally.compare(side, &format!("{at}[{number}].occ"), &case.occ, &named_occupancy(&names, &case, side));
        }
    }
    Ok(())
}

/// Counts by volume name. Unknown names are rows of zeros if any name is known, and nothing at all otherwise.
fn named_occupancy(names: &Names, case: &OccupancyCase, side: Side) -> Value {
    let everything = || names.traffic.volumes.iter().map(|volume| volume.id.clone()).collect();
    let mut asked: Vec<String> = case.tv_filter.clone().unwrap_or_else(everything);
    asked.sort_unstable();
    asked.dedup();
    let known: Vec<VolumeId> = asked.iter().filter_map(|name| names.volume(name)).collect();
    if known.is_empty() {
        return json!({});
    }
    let mut delays_min = vec![0; names.traffic.flights.len()];
    for (flight, delay) in &case.delays {
        if let Some(flight) = names.flight(flight) {
            delays_min[flight.index()] = whole_part(*delay);
        }
    }
    let flights = case.flight_filter.as_ref();
    let input = occupancy::Input {
        traffic: Arc::clone(names.traffic),
        delays_min,
        volumes: known.clone(),
        flights: flights.map(|flights| flights.iter().filter_map(|name| names.flight(name)).collect()),
    };
    let counts = ask::<Occupancy>(&input, side).0;
    let zeros = vec![0; names.traffic.horizon.bins() as usize];
    let mut rows: Map<String, Value> = asked.into_iter().map(|name| (name, json!(zeros))).collect();
    for (volume, row) in known.into_iter().zip(counts.rows()) {
        rows.insert(names.volume_name(volume).to_owned(), json!(row.to_vec()));
    }
    Value::Object(rows)
}

#[expect(clippy::cast_possible_truncation, reason = "delays are minutes of a day")]
fn whole_part(delay: f64) -> i64 {
    delay.trunc() as i64
}

#[derive(Deserialize)]
struct RollingCase {
    #[serde(rename = "K")]
    length: usize,
    occ: Vec<i32>,
    rolling: Value,
}

fn rolling_sums(recorded: &Recorded, at: &str, value: &Value, tally: &mut Tally) -> Result<()> {
    for (number, case) in recorded.read::<Vec<RollingCase>>(at, value)?.iter().enumerate() {
        for side in SIDES {
            let own = json!(rolling(&case.occ, case.length, side));
            tally.compare(side, &format!("{at}[{number}].rolling"), &case.rolling, &own);
        }
    }
    Ok(())
}

fn capacities(recorded: &Recorded, at: &str, value: &Value, tally: &mut Tally) -> Result<()> {
    let names = Names::of(recorded.traffic()?);
    let horizon = names.traffic.horizon;
    let own = recorded
        .read::<IndexMap<String, Value>>(at, value)?
        .into_keys()
        .filter_map(|name| Some((names.volume(&name)?, name)))
        .map(|(volume, name)| (name, json!(capacity(&names.traffic.volumes[volume.index()], horizon))))
        .collect();
    tally.compare(Side::Reference, at, value, &Value::Object(own));
    Ok(())
}

fn entrants(recorded: &Recorded, at: &str, value: &Value, tally: &mut Tally) -> Result<()> {
    let names = Names::of(recorded.traffic()?);
    let input = entrants::Input::of(Arc::clone(names.traffic));
    for side in SIDES {
        let listed = |entrants: Vec<entrants::Entrant>| -> Value {
            let row = |entrant: &entrants::Entrant| {
                json!([names.flight_name(entrant.flight), entrant.entry.to_string(), entrant.bin])
            };
            entrants.iter().map(row).collect()
        };
        let flows = names.traffic.flows.iter().map(|flow| flow.id.clone());
        let own = flows.zip(ask::<Entrants>(&input, side).into_iter().map(listed)).collect();
        tally.compare(side, at, value, &Value::Object(own));
    }
    Ok(())
}
