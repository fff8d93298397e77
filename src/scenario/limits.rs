//! How much a scenario may hold. A file beyond a limit is refused with `scenario/too-large`, and told which.
//!
//! Bytes, lists, objects and values are counted before the text takes any other memory, and no memory is reserved because
//! a file announces that it needs some.

use super::locate::Place;
use super::problems::Problems;
use super::say;

/// Bytes of a gzipped file. A European day of 30,000 flights takes about 16 MB.
pub const COMPRESSED_BYTES: usize = 64 << 20;
/// Bytes of JSON text, which is held while it is read. The same day takes 62 MB with a table, 136 MB without.
pub const TEXT_BYTES: usize = 256 << 20;
/// Lists and objects in the text.
pub const CONTAINERS: usize = 5_000_000;
/// Commas in the text, which stand for its values.
pub const VALUES: usize = 20_000_000;
/// Traffic volumes.
pub const VOLUMES: usize = 20_000;
/// Volumes times bins: the table of occupancy.
pub const VOLUME_BINS: usize = 4_000_000;
/// Flights.
pub const FLIGHTS: usize = 250_000;
/// Intervals of all flights.
pub const INTERVALS: usize = 3_000_000;
/// Flows.
pub const FLOWS: usize = 2_000;
/// Flights listed by all flows, as often as they are listed.
pub const LISTED_FLIGHTS: usize = 1_000_000;
/// Target cells, and ripple cells.
pub const CELLS: usize = 250_000;
/// Candidates times flows times one more than the bins: the table of releases.
pub const RELEASES: usize = 4_000_000;
/// Points of all outlines.
pub const OUTLINE_POINTS: usize = 1_000_000;
/// Characters of an id or a name.
pub const ID_CHARS: usize = 200;
/// Characters of the title, the source or the note on capacities.
pub const SENTENCE_CHARS: usize = 10_000;
/// Seconds between take-off and an entry or exit: seven days.
pub const SECONDS: f64 = 604_800.0;

/// States, indices, tokens, entries or queries that one file of states asks about, each.
pub const STATES_ASKED: usize = 1_000_000;
/// Bytes that a stream of one file of states has in all.
pub const WALK_BYTES: usize = 4_000_000;
/// Calls of one stream.
pub const WALK_CALLS: usize = 100_000;
/// Contracts.
pub const CONTRACTS: usize = 100_000;
/// Past executions of contracts.
pub const EXECUTIONS: usize = 1_000_000;
/// Workers that execute batches.
pub const WORKERS: usize = 10_000;
/// The largest confidence in a method, whose sound values lie from 0 to 1.
pub const CONFIDENCE: f64 = 1e9;
/// Declared sub-periods of all volumes, and of the rates of all regulations.
pub const SUB_PERIODS: usize = 500_000;
/// Regulations of a plan.
pub const REGULATIONS: usize = 1_000;
/// Names in the filters of all flows, flights apart.
pub const FILTER_NAMES: usize = 100_000;
/// Slots that the rates of all flows open during their periods.
pub const SLOTS: usize = 4_000_000;
/// Volumes times windows, or times samples of the occupancy: the table of counts.
pub const WINDOWS: usize = 20_000_000;
/// Rates in the grid of one flow.
pub const GRID_RATES: usize = 10_000;
/// Flights an hour of a rate or a capacity.
pub const PER_HOUR: i64 = 100_000;
/// What a part of the sound objective may weigh; keeps the objective within 2^53.
pub const WEIGHT: i64 = 10_000;
/// Seconds of the day, before or after its midnight: seven days.
pub const DAY_SECONDS: i64 = 604_800;

/// Whether `count` stays within `limit`; notes `scenario/too-large` where it does not.
pub(super) fn within(count: usize, limit: usize, what: &str, place: Place, problems: &mut Problems) -> bool {
    if count > limit {
        problems.error("scenario/too-large", place, || {
            (format!("has {} {what}", say::count(count)), format!("use at most {}", say::count(limit)))
        });
    }
    count <= limit
}
