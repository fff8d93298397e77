//! Random days: small, and ugly on purpose. Flights come back, stay nowhere or for no time, enter at the same moment, fly
//! past midnight, are exempt or frozen; volumes close, declare nothing, or declare it in pieces.

use crate::math::ceil_div;
use crate::model::{FlightId, VolumeId};
use crate::rng::Rng;
use crate::scenario::sound::{
    Analysis, Count, Day, EntryCapacity, Filter, Flights, Flow, OccupancyLimit, RatePeriod, Regulation, Stays, Volume,
    Weights,
};
use crate::sound::Outcome;
use crate::sound::rates::{self, Grids};

/// A draw from `from..to`.
fn between(rng: &mut Rng, from: i64, to: i64) -> i64 {
    from + (rng.below((to - from).unsigned_abs())) as i64
}

fn one_of<T: Copy>(rng: &mut Rng, choices: &[T]) -> T {
    choices[usize::try_from(rng.below(choices.len() as u64)).expect("fewer than 2^32 choices")]
}

/// True once in `odds` draws.
fn once_in(rng: &mut Rng, odds: u64) -> bool {
    rng.below(odds) == 0
}

/// A day of `size` flights in up to four volumes, around 10:00 or around midnight.
pub(crate) fn day(rng: &mut Rng, size: u32) -> Day {
    let count = 1 + rng.below(4);
    let start = one_of(rng, &[36_000, 36_000, 84_000, -3_000]);
    let (from, to) = one_of(rng, &[(0, 86_400), (-7_200, 97_200), (35_000, 40_001)]);
    let mut day = Day {
        volumes: (0..count).map(|number| volume(rng, number, start, i64::from(size))).collect(),
        flights: Flights { first_stay: vec![0], ..Flights::default() },
        stays: Stays::default(),
        horizon: from..to,
        merge_gap_s: 0,
    };
    for number in 0..size {
        flight(rng, &mut day, number, start);
    }
    day
}

fn volume(rng: &mut Rng, number: u64, start: i64, size: i64) -> Volume {
    // Somewhat less than would be needed, so that there is something to decide.
    let busy = 1 + size / one_of(rng, &[2, 3, 6]);
    let mut entry_capacity = Vec::new();
    let mut occupancy = Vec::new();
    if !once_in(rng, 5) {
        let mut from_s = start - one_of(rng, &[7_200, 900, 0, -17]);
        for _ in 0..=rng.below(3) {
            let to_s = from_s + one_of(rng, &[1_800, 3_600, 3_700, 10_800, 20_000]);
            entry_capacity.push(EntryCapacity { from_s, to_s, per_hour: between(rng, 0, busy + 2) });
            from_s = to_s + one_of(rng, &[0, 0, 600]);
        }
    }
    if once_in(rng, 3) {
        let mut from_s = start - 1_000;
        for _ in 0..=rng.below(2) {
            let to_s = from_s + one_of(rng, &[1_200, 6_000]);
            let [peak, sustain] = [0; 2].map(|_| (!once_in(rng, 3)).then(|| between(rng, 0, 1 + busy / 3)));
            occupancy.push(OccupancyLimit { from_s, to_s, peak, sustain, sustain_min: between(rng, 0, 12) });
            from_s = to_s;
        }
    }
    let lowest = 245 + 20 * number as i64;
    Volume {
        id: format!("V{}", (7 + 3 * number) % 10), // not in order
        band: (!once_in(rng, 4)).then_some([lowest, lowest + 20]),
        entry_capacity,
        occupancy,
        outline: Vec::new(),
    }
}

