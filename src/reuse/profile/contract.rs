//! What a profiler knows of a contract.

use crate::error::{Error, Result};

/// One method slot of a contract.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// The class; may be empty.
    pub class: String,
    /// The method; may be empty.
    pub method: String,
    /// The level's text: `N1-EMP`.
    pub level: String,
    /// How sure its author was.
    pub confidence: f64,
}

/// A contract: what it is called, its type, and its slots over all phases, in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Contract {
    /// Its name.
    pub id: String,
    /// Its type: `TYPE_A`.
    pub kind: String,
    /// Its slots.
    pub slots: Vec<Slot>,
}

/// The most slots of one contract.
pub const SLOT_LIMIT: usize = 100_000;

impl Contract {
    /// Refuses what no file can hold.
    pub(super) fn check(&self, at: &str) -> Result<()> {
        if self.slots.len() > SLOT_LIMIT {
            let found = format!("{} slots", self.slots.len());
            return Err(Error::argument(format!("{at}.slots"), found, format!("give at most {SLOT_LIMIT}")));
        }
        match self.slots.iter().position(|slot| !slot.confidence.is_finite()) {
            None => Ok(()),
            Some(slot) => Err(Error::argument(
                format!("{at}.slots[{slot}].confidence"),
                format!("{} is no confidence", self.slots[slot].confidence),
                "give a finite number, usually from 0 to 1",
            )),
        }
    }
}
