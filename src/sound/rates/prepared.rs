//! All rates of all flows made ready, so that a candidate costs a few additions.

use super::base::{Base, Change};

/// A run of places where a flow changes counts at one rate, all of one weight.
#[derive(Debug)]
struct Segment {
    /// First of the places that can bind.
    at: usize,
    changes: Vec<i32>,
    /// What a flight too many costs there.
    weight: i64,
}

/// What one flow changes at one rate, at the places that can bind.
#[derive(Debug)]
struct Part {
    segments: Vec<Segment>,
    extras: Vec<i32>,
    cost: i64,
    total_min: i64,
}

/// The flows chosen so far: their counts and what they cost.
#[derive(Debug, Clone, Default)]
struct Frame {
    /// Count less limit, at each place that can bind.
    slack: Vec<i32>,
    cost: i64,
    total_min: i64,
}

/// What the flows of one regulation change at each rate of their grids, ready to be added up.
#[derive(Debug)]
pub(super) struct Prepared {
    /// For each flow, its rates with what they change.
    parts: Vec<Vec<Part>>,
    /// One frame a flow chosen, after that of no flow.
    frames: Vec<Frame>,
    /// What `frames` hold: the choices of the first flows.
    chosen: Vec<usize>,
    has_extras: bool,
}

impl Prepared {
    /// Joins the changes of every flow at every rate of its grid.
    pub(super) fn new(base: &Base, changes: &[Vec<&Change>]) -> Self {
        let places = binding(base, changes);
        let part = |change: &Change| Part {
            segments: segments(base, change, &places),
            extras: change.extras.clone(),
            cost: change.cost,
            total_min: change.total_min,
        };
        let parts = changes.iter().map(|flow| flow.iter().map(|change| part(change)).collect()).collect();
        let mut slack = Vec::new();
        let mut cost = base.constant;
        for ((place, here), weight) in places.iter().zip(&base.slack).zip(&base.weight) {
            cost += i64::from((*here).max(0)) * weight;
            if *place != NOWHERE {
                slack.push(*here);
            }
        }
        let frames = vec![Frame { slack, cost, total_min: base.total_min }];
        let has_extras = changes.iter().flatten().any(|change| !change.extras.is_empty()) || base.extra_cost(&[]) != 0;
        Self { parts, frames, chosen: Vec::new(), has_extras }
    }

    /// J and total delay for every rate of one flow, the others as chosen. `choice` holds a position in the rates of each.
    ///
    /// O(rates * places that the flow changes), and what it takes to add the flows whose choice is new.
    pub(super) fn every_rate(&mut self, base: &Base, choice: &[usize], flow: usize, found: &mut Vec<(i64, i64)>) {
        found.clear();
        let last = self.parts.len() - 1;
        let own = if flow == last {
            // The usual case of an exhaustive search: the frames of the first flows are kept.
            let same = self.chosen.iter().zip(&choice[..last]).take_while(|(one, other)| one == other).count();
            self.frames.truncate(same + 1);
            self.chosen.truncate(same);
            for (number, position) in choice[..last].iter().enumerate().skip(same) {
                let mut frame = self.frames[number].clone();
                frame.add(&self.parts[number][*position]);
                self.frames.push(frame);
                self.chosen.push(*position);
            }
            None
        } else {
            let mut frame = self.frames[0].clone();
            for (number, position) in choice.iter().enumerate().filter(|(number, _)| *number != flow) {
                frame.add(&self.parts[number][*position]);
            }
            Some(frame)
        };
        let frame = own.as_ref().unwrap_or_else(|| &self.frames[last]);
        for part in &self.parts[flow] {
            let mut j = frame.cost_with(part);
            if self.has_extras {
                let others = choice.iter().enumerate().filter(|(number, _)| *number != flow);
                let mut changes: Vec<&[i32]> =
                    others.map(|(number, position)| self.parts[number][*position].extras.as_slice()).collect();
                changes.push(&part.extras);
                j += base.extra_cost(&changes);
            }
            found.push((j, frame.total_min + part.total_min));
        }
    }
}

impl Frame {
    fn add(&mut self, part: &Part) {
        self.cost = self.cost_with(part);
        self.total_min += part.total_min;
        for segment in &part.segments {
            let here = &mut self.slack[segment.at..segment.at + segment.changes.len()];
            here.iter_mut().zip(&segment.changes).for_each(|(slack, change)| *slack += change);
        }
    }

    /// The cost with one more flow at one rate.
    fn cost_with(&self, part: &Part) -> i64 {
        let mut cost = self.cost + part.cost;
        for segment in &part.segments {
            let here = &self.slack[segment.at..segment.at + segment.changes.len()];
            let mut more = 0;
            for (slack, change) in here.iter().zip(&segment.changes) {
                more += (slack + change).max(0) - (*slack).max(0);
            }
            cost += i64::from(more) * segment.weight;
        }
        cost
    }
}

/// The mark of a place that cannot bind.
const NOWHERE: u32 = u32::MAX;

/// For each place its number among those that can bind: where some flow changes the count, and the largest changes of all
/// flows together exceed the limit.
fn binding(base: &Base, changes: &[Vec<&Change>]) -> Vec<u32> {
    let mut most = base.slack.clone();
    let mut largest = vec![0; most.len()];
    let mut changed = vec![false; most.len()];
    for flow in changes {
        for (first, run) in flow.iter().flat_map(|change| &change.runs) {
            let here = &mut largest[*first as usize..*first as usize + run.len()];
            here.iter_mut().zip(run).for_each(|(largest, change)| *largest = (*largest).max(*change));
            changed[*first as usize..*first as usize + run.len()].fill(true);
        }
        for (first, run) in flow.iter().flat_map(|change| &change.runs) {
            for place in *first as usize..*first as usize + run.len() {
                most[place] += core::mem::take(&mut largest[place]);
            }
        }
    }
    let mut next = 0;
    let number = |(most, changed): (i32, bool)| {
        if changed && most > 0 {
            next += 1;
            next - 1
        } else {
            NOWHERE
        }
    };
    most.into_iter().zip(changed).map(number).collect()
}

/// The changes at places that can bind, as runs of one weight.
fn segments(base: &Base, change: &Change, places: &[u32]) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for (first, run) in &change.runs {
        for (place, change) in (*first as usize..).zip(run).filter(|(place, _)| places[*place] != NOWHERE) {
            let (at, weight) = (places[place] as usize, base.weight[place]);
            match segments.last_mut() {
                Some(last) if last.at + last.changes.len() == at && last.weight == weight => last.changes.push(*change),
                _ => segments.push(Segment { at, changes: vec![*change], weight }),
            }
        }
    }
    segments
}
