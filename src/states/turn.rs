//! A turn: tokens one after another, each chosen where the last one led.
//!
//! ```text
//! T      = the temperature at theta(state)
//! token  = chosen among the candidates of the state at T
//! learn(token, in the state before its first intron, its last intron), unless it is the separator
//! state' = walk(state, introns of the token)
//! ```
//!
//! What is emitted is read back in one piece, so it is learned as if it had come from outside. The further a state is from the
//! archetype, the warmer the choice.

use std::sync::Arc;

use serde::Serialize;

use crate::error::Result;
use crate::states::candidates::{Input, Rules, Shortlists};
use crate::states::generate::{Chance, Choice, Climate, choose};
use crate::states::space::Space;
use crate::states::store::Store;
use crate::states::token;

/// Where a turn stands, and what it draws on.
#[derive(Debug)]
pub struct Turn {
    space: Arc<Space>,
    store: Store,
    lists: Shortlists,
    state: u32,
    climate: Climate,
    vocabulary: u32,
    chance: Chance,
}

/// A token that was emitted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Emitted {
    /// The token.
    pub token: u32,
    /// Whether there was no candidate, so that it was drawn at random.
    pub at_random: bool,
    /// The angle of the state in which it was chosen, in radians.
    pub theta: f32,
    /// The temperature at which it was chosen.
    pub temperature: f64,
    /// The index of the state to which it led.
    pub state: u32,
}

impl Turn {
    /// A turn that begins at a state, by its index; the same seed gives the same tokens.
    ///
    /// # Errors
    /// [`Error::Argument`](crate::Error::Argument) for a state that is not there.
    pub fn new(space: Arc<Space>, store: Store, state: u32, vocabulary: u32, seed: u64) -> Result<Self> {
        space.checked_code(i64::from(state), "state")?;
        let lists = Shortlists::new(Rules::default(), Input::LISTS);
        Ok(Self { space, store, lists, state, climate: Climate::default(), vocabulary, chance: Chance::new(seed) })
    }

    /// The turn under another climate, drawing on other lists.
    #[must_use]
    pub fn under(self, climate: Climate, lists: Shortlists) -> Self {
        Self { lists, climate, ..self }
    }

    /// Emits one token, learns it and goes where it leads. O(candidates) where something was learned, O(1) otherwise.
    ///
    /// # Errors
    /// [`Error::Argument`](crate::Error::Argument) where the store cannot be written, or nothing can be drawn.
    pub fn emit(&mut self) -> Result<Emitted> {
        let theta = self.space.theta_at(self.state);
        let temperature = self.climate.temperature(f64::from(theta));
        let list = self.lists.of(&self.store, self.state)?;
        let choice = choose(&list, temperature, self.vocabulary, &mut || self.chance.uniform())?;
        let introns = token::introns(u64::from(choice.token()))?;
        if u64::from(choice.token()) != token::SEPARATOR
            && let Some(last) = introns.last()
        {
            self.store.learn(self.state, choice.token(), *last)?;
        }
        let code = introns.iter().fold(self.space.code_at(self.state), |code, intron| code.step(*intron));
        self.state = self.space.index(code);
        let at_random = matches!(choice, Choice::Random(_));
        Ok(Emitted { token: choice.token(), at_random, theta, temperature, state: self.state })
    }

    /// What it draws on, with what it has learned.
    pub fn store(&self) -> &Store {
        &self.store
    }
}
