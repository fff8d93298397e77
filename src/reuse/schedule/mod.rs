//! Schedule: when does each batch run on so many workers, and how long does the whole take?
//!
//! ```text
//! whenever a worker is free and a task is ready:  the longest ready task (of equals the first) starts on the free worker with the lowest number
//! ready      = every task that it waits for has ended;    end = start + time
//! makespan   = the last end;    bound = max(sum of times / workers, the longest chain of tasks that wait for each other)
//! ```
//!
//! With the times 3, 3, 2, 2, 2 and two workers the first two start at 0 and end at 3; the others fill up: 3 + 2 + 2 = 7
//! beside 3 + 2 = 5. The bound is 12 / 2 = 6, which 3 + 3 beside 2 + 2 + 2 would reach: longest first is not always best, but
//! never worse than 4/3 of it where nobody waits, and never worse than twice it where some do (Graham, 1969).
//!
//! Promised: one row a task, by start, then by worker, then in the order in which they were begun; nothing runs twice or overlaps on a worker, and no
//! task starts before those it waits for have ended. Times are added as doubles along each worker. The published system has no such schedule: its
//! factor is the sum of all times over the longest, as if every batch had a worker of its own.

mod optimised;
mod reference;
mod sample;

use core::num::NonZeroU32;

use serde::Serialize;
use serde::ser::{SerializeTuple, Serializer};

use super::batch::Plan;
use crate::error::{Error, Result};
use crate::pair::Pair;
use crate::rng::Rng;
use crate::scenario::contracts::Contract;

/// The pair `reuse/schedule`.
#[derive(Debug)]
pub struct Schedule;

/// A task: how long it takes, and which must have ended before.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// Its time in milliseconds: finite, at least 0.
    pub time_ms: f64,
    /// Positions of the tasks that it waits for, each once, ascending.
    pub waits_for: Vec<u32>,
}

/// What is asked: tasks without circles, and the workers.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    tasks: Vec<Task>,
    workers: NonZeroU32,
}

impl Input {
    /// These tasks on so many workers.
    ///
    /// # Errors
    /// [`Error::Argument`] for a time that is negative or no number, a position that no task has, or tasks that wait for each
    /// other in a circle, one of which is named.
    ///
    /// ```
    /// # use core::num::NonZeroU32;
    /// # use loadline::reuse::schedule::{Input, Task};
    /// let tasks = vec![Task { time_ms: 1.0, waits_for: vec![1] }, Task { time_ms: 1.0, waits_for: vec![0] }];
    /// let error = Input::new(tasks, NonZeroU32::MIN).unwrap_err();
    /// assert!(error.to_string().contains("waits for itself"));
    /// ```
    pub fn new(tasks: Vec<Task>, workers: NonZeroU32) -> Result<Self> {
        for (at, task) in tasks.iter().enumerate() {
            if !(task.time_ms.is_finite() && task.time_ms >= 0.0) {
                let found = format!("{} is no time", task.time_ms);
                return Err(Error::argument(format!("tasks[{at}].timeMs"), found, "give milliseconds, at least 0"));
            }
            if let Some(other) = task.waits_for.iter().find(|other| **other as usize >= tasks.len()) {
                let found = format!("there is no task {other}");
                return Err(Error::argument(format!("tasks[{at}].waitsFor"), found, "give the position of a task"));
            }
        }
        let input = Self { tasks, workers };
        match input.never_ready() {
            None => Ok(input),
            Some(at) => {
                let found = "it waits for itself, in a circle".to_owned();
                Err(Error::argument(format!("tasks[{at}].waitsFor"), found, "let one of the circle not wait"))
            }
        }
    }

    /// The batches of a plan, each waiting for those that hold what its contracts wait for.
    ///
    /// # Errors
    /// As [`Input::new`]; batches formed in the scale mode never wait for each other in a circle, published ones may.
    pub fn of(plan: &Plan, contracts: &[Contract], workers: NonZeroU32) -> Result<Self> {
        let mut batch_of = vec![0; contracts.len()];
        for (at, batch) in (0..).zip(&plan.batches) {
            batch.contracts.iter().for_each(|contract| batch_of[*contract as usize] = at);
        }
        let task = |(at, batch): (u32, &super::batch::Batch)| {
            let others = batch.contracts.iter().flat_map(|contract| &contracts[*contract as usize].waits_for);
            let mut waits_for: Vec<u32> = others.map(|other| batch_of[other.index()]).collect();
            waits_for.sort_unstable();
            waits_for.dedup();
            // Inside a batch one contract runs after another, which is order enough only where the order is theirs: levels see to it.
            waits_for.retain(|other| *other != at);
            Task { time_ms: batch.time_ms, waits_for }
        };
        Self::new((0..).zip(&plan.batches).map(task).collect(), workers)
    }

