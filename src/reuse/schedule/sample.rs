//! Random tasks: equal times, none at all, long chains, more workers than tasks.

use core::num::NonZeroU32;

use super::{Input, Task};
use crate::rng::Rng;

/// Beyond these the plain side, which looks everything through for every turn, is too slow to be asked a thousand times.
const MOST: u32 = 60;

pub(super) fn input(rng: &mut Rng, size: u32) -> Input {
    let count = size.min(MOST);
    let (backwards, waiting) = (rng.below(2) == 0, rng.below(3));
    let tasks = (0..count).map(|at| {
        let others = if backwards { at + 1..count } else { 0..at };
        let many = if others.is_empty() || waiting == 0 { 0 } else { rng.below(1 + waiting) };
        let mut waits_for: Vec<u32> = (0..many).map(|_| others.start + below(rng, others.end - others.start)).collect();
        waits_for.sort_unstable();
        waits_for.dedup();
        // Few lengths make many ties; the thirds do not add up to whole numbers.
        let time_ms = match rng.below(5) {
            0 => 0.0,
            1 => f64::from(below(rng, 4)) / 3.0,
            2 => 1e9,
            _ => f64::from(100 * below(rng, 9)),
        };
        Task { time_ms, waits_for }
    });
    let tasks = tasks.collect();
    let workers = NonZeroU32::new([1, 2, 3, 4, 8, 10_000][below(rng, 6) as usize]).expect("none of them is 0");
    Input::new(tasks, workers).expect("tasks wait in one direction only")
}

fn below(rng: &mut Rng, bound: u32) -> u32 {
    u32::try_from(rng.below(u64::from(bound))).expect("it lies below a number of 32 bits")
}
