//! The Swiss day is the day it says it is: every figure is worked out again from the file.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use loadline::model::{UtcMicros, VolumeId};
use loadline::scenario::{self, Scenario};

const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The region whose volumes the day is about.
const HOME: &str = "LSAS";

/// One flight's stay in one volume, from the first to the last position inside, in microseconds of the day.
struct Crossing {
    flight: usize,
    volume: VolumeId,
    entry: i64,
    exit: i64,
}

/// The file and the crossings put together from its intervals.
struct Day {
    scenario: Scenario,
    crossings: Vec<Crossing>,
}

static SWISS: LazyLock<Day> = LazyLock::new(|| {
    let name = "swiss-2018-08-01.json.gz";
    let path = format!("{}/scenarios/flow/{name}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(path).expect("the Swiss day is in the repository");
    let scenario = scenario::load(&bytes, name).expect("the Swiss day is sound");
    let crossings = crossings(&scenario);
    Day { scenario, crossings }
});

/// Intervals that follow each other without a gap in one volume are one crossing, cut at the bins.
fn crossings(scenario: &Scenario) -> Vec<Crossing> {
    let traffic = &scenario.traffic().expect("it is a day of traffic");
    let mut found: Vec<Crossing> = Vec::new();
    for flight in traffic.flights.iter() {
        let moment = |seconds| traffic.flights.takeoff[flight.index()].plus_seconds(seconds).of_day();
        for i in traffic.flights.intervals(flight) {
            let volume = traffic.intervals.volume[i];
            let (entry, exit) = (moment(traffic.intervals.entry_s[i]), moment(traffic.intervals.exit_s[i]));
            match found.last_mut() {
                Some(open) if (open.flight, open.volume, open.exit) == (flight.index(), volume, entry) => {
                    open.exit = exit;
                }
                _ => found.push(Crossing { flight: flight.index(), volume, entry, exit }),
            }
        }
    }
    found
}

impl Day {
    fn volume(&self, id: &str) -> VolumeId {
        let at =
            self.scenario.traffic().expect("it is a day of traffic").volumes.iter().position(|volume| volume.id == id);
        VolumeId::at(at.expect("the volume is in the file"))
    }

    fn region(&self, volume: VolumeId) -> &str {
        &self.scenario.traffic().expect("it is a day of traffic").volumes[volume.index()].id[..4]
    }

    fn of(&self, volume: VolumeId) -> impl Iterator<Item = &Crossing> {
        self.crossings.iter().filter(move |crossing| crossing.volume == volume)
    }

    /// Entries in the hour that starts at each quarter of the day.
    fn sliding_hour(&self, volume: VolumeId) -> Vec<usize> {
        let entries = |from: i64| self.of(volume).filter(|c| (from..from + HOUR).contains(&c.entry)).count();
        (0..DAY / (15 * MINUTE)).map(|quarter| entries(quarter * 15 * MINUTE)).collect()
    }

    /// Crossings, most entries in an hour, the minute when that hour starts, most flights inside at a full minute.
    fn figures(&self, id: &str) -> (usize, usize, usize, usize) {
        let volume = self.volume(id);
        let hours = self.sliding_hour(volume);
        let busiest = *hours.iter().max().expect("a day has quarters");
        let start = hours.iter().position(|&entries| entries == busiest).expect("the most is among them");
        let inside = |at: i64| self.of(volume).filter(|c| (c.entry..c.exit).contains(&at)).count();
        let peak = (0..DAY / MINUTE).map(|minute| inside(minute * MINUTE)).max().expect("a day has minutes");
        (self.of(volume).count(), busiest, start * 15, peak)
    }
}

#[test]
fn the_day_has_its_flights_volumes_and_crossings() {
    let traffic = &SWISS.scenario.traffic().expect("it is a day of traffic");
    assert_eq!((traffic.flights.len(), traffic.volumes.len(), SWISS.crossings.len()), (1244, 28, 3808));
}

#[test]
fn the_busiest_volumes_have_their_peaks() {
    assert_eq!(SWISS.figures("LSAS 365-385"), (636, 52, 8 * 60 + 15, 14));
    assert_eq!(SWISS.figures("LSAS 345-365"), (477, 48, 11 * 60, 11));
    assert_eq!(SWISS.figures("LFEE 365-385"), (286, 28, 11 * 60, 5));
    assert_eq!(SWISS.figures("LIMM 365-385"), (236, 21, 19 * 60 + 15, 4));
}

#[test]
fn the_swiss_volumes_are_overloaded_at_plausible_rates() {
    let volumes = (0..SWISS.scenario.traffic().expect("it is a day of traffic").volumes.len()).map(VolumeId::at);
    let home: Vec<usize> = volumes.filter(|&v| SWISS.region(v) == HOME).flat_map(|v| SWISS.sliding_hour(v)).collect();
    let excess = |capacity: usize| home.iter().map(|entries| entries.saturating_sub(capacity)).sum::<usize>();
    assert_eq!([30, 35, 40, 45].map(excess), [667, 342, 133, 28]);
}

#[test]
fn a_crossing_is_cut_at_the_first_position_in_each_bin() {
    let traffic = &SWISS.scenario.traffic().expect("it is a day of traffic");
    for flight in traffic.flights.iter() {
        let at = |seconds| traffic.flights.takeoff[flight.index()].plus_seconds(seconds);
        let mut left: Option<(VolumeId, UtcMicros)> = None;
        for i in traffic.flights.intervals(flight) {
            let (entry, volume) = (at(traffic.intervals.entry_s[i]), traffic.intervals.volume[i]);
            assert_eq!(
                u32::from(traffic.intervals.bin[i]),
                entry.bin(traffic.horizon),
                "flight {flight:?}, interval {i}"
            );
            if left == Some((volume, entry)) {
                let late = entry.of_day() % (i64::from(traffic.horizon.bin_seconds()) * SECOND);
                assert!(late < MINUTE, "flight {flight:?}, interval {i}: opened {late} µs into its bin");
            }
            left = Some((volume, at(traffic.intervals.exit_s[i])));
        }
    }
}

#[test]
fn the_window_is_the_busiest_of_the_control_volume() {
    let traffic = &SWISS.scenario.traffic().expect("it is a day of traffic");
    assert_eq!(traffic.control, SWISS.volume("LSAS 365-385"));
    let entries = |from: i64| {
        let span = from * 15 * MINUTE..(from + 8) * 15 * MINUTE;
        SWISS.of(traffic.control).filter(|c| span.contains(&c.entry)).count()
    };
    let most = (0..=88).map(entries).max().expect("there are windows");
    let first = (0..=88).position(|from| entries(from) == most).expect("the most is among them");
    assert_eq!((traffic.window.start as usize, traffic.window.len()), (first, 8));
}

#[test]
fn a_flow_is_the_flights_from_one_region() {
    let traffic = &SWISS.scenario.traffic().expect("it is a day of traffic");
    let mut expected: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for flight in traffic.flights.iter() {
        let near = traffic.window.start - 2..traffic.window.end + 2;
        let hit = traffic.flights.intervals(flight).find(|&i| {
            traffic.intervals.volume[i] == traffic.control && near.contains(&u32::from(traffic.intervals.bin[i]))
        });
        let Some(hit) = hit else { continue };
        let before = traffic.flights.intervals(flight).start..hit;
        let passed = before.rev().map(|i| SWISS.region(traffic.intervals.volume[i])).find(|&region| region != HOME);
        expected.entry(passed.unwrap_or(HOME)).or_default().push(flight.index());
    }
    let flows = traffic.flows.iter().map(|flow| (flow.id.as_str(), flow.flights.iter().map(|f| f.index()).collect()));
    assert_eq!(flows.collect::<BTreeMap<_, Vec<usize>>>(), expected);
}

#[test]
fn capacities_are_declared_for_every_hour_and_said_to_be_ours() {
    let scenario = &SWISS.scenario;
    assert!(!scenario.synthetic);
    assert!(scenario.source.as_deref().is_some_and(|source| source.contains("OpenSky")));
    assert!(scenario.capacities_note.as_deref().is_some_and(|note| note.contains("ours and not published")));
    for (v, volume) in scenario.traffic().expect("it is a day of traffic").volumes.iter().enumerate() {
        let busiest = SWISS.sliding_hour(VolumeId::at(v)).into_iter().max().expect("a day has quarters");
        let nearest_five = (busiest + 2) / 5 * 5;
        let expected = if volume.id.starts_with(HOME) { 38 } else { nearest_five.max(5) };
        let declared: Vec<f64> = (0..24).map(|hour| volume.hourly_capacity[&hour]).collect();
        assert!(
            declared.iter().all(|c| (c - f64::from(u32::try_from(expected).expect("small"))).abs() < 1e-9),
            "{}",
            volume.id
        );
    }
}
