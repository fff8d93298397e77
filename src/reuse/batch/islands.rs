//! The clusters of the scale mode: islands of linked contracts, and in each the chains of nearest neighbours.

use super::classes::Sets;
use super::exact::Tally;
use super::natural::{Natural, halved};

/// Averages nearer than this share of each other are compared as fractions. A sum of at most 9,000 rounded terms is off by
/// less than 1e-12 of itself.
const NEAR: f64 = 1e-11;

/// The clusters as ascending lists of positions, in the order of their first members.
pub(super) fn clusters(sets: &Sets, threshold: f64) -> Vec<Vec<u32>> {
    let mut search = Search::new(sets, threshold);
    while search.step(sets) {}
    search.finish()
}

/// A search for clusters that can be left between any two looks.
#[derive(Debug)]
pub(super) struct Search {
    threshold: f64,
    /// The contracts of each set.
    having: Vec<Vec<u32>>,
    /// Islands still to come, and the one under way.
    islands: Vec<Vec<u32>>,
    island: Option<Island>,
    /// What was found, in any order.
    found: Vec<Vec<u32>>,
    steps: usize,
    at_most: usize,
}

impl Search {
    pub(super) fn new(sets: &Sets, threshold: f64) -> Self {
        let count = u32::try_from(sets.of.len()).expect("scenario limits keep contracts within 32 bits");
        let mut search = Self {
            threshold,
            having: Vec::new(),
            islands: Vec::new(),
            island: None,
            found: Vec::new(),
            steps: 0,
            at_most: 0,
        };
        if threshold <= 0.0 {
            // Any two clusters are alike enough.
            search.found.extend((count > 0).then(|| (0..count).collect()));
            return search;
        }
        let alone = |contract: &u32| threshold > 1.0 || sets.sizes[sets.of[*contract as usize] as usize] == 0;
        search.found.extend((0..count).filter(alone).map(|contract| vec![contract]));
        if threshold <= 1.0 {
            search.having = vec![Vec::new(); sets.len()];
            (0..).zip(&sets.of).for_each(|(contract, set)| search.having[*set as usize].push(contract));
            search.islands = islands(sets, threshold);
            // A set has one row of sums, and goes once; looks between are not known before.
            search.at_most = 2 * search.islands.iter().map(Vec::len).sum::<usize>();
        }
        search
    }

    /// Makes one row of sums, or looks once for a nearest neighbour; whether anything is left.
    pub(super) fn step(&mut self, sets: &Sets) -> bool {
        let Some(island) = &mut self.island else {
            self.island = self.islands.pop().map(|island| Island::new(island, &self.having));
            return self.island.is_some();
        };
        let before = island.progress();
        if island.step(sets, self.threshold) {
            self.steps += island.progress() - before;
            return true;
        }
        self.steps += island.progress() - before;
        for cluster in core::mem::take(&mut island.done) {
            let having = |set: u32| &self.having[set as usize];
            let mut members: Vec<u32> = cluster.iter().flat_map(|(set, _)| having(*set)).copied().collect();
            members.sort_unstable();
            self.found.push(members);
        }
        self.island = None;
        true
    }

    /// The share of rows made and sets gone, from 0 to 1.
    pub(super) fn share(&self) -> f64 {
        if self.at_most == 0 { 1.0 } else { self.steps as f64 / self.at_most as f64 }
    }

    pub(super) fn finish(mut self) -> Vec<Vec<u32>> {
        self.found.sort_unstable();
        self.found
    }
}

/// How many sets the largest island has.
pub(super) fn largest(sets: &Sets, threshold: f64) -> usize {
    if threshold <= 0.0 {
        return 0;
    }
    islands(sets, threshold).iter().map(Vec::len).max().unwrap_or(0)
}

