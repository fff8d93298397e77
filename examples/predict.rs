//! How long does a prediction take, once 1,000 executions are remembered? `cargo run --release --example predict`
//!
//! Lines: what, then nanoseconds a call. Each published transcript is timed with and without its predictions; the difference
//! is theirs. A record of the default model includes solving its equations.

use std::error::Error;

use loadline::measure::{Clock as _, NativeClock};
use loadline::pair::{Side, ask};
use loadline::reuse::profile::trial::shaped_contracts;
use loadline::reuse::profile::{Input, Mode, Operation, Profile, Profiler, Ready, Settings, Variant};
use loadline::rng::Rng;

const HISTORY: u32 = 1_000;

fn main() -> Result<(), Box<dyn Error>> {
    let clock = NativeClock::start();
    let contracts = shaped_contracts(1);
    let mut rng = Rng::new(7);
    let mut draw = |bound: u64| u32::try_from(rng.below(bound)).map(f64::from);
    let mut records = Vec::new();
    for place in 0..HISTORY {
        let contract = place * 7 % 300;
        records.push(Operation::Record {
            contract,
            time_ms: 1000.0 + draw(900_000)? / 1024.0,
            memory_mb: 150.0 + draw(90)?,
        });
    }
    for (side, predictions) in [(Side::Optimised, 2_000), (Side::Reference, 20)] {
        let mut spent = [0.0; 2];
        for (round, asked) in [0, predictions].into_iter().enumerate() {
            let mut operations = records.clone();
            operations.extend((0..asked).map(|place| Operation::Predict { contract: place * 11 % 300 }));
            let mode = Mode::Published(Variant::Slots);
            let input = Input::checked(mode, Settings::default(), contracts.clone(), operations)?;
            let start = clock.now_ns();
            let entries = ask::<Profile>(&input, side);
            spent[round] = clock.now_ns() - start;
            assert_eq!(entries.len(), records.len() + asked as usize);
        }
        println!("published prediction, {}: {:.0}", side.name(), (spent[1] - spent[0]) / f64::from(predictions));
    }
    let ready: Vec<Ready> = contracts.iter().map(Ready::new).collect::<Result<_, _>>()?;
    let mut profiler = Profiler::new(Settings::default(), "host")?;
    let start = clock.now_ns();
    for (at_s, operation) in (0..HISTORY).zip(&records) {
        if let Operation::Record { contract, time_ms, memory_mb } = *operation {
            profiler.record(&ready[contract as usize], f64::from(at_s), time_ms, memory_mb)?;
        }
    }
    println!("default model, record: {:.0}", (clock.now_ns() - start) / f64::from(HISTORY));
    let start = clock.now_ns();
    let mut sum = 0.0;
    for round in 0..100_000_usize {
        sum += profiler.predict(&ready[round * 11 % 300]).time_ms;
    }
    println!("default model, prediction: {:.0} (mean {:.0} ms)", (clock.now_ns() - start) / 1e5, sum / 1e5);
    Ok(())
}
