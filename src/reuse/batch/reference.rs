//! Every average is worked out anew after every merge, as a person would with a table of similarities.

use std::collections::BTreeSet;

use super::natural::{Natural, halved};
use super::{Batch, Input, Mode, Plan, Profile, estimate};
use crate::scenario::contracts::{Contract, Limits};

type Names<'a> = BTreeSet<&'a str>;

pub(super) fn plan(input: &Input) -> Plan {
    let contracts = &input.set.contracts;
    let classes: Vec<Names> = contracts.iter().map(classes).collect();
    let estimates: Vec<[f64; 2]> =
        contracts.iter().map(|contract| estimate(methods(contract).len(), &contract.contract_type)).collect();
    let (clusters, levels) = match input.mode {
        Mode::Published => (published_clusters(&classes, input.limits.similarity_threshold), vec![0; contracts.len()]),
        Mode::Scale => (exact_clusters(&classes, input.limits.similarity_threshold), levels(contracts)),
    };
    let batches = clusters.iter().enumerate().flat_map(|(cluster, members)| {
        let parts = filled(members, &levels, &estimates, &input.limits);
        parts
            .into_iter()
            .enumerate()
            .map(|(number, part)| batch(number, cluster, &part, &classes, &estimates))
            .collect::<Vec<_>>()
    });
    let batches = batches.collect();
    let clusters = clusters.iter().map(|members| members.iter().map(|member| position(*member)).collect()).collect();
    Plan::of(estimates.into_iter(), clusters, batches)
}

pub(super) fn profiles(input: &Input) -> Vec<Profile> {
    let owned = |names: Names| names.into_iter().map(str::to_owned).collect();
    input
        .set
        .contracts
        .iter()
        .map(|contract| {
            let [time_ms, memory_mb] = estimate(methods(contract).len(), &contract.contract_type);
            Profile { classes: owned(classes(contract)), methods: owned(methods(contract)), time_ms, memory_mb }
        })
        .collect()
}

fn classes(contract: &Contract) -> Names<'_> {
    contract.slots.iter().map(|slot| &*slot.class).filter(|name| !name.is_empty()).collect()
}

fn methods(contract: &Contract) -> Names<'_> {
    contract.slots.iter().map(|slot| &*slot.method).filter(|name| !name.is_empty()).collect()
}

/// How many names two contracts share, and how many they have together.
fn shared_and_all(one: &Names, other: &Names) -> (u64, u64) {
    (one.intersection(other).count() as u64, one.union(other).count() as u64)
}

fn similarity(one: &Names, other: &Names) -> f64 {
    match shared_and_all(one, other) {
        (_, 0) => 0.0,
        (shared, all) => shared as f64 / all as f64,
    }
}

fn published_clusters(classes: &[Names], threshold: f64) -> Vec<Vec<usize>> {
    let table: Vec<Vec<f64>> =
        classes.iter().map(|one| classes.iter().map(|other| similarity(one, other)).collect()).collect();
    let mut clusters: Vec<Vec<usize>> = (0..classes.len()).map(|contract| vec![contract]).collect();
    while clusters.len() > 1 {
        let (mut best, mut pair) = (-1.0, (0, 0));
        for i in 0..clusters.len() {
            for j in i + 1..clusters.len() {
                let average = average(&clusters[i], &clusters[j], &table);
                if average > best {
                    (best, pair) = (average, (i, j));
                }
            }
        }
        if best < threshold {
            break;
        }
        let joining = clusters.remove(pair.1);
        clusters[pair.0].extend(joining);
    }
    clusters
}

fn average(one: &[usize], other: &[usize], table: &[Vec<f64>]) -> f64 {
    let mut sum = 0.0;
    for p in one {
        for q in other {
            sum += table[*p][*q];
        }
    }
    sum / (one.len() * other.len()) as f64
}