/// The sets with a class, in islands: between islands no similarity reaches the threshold. Each is in the order of names.
fn islands(sets: &Sets, threshold: f64) -> Vec<Vec<u32>> {
    let order = sets.in_order_of_names();
    let mut left: Vec<u32> =
        (0..).zip(&order).filter(|(_, set)| sets.sizes[**set as usize] > 0).map(|(rank, _): (u32, _)| rank).collect();
    let least = least_shared(sets, threshold);
    let mut islands = Vec::new();
    while let Some(first) = left.pop() {
        let (mut island, mut seen) = (vec![first], 0);
        while seen < island.len() {
            let from = order[island[seen] as usize];
            seen += 1;
            left.retain(|rank| {
                let (shared, all) = sets.shared_and_all(from, order[*rank as usize]);
                let linked = shared >= least[all as usize];
                if linked {
                    island.push(*rank);
                }
                !linked
            });
        }
        island.sort_unstable();
        islands.push(island.into_iter().map(|rank| order[rank as usize]).collect());
    }
    islands
}

/// By the number of classes that two sets have together: how many they must share for their similarity to reach the threshold.
fn least_shared(sets: &Sets, threshold: f64) -> Vec<u32> {
    let (whole, halvings) = halved(threshold);
    let most = 2 * sets.sizes.iter().max().copied().unwrap_or(0);
    let mut shared = 0;
    (0..=most)
        .map(|all| {
            let least = Natural::product([u64::from(all), whole]);
            while Natural::new(u64::from(shared)).doubled(halvings) < least {
                shared += 1;
            }
            shared
        })
        .collect()
}

/// One island, with the sums of similarities between its clusters.
#[derive(Debug)]
struct Island {
    /// Each cluster's sets and how many contracts have them, at the place of its first set.
    runs: Vec<Vec<(u32, u32)>>,
    /// Contracts in each cluster, and one over that.
    counts: Vec<f64>,
    shares: Vec<f64>,
    /// Sums over the pairs i < j, rounded: only [`NEAR`] apart do they decide.
    sums: Vec<f64>,
    /// Where row i begins: the pair (i, j) stands at `rows[i] + j`. As many as were made.
    rows: Vec<usize>,
    /// The clusters that may still merge, ascending.
    alive: Vec<usize>,
    /// Each the nearest neighbour of the one before.
    chain: Vec<usize>,
    /// The clusters that are finished.
    done: Vec<Vec<(u32, u32)>>,
}

impl Island {
    fn new(island: Vec<u32>, having: &[Vec<u32>]) -> Self {
        let size = island.len();
        let many = |set: u32| {
            u32::try_from(having[set as usize].len()).expect("scenario limits keep contracts within 32 bits")
        };
        let runs: Vec<Vec<(u32, u32)>> = island.into_iter().map(|set| vec![(set, many(set))]).collect();
        let counts: Vec<f64> = runs.iter().map(|runs| f64::from(runs[0].1)).collect();
        let shares = counts.iter().map(|count| 1.0 / count).collect();
        Self {
            runs,
            counts,
            shares,
            sums: Vec::with_capacity(size * size.saturating_sub(1) / 2),
            rows: Vec::with_capacity(size),
            alive: (0..size).collect(),
            chain: Vec::new(),
            done: Vec::new(),
        }
    }

    /// Rows made and clusters gone.
    fn progress(&self) -> usize {
        self.rows.len() + self.runs.len() - self.alive.len()
    }

    fn make_row(&mut self, sets: &Sets) {
        let (i, size) = (self.rows.len(), self.runs.len());
        // Row 0 begins one place early, hence the wrap.
        self.rows.push(self.sums.len().wrapping_sub(i + 1));
        let (runs, counts) = (&self.runs, &self.counts);
        let one = runs[i][0].0;
        self.sums.extend((i + 1..size).map(|j| sets.similarity(one, runs[j][0].0) * (counts[i] * counts[j])));
    }

