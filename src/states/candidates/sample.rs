//! Random stores, with few states and fewer orbits, so that states share one and layers hide each other.

use core::num::NonZeroUsize;
use std::sync::Arc;

use super::{Input, Operation, Rules};
use crate::rng::Rng;
use crate::states::learn::Entry;
use crate::states::orbits::Orbits;
use crate::states::record::{Bounds, Key};
use crate::states::store::{Decay, Log, Precision, Store, View};
use crate::states::word;

/// How many operations a sample has at most: each query of the reference goes through the whole store.
const OPERATIONS: u64 = 40;

pub(super) fn input(rng: &mut Rng, size: u32) -> Input {
    let states = 1 + small(rng, u64::from(size).min(12) + 2);
    let orbits = orbits(rng, states);
    let bounds = Bounds { states, last_token: u32::MAX };
    let tokens = 1 + rng.below(u64::from(size) + 3);
    let mut layer = |share: u64| {
        let mut log = Log::new(bounds, Precision::AsWritten);
        for _ in 0..u64::from(size) / share {
            log.append(key(rng, states, tokens), entry(rng)).expect("samples stay within bounds");
        }
        Arc::new(log)
    };
    let (public, private) = (layer(1), layer(4));
    let store = Store::new(Arc::new(orbits), public, private, view(rng));
    let count = u64::from(size).min(OPERATIONS);
    let operations = (0..count).map(|_| operation(rng, states, tokens)).collect();
    let (rules, look_ms) = rules(rng);
    let lists = NonZeroUsize::new(1 + small(rng, 6) as usize).expect("at least one");
    Input { store, rules, look_ms, lists, operations }
}

fn small(rng: &mut Rng, bound: u64) -> u32 {
    u32::try_from(rng.below(bound)).expect("samples are small")
}

fn byte(rng: &mut Rng) -> u8 {
    u8::try_from(rng.below(256)).expect("below 256")
}

fn orbits(rng: &mut Rng, states: u32) -> Orbits {
    let of = 1 + rng.below(u64::from(states).min(5));
    let states = (0..states).map(|_| {
        let orbit = u8::try_from(rng.below(of)).expect("at most five");
        let introns = [byte(rng), byte(rng)];
        (orbit, word::walk(word::ARCHETYPE, &introns))
    });
    Orbits::new(states).expect("there is at least one state")
}

fn key(rng: &mut Rng, states: u32, tokens: u64) -> Key {
    let token = match rng.below(20) {
        0 => u32::MAX,
        _ => small(rng, tokens),
    };
    Key { state: small(rng, u64::from(states)), token }
}

/// Few masks and confidences, so that scores tie; the extremes among them.
fn entry(rng: &mut Rng) -> Entry {
    let mask = match rng.below(6) {
        0 => 0,
        1 => 0xFE,
        2 => 0x42,
        _ => byte(rng),
    };
    let conf = match rng.below(4) {
        0 => 0.0,
        1 => 1.0,
        2 => 0.5,
        _ => rng.below(10_001) as f64 / 10_000.0,
    };
    Entry { mask, conf, direction: u8::from(rng.below(6) == 0) }
}

fn view(rng: &mut Rng) -> View {
    let canonical = |view: View| view.canonical().expect("made canonical once");
    match rng.below(7) {
        0 => View::public(),
        1 => canonical(View::public()),
        2 => View::agent(),
        3 => View::public().read_only(),
        4 => View::public().read_only().under(canonical(View::private())),
        5 => View::public().read_only().under(View::private()),
        _ => canonical(View::public().read_only().under(View::private())),
    }
}

fn rules(rng: &mut Rng) -> (Rules, f64) {
    let most = if rng.below(3) == 0 { small(rng, 4) as usize } else { 100 };
    let pull_limit = (rng.below(3) == 0).then(|| small(rng, 20));
    let budget_ms = (rng.below(3) == 0).then_some(2.0);
    (Rules { most, pull_limit, budget_ms }, 0.25)
}

fn operation(rng: &mut Rng, states: u32, tokens: u64) -> Operation {
    // One state beyond the last, here and there.
    let beyond = u64::from(rng.below(8) == 0);
    let state = small(rng, u64::from(states) + beyond);
    match rng.below(12) {
        0..=6 => Operation::Query { state },
        7..=8 => Operation::Learn { state, token: small(rng, tokens), intron: byte(rng) },
        9 => Operation::Delete { state, token: small(rng, tokens) },
        10 if rng.below(2) == 0 => Operation::Decay(Decay::Less(0.01)),
        10 => Operation::Decay(Decay::Times(0.999)),
        _ => Operation::Prune(0.05),
    }
}