fn flight(rng: &mut Rng, day: &mut Day, number: u32, start: i64) {
    let flights = &mut day.flights;
    flights.ids.push(format!("F{number:05}"));
    let text = |rng: &mut Rng, names: &[&str]| (!once_in(rng, 4)).then(|| one_of(rng, names).to_owned());
    flights.operator.push(text(rng, &["AAA", "BBB", "CCC"]));
    flights.departure.push(text(rng, &["LSZH", "LFPG"]));
    flights.arrival.push(text(rng, &["EDDF", "LIRF"]));
    flights.takeoff_s.push(None);
    flights.rfl.push((!once_in(rng, 3)).then(|| 10 * between(rng, 24, 40)));
    let fixed = one_of(rng, &[None, None, None, None, None, None, Some(0), Some(5)]);
    flights.fixed_min.push(fixed);
    let mut moment = start + one_of(rng, &[0, 0, 1]) * between(rng, -1_800, 5_400);
    for _ in 0..one_of(rng, &[0_u32, 1, 1, 2, 3, 4]) {
        let volume = VolumeId::at(usize::try_from(rng.below(day.volumes.len() as u64)).expect("few volumes"));
        let exit = moment + one_of(rng, &[0, 30, 600, 601, 2_400]);
        let last = day.stays.volume.len();
        let touches = last > day.flights.first_stay[number as usize] as usize
            && day.stays.volume[last - 1] == volume
            && day.stays.exit_s[last - 1] >= moment;
        if !touches {
            day.stays.volume.push(volume);
            day.stays.entry_s.push(moment);
            day.stays.exit_s.push(exit);
            moment = exit + one_of(rng, &[0, 1, 60, 1_500]);
        }
    }
    day.flights.first_stay.push(u32::try_from(day.stays.len()).expect("samples are small"));
}

/// Any of the usual ways to look at a day, and some odd ones.
pub(crate) fn analysis(rng: &mut Rng) -> Analysis {
    Analysis {
        window_s: one_of(rng, &[3_600, 3_600, 1_800, 1_000]),
        step_s: one_of(rng, &[900, 900, 1_200, 3_600, 300, 700]),
        count: one_of(rng, &[Count::Flights, Count::Flights, Count::Entries]),
        occ_step_s: one_of(rng, &[60, 300, 77]),
        occ_duration_s: one_of(rng, &[60, 1, 300]),
    }
}

/// The usual weights, or others of which some are 0.
pub(crate) fn weights(rng: &mut Rng) -> Weights {
    if once_in(rng, 2) {
        return Weights::default();
    }
    let [target, ripple, context, occ_peak, occ_sustain] = [0; 5].map(|_| between(rng, 0, 12));
    let [delay, late, touched, smooth, spill] = [0; 5].map(|_| between(rng, 0, 4));
    let late_after_min = between(rng, 0, 20);
    Weights { target, ripple, context, occ_peak, occ_sustain, delay, late, late_after_min, touched, smooth, spill }
}

/// A delay for each flight, of its own choice where it is not fixed.
pub(crate) fn delays_min(rng: &mut Rng, day: &Day) -> Vec<i64> {
    let late = |rng: &mut Rng| one_of(rng, &[0, 0, 1, 17, 240]);
    let fixed = &day.flights.fixed_min;
    fixed.iter().map(|fixed| fixed.unwrap_or_else(|| late(rng))).collect()
}

/// Any delays of some of the flights that a plan's regulations hold.
pub(crate) fn outcome(rng: &mut Rng, day: &Day, regulations: &[Regulation]) -> Outcome {
    let crosses = |flight: &FlightId| {
        let mut volumes = day.flights.stays(*flight).map(|stay| day.stays.volume[stay]);
        volumes.any(|volume| regulations.iter().any(|regulation| regulation.volume == volume))
    };
    let scope: Vec<FlightId> = day.flights.iter().filter(crosses).collect();
    let captured: Vec<FlightId> = scope.iter().copied().filter(|_| !once_in(rng, 3)).collect();
    let mut outcome = Outcome { scope, captured, spill: between(rng, 0, 3), ..Outcome::base(day) };
    let chosen = delays_min(rng, day);
    for flight in &outcome.captured {
        outcome.delays_min[flight.index()] = chosen[flight.index()];
    }
    outcome
}

/// None, one or several regulations.
pub(crate) fn regulations(rng: &mut Rng, day: &Day) -> Vec<Regulation> {
    let count = one_of(rng, &[0, 1, 1, 2, 3]);
    ["S", "R", "T"][..count].iter().map(|name| regulation(rng, day, name)).collect()
}

