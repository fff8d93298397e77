//! Measures natively how both sides' times grow with the flights, the flows and the window, and prints one JSON object: the
//! record that `records/sweep/` keeps.
//!
//! ```text
//! cargo run --release --example sweep                              # flow/rates, all three axes
//! cargo run --release --example sweep -- flow/objective 6 5        # 6 blocks, batches of 5 ms
//! LOADLINE_HOST="a laptop" cargo run --release --example sweep     # the host as it shall stand in the record
//! ```

use std::process::ExitCode;

use loadline::measure::{NativeClock, Sweep, SweepAxis, SweepPlan, sweep};
use serde::Serialize;

#[derive(Serialize)]
struct Record {
    version: &'static str,
    host: String,
    command: String,
    sweeps: Vec<Sweep>,
}

fn main() -> ExitCode {
    match measured().and_then(|record| serde_json::to_string(&record).map_err(|error| error.to_string())) {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn measured() -> Result<Record, String> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let plan = plan(&given)?;
    let clock = NativeClock::start();
    let sweeps = SweepAxis::ALL.into_iter().map(|axis| {
        let plan = SweepPlan { axis, ..plan.clone() };
        let swept = sweep(&plan, &clock, |_| ()).map_err(|error| error.to_string())?;
        let Sweep { slopes, points, .. } = &swept;
        let calls: Vec<_> = points.iter().map(|point| (point.reference_calls, point.optimised_calls)).collect();
        eprintln!(
            "{axis:?}: slopes {:.2} and {:.2}, calls in a batch {calls:?}",
            slopes.reference.slope, slopes.optimised.slope
        );
        Ok(swept)
    });
    let sweeps = sweeps.collect::<Result<_, String>>()?;
    let host = std::env::var("LOADLINE_HOST").unwrap_or_else(|_| std::env::consts::ARCH.to_owned());
    let command = format!("cargo run --release --example sweep -- {}", given.join(" "));
    let command = command.trim_end_matches([' ', '-']).to_owned();
    Ok(Record { version: env!("CARGO_PKG_VERSION"), host, command, sweeps })
}

/// `[PAIR [BLOCKS [BATCH_MS]]]`
fn plan(given: &[String]) -> Result<SweepPlan, String> {
    let mut plan = SweepPlan { batch_ms: 20.0, ..SweepPlan::default() };
    if let Some(pair) = given.first() {
        plan.pair.clone_from(pair);
    }
    if let Some(blocks) = given.get(1) {
        plan.blocks = blocks.parse().map_err(|_| format!("{blocks} is no number of blocks"))?;
    }
    if let Some(batch_ms) = given.get(2) {
        plan.batch_ms = batch_ms.parse().map_err(|_| format!("{batch_ms} is no length of a batch in ms"))?;
    }
    Ok(plan)
}
