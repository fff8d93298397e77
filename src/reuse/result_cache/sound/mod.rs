//! The cache as its users believed it to be; the default.
//!
//! ```text
//! time      the latest that the cache was told: a clock that goes back is held, and counted
//! live      now < stored + life                       half-open; every operation first drops what is no longer live
//! get       live: most recent, hit;  else miss        a stored nothing is an answer like any other
//! begin     live: hit;  else the first to ask gets a ticket, the others wait for it
//! put       over capacity or budget: the least recent entries are evicted until the new one fits; then stored as most recent
//! ```
//!
//! With a capacity of one, `put a` for 10 µs at 0, then at 10 `put b`: `a` has expired, so nothing is evicted.
//!
//! A put, an invalidation or a clear overtakes a flight of the same key: what the flight finds is still given to those who
//! wait for it, but not kept, and who begins afterwards gets a ticket of their own. A flight that fails leaves nothing; the next to ask
//! tries again. An answer larger than the whole budget is not kept, and what was there under its key is dropped with it.
//!
//! A capacity, a budget or a life of nothing cannot be written, and calls with opaque values have no key here.

mod optimised;
mod reference;

use core::num::{NonZeroU32, NonZeroU64};
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value as Json;

use super::key::{Call, Key};

pub(super) use optimised::replay;
pub use optimised::{Begun, Finished, Put, ResultCache};
pub(super) use reference::replay as reference_replay;

/// What a cache may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// At most so many answers.
    pub capacity: NonZeroU32,
    /// At most so many bytes in all, as the callers count them; no bound where there is none.
    pub budget_bytes: Option<NonZeroU64>,
    /// How long an answer is good, in microseconds; for ever where there is none.
    pub life_us: Option<NonZeroU64>,
}

impl Limits {
    /// So many answers, for ever, of any size.
    pub fn of_capacity(capacity: NonZeroU32) -> Self {
        Self { capacity, budget_bytes: None, life_us: None }
    }
}

/// How long one answer is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Life {
    /// As the limits say.
    #[default]
    AsLimited,
    /// Until it must make room.
    Endless,
    /// So many microseconds.
    Of(NonZeroU64),
}

impl Life {
    /// Microseconds, where there is an end.
    pub(super) fn us(self, limits: &Limits) -> Option<u64> {
        match self {
            Self::AsLimited => limits.life_us.map(NonZeroU64::get),
            Self::Endless => None,
            Self::Of(us) => Some(us.get()),
        }
    }
}

/// One thing done, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// A clock that should never go back, in microseconds.
    pub now_us: u64,
    /// What is done.
    pub operation: Operation,
}

/// An answer to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// The answer.
    pub value: Json,
    /// How many bytes it takes.
    pub bytes: u64,
    /// How long it is good.
    pub life: Life,
}

/// One thing done to the cache.
#[derive(Debug, Clone, PartialEq)]
pub enum Operation {
    /// Ask for an answer.
    Get(Arc<Call>),
    /// Store an answer.
    Put(Arc<Call>, Answered),
    /// Ask for an answer, ready to work it out.
    Begin(Arc<Call>),
    /// Bring the answer of a ticket.
    Finish(u64, Answered),
    /// Give a ticket back without an answer.
    Fail(u64),
    /// Forget one answer.
    Invalidate(Arc<Call>),
    /// Forget all answers.
    Clear,
    /// Ask for nothing but the counts: what is no longer live is dropped all the same.
    Counts,
    /// Ask for the entries, the least recent first.
    Order,
}

/// What was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Questions that had an answer.
    pub hits: u64,
    /// Questions that had none; tickets among them.
    pub misses: u64,
    /// Questions that wait for another's ticket.
    pub joined: u64,
    /// Live entries that made room.
    pub evictions: u64,
    /// Entries whose life was over.
    pub expirations: u64,
    /// Answers that are larger than the whole budget.
    pub too_large: u64,
    /// How often the clock went back and was held.
    pub held: u64,
    /// Bytes held now.
    pub bytes: u64,
}

/// What an observer sees of one step.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Seen {
    /// What came of it.
    pub outcome: Outcome,
    /// The entries whose life was over, in the order in which it ended, then in the order in which they were stored.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub expired: Vec<Key>,
    /// The entries that made room, in that order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evicted: Vec<Key>,
    /// The counts afterwards.
    pub counts: Counts,
    /// How many entries there are afterwards, all of them live.
    pub size: usize,
}

/// What came of one operation.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// There was an answer.
    Hit(Json),
    /// There was none.
    Miss,
    /// There was none: the asker works it out and brings it under this ticket.
    Ticket(u64),
    /// There is none yet: this ticket's holder works it out.
    Waits(u64),
    /// Stored under this key.
    Stored(Key),
    /// Not stored: larger than the whole budget.
    TooLarge,
    /// A ticket came back.
    Landed {
        /// How many waited for it.
        waiters: u64,
        /// Whether its answer was kept; never where it failed.
        kept: bool,
    },
    /// No such ticket is out.
    NoTicket,
    /// The call has no key: the value at this place has no content of its own.
    Refused(String),
    /// Whether there was an entry to forget.
    Invalidated(bool),
    /// All is forgotten.
    Cleared,
    /// Only the counts were asked for.
    Counted,
    /// The keys, the least recent first.
    Order(Vec<Key>),
}
