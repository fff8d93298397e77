//! Times the kernels of the sound model natively, one line a figure: a search's set-up and candidates at steps of 15 minutes
//! and of one, the path bound, and the hotspots.
//!
//! ```text
//! cargo run --release --example sound_rates -- scenarios/flow/swiss-2018-08-01-sound.json.gz [copies of the traffic]
//! ```

use std::process::ExitCode;
use std::sync::Arc;

use loadline::measure::{Clock as _, NativeClock};
use loadline::pair::Pair as _;
use loadline::scenario;
use loadline::scenario::sound::{Analysis, Day, Flights, Question, Stays};
use loadline::sound::bound::{self, Bound};
use loadline::sound::capture::VolumeVisits;
use loadline::sound::counts::{self, Network};
use loadline::sound::hotspots::Hotspots;
use loadline::sound::rates::{Grids, Input, Search};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(file) = arguments.next() else {
        eprintln!("give a scenario file");
        return ExitCode::from(2);
    };
    let copies = arguments.next().and_then(|copies| copies.parse().ok()).unwrap_or(1);
    match run(&file, copies) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(1)
        }
    }
}

fn run(file: &str, copies: usize) -> Result<(), String> {
    let bytes = std::fs::read(file).map_err(|error| error.to_string())?;
    let scenario = scenario::load(&bytes, file).map_err(|error| error.to_string())?;
    let question = scenario.flow_day().map_err(|error| error.to_string())?.question();
    let question = Question { day: Arc::new(copied(&question.day, copies)), ..Question::clone(question) };
    println!("{} flights, {} stays", question.day.flights.len(), question.day.stays.len());
    let clock = NativeClock::start();
    let timed = |name: &str, times: u32, work: &mut dyn FnMut()| {
        let start = clock.now_ns();
        (0..times).for_each(|_| work());
        println!("{name}: {:.4} ms", (clock.now_ns() - start) / 1e6 / f64::from(times));
    };
    for step_s in [900, 60] {
        let analysis = Analysis { step_s, ..question.analysis };
        println!("steps of {step_s} s");
        let network = Arc::new(Network::new(Arc::clone(&question.day), analysis));
        timed("  network of the day", 5, &mut || drop(Network::new(Arc::clone(&question.day), analysis)));
        let input = counts::Input::base(Arc::clone(&question.day), analysis);
        timed("  hotspots, with the network", 5, &mut || drop(Hotspots::optimised(&input, &Hotspots::index(&input))));
        let mut regulations = question.regulations.clone();
        if let Some(search) = &question.search {
            regulations[0] = search.regulation.clone();
        }
        let Some(regulation) = regulations.first().cloned() else { return Err("there is no regulation".to_owned()) };
        let captured = VolumeVisits::new(&question.day).capture(&question.day, &regulation);
        println!("  {:?} flights in the flows", captured.iter().map(Vec::len).collect::<Vec<_>>());
        let grids =
            Grids { fine: Vec::new(), blanket: vec![None], ..Grids::usual(&question.day, &regulation, &captured) };
        let (day, weights) = (Arc::clone(&question.day), question.weights);
        let input = Arc::new(Input { day, regulations: regulations.clone(), analysis, weights, grids });
        timed("  set-up of the search", 5, &mut || {
            Search::new(&network, Arc::clone(&input)).go_on(1);
        });
        timed("  the search", 3, &mut || {
            Search::new(&network, Arc::clone(&input)).go_on(u64::MAX);
        });
        println!("  {} candidates", input.grids.candidates());
        let all = Grids::usual(&question.day, &regulation, &captured);
        let all = Arc::new(Input { grids: all, ..Input::clone(&input) });
        let mut search = Search::new(&network, Arc::clone(&all));
        timed("  with fine grids and the blanket", 1, &mut || drop(search.go_on(u64::MAX)));
        if let Some(found) = search.found() {
            println!("  nothing {}, best {:?}", found.nothing.j, found.best);
        }
        let input = bound::Input { day: Arc::clone(&question.day), regulation, analysis, weights };
        timed("  bounds", 3, &mut || drop(Bound::optimised(&input, &network)));
        let bounds = Bound::optimised(&input, &network);
        let witness = bounds.witness.as_ref().map(|w| (w.delays_min.len(), w.total_min, w.max_min, w.cost.j));
        println!(
            "  block {:?} path {:?} {:?} floor {} witness {witness:?}",
            bounds.block, bounds.path, bounds.path_step_60, bounds.floor_j
        );
    }
    Ok(())
}

/// The day with its flights several times over, each copy a little later.
fn copied(day: &Day, copies: usize) -> Day {
    let mut all = Day { flights: Flights::default(), stays: Stays::default(), ..day.clone() };
    all.flights.first_stay.push(0);
    for flight in day.flights.iter() {
        for copy in 0..copies {
            let number = flight.index();
            all.flights.ids.push(format!("{}.{copy:03}", day.flights.ids[number]));
            all.flights.operator.push(day.flights.operator[number].clone());
            all.flights.departure.push(None);
            all.flights.arrival.push(None);
            all.flights.takeoff_s.push(None);
            all.flights.rfl.push(day.flights.rfl[number]);
            all.flights.fixed_min.push(day.flights.fixed_min[number]);
            for stay in day.flights.stays(flight) {
                let later_s = 47 * i64::try_from(copy).unwrap_or(0);
                all.stays.volume.push(day.stays.volume[stay]);
                all.stays.entry_s.push(day.stays.entry_s[stay] + later_s);
                all.stays.exit_s.push(day.stays.exit_s[stay] + later_s);
            }
            all.flights.first_stay.push(u32::try_from(all.stays.len()).unwrap_or(u32::MAX));
        }
    }
    all
}
