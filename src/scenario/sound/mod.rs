//! The sound model of a day: whole flights, absolute seconds, declared capacities and regulations, integers throughout.
//!
//! It stands beside the published model and does not replace it: a flow scenario carries both, so that one question can
//! be asked under either. All intervals of time are half-open.

mod build;
mod check;
mod convert;
mod day;
mod filter;
mod format;
mod plan;
mod read;
mod regulation;
mod row;
mod write;

pub use convert::{Loss, UNLIMITED_PER_HOUR, from_published, to_published};
pub use day::{Day, EntryCapacity, Flights, OccupancyLimit, Stays, Volume};
pub use filter::Filter;
pub use plan::Plan;
pub(super) use read::checked;
pub(super) use read::generated_schema;
pub use read::question;
pub use regulation::{Analysis, Count, Flow, Question, RatePeriod, Regulation, Search, Weights};
pub use write::to_json;
