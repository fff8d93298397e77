//! Where the time of a search for rates goes, natively: one line of CSV a day.
//!
//! ```text
//! cargo run --release --example rates              # medium with 4, 8 and 16 flows, large with 16
//! cargo run --release --example rates medium 8 1   # that day alone, searched so many times: for `valgrind --tool=callgrind`
//! ```
//!
//! `search_us` is a whole search by a finder that was never asked before (context, entrants, counts, parts, descent), with its
//! first and third quartile. `ready_us` is the same once the question and its parts are remembered. `candidate_ns` is one
//! more candidate whose part is known: the difference between 1,002 passes and 2, divided by the candidates between.
//! `index_us` is what is built once a day.

use std::process::ExitCode;
use std::sync::Arc;

use loadline::flow::VolumeIndex;
use loadline::flow::rates::{Finder, Input, Settings};
use loadline::measure::{Clock as _, NativeClock};
use loadline::pair::Side;
use loadline::scenario::{self, Params, Traffic};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.as_slice() {
        [size, flows, times] => match (flows.parse(), times.parse()) {
            (Ok(flows), Ok(times)) => only(size, flows, times),
            _ => Err("give a size, a number of flows and how often to search".to_owned()),
        },
        _ => all(),
    };
    done.map_or_else(
        |message| {
            eprintln!("{message}");
            ExitCode::from(2)
        },
        |()| ExitCode::SUCCESS,
    )
}

fn all() -> Result<(), String> {
    println!(
        "day,flows,entrants,evaluations,search_us,search_us_q1,search_us_q3,ready_us,candidate_ns,reference_us,index_us"
    );
    for (size, flows) in [("medium", 4), ("medium", 8), ("medium", 16), ("large", 16)] {
        let traffic = generated(size, flows)?;
        let ([_, index_us, _], index) = quartiles_us(5, || VolumeIndex::new(&traffic));
        let index = Arc::new(index);
        let input = Input::of(Arc::clone(&traffic));
        let finder = || Finder::with_index(&traffic, Arc::clone(&index));
        let ([q1, search_us, q3], found) = quartiles_us(300, || finder().find(&input, Side::Optimised));
        let found = found.map_err(|error| error.to_string())?;
        let mut ready = finder();
        let ([_, ready_us, _], _) = quartiles_us(300, || ready.find(&input, Side::Optimised));
        let mut passes = |passes: u32| {
            let settings = Settings { passes, epsilon: -1.0, cache_size: 0, ..Settings::default() };
            let input = Input { settings, ..input.clone() };
            quartiles_us(9, || ready.find(&input, Side::Optimised)).0[1]
        };
        let candidates = 1000.0 * f64::from(flows) * Settings::GRID.len() as f64;
        let candidate_ns = (passes(1002) - passes(2)) * 1000.0 / candidates;
        let ([_, reference_us, _], _) = quartiles_us(3, || finder().find(&input, Side::Reference));
        let entrants: usize = found.entrants.iter().map(|(_, entrants)| entrants).sum();
        println!(
            "{size},{flows},{entrants},{},{search_us:.1},{q1:.1},{q3:.1},{ready_us:.1},{candidate_ns:.0},{reference_us:.0},{index_us:.0}",
            found.eval_calls
        );
    }
    Ok(())
}

fn only(size: &str, flows: u32, times: u32) -> Result<(), String> {
    let traffic = generated(size, flows)?;
    let index = Arc::new(VolumeIndex::new(&traffic));
    let input = Input::of(Arc::clone(&traffic));
    for _ in 0..times {
        let found = Finder::with_index(&traffic, Arc::clone(&index)).find(&input, Side::Optimised);
        println!("{}", found.map_err(|error| error.to_string())?.delta);
    }
    Ok(())
}

fn generated(size: &str, flows: u32) -> Result<Arc<Traffic>, String> {
    let mut params = Params::of_size(size, 1).map_err(|error| error.to_string())?;
    params.n_flows = flows;
    scenario::generate(&params).map(Arc::new).map_err(|error| error.to_string())
}

/// The quartiles of a call's time in microseconds, and what the last one gave.
fn quartiles_us<T>(times: usize, mut call: impl FnMut() -> T) -> ([f64; 3], T) {
    let clock = NativeClock::start();
    let mut last = call();
    let mut spent: Vec<f64> = Vec::with_capacity(times);
    for _ in 0..times {
        let start = clock.now_ns();
        last = std::hint::black_box(call());
        spent.push((clock.now_ns() - start) / 1e3);
    }
    spent.sort_unstable_by(f64::total_cmp);
    ([times / 4, times / 2, times * 3 / 4].map(|at| spent[at]), last)
}
