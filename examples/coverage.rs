//! How often are the profiler's intervals right? `cargo run --release --example coverage [SEEDS] > records/coverage/DATE.csv`
//!
//! For each setting and history: the default model, the published profiler, the type heuristic, and one that knows the truth.

use std::error::Error;
use std::fs;

use loadline::reuse::profile::trial::{Compared, Plan, Quality, Setting, shaped_contracts, trial};
use loadline::scenario::{self, contracts::Contract};

fn main() -> Result<(), Box<dyn Error>> {
    let seeds: u64 = std::env::args().nth(1).map_or(Ok(40), |text| text.parse())?;
    println!("setting,history,seeds,model,coverage_percent,error_percent,relative_width");
    for setting in Setting::ALL {
        for history in [20, 100, 1000] {
            let mut all = Compared::default();
            for seed in 1..=seeds {
                all.add(&trial(&contracts(seed)?, Plan { setting, history, seed, ..Plan::default() })?);
            }
            let models = [
                ("sound", all.sound),
                ("published", all.published),
                ("heuristic", all.heuristic),
                ("knowing", all.knowing),
            ];
            for (model, quality) in models {
                println!("{},{history},{seeds},{model},{}", setting.name(), figures(&quality, model == "knowing"));
            }
        }
    }
    Ok(())
}

fn figures(quality: &Quality, no_interval: bool) -> String {
    let error = 100.0 * quality.error();
    if no_interval {
        return format!(",{error:.2},");
    }
    format!("{:.2},{error:.2},{:.3}", 100.0 * quality.coverage(), quality.width())
}

/// The contracts of a scenario file, if `CONTRACTS` names one, else made-up ones.
fn contracts(seed: u64) -> Result<Vec<Contract>, Box<dyn Error>> {
    match std::env::var("CONTRACTS") {
        Ok(path) => Ok(scenario::load(&fs::read(&path)?, &path)?.contracts()?.contracts.clone()),
        Err(_) => Ok(shaped_contracts(seed)),
    }
}
