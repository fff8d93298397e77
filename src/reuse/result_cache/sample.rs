//! Random traces: few keys, so that they meet again; small caches, so that they overflow; clocks that jump.

use core::num::{NonZeroU32, NonZeroU64};
use std::sync::Arc;

use serde_json::Value as Json;

use super::key::{Call, Int, Map, MapKey, Text, Value};
use super::{Life, Limits, Trace, published, sound};
use crate::rng::Rng;

/// A trace of `size` operations; one in three is done to the published cache.
pub(super) fn trace(rng: &mut Rng, size: u32) -> Trace {
    let calls: Vec<Arc<Call>> = (0..=rng.below(12)).map(|number| Arc::new(call(rng, number))).collect();
    if rng.below(3) == 0 { published_trace(rng, size, &calls) } else { sound_trace(rng, size, &calls) }
}

fn pick<'a, T>(rng: &mut Rng, from: &'a [T]) -> &'a T {
    let at = rng.below(from.len() as u64);
    &from[usize::try_from(at).expect("a place in a list in memory")]
}

fn answer(rng: &mut Rng) -> Json {
    match rng.below(4) {
        0 => Json::Null,
        1 => Json::from("é"),
        2 => Json::from(rng.below(1_000) as f64 / 8.0),
        _ => Json::from(rng.below(100)),
    }
}

fn published_trace(rng: &mut Rng, size: u32, calls: &[Arc<Call>]) -> Trace {
    let ttls = [3_600.0, 1.0, 2.5, 0.0, -1.0, f64::NAN, f64::INFINITY, 1e-9];
    let rules = published::Rules {
        max_size: *pick(rng, &[-1, 0, 1, 2, 3, 5, 5, 8, 1_000]),
        default_ttl_s: *pick(rng, &ttls),
        counting: rng.below(8) > 0,
    };
    let mut now_s = 1_767_970_000.0;
    let steps = (0..size)
        .map(|_| {
            now_s += *pick(rng, &[0.0, 0.0, 0.5, 0.5, 1.0, 2.5, 5.0, -30.0]);
            let operation = match rng.below(16) {
                0..7 => published::Operation::Get(Arc::clone(pick(rng, calls))),
                7..12 => published::Operation::Put {
                    call: Arc::clone(pick(rng, calls)),
                    value: answer(rng),
                    ttl_s: (rng.below(2) == 0).then(|| *pick(rng, &ttls)),
                },
                12 => published::Operation::Invalidate(Arc::clone(pick(rng, calls))),
                13 => published::Operation::Cleanup,
                14 => published::Operation::Order,
                _ if rng.below(4) == 0 => published::Operation::Clear,
                _ => published::Operation::Statistics,
            };
            published::Step { now_s, operation }
        })
        .collect();
    Trace::Published { rules, steps }
}

fn sound_trace(rng: &mut Rng, size: u32, calls: &[Arc<Call>]) -> Trace {
    let limits = Limits {
        capacity: NonZeroU32::new(*pick(rng, &[1, 2, 3, 5, 5, 8, 1_000])).unwrap_or(NonZeroU32::MIN),
        budget_bytes: NonZeroU64::new(*pick(rng, &[0, 0, 1, 100, 300])),
        life_us: NonZeroU64::new(*pick(rng, &[0, 1, 10, 25, u64::MAX])),
    };
    let (mut now_us, mut tickets) = (0_u64, 0);
    let steps = (0..size)
        .map(|_| {
            now_us = now_us.saturating_add(*pick(rng, &[0, 0, 1, 1, 5, 5, 10, 30]));
            if rng.below(24) == 0 {
                now_us = now_us.saturating_sub(20);
            }
            let call = Arc::clone(pick(rng, calls));
            let operation = match rng.below(20) {
                0..5 => sound::Operation::Get(call),
                5..9 => sound::Operation::Put(call, answered(rng)),
                9..13 => {
                    tickets += 1;
                    sound::Operation::Begin(call)
                }
                13..15 => sound::Operation::Finish(rng.below(tickets + 1), answered(rng)),
                15 => sound::Operation::Fail(rng.below(tickets + 1)),
                16 => sound::Operation::Invalidate(call),
                17 | 18 => sound::Operation::Order,
                _ if rng.below(4) == 0 => sound::Operation::Clear,
                _ => sound::Operation::Counts,
            };
            sound::Step { now_us, operation }
        })
        .collect();
    Trace::Sound { limits, steps }
}