/// The clusters under exact fractions: every similarity is so many parts of one common denominator.
fn exact_clusters(classes: &[Names], threshold: f64) -> Vec<Vec<usize>> {
    let mut ranked: Vec<usize> = (0..classes.len()).collect();
    ranked.sort_by(|one, other| classes[*one].iter().cmp(classes[*other].iter()));
    let pairs = |one: &usize, other: &usize| shared_and_all(&classes[*one], &classes[*other]);
    let sizes: BTreeSet<u64> = ranked
        .iter()
        .flat_map(|one| ranked.iter().map(move |other| pairs(one, other).1))
        .filter(|all| *all > 0)
        .collect();
    let parts = |(shared, all): (u64, u64)| {
        if all == 0 {
            Natural::default()
        } else {
            Natural::product(sizes.iter().copied().filter(|size| *size != all)).times(shared)
        }
    };
    let table: Vec<Vec<Natural>> =
        ranked.iter().map(|one| ranked.iter().map(|other| parts(pairs(one, other))).collect()).collect();
    let (whole, halvings) = halved(threshold);
    let least = Natural::product(sizes.iter().copied()).times(whole);

    let mut clusters: Vec<Vec<usize>> = (0..ranked.len()).map(|rank| vec![rank]).collect();
    while clusters.len() > 1 {
        let mut best: Option<(Natural, u64, usize, usize)> = None;
        for i in 0..clusters.len() {
            for j in i + 1..clusters.len() {
                let sum = exact_sum(&clusters[i], &clusters[j], &table);
                let count = (clusters[i].len() * clusters[j].len()) as u64;
                if best.as_ref().is_none_or(|best| sum.clone().times(best.1) > best.0.clone().times(count)) {
                    best = Some((sum, count, i, j));
                }
            }
        }
        match best {
            Some((sum, count, i, j)) if sum.clone().doubled(halvings) >= least.clone().times(count) => {
                let joining = clusters.remove(j);
                clusters[i].extend(joining);
            }
            _ => break,
        }
    }
    let mut clusters: Vec<Vec<usize>> =
        clusters.iter().map(|ranks| ranks.iter().map(|rank| ranked[*rank]).collect()).collect();
    for members in &mut clusters {
        members.sort_unstable();
    }
    clusters.sort();
    clusters
}

fn exact_sum(one: &[usize], other: &[usize], table: &[Vec<Natural>]) -> Natural {
    one.iter().flat_map(|p| other.iter().map(|q| &table[*p][*q])).fold(Natural::default(), Natural::plus)
}

/// 0 for a contract that waits for none, otherwise one more than the highest level it waits for.
fn levels(contracts: &[Contract]) -> Vec<u32> {
    let mut levels = vec![0; contracts.len()];
    // Each round settles one more level at least, so there are no more rounds than contracts.
    for _ in 0..contracts.len() {
        for (at, contract) in contracts.iter().enumerate() {
            levels[at] = contract.waits_for.iter().map(|other| levels[other.index()] + 1).max().unwrap_or(0);
        }
    }
    levels
}

/// The members of a cluster in batches.
fn filled(members: &[usize], levels: &[u32], estimates: &[[f64; 2]], limits: &Limits) -> Vec<Vec<usize>> {
    let mut shortest_first = members.to_vec();
    shortest_first.sort_by(|one, other| estimates[*one][0].total_cmp(&estimates[*other][0]));
    shortest_first.sort_by_key(|member| levels[*member]);
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let (mut time_ms, mut memory_mb) = (0.0, 0.0);
    for member in shortest_first {
        let [more_ms, more_mb] = estimates[member];
        match parts.last_mut() {
            Some(part)
                if part.len() < limits.batch_size as usize
                    && levels[part[0]] == levels[member]
                    && time_ms + more_ms <= limits.batch_time_ms
                    && memory_mb + more_mb <= limits.batch_memory_mb =>
            {
                part.push(member);
                time_ms += more_ms;
                memory_mb += more_mb;
            }
            _ => {
                parts.push(vec![member]);
                (time_ms, memory_mb) = (0.0 + more_ms, 0.0 + more_mb);
            }
        }
    }
    parts
}

fn batch(number: usize, cluster: usize, members: &[usize], classes: &[Names], estimates: &[[f64; 2]]) -> Batch {
    let mut shared = classes[members[0]].clone();
    shared.retain(|name| members.iter().all(|member| classes[*member].contains(name)));
    let (mut sum, mut pairs) = (0.0, 0.0);
    for (at, one) in members.iter().enumerate() {
        for other in &members[at + 1..] {
            sum += similarity(&classes[*one], &classes[*other]);
            pairs += 1.0;
        }
    }
    Batch {
        number: position(number),
        cluster: position(cluster),
        contracts: members.iter().map(|member| position(*member)).collect(),
        shared_classes: shared.into_iter().map(str::to_owned).collect(),
        time_ms: members.iter().fold(0.0, |sum, member| sum + estimates[*member][0]),
        memory_mb: members.iter().fold(0.0, |sum, member| sum + estimates[*member][1]),
        average_similarity: if members.len() == 1 { 1.0 } else { sum / pairs },
    }
}

fn position(index: usize) -> u32 {
    u32::try_from(index).expect("scenario limits keep positions within 32 bits")
}