/// A regulation of any volume, at a time when there may be traffic.
pub(crate) fn regulation(rng: &mut Rng, day: &Day, id: &str) -> Regulation {
    let volume = VolumeId::at(usize::try_from(rng.below(day.volumes.len() as u64)).expect("few volumes"));
    let moment = day.stays.entry_s.first().copied().unwrap_or(36_000);
    let start = moment - one_of(rng, &[0, 1_800, 600, -600]);
    let period = start..start + one_of(rng, &[1_200, 3_600, 7_200, 10_000]);
    let flows = (0..=rng.below(3)).map(|number| {
        let filter = if once_in(rng, 3) { Filter::everything() } else { filter(rng, day, 2) };
        Flow { id: format!("f{number}"), filter, rates: rates(rng, &period) }
    });
    let flows = flows.collect();
    Regulation { id: id.to_owned(), volume, flows, recovery_rate: one_of(rng, &[None, None, Some(0), Some(7)]), period }
}

fn rates(rng: &mut Rng, period: &core::ops::Range<i64>) -> Option<Vec<RatePeriod>> {
    let rate = |rng: &mut Rng| one_of(rng, &[0, 0, 1, 4, 10, 38, 90, 4_000]);
    if once_in(rng, 5) {
        return None;
    }
    let mut periods = Vec::new();
    let mut from_s = period.start;
    while from_s < period.end {
        let to_s =
            if once_in(rng, 2) { period.end } else { (from_s + one_of(rng, &[360, 600, 1_801])).min(period.end) };
        periods.push(RatePeriod { from_s, to_s, per_hour: rate(rng) });
        from_s = to_s;
    }
    Some(periods)
}

fn filter(rng: &mut Rng, day: &Day, depth: u32) -> Filter {
    let volumes = |rng: &mut Rng| -> Vec<VolumeId> {
        (0..day.volumes.len()).filter(|_| once_in(rng, 2)).map(VolumeId::at).collect()
    };
    let several = |rng: &mut Rng| (0..rng.below(3)).map(|_| filter(rng, day, depth - 1)).collect();
    match rng.below(if depth == 0 { 10 } else { 13 }) {
        0 => Filter::Operator(vec![one_of(rng, &["AAA", "BBB", "none"]).to_owned()]),
        1 => Filter::Departure(vec!["LSZH".to_owned()]),
        2 => Filter::Arrival(vec!["EDDF".to_owned()]),
        3 => Filter::Flights(day.flights.iter().filter(|_| once_in(rng, 2)).collect()),
        4 => Filter::Via(volumes(rng)),
        5 => Filter::From { volumes: volumes(rng), none: once_in(rng, 2) },
        6 => Filter::To { volumes: volumes(rng), none: once_in(rng, 2) },
        7 => Filter::Before(volumes(rng)),
        8 => {
            let highest = 245 + 20 * between(rng, 0, 5);
            if once_in(rng, 2) { Filter::Band { lowest: 245, highest } } else { Filter::After(volumes(rng)) }
        }
        9 => Filter::Rfl { from: 290, to: 10 * between(rng, 29, 39) },
        10 => Filter::All(several(rng)),
        11 => Filter::Any(several(rng)),
        _ => Filter::Not(Box::new(filter(rng, day, depth - 1))),
    }
}

/// A search with few candidates, the fewer the more flights there are.
pub(crate) fn search(rng: &mut Rng, size: u32) -> rates::Input {
    let day = day(rng, size);
    let mut plan = vec![regulation(rng, &day, "R")];
    plan.extend(regulations(rng, &day).into_iter().filter(|other| other.id != "R").take(1));
    let flows = plan[0].flows.len();
    let most = usize::try_from(ceil_div(60, i64::from(size) + 6).clamp(1, 4)).expect("at most 4");
    let grid = |rng: &mut Rng| {
        let finite = (0..rng.below(most as u64 + 1)).map(|_| Some(one_of(rng, &[0, 1, 3, 6, 12, 30, 60])));
        core::iter::once(None).chain(finite).collect::<Vec<rates::Rate>>()
    };
    let grids = Grids {
        coarse: (0..flows).map(|_| grid(rng)).collect(),
        fine: if once_in(rng, 2) { (0..flows).map(|_| grid(rng)).collect() } else { Vec::new() },
        blanket: grid(rng),
    };
    let (analysis, weights) = (analysis(rng), weights(rng));
    rates::Input { day: day.into(), regulations: plan, analysis, weights, grids }
}
