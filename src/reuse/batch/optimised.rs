//! Right because: a cluster's average depends on its members and their order alone. Contracts with the same classes have an
//! average of exactly 1 and no others have, so they merge first, in order. After j joined i, the sum of (i, k) for a later k is
//! the old sum continued with j's members, which is the order of the definition; for an earlier k the inner order is a
//! new one, so that sum is made anew. No other sum changes. In the scale mode an average with a merged cluster is a weighted mean of two
//! old ones and takes the rank of the lower, so a pair that is best for both its ends stays so until it merges: chains of nearest
//! neighbours find the very merges of the definition. Clusters that no similarity as high as the threshold links never merge.
//! Fast because: each distinct set of classes is kept once, as bits; a sum is continued instead of made anew, and each row remembers its
//! greatest average. n contracts with d sets cost O(n²) additions at worst, not O(n³). The scale mode costs O(d²) in all.
//! Did not pay: reciprocal neighbours for the published mode (sums in another order choose other clusters among equals);
//! hashing of similar sets into bands, since a tenth of all pairs lies above a threshold of 0.3 and each has to be looked at anyway.

use std::collections::HashMap;

use super::classes::Sets;
use super::{Batch, Input, Mode, Plan, Profile, estimate, folds, islands};
use crate::scenario::contracts::{Contract, Limits};

/// The sets of classes and the estimates, ready for any limits.
#[derive(Debug)]
pub struct Index {
    sets: Sets,
    estimates: Vec<[f64; 2]>,
}

impl Index {
    pub(super) fn new(input: &Input) -> Self {
        let contracts = &input.set.contracts;
        let estimates = methods(contracts)
            .zip(contracts)
            .map(|(methods, contract)| estimate(methods, &contract.contract_type))
            .collect();
        Self { sets: Sets::new(contracts), estimates }
    }

    pub(super) fn profiles(&self, input: &Input) -> Vec<Profile> {
        let profile = |((contract, set), [time_ms, memory_mb]): ((&Contract, &u32), &[f64; 2])| {
            let mut methods: Vec<String> = contract.slots.iter().map(|slot| slot.method.to_string()).collect();
            methods.retain(|name| !name.is_empty());
            methods.sort_unstable();
            methods.dedup();
            let classes = self.sets.shared_names(core::iter::once(*set));
            Profile { classes, methods, time_ms: *time_ms, memory_mb: *memory_mb }
        };
        input.set.contracts.iter().zip(&self.sets.of).zip(&self.estimates).map(profile).collect()
    }
}

/// How many distinct non-empty method names each contract has.
fn methods(contracts: &[Contract]) -> impl Iterator<Item = usize> {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    // The last contract that had each name, counted from 1: a name that the same contract has twice counts once.
    let mut last: Vec<usize> = Vec::new();
    (1..).zip(contracts).map(move |(contract, of)| {
        let mut distinct = 0;
        for slot in of.slots.iter().filter(|slot| !slot.method.is_empty()) {
            let number = *numbers.entry(&slot.method).or_insert_with(|| {
                last.push(0);
                last.len() - 1
            });
            distinct += usize::from(core::mem::replace(&mut last[number], contract) != contract);
        }
        distinct
    })
}

pub(super) fn plan(input: &Input, index: &Index) -> Plan {
    let threshold = input.limits.similarity_threshold;
    let clusters = match input.mode {
        Mode::Published => folds::clusters(&index.sets, threshold),
        Mode::Scale => islands::clusters(&index.sets, threshold),
    };
    plan_of(input, index, clusters)
}

/// The batches of finished clusters.
fn plan_of(input: &Input, index: &Index, clusters: Vec<Vec<u32>>) -> Plan {
    let levels = match input.mode {
        Mode::Published => None,
        Mode::Scale => levels(&input.set.contracts),
    };
    let mut batches = Vec::new();
    for (cluster, members) in (0..).zip(&clusters) {
        for (number, part) in (0..).zip(filled(members, levels.as_deref(), &index.estimates, &input.limits)) {
            batches.push(batch(number, cluster, part, index));
        }
    }
    Plan::of(index.estimates.iter().copied(), clusters, batches)
}

/// A plan that can be left between any two looks for a nearest neighbour; that of the published mode is made in one go.
///
/// ```
/// use std::sync::Arc;
/// use loadline::pair::{Pair as _, Side, ask};
/// use loadline::reuse::batch::{Batches, Input, Mode, Planning};
/// use loadline::scenario::contracts::{Flavour, Generated, generate};
///
/// let set = generate(&Generated { contracts: 60, flavour: Flavour::Random, seed: 1, executions: 0 })?;
/// let input = Input::of(Arc::new(set), Mode::Scale)?;
/// let mut planning = Planning::new(input.clone());
/// while planning.step() {}
/// assert_eq!(planning.finish(), ask::<Batches>(&input, Side::Optimised));
/// # Ok::<(), loadline::Error>(())
/// ```
#[derive(Debug)]
pub struct Planning {
    input: Input,
    index: Index,
    search: Option<islands::Search>,
}

