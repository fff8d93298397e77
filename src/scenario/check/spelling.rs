//! Names that are nearly right.

use std::collections::HashMap;

use crate::error::nearest;
use crate::scenario::say;

/// How many comparisons of characters are spent on one file's misspelt names.
const PATIENCE: usize = 50_000_000;

/// Finds the known name that a misspelt one most likely meant, within [`PATIENCE`].
pub(in crate::scenario) struct Speller<'n> {
    known: Vec<&'n str>,
    told: HashMap<String, String>,
    patience: usize,
}

impl<'n> Speller<'n> {
    pub(in crate::scenario) fn new(known: impl Iterator<Item = &'n str>) -> Self {
        Self { known: known.collect(), told: HashMap::new(), patience: PATIENCE }
    }

    /// `did you mean “LSAS”?`, or `otherwise` where nothing is near.
    pub(in crate::scenario) fn remedy(&mut self, name: &str, otherwise: &str) -> String {
        if let Some(told) = self.told.get(name) {
            return told.clone();
        }
        let near = |known: &&&str| known.len().abs_diff(name.len()) * 3 <= known.len().max(name.len());
        let work: usize = self.known.iter().filter(near).map(|known| known.len() * name.len()).sum();
        let guess = if work <= self.patience {
            self.patience -= work;
            nearest(name, self.known.iter().filter(near).copied())
        } else {
            None
        };
        let told = guess.map_or_else(|| otherwise.to_owned(), |guess| format!("did you mean {}?", say::quoted(guess)));
        self.told.insert(name.to_owned(), told.clone());
        told
    }
}
