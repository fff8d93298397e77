//! A clock that goes from one end to the next; at each the whole list is looked through.

use super::{Input, Timetable, Turn};

pub(super) fn timetable(input: &Input) -> Timetable {
    let (tasks, workers) = (input.tasks(), input.workers().get());
    let mut turns: Vec<Turn> = Vec::new();
    let mut now_ms = 0.0;
    while turns.len() < tasks.len() {
        let ended = |task: u32| turns.iter().any(|turn| turn.task == task && turn.end_ms <= now_ms);
        let begun = |task: u32| turns.iter().any(|turn| turn.task == task);
        let mut longest: Option<(u32, f64)> = None;
        for (at, task) in (0..).zip(tasks) {
            let ready = !begun(at) && task.waits_for.iter().all(|other| ended(*other));
            if ready && longest.is_none_or(|(_, time_ms)| task.time_ms > time_ms) {
                longest = Some((at, task.time_ms));
            }
        }
        let busy = |worker: u32| turns.iter().any(|turn| turn.worker == worker && turn.end_ms > now_ms);
        let free = (0..workers).find(|worker| !busy(*worker));
        if let (Some((task, time_ms)), Some(worker)) = (longest, free) {
            turns.push(Turn { worker, task, start_ms: now_ms, end_ms: now_ms + time_ms });
        } else {
            let later = turns.iter().map(|turn| turn.end_ms).filter(|end_ms| *end_ms > now_ms);
            now_ms = later.fold(f64::INFINITY, f64::min);
        }
    }
    let sum_ms = tasks.iter().fold(0.0, |sum, task| sum + task.time_ms);
    let longest_chain_ms = chains(input).into_iter().fold(0.0, f64::max);
    let makespan_ms = turns.iter().map(|turn| turn.end_ms).fold(0.0, f64::max);
    turns.sort_by(|one, other| one.start_ms.total_cmp(&other.start_ms).then(one.worker.cmp(&other.worker)));
    Timetable { turns, makespan_ms, bound_ms: f64::max(sum_ms / f64::from(workers), longest_chain_ms), sum_ms }
}

/// For each task the longest chain of tasks that ends with it.
fn chains(input: &Input) -> Vec<f64> {
    let tasks = input.tasks();
    let mut chains = vec![0.0; tasks.len()];
    // Each round settles the tasks of one more level at least.
    for _ in 0..tasks.len() {
        for (at, task) in tasks.iter().enumerate() {
            let before = task.waits_for.iter().map(|other| chains[*other as usize]).fold(0.0, f64::max);
            chains[at] = before + task.time_ms;
        }
    }
    chains
}
