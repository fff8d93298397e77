//! Measures both sides natively and prints one line of CSV a measurement.
//!
//! ```text
//! cargo run --release --example measure                                  # the generated medium day, and its parts
//! cargo run --release --example measure scenarios/flow/swiss-2018-08-01.json.gz [flow/objective]
//! ```

use std::process::ExitCode;
use std::sync::Arc;

use loadline::catalogue::{self, Opened, PairInfo};
use loadline::flow::objective::{Input, Objective};
use loadline::flow::occupancy::{self, Occupancy};
use loadline::measure::{MeasurePlan, Measurement, NativeClock, measure, measure_bench};
use loadline::pair::{Pair as _, Side};
use loadline::scenario::{self, About, Params, Scenario};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (file, only) = (arguments.next(), arguments.next());
    match run(file.as_deref(), only.as_deref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn run(file: Option<&str>, only: Option<&str>) -> Result<(), String> {
    println!("scenario,pair,calls,reference_ns,optimised_ns,speedup,low,high,index_ns,blocks,version");
    let scenario = match file {
        Some(file) => {
            let bytes = std::fs::read(file).map_err(|error| format!("{file}: {error}"))?;
            scenario::load(&bytes, file).map_err(|error| error.to_string())?
        }
        None => generated("medium", 8)?,
    };
    let (clock, plan) = (NativeClock::start(), MeasurePlan { batch_ms: 20.0, ..MeasurePlan::default() });
    let asked = |pair: &PairInfo| pair.kind == scenario.kind() && only.is_none_or(|only| only == pair.name);
    for pair in catalogue::pairs().filter(asked) {
        let measured = measure(pair.name, &scenario, &clock, &plan).map_err(|error| error.to_string())?;
        print(&scenario.title, pair.name, &measured);
    }
    if only.is_none() && scenario.traffic().is_ok() {
        one_volume(&scenario, &clock, &plan)?;
        one_candidate(&scenario, &clock, &plan)?;
    }
    Ok(())
}

/// Occupancy of the control volume alone, nobody late: a row of the index against a pass over every interval.
fn one_volume(scenario: &Scenario, clock: &NativeClock, plan: &MeasurePlan) -> Result<(), String> {
    let traffic = Arc::clone(scenario.traffic().expect("it is a day of traffic"));
    let input = occupancy::Input {
        delays_min: vec![0; traffic.flights.len()],
        volumes: vec![traffic.control],
        flights: None,
        traffic,
    };
    let mut bench = Opened::<Occupancy>::new(input);
    let measured = measure_bench(Occupancy::NAME, &mut bench, clock, plan).map_err(|error| error.to_string())?;
    print(&scenario.title, "flow/occupancy of one volume", &measured);
    Ok(())
}

/// The cost of one more schedule: all schedules that change one flow at a time, divided by their number.
fn one_candidate(scenario: &Scenario, clock: &NativeClock, plan: &MeasurePlan) -> Result<(), String> {
    let mut measured = {
        let input = Input::of(scenario.traffic().expect("it is a day of traffic"), Side::Optimised);
        let mut bench = Opened::<Objective>::new(input);
        measure_bench(Objective::NAME, &mut bench, clock, plan).map_err(|error| error.to_string())?
    };
    let count = Input::of(scenario.traffic().expect("it is a day of traffic"), Side::Optimised).candidates.len() as f64;
    measured.reference.median_ns /= count;
    measured.optimised.median_ns /= count;
    print(&scenario.title, "flow/objective, one schedule", &measured);
    Ok(())
}

fn generated(size: &str, flows: u32) -> Result<Scenario, String> {
    let mut params = Params::of_size(size, 1).map_err(|error| error.to_string())?;
    params.n_flows = flows;
    let day = scenario::generate(&params).map_err(|error| error.to_string())?;
    let title = format!("generated {size} day, {flows} flows");
    let text = scenario::to_json(&About { title: &title, synthetic: true, ..About::default() }, &day);
    scenario::from_json(&text, size).map_err(|error| error.to_string())
}

fn print(scenario: &str, pair: &str, measured: &Measurement) {
    println!(
        "{scenario:?},{pair:?},{},{:.1},{:.1},{:.2},{:.2},{:.2},{:.0},{},{}",
        measured.trials.iter().map(|trial| u64::from(trial.calls)).sum::<u64>(),
        measured.reference.median_ns,
        measured.optimised.median_ns,
        measured.speedup,
        measured.speedup_low,
        measured.speedup_high,
        measured.index_ns,
        measured.blocks,
        env!("CARGO_PKG_VERSION"),
    );
}
