//! What the hot paths of states take, natively: one line of CSV a question and side, with the columns of scripts/bench-states.mjs.
//!
//! ```text
//! cargo run --release --example states            # all
//! cargo run --release --example states reference  # with the whole space by the reference side, which takes half a minute
//! ```

use std::hint::black_box;
use std::process::ExitCode;
use std::sync::Arc;

use loadline::measure::{Clock as _, NativeClock};
use loadline::pair::{Pair as _, Side, ask};
use loadline::rng::Rng;
use loadline::states::candidates::{Candidates, Input, Rules, Shortlists};
use loadline::states::lookup::{self, Lookup};
use loadline::states::orbits::Orbits;
use loadline::states::record::Bounds;
use loadline::states::space::{self, Large, Space, States};
use loadline::states::step::{self, Step, Trail};
use loadline::states::store::{Log, Precision, Store, View};
use loadline::states::theta::{self, Theta};
use loadline::states::word;
use loadline::states::world::World;

const ELEMENTS: usize = 50_000;
const FEW: usize = 5_000;

fn main() -> ExitCode {
    match all() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn all() -> loadline::Result<()> {
    println!("question,side,table,elements,each_ns,low_ns,high_ns");
    line("build, first call", "optimised", "codes", 1, quartiles(1, 1, Space::whole));
    line("build, warm", "optimised", "codes", 1, quartiles(7, 1, || Space::of(&space::Input::whole())));
    if std::env::args().any(|argument| argument == "reference") {
        let whole = space::Input::whole();
        line("build, with its digests", "reference", "hash set", 1, quartiles(1, 1, || States::reference(&whole)));
        line(
            "build, with its digests",
            "optimised",
            "codes",
            1,
            quartiles(1, 1, || ask::<States>(&whole, Side::Optimised)),
        );
    }
    let world = World::whole();
    let space = Arc::clone(world.space());
    let mut rng = Rng::new(1);
    let mut draw = |below: u32| u32::try_from(rng.below(u64::from(below))).expect("below 2^32");
    let indices: Vec<u32> = (0..ELEMENTS).map(|_| draw(space.len())).collect();
    let introns: Vec<u8> = (0..ELEMENTS).map(|_| u8::try_from(draw(256)).expect("below 256")).collect();
    let tokens: Vec<u32> = (0..20_000).map(|_| draw(30_522)).collect();
    lookups(&world, &indices)?;
    steps(&world, &indices, &introns)?;
    candidates(&space, &indices, &introns, &tokens)
}

fn lookups(world: &World, indices: &[u32]) -> loadline::Result<()> {
    let space = world.space();
    let states: Vec<u64> = indices.iter().map(|index| space.code_at(*index).word()).collect();
    let few = states[..FEW].to_vec();
    let mut thetas = vec![0.0; ELEMENTS];
    let by_bits = quartiles(15, ELEMENTS, || theta::thetas(space, black_box(&states), black_box(&mut thetas)));
    line("theta of random states, any word", "optimised", "none: bits are counted", ELEMENTS, by_bits);
    let by_index = quartiles(15, ELEMENTS, || theta::thetas_at(space, black_box(indices), black_box(&mut thetas)));
    line("theta at random indices", "optimised", "a byte a state", ELEMENTS, by_index);
    let input = theta::Input::new(world.clone(), few.clone(), Vec::new())?;
    line("theta of random states", "reference", "sorted keys", FEW, quartiles(15, FEW, || Theta::reference(&input)));
    let mut found = vec![0; ELEMENTS];
    let by_cell = quartiles(15, ELEMENTS, || lookup::indices(space, black_box(&states), black_box(&mut found)));
    line("index of random states", "optimised", "cells", ELEMENTS, by_cell);
    let input = lookup::Input { world: world.clone(), words: few, indices: Vec::new() };
    line("index of random states", "reference", "sorted keys", FEW, quartiles(15, FEW, || Lookup::reference(&input)));
    Ok(())
}

fn steps(world: &World, indices: &[u32], introns: &[u8]) -> loadline::Result<()> {
    let (space, large) = (world.space(), Large::of(world.space()));
    let from = space.index_of(word::ARCHETYPE);
    let mut trail = vec![0; ELEMENTS];
    let walk = "steps of a walk, with the index after each";
    let by_cell = quartiles(15, ELEMENTS, || step::trail(space, from, black_box(introns), black_box(&mut trail)));
    line(walk, "optimised", "cells (6 MB)", ELEMENTS, by_cell);
    let at_once =
        quartiles(15, ELEMENTS, || step::trail_at_once(space, &large, from, black_box(introns), black_box(&mut trail)));
    line(walk, "optimised", "every code (64 MiB)", ELEMENTS, at_once);
    let input = step::Input::new(world.clone(), vec![Trail { from, introns: introns[..FEW].to_vec() }])?;
    line(walk, "reference", "sorted keys", FEW, quartiles(15, FEW, || Step::reference(&input)));
    let mut random = |index: &dyn Fn(u32, u8) -> u32| {
        quartiles(15, ELEMENTS, || {
            for ((to, from), intron) in black_box(&mut trail).iter_mut().zip(indices).zip(introns) {
                *to = index(*from, *intron);
            }
        })
    };
    let by_cell = random(&|from, intron| space.index(space.code_at(from).step(intron)));
    line("steps from random indices", "optimised", "cells (6 MB)", ELEMENTS, by_cell);
    let at_once = random(&|from, intron| large.index(space.code_at(from).step(intron)));
    line("steps from random indices", "optimised", "every code (64 MiB)", ELEMENTS, at_once);
    Ok(())
}

/// A store of 20,000 entries that a random walk learned, asked for the best candidate of random states.
fn candidates(space: &Arc<Space>, indices: &[u32], introns: &[u8], tokens: &[u32]) -> loadline::Result<()> {
    let mut trail = vec![0; tokens.len()];
    step::trail(space, space.index_of(word::ARCHETYPE), introns, &mut trail);
    let log = || Arc::new(Log::new(Bounds::WIDEST, Precision::AsWritten));
    let view = View::public().read_only().under(View::private()).canonical()?;
    let mut store = Store::new(Orbits::whole(), log(), log(), view);
    for ((state, token), intron) in trail.iter().zip(tokens).zip(introns) {
        store.learn(*state, *token, *intron)?;
    }
    let mut lists = Shortlists::new(Rules::default(), Input::LISTS);
    let mut best = || indices.iter().filter_map(|state| Some(lists.of(&store, *state).ok()?.first()?.token)).max();
    best();
    let kept = quartiles(15, ELEMENTS, best);
    line("best candidate of random states", "optimised", "kept lists", ELEMENTS, kept);
    let input = Input::queries(store, Rules::default(), &indices[..20]);
    let scan = quartiles(3, 20, || Candidates::reference(&input));
    line("best candidate of random states", "reference", "a scan of the store", 20, scan);
    Ok(())
}

fn line(question: &str, side: &str, table: &str, elements: usize, [low, each, high]: [f64; 3]) {
    println!("\"{question}\",{side},{table},{elements},{each:.2},{low:.2},{high:.2}");
}

/// Quartiles of so many calls' times, in nanoseconds an element.
fn quartiles<T>(rounds: usize, elements: usize, mut call: impl FnMut() -> T) -> [f64; 3] {
    let clock = NativeClock::start();
    let mut spent: Vec<f64> = (0..rounds)
        .map(|_| {
            let began = clock.now_ns();
            black_box(call());
            (clock.now_ns() - began) / elements as f64
        })
        .collect();
    spent.sort_by(f64::total_cmp);
    [rounds / 4, rounds / 2, rounds * 3 / 4].map(|place| spent[place])
}
