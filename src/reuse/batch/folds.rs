//! The published clusters: the same additions in the same order, each made once.

use super::classes::Sets;

/// Stands where no average is: below the −1 with which a search for the greatest begins.
const NONE: f64 = -2.0;

/// Groups of contracts that merge before all others, and the averages between them.
struct Table<'a> {
    sets: &'a Sets,
    /// The sets of each cluster's members, in the order in which they joined; none where the cluster is gone.
    members: Vec<Vec<u32>>,
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
            members: groups.iter().map(|group| vec![sets.of[group[0] as usize]; group.len()]).collect(),
            similar,
            sums: vec![0.0; end],
            averages: vec![NONE; end],
            rows,
            best: vec![(NONE, 0); count],
        };
        for i in 0..count {
            table.continue_row(i, i);
            table.average_row(i);
            table.search_row(i);
        }
        table
    }

    fn place(&self, i: usize, j: usize) -> usize {
        self.rows[i].wrapping_add(j)
    }

    /// The similarities of a set with all sets.
    fn row(&self, set: u32) -> &[f64] {
        &self.similar[set as usize * self.sets.len()..][..self.sets.len()]
    }

    /// Adds the members of `part` to the sums of i with every later cluster: they are outside, the later cluster's inside.
    ///
    /// Sums of different clusters do not wait for each other, so a processor makes several at once.
    fn continue_row(&mut self, i: usize, part: usize) {
        let from = self.place(i, i + 1);
        let (sums, later) = (&mut self.sums[from..], &self.members[i + 1..]);
        for &outside in &self.members[part] {
            let row = &self.similar[outside as usize * self.sets.len()..][..self.sets.len()];
            for (sum, inside) in sums.iter_mut().zip(later) {
                // A local sum, so that it stays in a register.
                *sum = inside.iter().fold(*sum, |sum, inside| sum + row[*inside as usize]);
            }
        }
    }

    /// Divides the sums of i with every later cluster; the gone ones have no average.
    fn average_row(&mut self, i: usize) {
        let (from, own) = (self.place(i, i + 1), self.members[i].len());
        let later = &self.members[i + 1..];
        for (at, inside) in later.iter().enumerate() {
            self.averages[from + at] =
                if inside.is_empty() { NONE } else { self.sums[from + at] / (own * inside.len()) as f64 };
        }
    }

    /// Makes the sums of every earlier cluster (outside) with i (inside) anew, four of them side by side.
    fn fold_column(&mut self, i: usize) {
        let mut earlier = (0..i).filter(|k| !self.members[*k].is_empty());
        let nothing = vec![0.0; self.sets.len()];
        let mut made: Vec<(usize, f64)> = Vec::with_capacity(i);
        let (mut lanes, mut sums) = ([None::<(usize, usize)>; 4], [0.0; 4]);
        loop {
            for (lane, sum) in lanes.iter_mut().zip(&mut sums) {
                let finished = lane.is_none_or(|(k, next)| next == self.members[k].len());
                if finished {
                    made.extend(lane.map(|(k, _)| (k, *sum)));
                    (*lane, *sum) = (earlier.next().map(|k| (k, 0)), 0.0);
                }
            }
            if lanes.iter().all(Option::is_none) {
                break;
            }
            // A lane with nothing left adds zeros, which change no sum.
            let rows = lanes.map(|lane| lane.map_or(&nothing[..], |(k, next)| self.row(self.members[k][next])));
            for &inside in &self.members[i] {
                let inside = inside as usize;
                sums[0] += rows[0][inside];
                sums[1] += rows[1][inside];
                sums[2] += rows[2][inside];
                sums[3] += rows[3][inside];
            }
            lanes.iter_mut().flatten().for_each(|(_, next)| *next += 1);
        }
        for (k, sum) in made {
            let place = self.place(k, i);
            self.sums[place] = sum;
            self.averages[place] = sum / (self.members[k].len() * self.members[i].len()) as f64;
        }
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
        let row = &self.averages[from..from + self.members.len() - i - 1];
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
        // The sums of i with j itself, and with what is gone, change too; nobody looks at them again.
        self.continue_row(i, j);
        let joining = core::mem::take(&mut self.members[j]);
        self.members[i].extend(joining);
        self.best[j] = (NONE, 0);
        self.average_row(i);
        self.search_row(i);
        self.fold_column(i);
        for k in (0..j).filter(|k| *k != i) {
            if !self.members[k].is_empty() {
                let gone = self.place(k, j);
                self.averages[gone] = NONE;
                self.update_row(k, i, j);
            }
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
