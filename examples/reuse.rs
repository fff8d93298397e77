//! How long the family `reuse` takes natively: `cargo run --release --example reuse`. One line of CSV a figure.
//!
//! Times are medians of several calls by the wall clock, in microseconds. A plan includes its batches.

use core::hint::black_box;
use core::num::NonZeroU32;
use std::error::Error;
use std::sync::Arc;

use loadline::measure::{Clock as _, NativeClock};
use loadline::pair::{Pair as _, Side};
use loadline::reuse::batch::{Batches, Input, Mode};
use loadline::reuse::profile::replay::replay;
use loadline::reuse::profile::{Mode as Rules, Profiler, Ready, Settings, Variant};
use loadline::reuse::result_cache::key::{Call, Identity, Key, Value};
use loadline::reuse::result_cache::{Life, Limits, ResultCache};
use loadline::scenario::contracts::{Contracts, Flavour, Generated, generate};

fn main() -> Result<(), Box<dyn Error>> {
    println!("what,how,size,side,microseconds");
    plans()?;
    predictions()?;
    hits()
}

/// The median time of a call in microseconds; each time is that of `calls` calls.
fn median_us(times: usize, calls: u32, mut work: impl FnMut()) -> f64 {
    let clock = NativeClock::start();
    let mut all: Vec<f64> = (0..times)
        .map(|_| {
            let start = clock.now_ns();
            (0..calls).for_each(|_| work());
            (clock.now_ns() - start) / 1e3 / f64::from(calls)
        })
        .collect();
    all.sort_by(f64::total_cmp);
    all[times / 2]
}

fn made(contracts: u32, flavour: Flavour, executions: u32) -> Result<Arc<Contracts>, loadline::Error> {
    Ok(Arc::new(generate(&Generated { contracts, flavour, seed: 1, executions })?))
}

fn plans() -> Result<(), Box<dyn Error>> {
    for (flavour, name) in [(Flavour::Realistic, "realistic"), (Flavour::Random, "random")] {
        for (mode, mode_name, side, sizes) in [
            (Mode::Published, "published", Side::Reference, &[30, 100, 300][..]),
            (Mode::Published, "published", Side::Optimised, &[30, 100, 300, 3000][..]),
            (Mode::Scale, "scale", Side::Optimised, &[300, 3000, 30_000][..]),
        ] {
            for &size in sizes {
                let input = Input::of(made(size, flavour, 0)?, mode)?;
                let times = if size > 1000 || side == Side::Reference { 1 } else { 9 };
                let us = median_us(times, 1, || match side {
                    Side::Reference => drop(black_box(Batches::reference(&input))),
                    Side::Optimised => drop(black_box(Batches::optimised(&input, &Batches::index(&input)))),
                });
                println!("plan,{mode_name} {name},{size},{side:?},{us:.1}");
            }
        }
    }
    Ok(())
}

fn predictions() -> Result<(), Box<dyn Error>> {
    let (some, more) = (made(300, Flavour::Realistic, 1000)?, made(300, Flavour::Realistic, 1500)?);
    let mode = Rules::Published(Variant::Slots);
    for (side, times) in [(Side::Reference, 1), (Side::Optimised, 9)] {
        let us =
            |set: &Contracts| median_us(times, 1, || drop(black_box(replay(set, mode, Settings::default(), side))));
        println!("an execution predicted and recorded,published,1000,{side:?},{:.2}", (us(&more) - us(&some)) / 500.0);
    }
    let mut profiler = Profiler::new(Settings::default(), "here")?;
    let contracts = more.contracts.iter().map(Ready::new).collect::<Result<Vec<_>, _>>()?;
    for execution in &more.executions {
        let contract = &contracts[execution.contract.index()];
        profiler.record(contract, execution.at_s, execution.time_ms, execution.memory_mb)?;
    }
    let us = median_us(9, 10_000, || drop(black_box(profiler.predict(&contracts[7]))));
    println!("a prediction,sound,1000,Optimised,{us:.4}");
    Ok(())
}

fn hits() -> Result<(), Box<dyn Error>> {
    let calls = (0_i64..1000)
        .map(|place| Call::new("f", vec![Value::Int(place.into()), Value::Text("north".into())], Vec::new()));
    let calls = calls.collect::<Result<Vec<_>, _>>()?;
    let keys = calls.iter().map(|call| Key::of(call, Identity::Explicit)).collect::<Result<Vec<_>, _>>()?;
    let mut cache = ResultCache::new(Limits::of_capacity(NonZeroU32::new(1000).ok_or("not nothing")?));
    for (key, place) in keys.iter().zip(0_u32..) {
        cache.put(0, key, place, 0, Life::AsLimited);
    }
    let mut at = 0;
    let mut next = || {
        at = (at + 7) % 1000;
        at
    };
    let us = median_us(9, 100_000, || {
        black_box(cache.get(0, &keys[next()]).copied());
    });
    println!("a hit with a ready key,sound,1000,Optimised,{us:.4}");
    let us = median_us(9, 10_000, || {
        let key = Key::of(&calls[next()], Identity::Explicit);
        black_box(key.ok().and_then(|key| cache.get(0, &key).copied()));
    });
    println!("a hit with key text and hash,sound,1000,Optimised,{us:.4}");
    Ok(())
}
