//! Capacities by the hour of the day, and by declared sub-periods.

use indexmap::IndexMap;

use super::Losses;
use super::to_published::UNLIMITED_PER_HOUR;
use crate::scenario::sound::EntryCapacity;

const HOUR_S: i64 = 3600;

/// Hourly capacities as sub-periods: whole flights, equal neighbours as one, undeclared hours left out.
pub(super) fn declared(hours: &IndexMap<u32, f64>, losses: &mut Losses) -> Vec<EntryCapacity> {
    let mut sorted: Vec<(u32, f64)> = hours.iter().map(|(hour, capacity)| (*hour, *capacity)).collect();
    sorted.sort_unstable_by_key(|(hour, _)| *hour);
    losses.note(
        "conversion/undeclared-hours",
        24 - sorted.len(),
        "hours without a capacity, which count as 0 in the published model, are not limited",
    );
    let mut declared: Vec<EntryCapacity> = Vec::new();
    for (hour, capacity) in sorted {
        #[expect(clippy::cast_possible_truncation, reason = "cut to the largest capacity that a file may hold")]
        let per_hour = capacity.clamp(0.0, 100_000.0).floor() as i64;
        #[expect(clippy::cast_precision_loss, reason = "at most 100,000")]
        let odd = (per_hour as f64 - capacity) != 0.0;
        losses.note("conversion/part-flights", usize::from(odd), "capacities were cut to whole flights, 0 or more");
        let from_s = i64::from(hour) * HOUR_S;
        match declared.last_mut() {
            Some(last) if last.to_s == from_s && last.per_hour == per_hour => last.to_s += HOUR_S,
            _ => declared.push(EntryCapacity { from_s, to_s: from_s + HOUR_S, per_hour }),
        }
    }
    declared
}

/// Sub-periods as hourly capacities: the flights that they allow in each hour; no limit to speak of where an hour is not
/// declared throughout.
pub(super) fn hourly(declared: &[EntryCapacity], losses: &mut Losses) -> IndexMap<u32, f64> {
    let (mut undeclared, mut mixed) = (0, 0);
    let hours = (0_u32..24).map(|hour| {
        let (from_s, to_s) = (i64::from(hour) * HOUR_S, i64::from(hour + 1) * HOUR_S);
        let shares = declared.iter().filter_map(|period| {
            let share = period.to_s.min(to_s) - period.from_s.max(from_s);
            (share > 0).then_some((share, period.per_hour))
        });
        let shares: Vec<(i64, i64)> = shares.collect();
        if shares.iter().map(|(share, _)| share).sum::<i64>() < HOUR_S {
            undeclared += 1;
            return (hour, UNLIMITED_PER_HOUR);
        }
        mixed += usize::from(shares.len() > 1);
        let flights = shares.iter().map(|(share, per_hour)| share * per_hour).sum::<i64>() / HOUR_S;
        #[expect(clippy::cast_precision_loss, reason = "capacities lie far below 2^53")]
        let capacity = flights as f64;
        (hour, capacity)
    });
    let hours = hours.collect();
    losses.note(
        "conversion/undeclared-hours",
        undeclared,
        "hours that are not declared throughout take 9,999 flights, since none would count as 0",
    );
    losses.note(
        "conversion/mixed-hours",
        mixed,
        "hours in which a capacity changes take the mean, cut to whole flights",
    );
    let outside = declared.iter().filter(|period| period.from_s < 0 || period.to_s > 24 * HOUR_S).count();
    losses.note("conversion/other-days", outside, "capacities before or after the day were left out");
    hours
}
