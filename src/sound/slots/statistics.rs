//! The delays of a plan in sum.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::scenario::sound::Day;
use crate::sound::Outcome;

/// Delays over the captured flights that are free to be delayed; exempt and frozen ones are only counted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Statistics {
    /// Captured flights that are free to be delayed.
    pub captured: i64,
    /// Captured flights that are exempt or frozen.
    pub fixed: i64,
    /// Those of `captured` that wait at all.
    pub delayed: i64,
    /// Minutes waited in all.
    pub total_min: i64,
    /// The longest wait in minutes.
    pub max_min: i64,
    /// Those that wait more than 15 minutes.
    pub over15: i64,
    /// Those that enter at or after the end of the period.
    pub spill: i64,
    /// `total_min / captured`, or 0.
    pub mean_min: f64,
    /// `total_min / delayed`, or 0.
    pub mean_delayed_min: f64,
    /// `delayed / captured`, or 0.
    pub share_delayed: f64,
    /// How unequal the waits are, as a fraction: 0 for equal ones.
    pub gini_flights: (i64, i64),
    /// How unequal the operators' mean waits are, each weighed by its flights, as a fraction.
    pub gini_operators: (i64, i64),
    /// The waits of each operator, by name; the empty name for flights without one.
    pub operators: BTreeMap<String, OperatorDelays>,
}

/// The waits of one operator.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OperatorDelays {
    /// Its captured flights that are free to be delayed.
    pub flights: i64,
    /// Those that wait at all.
    pub delayed: i64,
    /// Minutes waited in all.
    pub total_min: i64,
    /// The longest wait in minutes.
    pub max_min: i64,
}

/// How unequal `total / members` is over groups `(total, members)`, each weighed by its members, as a fraction:
/// `sum over ordered pairs |Di Nj - Dj Ni| / (2 N D)`; `0 / 1` where the total is 0.
pub(crate) type Gini = fn(&[(i64, i64)]) -> (i64, i64);

impl Statistics {
    /// The statistics of a plan, with either side's way to the Gini index.
    pub(crate) fn of(day: &Day, outcome: &Outcome, gini: Gini) -> Self {
        let mut operators: BTreeMap<String, OperatorDelays> = BTreeMap::new();
        let mut delays_min = Vec::new();
        for (flight, delay_min) in outcome.delays_of_the_free(day) {
            delays_min.push(delay_min);
            let name = day.flights.operator[flight.index()].as_deref().unwrap_or("");
            let own = match operators.get_mut(name) {
                Some(own) => own,
                None => operators.entry(name.to_owned()).or_default(),
            };
            own.flights += 1;
            own.delayed += i64::from(delay_min > 0);
            own.total_min += delay_min;
            own.max_min = own.max_min.max(delay_min);
        }
        let captured = delays_min.len() as i64;
        let delayed = delays_min.iter().filter(|delay| **delay > 0).count() as i64;
        let total_min: i64 = delays_min.iter().sum();
        let each: Vec<(i64, i64)> = delays_min.iter().map(|delay| (*delay, 1)).collect();
        let each_operator: Vec<(i64, i64)> = operators.values().map(|own| (own.total_min, own.flights)).collect();
        Self {
            captured,
            fixed: outcome.captured.len() as i64 - captured,
            delayed,
            total_min,
            max_min: delays_min.iter().copied().max().unwrap_or(0),
            over15: delays_min.iter().filter(|delay| **delay > 15).count() as i64,
            spill: outcome.spill,
            mean_min: quotient(total_min, captured),
            mean_delayed_min: quotient(total_min, delayed),
            share_delayed: quotient(delayed, captured),
            gini_flights: gini(&each),
            gini_operators: gini(&each_operator),
            operators,
        }
    }
}

/// `a / b`, the one division of floats in the sound model; 0 where there is nothing to divide by.
fn quotient(a: i64, b: i64) -> f64 {
    if b == 0 { 0.0 } else { a as f64 / b as f64 }
}