    /// The tasks.
    pub fn tasks(&self) -> &[Task] {
        &self.tasks
    }

    /// How many run at once.
    pub fn workers(&self) -> NonZeroU32 {
        self.workers
    }

    /// A task of a circle, or one that waits for it, where there is one.
    fn never_ready(&self) -> Option<usize> {
        let mut waiting: Vec<usize> = self.tasks.iter().map(|task| task.waits_for.len()).collect();
        let mut awaited_by: Vec<Vec<usize>> = vec![Vec::new(); self.tasks.len()];
        for (at, task) in self.tasks.iter().enumerate() {
            task.waits_for.iter().for_each(|other| awaited_by[*other as usize].push(at));
        }
        let mut ready: Vec<usize> = (0..self.tasks.len()).filter(|at| waiting[*at] == 0).collect();
        while let Some(at) = ready.pop() {
            for &next in &awaited_by[at] {
                waiting[next] -= 1;
                if waiting[next] == 0 {
                    ready.push(next);
                }
            }
        }
        let stuck = waiting.iter().position(|others| *others > 0)?;
        // From a stuck task, some stuck task is always waited for: after as many steps as there are tasks the walk is in a circle.
        let next =
            |at: usize| self.tasks[at].waits_for.iter().map(|other| *other as usize).find(|other| waiting[*other] > 0);
        (0..self.tasks.len()).try_fold(stuck, |at, _| next(at))
    }
}

/// One task's turn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turn {
    /// The worker, from 0.
    pub worker: u32,
    /// Position of the task.
    pub task: u32,
    /// When it starts, in milliseconds from the start of all.
    pub start_ms: f64,
    /// When it ends.
    pub end_ms: f64,
}

impl Serialize for Turn {
    fn serialize<S: Serializer>(&self, serializer: S) -> core::result::Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_tuple(4)?;
        row.serialize_element(&self.worker)?;
        row.serialize_element(&self.task)?;
        row.serialize_element(&self.start_ms)?;
        row.serialize_element(&self.end_ms)?;
        row.end()
    }
}

/// Who does what when, and what it comes to.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Timetable {
    /// The turns, as rows `[worker, task, start, end]`.
    pub turns: Vec<Turn>,
    /// When the last task ends, in milliseconds; 0 where there is none.
    pub makespan_ms: f64,
    /// No schedule on so many workers ends before, in milliseconds.
    pub bound_ms: f64,
    /// The sum of all times in milliseconds: how long one worker takes.
    pub sum_ms: f64,
}

impl Timetable {
    /// How many times faster the workers are than one of them; 1 where there is nothing to do.
    pub fn gain(&self) -> f64 {
        if self.makespan_ms > 0.0 { self.sum_ms / self.makespan_ms } else { 1.0 }
    }
}

impl Pair for Schedule {
    const NAME: &'static str = "reuse/schedule";
    const QUESTION: &'static str = "When does each batch run on so many workers, and how long does the whole take?";
    const DEFINITION: &'static str =
        "the longest ready task starts on the first free worker; bound = max(Σt / W, longest chain)";
    type Input = Input;
    type Index = optimised::Awaited;
    type Answer = Timetable;

    fn reference(input: &Input) -> Timetable {
        reference::timetable(input)
    }

    fn index(input: &Input) -> optimised::Awaited {
        optimised::Awaited::new(input)
    }

    fn optimised(input: &Input, index: &optimised::Awaited) -> Timetable {
        optimised::timetable(input, index)
    }

    fn sample(rng: &mut Rng, size: u32) -> Input {
        sample::input(rng, size)
    }
}

pub use optimised::Awaited;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_agree_on_samples() {
        for seed in 0..1200_u64 {
            let size = [0, 1, 2, 7, 33, 200][usize::try_from(seed % 6).unwrap()];
            let input = Schedule::sample(&mut Rng::new(seed), size);
            let (plain, fast) = (Schedule::reference(&input), Schedule::optimised(&input, &Schedule::index(&input)));
            assert_eq!(plain, fast, "seed {seed} size {size}");
        }
    }
}
