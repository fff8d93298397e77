//! Contracts: what a scenario of this kind offers beyond what every scenario does.

mod cache;
mod plan;
mod profile;
mod profiler;
mod store;
mod summary;
mod trial;

pub use cache::{CacheReplay, CacheReplayRequest};
pub use plan::{BatchLimits, ContractPlan, PlanProgress, PlanRequest, PlanRun, Similarity, SimilarityRequest};
pub use profile::{ProfileAlarm, ProfileCourse, ProfileMode, ProfileReplay, ProfileRequest};
pub use profiler::{
    Forecast, IntervalsHeld, Judgement, Learned, Lesson, Profiler, ProfilerSettings, ProfilerStatistics, QuantityHealth,
};
pub use store::{CacheStats, CallKey, ResultCache, call_text};
pub use summary::{ContractColumns, ContractsSummary, Flavoured, GenerateContracts, generate_contracts};
pub use trial::{ProfileTrial, TrialProgress, TrialRequest, TrialRow, TrialSetting};

use core::num::{NonZeroU32, NonZeroU64};

use js_sys::{Float64Array, Uint8Array, Uint32Array};

use crate::error::{Error, Result};
use crate::math::to_whole;

fn floats(values: &[f64]) -> Float64Array {
    Float64Array::from(values)
}

fn wholes(values: &[u32]) -> Uint32Array {
    Uint32Array::from(values)
}

fn truths(values: &[bool]) -> Uint8Array {
    let bytes: Vec<u8> = values.iter().map(|truth| u8::from(*truth)).collect();
    Uint8Array::from(bytes.as_slice())
}

/// A count that may not be 0.
fn above_nothing(at: &str, count: u32) -> Result<NonZeroU32> {
    NonZeroU32::new(count)
        .ok_or_else(|| Error::argument(at, "0, which nothing fits into", "give at least 1, or leave it out"))
}

/// So many of something as so many times smaller units: above 0, and of a size that can be counted.
fn units(at: &str, amount: f64, smaller: f64) -> Result<NonZeroU64> {
    let found = Some(amount * smaller).filter(|units| *units > 0.0 && *units < 9e15).map(to_whole);
    found.and_then(|units| NonZeroU64::new(u64::try_from(units).unwrap_or(0))).ok_or_else(|| {
        Error::argument(
            at,
            format!("{amount}"),
            "give a finite number above 0, or leave it out where there is no limit",
        )
    })
}