    /// Follows nearest neighbours until two are each other's, and merges those; one look at a time. Whether any is left.
    fn step(&mut self, sets: &Sets, threshold: f64) -> bool {
        if self.rows.len() < self.runs.len() {
            self.make_row(sets);
            return true;
        }
        let Some(&first) = self.alive.first() else { return false };
        let tip = *self.chain.last().unwrap_or(&first);
        if self.chain.is_empty() {
            self.chain.push(tip);
        }
        match self.nearest(sets, tip).filter(|other| self.reaches(sets, tip, *other, threshold)) {
            None => {
                // No average with a cluster ever grows when others merge, so this one is finished.
                self.chain.pop();
                self.remove(tip);
                self.done.push(core::mem::take(&mut self.runs[tip]));
            }
            Some(other) if self.chain.len() > 1 && self.chain[self.chain.len() - 2] == other => {
                self.chain.truncate(self.chain.len() - 2);
                self.merge(tip.min(other), tip.max(other));
            }
            Some(other) => self.chain.push(other),
        }
        true
    }

    fn sum(&self, i: usize, j: usize) -> f64 {
        self.sums[self.rows[i.min(j)].wrapping_add(i.max(j))]
    }

    /// The cluster with the greatest average, the first where several are equal.
    fn nearest(&self, sets: &Sets, of: usize) -> Option<usize> {
        let (mut best, mut near) = (-1.0, Vec::new());
        let above = self.alive.partition_point(|other| *other < of);
        let before = self.alive[..above].iter().map(|other| (*other, self.sums[self.rows[*other].wrapping_add(of)]));
        let row = self.rows[of];
        let after = self.alive[above..].iter().skip(1).map(|other| (*other, self.sums[row.wrapping_add(*other)]));
        let mut look = |(other, sum): (usize, f64)| {
            let average = sum * self.shares[other];
            if average >= best * (1.0 - NEAR) {
                if average > best * (1.0 + NEAR) {
                    near.clear();
                }
                best = f64::max(best, average);
                near.push((average, other));
            }
        };
        before.for_each(&mut look);
        after.for_each(&mut look);
        near.retain(|(average, _)| *average >= best * (1.0 - NEAR));
        self.greatest(sets, of, &near)
    }

    /// Of clusters whose averages are too near for doubles, the first with the greatest fraction.
    fn greatest(&self, sets: &Sets, of: usize, near: &[(f64, usize)]) -> Option<usize> {
        let (&(_, first), rest) = near.split_first()?;
        let mut best = first;
        let mut best_tally = None;
        for &(_, other) in rest {
            if let ([(p, _)], [(q, _)], [(r, _)]) = (&self.runs[of][..], &self.runs[best][..], &self.runs[other][..]) {
                let ((shared, all), (more, together)) = (sets.shared_and_all(*p, *q), sets.shared_and_all(*p, *r));
                if u64::from(more) * u64::from(all) > u64::from(shared) * u64::from(together) {
                    (best, best_tally) = (other, None);
                }
                continue;
            }
            let tally = Tally::between(&self.runs[of], &self.runs[other], sets);
            let known = best_tally.get_or_insert_with(|| Tally::between(&self.runs[of], &self.runs[best], sets));
            if tally.compare(known).is_gt() {
                (best, best_tally) = (other, Some(tally));
            }
        }
        Some(best)
    }

    fn reaches(&self, sets: &Sets, one: usize, other: usize, threshold: f64) -> bool {
        let average = self.sum(one, other) * self.shares[one] * self.shares[other];
        if (average - threshold).abs() > threshold * NEAR {
            return average > threshold;
        }
        Tally::between(&self.runs[one], &self.runs[other], sets).reaches(halved(threshold))
    }

    fn remove(&mut self, cluster: usize) {
        let at = self.alive.partition_point(|other| *other < cluster);
        self.alive.remove(at);
    }

    /// Cluster j joins the earlier cluster i.
    fn merge(&mut self, i: usize, j: usize) {
        self.remove(j);
        for &k in &self.alive {
            if k != i {
                let more = self.sum(j, k);
                self.sums[self.rows[i.min(k)].wrapping_add(i.max(k))] += more;
            }
        }
        let joining = core::mem::take(&mut self.runs[j]);
        self.runs[i].extend(joining);
        self.counts[i] += self.counts[j];
        self.shares[i] = 1.0 / self.counts[i];
    }
}
