//! From the published model to the sound one and back, so that one question can be asked under both; and what each way
//! loses, said.

mod capacity;
mod capture;
mod from_published;
mod pieces;
mod to_published;

pub use from_published::from_published;
pub use to_published::{UNLIMITED_PER_HOUR, to_published};

use serde::Serialize;

/// Something that a conversion leaves out or reads in another way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub struct Loss {
    /// Stable name of what is lost: `conversion/undeclared-hours`.
    pub code: &'static str,
    /// How often.
    #[cfg_attr(feature = "bindings", tsify(type = "number"))]
    pub count: usize,
    /// What is lost, in a sentence.
    pub what: &'static str,
}

/// Collects losses; what happens 0 times is none.
#[derive(Debug, Default)]
struct Losses(Vec<Loss>);

impl Losses {
    fn note(&mut self, code: &'static str, count: usize, what: &'static str) {
        if count > 0 {
            self.0.push(Loss { code, count, what });
        }
    }
}
