//! How much a scenario may hold. One table; each rule answers `scenario/too-large` with its own row.
//!
//! | what | at most | why |
//! |---|---|---|
//! | compressed bytes | 64 MiB | a day of 30,000 flights takes about 20 MiB |
//! | bytes of text | 256 MiB | the text is held while it is read |
//! | lists and objects in the text | 5,000,000 | each takes memory before it is checked |
//! | values in the text | 30,000,000 | the same |
//! | volumes | 20,000 | |
//! | volumes × bins | 4,000,000 | the table of occupancy |
//! | flights | 250,000 | |
//! | intervals | 3,000,000 | |
//! | flows | 2,000 | |
//! | flights listed by flows | 1,000,000 | |
//! | cells of each list | 250,000 | |
//! | candidates × flows × (bins + 1) | 4,000,000 | the table of releases |
//! | points of outlines | 1,000,000 | |
//! | characters of an id or a name | 200 | |
//! | characters of a sentence | 10,000 | title, source, note on capacities |
//! | seconds from take-off | 604,800 (seven days) | |
//!
//! The first four are checked before any memory is taken; nothing is reserved because a file announces it.

use super::locate::Place;
use super::problems::Problems;
use super::say;

pub(super) const COMPRESSED_BYTES: usize = 64 << 20;
pub(super) const TEXT_BYTES: usize = 256 << 20;
pub(super) const CONTAINERS: usize = 5_000_000;
pub(super) const VALUES: usize = 30_000_000;
pub(super) const VOLUMES: usize = 20_000;
pub(super) const VOLUME_BINS: usize = 4_000_000;
pub(super) const FLIGHTS: usize = 250_000;
pub(super) const INTERVALS: usize = 3_000_000;
pub(super) const FLOWS: usize = 2_000;
pub(super) const LISTED_FLIGHTS: usize = 1_000_000;
pub(super) const CELLS: usize = 250_000;
pub(super) const RELEASES: usize = 4_000_000;
pub(super) const OUTLINE_POINTS: usize = 1_000_000;
pub(super) const ID_CHARS: usize = 200;
pub(super) const SENTENCE_CHARS: usize = 10_000;
pub(super) const SECONDS: f64 = 604_800.0;

/// Whether `count` stays within `limit`; notes `scenario/too-large` where it does not.
pub(super) fn within(count: usize, limit: usize, what: &str, place: Place, problems: &mut Problems) -> bool {
    if count > limit {
        problems.error("scenario/too-large", place, || {
            (format!("has {} {what}", say::count(count)), format!("use at most {}", say::count(limit)))
        });
    }
    count <= limit
}