fn answered(rng: &mut Rng) -> sound::Answered {
    let life = match rng.below(4) {
        0 => Life::Endless,
        1 => NonZeroU64::new(1 + rng.below(30)).map_or(Life::Endless, Life::Of),
        _ => Life::AsLimited,
    };
    sound::Answered { value: answer(rng), bytes: *pick(rng, &[0, 1, 40, 100, 101, 400]), life }
}

/// The `number`-th call of a trace: some by place, some by name in any order, one in eight with an opaque value.
fn call(rng: &mut Rng, number: u64) -> Call {
    let mut args = vec![Value::Int(Int::from(number as i64))];
    args.extend((0..rng.below(3)).map(|_| value(rng, 2)));
    if rng.below(8) == 0 {
        args.push(Value::Opaque(text(rng)));
    }
    let mut names = ["zeta", "x", "É", "_k", "\u{ffff}", "😀"].map(Text::from).to_vec();
    names.rotate_left(usize::try_from(rng.below(6)).unwrap_or(0));
    names.truncate(usize::try_from(rng.below(4)).unwrap_or(0));
    let kwargs = names.into_iter().map(|name| (name, value(rng, 1))).collect();
    Call::new(*pick(rng, &["f", "execute", "método", ""]), args, kwargs).expect("the names of a call differ")
}

fn value(rng: &mut Rng, depth: u32) -> Value {
    match rng.below(if depth == 0 { 7 } else { 10 }) {
        0 => Value::Null,
        1 => Value::Bool(rng.below(2) == 0),
        2 => Value::Int(int(rng)),
        3 | 4 => Value::Float(float(rng)),
        5 | 6 => Value::Text(text(rng)),
        7 | 8 => Value::List((0..rng.below(4)).map(|_| value(rng, depth - 1)).collect()),
        _ => map(rng, depth - 1),
    }
}

fn int(rng: &mut Rng) -> Int {
    match rng.below(4) {
        0 => Int::from(rng.next_u64().cast_signed()),
        1 => Int::parse(&format!("-{}{:020}", rng.next_u64(), rng.next_u64())).expect("these are digits"),
        _ => Int::from(rng.below(100) as i64 - 50),
    }
}

/// Any bits, or a decimal near the places where the spelling changes.
fn float(rng: &mut Rng) -> f64 {
    match rng.below(3) {
        0 => f64::from_bits(rng.next_u64()),
        1 => *pick(rng, &[0.0, -0.0, 1.0, 100.0, 1e15, 1e16, 1e-4, 1e-5, 9.999e-5, 1e22, 5e-324, f64::MAX, f64::NAN]),
        _ => (rng.below(2_000) as f64 - 1_000.0) / *pick(rng, &[1.0, 8.0, 1e3, 1e7, 1e-13, 1e-14]),
    }
}

fn text(rng: &mut Rng) -> Text {
    let units = [
        0x61, 0x20, 0x22, 0x5C, 0x0A, 0x08, 0x0C, 0x7E, 0x7F, 0x1F, 0xE9, 0x7FF, 0x800, 0x4E2D, 0xFFFF, 0xD83D, 0xDE00,
    ];
    Text::from_utf16(&(0..rng.below(6)).map(|_| *pick(rng, &units)).collect::<Vec<u16>>())
}

/// A map with text keys or with number keys; equal keys are left out.
fn map(rng: &mut Rng, depth: u32) -> Value {
    let texts = rng.below(2) == 0;
    let mut map = Map::default();
    for _ in 0..rng.below(4) {
        let key = match (texts, rng.below(3)) {
            (true, _) => MapKey::Text(text(rng)),
            (false, 0) => MapKey::Bool(rng.below(2) == 0),
            (false, 1) => MapKey::Float(float(rng)),
            (false, _) => MapKey::Int(int(rng)),
        };
        let mut entries = map.entries().to_vec();
        entries.push((key, value(rng, depth)));
        map = Map::new(entries).unwrap_or(map);
    }
    Value::Map(map)
}