impl Planning {
    /// Begins a plan.
    pub fn new(input: Input) -> Self {
        let index = Index::new(&input);
        let threshold = input.limits.similarity_threshold;
        let search = (input.mode == Mode::Scale).then(|| islands::Search::new(&index.sets, threshold));
        Self { input, index, search }
    }

    /// Looks once; whether anything is left.
    pub fn step(&mut self) -> bool {
        self.search.as_mut().is_some_and(|search| search.step(&self.index.sets))
    }

    /// The share of the clusters that is done, from 0 to 1.
    pub fn share(&self) -> f64 {
        self.search.as_ref().map_or(0.0, islands::Search::share)
    }

    /// The plan; goes on to the end first.
    pub fn finish(mut self) -> Plan {
        while self.step() {}
        match self.search {
            Some(search) => plan_of(&self.input, &self.index, search.finish()),
            None => plan(&self.input, &self.index),
        }
    }
}

/// The level of each contract; none where nobody waits. Contracts are settled once all that they wait for are.
fn levels(contracts: &[Contract]) -> Option<Vec<u32>> {
    let mut waiting: Vec<usize> = contracts.iter().map(|contract| contract.waits_for.len()).collect();
    if waiting.iter().all(|others| *others == 0) {
        return None;
    }
    let mut awaited_by: Vec<Vec<usize>> = vec![Vec::new(); contracts.len()];
    for (at, contract) in contracts.iter().enumerate() {
        contract.waits_for.iter().for_each(|other| awaited_by[other.index()].push(at));
    }
    let mut levels = vec![0; contracts.len()];
    let mut settled: Vec<usize> = (0..contracts.len()).filter(|at| waiting[*at] == 0).collect();
    while let Some(at) = settled.pop() {
        for &next in &awaited_by[at] {
            levels[next] = levels[next].max(levels[at] + 1);
            waiting[next] -= 1;
            if waiting[next] == 0 {
                settled.push(next);
            }
        }
    }
    Some(levels)
}

/// The members of a cluster in batches: shortest first inside each level, then cut where a limit is reached.
fn filled(members: &[u32], levels: Option<&[u32]>, estimates: &[[f64; 2]], limits: &Limits) -> Vec<Vec<u32>> {
    let level = |contract: u32| levels.map_or(0, |levels| levels[contract as usize]);
    // Times are never negative, so their bits order as they do.
    let mut order: Vec<(u32, u64, usize)> = members
        .iter()
        .enumerate()
        .map(|(place, member)| (level(*member), estimates[*member as usize][0].to_bits(), place))
        .collect();
    order.sort_unstable();
    let mut parts: Vec<Vec<u32>> = Vec::new();
    let (mut last_level, mut time_ms, mut memory_mb) = (0, 0.0, 0.0);
    for (level, _, place) in order {
        let member = members[place];
        let [more_ms, more_mb] = estimates[member as usize];
        let fits = parts.last().is_some_and(|part| {
            part.len() < limits.batch_size as usize
                && level == last_level
                && time_ms + more_ms <= limits.batch_time_ms
                && memory_mb + more_mb <= limits.batch_memory_mb
        });
        if !fits {
            parts.push(Vec::new());
            (last_level, time_ms, memory_mb) = (level, 0.0, 0.0);
        }
        time_ms += more_ms;
        memory_mb += more_mb;
        parts.last_mut().expect("a part was just begun").push(member);
    }
    parts
}

fn batch(number: u32, cluster: u32, contracts: Vec<u32>, index: &Index) -> Batch {
    let Index { sets, estimates } = index;
    let members: Vec<u32> = contracts.iter().map(|contract| sets.of[*contract as usize]).collect();
    let mut sum = 0.0;
    for (at, one) in members.iter().enumerate() {
        for other in &members[at + 1..] {
            sum += sets.similarity(*one, *other);
        }
    }
    let pairs = members.len() * (members.len() - 1) / 2;
    let total = |figure: usize| contracts.iter().fold(0.0, |sum, member| sum + estimates[*member as usize][figure]);
    Batch {
        number,
        cluster,
        shared_classes: sets.shared_names(members.iter().copied()),
        time_ms: total(0),
        memory_mb: total(1),
        average_similarity: if pairs == 0 { 1.0 } else { sum / pairs as f64 },
        contracts,
    }
}
