//! Days on which the short cut is right, and days that break one condition of its law.

use std::sync::Arc;

use loadline::model::{Horizon, UtcMicros};
use loadline::scenario::Traffic;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::days::{Asked, Filed, MIDNIGHT, SECOND, Stay, horizon, traffic, volumes, weights};

/// The condition of the law that a day breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Breach {
    /// None: the short cut must be right.
    Nothing,
    /// The first flight stays in the control volume in the next bin of the window too.
    SecondStayInWindow,
    /// The first flight comes back to the control volume after the window.
    SecondStayAfterWindow,
    /// The first flow lists its first flight twice.
    ListedTwice,
    /// A second flow lists the first flight too.
    Shared,
    /// The first flight is filed one bin after that of the clock.
    AnotherBin,
    /// The first flight's entry, modulo the bin, is less than the clock's offset in the bin.
    ShortOffset,
    /// The window ends before everybody is served.
    Spill,
}

/// A day and the hourly rate of each flow.
#[derive(Debug, Clone)]
pub(crate) struct Regulated {
    pub(crate) traffic: Arc<Traffic>,
    pub(crate) rates: Vec<f64>,
}

/// A flight's place in the window, in shares of what the horizon allows.
#[derive(Debug, Clone)]
struct Draw {
    flow: usize,
    bin: u32,
    /// Of a bin: the clock's offset, and the entry's beyond it.
    offset: f64,
    beyond: f64,
    whole_bins: u32,
    eighths: u8,
    elsewhere: bool,
}

/// Bins in which flights ask, and bins in which every queue is served: at most 12 flights, at least one a bin.
const ASKING: u32 = 4;
const SERVING: u32 = ASKING + 12;

/// Days that break just this condition.
pub(crate) fn day(breach: Breach) -> impl Strategy<Value = Regulated> {
    let draw = (0_usize..2, 0..ASKING, share(), share(), 0_u32..3, 0_u8..8, any::<bool>()).prop_map(
        |(flow, bin, offset, beyond, whole_bins, eighths, elsewhere)| Draw {
            flow,
            bin,
            offset,
            beyond,
            whole_bins,
            eighths,
            elsewhere,
        },
    );
    let quotas = vec(prop_oneof![4 => (1_u32..4).prop_map(f64::from), 1 => Just(f64::INFINITY)], 2);
    let others = vec((0_i64..86_400, 0_i32..4000), 0..3);
    (horizon(), volumes(2), vec(draw, 1..12), quotas, others, 0.0..1.0, weights()).prop_map(
        move |(horizon, volumes, draws, mut quotas, others, start, weights)| {
            let start = scaled(start, horizon.bins() - SERVING - 2);
            if breach == Breach::Spill {
                quotas[draws[0].flow] = 1.0;
            }
            let serving = if breach == Breach::Spill { ASKING } else { SERVING };
            let window = (start, start + serving);
            let mut flights: Vec<Filed> = draws.iter().map(|draw| filed(draw, horizon, start)).collect();
            let mut flows = vec![Vec::new(); 2];
            for (flight, draw) in draws.iter().enumerate() {
                flows[draw.flow].push(flight);
            }
            break_one(breach, &mut flights[0], &mut flows, draws[0].flow, window, horizon);
            // Flights that no flow lists may be anywhere at all.
            flights.extend(others.into_iter().map(|(takeoff, entry)| stay_once(takeoff, f64::from(entry))));
            let rates = quotas.iter().map(|quota| quota * f64::from(horizon.bins_per_hour())).collect();
            Regulated { traffic: traffic(&flights, Asked { horizon, volumes, flows, window, weights }), rates }
        },
    )
}

/// A share of a bin; often its very start.
fn share() -> impl Strategy<Value = f64> {
    prop_oneof![1 => select(vec![0.0, 0.999]), 3 => 0.0..1.0]
}

/// The part of `whole` that is `share` of it, rounded down.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "shares lie from 0 to 1")]
pub(crate) fn scaled(share: f64, whole: u32) -> u32 {
    (share * f64::from(whole)) as u32
}

/// A flight that asks in a bin of the window and whose entry, modulo the bin, is not below the clock's offset.
fn filed(draw: &Draw, horizon: Horizon, start: u32) -> Filed {
    let length = horizon.bin_seconds();
    let offset = scaled(draw.offset, length);
    let within = offset + scaled(draw.beyond, length - offset);
    let entry = draw.whole_bins * length + within;
    let asked = (start + draw.bin) * length + offset;
    let mut flight = stay_once(i64::from(asked) - i64::from(entry), f64::from(entry) + f64::from(draw.eighths) / 8.0);
    if draw.elsewhere {
        let (entry_s, exit_s) = (flight.stays[0].exit_s, flight.stays[0].exit_s + 600.0);
        flight.stays.push(Stay { volume: 1, entry_s, exit_s, bin: None });
    }
    flight
}

/// A flight with one stay in volume 0; take-off in seconds of the day.
fn stay_once(takeoff: i64, entry_s: f64) -> Filed {
    let stay = Stay { volume: 0, entry_s, exit_s: entry_s + 60.0, bin: None };
    Filed { takeoff: MIDNIGHT + takeoff * SECOND, stays: vec![stay] }
}

fn break_one(
    breach: Breach,
    first: &mut Filed,
    flows: &mut [Vec<usize>],
    flow: usize,
    window: (u32, u32),
    horizon: Horizon,
) {
    let clock = |flight: &Filed, entry_s: f64| UtcMicros(flight.takeoff).plus_seconds(entry_s).bin(horizon);
    let stay = first.stays[0].clone();
    let length = f64::from(horizon.bin_seconds());
    match breach {
        Breach::Nothing | Breach::Spill => {}
        Breach::SecondStayInWindow => {
            first.stays.push(Stay { entry_s: stay.entry_s + length, exit_s: stay.exit_s + length, ..stay });
        }
        Breach::SecondStayAfterWindow => {
            let later = f64::from(window.1 - clock(first, stay.entry_s)) * length;
            first.stays.push(Stay { entry_s: stay.entry_s + later, exit_s: stay.exit_s + later, ..stay });
        }
        Breach::ListedTwice => flows[flow].push(0),
        Breach::Shared => flows[1 - flow].push(0),
        Breach::AnotherBin => first.stays[0].bin = Some(clock(first, stay.entry_s) + 1),
        Breach::ShortOffset => {
            // Asks in the same bin, up to 599 s after it opens, and right at take-off.
            let bin = i64::from(clock(first, stay.entry_s));
            let length = i64::from(horizon.bin_seconds());
            *first = stay_once(bin * length + (length - 1).min(599), 0.0);
        }
    }
}
