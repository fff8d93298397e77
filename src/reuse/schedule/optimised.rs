//! Right because: between two ends nothing becomes ready and no worker becomes free, so looking at the ends is enough; the heap of ready
//! tasks gives the longest (of equals the first) and that of free workers the lowest, as the definition asks. All ends up to the
//! present are let go before the next task starts, tasks of no length among them.
//! Fast because: each task enters and leaves two heaps once: O((n + edges) log n) instead of O(n²) looks for every turn.
//! Did not pay: sorting by length once and walking the list, since with tasks that wait it holds many that are not ready.

use core::cmp::Reverse;
use std::collections::BinaryHeap;

use super::{Input, Timetable, Turn};

/// Which tasks wait for each, and for how many each waits.
#[derive(Debug)]
pub struct Awaited {
    by: Vec<Vec<u32>>,
    waits: Vec<u32>,
}

impl Awaited {
    pub(super) fn new(input: &Input) -> Self {
        let tasks = input.tasks();
        let mut by = vec![Vec::new(); tasks.len()];
        for (at, task) in (0..).zip(tasks) {
            task.waits_for.iter().for_each(|other| by[*other as usize].push(at));
        }
        let count =
            |others: usize| u32::try_from(others).expect("a task waits for other tasks, and those fit in 32 bits");
        Self { by, waits: tasks.iter().map(|task| count(task.waits_for.len())).collect() }
    }
}

pub(super) fn timetable(input: &Input, index: &Awaited) -> Timetable {
    let tasks = input.tasks();
    // Times are never negative, so their bits order as they do.
    let ready_entry = |task: u32| (tasks[task as usize].time_ms.to_bits(), Reverse(task));
    let mut waits = index.waits.clone();
    let mut ready: BinaryHeap<(u64, Reverse<u32>)> =
        (0..).zip(&waits).filter(|(_, others)| **others == 0).map(|(task, _)| ready_entry(task)).collect();
    let mut chains: Vec<f64> = vec![0.0; tasks.len()];
    let mut turns: Vec<Turn> = Vec::with_capacity(tasks.len());
    let mut running: BinaryHeap<Reverse<(u64, u32, u32)>> = BinaryHeap::new();
    // Workers that were never needed are free behind the heap, so that many idle ones cost nothing.
    let (mut free, mut untouched): (BinaryHeap<Reverse<u32>>, u32) = (BinaryHeap::new(), 0);
    let mut now_ms = 0.0;
    loop {
        while let Some(&Reverse((end, worker, task))) = running.peek() {
            if f64::from_bits(end) > now_ms {
                break;
            }
            running.pop();
            free.push(Reverse(worker));
            let chain_ms = chains[task as usize] + tasks[task as usize].time_ms;
            for &next in &index.by[task as usize] {
                chains[next as usize] = f64::max(chains[next as usize], chain_ms);
                waits[next as usize] -= 1;
                if waits[next as usize] == 0 {
                    ready.push(ready_entry(next));
                }
            }
            chains[task as usize] = chain_ms;
        }
        let some_free = !free.is_empty() || untouched < input.workers().get();
        if let Some((_, Reverse(task))) = some_free.then(|| ready.pop()).flatten() {
            let worker = free.pop().map_or_else(
                || {
                    untouched += 1;
                    untouched - 1
                },
                |Reverse(worker)| worker,
            );
            let end_ms = now_ms + tasks[task as usize].time_ms;
            turns.push(Turn { worker, task, start_ms: now_ms, end_ms });
            running.push(Reverse((end_ms.to_bits(), worker, task)));
        } else if let Some(&Reverse((end, ..))) = running.peek() {
            now_ms = f64::from_bits(end);
        } else {
            break;
        }
    }
    let sum_ms = tasks.iter().fold(0.0, |sum, task| sum + task.time_ms);
    let longest_chain_ms = chains.into_iter().fold(0.0, f64::max);
    // The clock stands at the last end.
    let makespan_ms = now_ms;
    // Turns of one start on one worker are in order already, and a stable sort leaves them so.
    turns.sort_by_key(|turn| (turn.start_ms.to_bits(), turn.worker));
    let bound_ms = f64::max(sum_ms / f64::from(input.workers().get()), longest_chain_ms);
    Timetable { turns, makespan_ms, bound_ms, sum_ms }
}
