//! Have we done this already, can we do many at once, and how long will it take?
//!
//! Before work is begun, three things can save it. The **result cache** knows whether the same call was answered before: a
//! call is its *key*, a digest of its name and arguments, and an answer is kept until it is too old or must make room. The
//! **batches** say which contracts are alike enough to be executed together, and in which order. The **profile** says from
//! past executions how long the next one takes and how sure that is.
//!
//! Words: a *contract* lists *method slots*, in phases; an *execution* is one run of a contract, with the time and memory it
//! took. An entry of the cache is *live* until its *time to live* is over, then *expired*; it is *evicted* to make room.
//!
//! The pairs answer apart from each other and in any order: `result_cache`, `batch`, `profile`; only
//! `schedule` stands on another, as it puts batches on workers. Each has the *published*
//! semantics, those of the system from which the recorded cases were taken, its surprises included; beside them stands what
//! the users of that system believed they were getting, and that is the default.

pub mod batch;
pub mod profile;
pub mod result_cache;
pub mod schedule;
