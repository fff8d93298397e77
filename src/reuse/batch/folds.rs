//! The published clusters: the same additions in the same order, each made once.

use super::classes::Sets;

/// Stands where no average is: below the −1 with which a search for the greatest begins.
const NONE: f64 = -2.0;

/// Groups of contracts that merge before all others, and the averages between them.
struct Table<'a> {
    sets: &'a Sets,
    /// Members of each cluster as (set, how many) runs, in the order in which they joined.
    runs: Vec<Vec<(u32, u32)>>,
    counts: Vec<u32>,
    /// Similarity of each set with each other.
    similar: Vec<f64>,
    /// Sums over the pairs of clusters i < j, in the order of the definition.
    sums: Vec<f64>,
    /// The averages; [`NONE`] where i or j is gone.
    averages: Vec<f64>,
    /// Where row i of those two begins: the pair (i, j) stands at `rows[i] + j`.
    rows: Vec<usize>,
    /// The greatest average of each row and the first column that has it.
    best: Vec<(f64, usize)>,
    alive: Vec<bool>,
}

/// The clusters as lists of positions.
pub(super) fn clusters(sets: &Sets, threshold: f64) -> Vec<Vec<u32>> {
    let groups = groups(sets, threshold);
    let mut joined: Vec<Vec<usize>> = (0..groups.len()).map(|group| vec![group]).collect();
    if threshold <= 1.0 {
        let mut table = Table::new(sets, &groups);
        while let Some((i, j)) = table.first_best(threshold) {
            table.merge(i, j);
            let joining = core::mem::take(&mut joined[j]);
            joined[i].extend(joining);
        }
    }
    let members = |cluster: &Vec<usize>| cluster.iter().flat_map(|group| groups[*group].iter().copied()).collect();
    joined.iter().filter(|cluster| !cluster.is_empty()).map(members).collect()
}

/// Contracts whose average is exactly 1, in the order of their first members; all alone where that is below the threshold.
pub(super) fn groups(sets: &Sets, threshold: f64) -> Vec<Vec<u32>> {
    let mut groups: Vec<Vec<u32>> = Vec::new();
    let mut group_of = vec![None; sets.len()];
    for (contract, &set) in (0..).zip(&sets.of) {
        // Two contracts without a class are not alike.
        let known = if threshold <= 1.0 && sets.sizes[set as usize] > 0 { group_of[set as usize] } else { None };
        let at: usize = known.unwrap_or(groups.len());
        if at == groups.len() {
            groups.push(Vec::new());
            group_of[set as usize] = Some(at);
        }
        groups[at].push(contract);
    }
    groups
}

impl<'a> Table<'a> {
    fn new(sets: &'a Sets, groups: &[Vec<u32>]) -> Self {
        let count = groups.len();
        let mut similar = vec![0.0; sets.len() * sets.len()];
        for one in 0..sets.len() {
            for other in one..sets.len() {
                let (p, q) = (set_number(one), set_number(other));
                similar[one * sets.len() + other] = sets.similarity(p, q);
                similar[other * sets.len() + one] = similar[one * sets.len() + other];
            }
        }
        let mut end = 0;
        // Row i has the columns i + 1.. and begins as if it had all of them; row 0 begins one place early, hence the wrap.
        let rows: Vec<usize> = (0..count)
            .map(|i| {
                let begin = end;
                end += count - i - 1;
                begin.wrapping_sub(i + 1)
            })
            .collect();
        let mut table = Self {
            sets,
            runs: groups.iter().map(|group| vec![(sets.of[group[0] as usize], set_count(group.len()))]).collect(),
            counts: groups.iter().map(|group| set_count(group.len())).collect(),
            similar,
            sums: vec![0.0; end],
            averages: vec![NONE; end],
            rows,
            best: vec![(NONE, 0); count],
            alive: vec![true; count],
        };
        for i in 0..count {
            for j in i + 1..count {
                table.fold(i, j, 0.0, i);
            }
            table.search_row(i);
        }
        table
    }

    fn place(&self, i: usize, j: usize) -> usize {
        self.rows[i].wrapping_add(j)
    }

    /// Adds the similarities of `part`'s members (outside) with those of j (inside) to `sum`: it becomes that of (i, j).
    fn fold(&mut self, i: usize, j: usize, sum: f64, part: usize) {
        let mut sum = sum;
        for &(set, copies) in &self.runs[part] {
            let row = &self.similar[set as usize * self.sets.len()..][..self.sets.len()];
            for _ in 0..copies {
                for &(other, times) in &self.runs[j] {
                    let term = row[other as usize];
                    for _ in 0..times {
                        sum += term;
                    }
                }
            }
        }
        let place = self.place(i, j);
        self.sums[place] = sum;
        self.averages[place] = sum / (u64::from(self.counts[i]) * u64::from(self.counts[j])) as f64;
    }

    /// The first pair with the greatest average, if that reaches the threshold.
    fn first_best(&self, threshold: f64) -> Option<(usize, usize)> {
        let (mut best, mut pair) = (-1.0, None);
        for (i, &(average, j)) in self.best.iter().enumerate() {
            if average > best {
                (best, pair) = (average, Some((i, j)));
            }
        }
        pair.filter(|_| best >= threshold)
    }

    /// Finds the greatest of a row, the first where several are equal.
    fn search_row(&mut self, i: usize) {
        let from = self.place(i, i + 1);
        let row = &self.averages[from..from + self.alive.len() - i - 1];
        let mut best = (NONE, 0);
        for (average, j) in row.iter().zip(i + 1..) {
            if *average > best.0 {
                best = (*average, j);
            }
        }
        self.best[i] = best;
    }

    /// Cluster j joins the earlier cluster i.
    fn merge(&mut self, i: usize, j: usize) {
        self.alive[j] = false;
        self.best[j] = (NONE, 0);
        self.counts[i] += self.counts[j];
        for k in i + 1..self.alive.len() {
            if self.alive[k] {
                let sum = self.sums[self.place(i, k)];
                self.fold(i, k, sum, j);
            }
        }
        let gone = self.place(i, j);
        self.averages[gone] = NONE;
        let joining = core::mem::take(&mut self.runs[j]);
        self.runs[i].extend(joining);
        self.search_row(i);
        for k in 0..j {
            if !self.alive[k] || k == i {
                continue;
            }
            let gone = self.place(k, j);
            self.averages[gone] = NONE;
            if k < i {
                self.fold(k, i, 0.0, k);
            }
            self.update_row(k, i, j);
        }
    }

    /// The greatest of row k, after its average with i changed and its average with j went.
    fn update_row(&mut self, k: usize, i: usize, j: usize) {
        let (best, at) = self.best[k];
        if at == j || at == i {
            self.search_row(k);
        } else if k < i {
            let average = self.averages[self.place(k, i)];
            if average > best || (average >= best && i < at) {
                self.best[k] = (average, i);
            }
        }
    }
}

fn set_number(at: usize) -> u32 {
    u32::try_from(at).expect("there are at most as many sets as contracts")
}

fn set_count(count: usize) -> u32 {
    u32::try_from(count).expect("scenario limits keep contracts within 32 bits")
}
