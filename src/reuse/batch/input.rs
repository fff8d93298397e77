//! What is asked, and how large it may be.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::classes::Sets;
use super::{folds, islands};
use crate::error::{Error, Result};
use crate::scenario::contracts::{Contracts, Limits};

/// How clusters are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Mode {
    /// As the published system: sums of doubles in its order, dependencies unknown to it.
    Published,
    /// As exact fractions with stated ties, dependencies kept; for tens of thousands of contracts.
    Scale,
}

/// Distinct sets of classes that the published mode takes: its tables of doubles grow with the square, to 400 MB.
pub const MOST_PUBLISHED_SETS: usize = 5_000;

/// Distinct sets of classes that the scale mode takes in one island of contracts linked by similarity: 324 MB.
pub const MOST_SETS: usize = 9_000;

/// What is asked: contracts, the limits of their batches, and how clusters are compared.
#[derive(Debug, Clone)]
pub struct Input {
    /// The contracts.
    pub set: Arc<Contracts>,
    /// What a batch may hold.
    pub limits: Limits,
    /// How clusters are compared.
    pub mode: Mode,
}

impl Input {
    /// The contracts under their own limits.
    ///
    /// # Errors
    /// [`Error::Argument`] where the similarities of the distinct sets of classes would take more memory than there is.
    pub fn of(set: Arc<Contracts>, mode: Mode) -> Result<Self> {
        let limits = set.limits;
        Self::within(set, limits, mode)
    }

    /// The contracts under other limits.
    ///
    /// # Errors
    /// As [`Input::of`]; and where the threshold is not a number.
    pub fn within(set: Arc<Contracts>, limits: Limits, mode: Mode) -> Result<Self> {
        if !limits.similarity_threshold.is_finite() {
            let found = format!("{} is no similarity", limits.similarity_threshold);
            return Err(Error::argument("similarityThreshold", found, "give a number from 0 to 1"));
        }
        let input = Self { set, limits, mode };
        if input.set.contracts.len() > MOST_PUBLISHED_SETS {
            input.check()?;
        }
        Ok(input)
    }

    /// Whether the tables of either mode have room.
    fn check(&self) -> Result<()> {
        let sets = Sets::new(&self.set.contracts);
        let threshold = self.limits.similarity_threshold;
        let (found, most, remedy) = match self.mode {
            Mode::Published => {
                (folds::groups(&sets, threshold).len(), MOST_PUBLISHED_SETS, "use the scale mode, or fewer contracts")
            }
            Mode::Scale if sets.len() <= MOST_SETS => return Ok(()),
            Mode::Scale => (
                islands::largest(&sets, threshold),
                MOST_SETS,
                "raise the similarity threshold, or use fewer contracts",
            ),
        };
        if found <= most || threshold > 1.0 {
            return Ok(());
        }
        let found = format!("{found} distinct sets of classes have to be compared at once, at most {most} can be");
        Err(Error::argument("contracts", found, remedy))
    }
}
