//! What is asked about a day: regulations, how to count, and what each part of the objective weighs.

use core::ops::Range;
use std::sync::Arc;

use super::{Day, Filter};
use crate::model::{UtcMicros, VolumeId};

/// Flights an hour from one moment to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RatePeriod {
    /// First second that it holds.
    pub from_s: i64,
    /// The second after the last; later than `from_s`.
    pub to_s: i64,
    /// Flights an hour; 0 lets none through.
    pub per_hour: i64,
}

/// Flights of one regulation that share a list of slots.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Flow {
    /// Its name, which no other flow of the regulation has.
    pub id: String,
    /// Which flights it holds, of those that no earlier flow of the regulation holds.
    pub filter: Filter,
    /// Rates that cover the regulation's period without gaps, in order; `None` where the flow is known but not regulated.
    pub rates: Option<Vec<RatePeriod>>,
}

/// A volume held to rates during a period.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Regulation {
    /// Its name, which no other regulation of the plan has.
    pub id: String,
    /// The volume whose entries are regulated.
    pub volume: VolumeId,
    /// The seconds of the day in which it holds; never empty.
    pub period: Range<i64>,
    /// Its flows in declared order; the first that a flight matches has it.
    pub flows: Vec<Flow>,
    /// Flights an hour after the period, 0 for none; `None` means the last positive rate of each flow.
    pub recovery_rate: Option<i64>,
}

impl Regulation {
    /// The same regulation with one constant rate for each flow, in declared order; `None` leaves a flow unregulated.
    #[must_use]
    pub fn with_rates(&self, per_hour: &[Option<i64>]) -> Self {
        let Range { start: from_s, end: to_s } = self.period;
        let flows = self.flows.iter().zip(per_hour).map(|(flow, rate)| Flow {
            rates: rate.map(|per_hour| vec![RatePeriod { from_s, to_s, per_hour }]),
            ..flow.clone()
        });
        Self { flows: flows.collect(), ..self.clone() }
    }

    /// The same regulation with one flow for all flights of its flows, at one constant rate: an ordinary regulation.
    #[must_use]
    pub fn blanket(&self, per_hour: Option<i64>) -> Self {
        let mut filters: Vec<Filter> = self.flows.iter().map(|flow| flow.filter.clone()).collect();
        let filter = if filters.len() == 1 { filters.remove(0) } else { Filter::Any(filters) };
        let one = Flow { id: "all".to_owned(), filter, rates: None };
        Self { flows: vec![one], ..self.clone() }.with_rates(&[per_hour])
    }
}

/// What a window counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Count {
    /// Each flight once a window, whatever its re-entries.
    #[default]
    Flights,
    /// Each entry.
    Entries,
}

/// How the day is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Analysis {
    /// Length of the window in which entries are counted, in seconds; at least 1.
    pub window_s: i64,
    /// Seconds from one window start to the next; at least 1.
    pub step_s: i64,
    /// What a window counts.
    pub count: Count,
    /// Seconds from one sample of the occupancy to the next; at least 1.
    pub occ_step_s: i64,
    /// Length of a sample of the occupancy, in seconds; at least 1.
    pub occ_duration_s: i64,
}

impl Default for Analysis {
    fn default() -> Self {
        Self { window_s: 3600, step_s: 900, count: Count::Flights, occ_step_s: 60, occ_duration_s: 60 }
    }
}

/// What each part of the objective weighs; none is negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Weights {
    /// A flight-second of entry overload in a regulated volume.
    pub target: i64,
    /// The same, in another volume of any flight in scope.
    pub ripple: i64,
    /// The same, everywhere else.
    pub context: i64,
    /// A flight-second above a peak of occupancy.
    pub occ_peak: i64,
    /// A flight-second above a sustained occupancy.
    pub occ_sustain: i64,
    /// A minute of delay, as 60 flight-seconds.
    pub delay: i64,
    /// A minute of delay beyond `late_after_min`, again.
    pub late: i64,
    /// Minutes after which a delay is late.
    pub late_after_min: i64,
    /// A delayed flight.
    pub touched: i64,
    /// A flight more or less from one quarter of an hour to the next.
    pub smooth: i64,
    /// A flight delivered after the period.
    pub spill: i64,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            target: 10,
            ripple: 10,
            context: 10,
            occ_peak: 10,
            occ_sustain: 5,
            delay: 1,
            late: 1,
            late_after_min: 15,
            touched: 1,
            smooth: 0,
            spill: 0,
        }
    }
}

/// A day and what is asked about it under the sound model.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The day; shared, so that the same day with other regulations costs no copy of it.
    pub day: Arc<Day>,
    /// Midnight of that day, where known: the moment from which its seconds count.
    pub midnight: Option<UtcMicros>,
    /// The regulations in the order of the file; the first is the one whose rates are searched, the others stay as they are.
    pub regulations: Vec<Regulation>,
    /// How the day is looked at.
    pub analysis: Analysis,
    /// What each part of the objective weighs.
    pub weights: Weights,
    /// What is searched, where anything is.
    pub search: Option<Search>,
}

/// Rates to find for the flows of a regulation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Search {
    /// The first regulation, with the flows whose rates are searched in the place of its own, none of them held.
    pub regulation: Regulation,
    /// For each of its flows, in order, the rates to try, all different; `None`, unregulated, is always among them.
    pub grids: Vec<Vec<Option<i64>>>,
}
