//! Generation: how a token is chosen among candidates, and when it is drawn at random instead.
//!
//! ```text
//! T(theta) = floor + (cap − floor) / (1 + exp(−10 (theta − low)))      floor 0.1, cap 1.0, low 0.05
//! no candidate               a token drawn from 1 ..= min(vocabulary, 8191) − 1
//! T < 0.1, or at most three  the best candidate
//! otherwise                  the first j whose share of Σ p, summed to j, is above u
//!                            p_j ~ exp((l_j − max l)),  l_j = ln(score_j − min score + 1e-8) / T
//! ```
//!
//! The uniform `u` of [0, 1) is handed in, so that a choice can be made again; [`Chance`] draws it from a seed. At the archetype,
//! theta is 0 and T is 0.4398: with these settings T is never below the floor, so the best is taken only of three or fewer.
//!
//! A token that was chosen is fed back through its introns in one piece, as anything that is read.

use crate::error::{Error, Result};
use crate::math::{exp, ln};
use crate::rng::Rng;
use crate::states::candidates::Candidate;
use crate::states::word::Thetas;

/// Below this temperature the best candidate is taken.
const COLD: f64 = 0.1;
/// Up to so many candidates, the best is taken.
const FEW: usize = 3;
/// Tokens drawn at random are below this, so that two introns spell them.
const RANDOM_BELOW: u32 = 8191;
/// Keeps the least score's logarithm finite.
const EPSILON: f64 = 1e-8;

/// How theta sets the temperature.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Climate {
    /// The temperature far below `low`.
    pub floor: f64,
    /// The temperature far above `low`.
    pub cap: f64,
    /// The angle, in radians, half-way between.
    pub low: f64,
}

impl Default for Climate {
    /// The published settings.
    fn default() -> Self {
        Self { floor: 0.1, cap: 1.0, low: 0.05 }
    }
}

impl Climate {
    /// The temperature at an angle from the archetype.
    ///
    /// ```
    /// # use loadline::states::generate::Climate;
    /// assert!((Climate::default().temperature(0.0) - 0.4398).abs() < 1e-4);
    /// assert!(Climate::default().temperature(core::f64::consts::PI) > 0.999);
    /// ```
    pub fn temperature(&self, theta: f64) -> f64 {
        self.floor + (self.cap - self.floor) / (1.0 + exp(-10.0 * (theta - self.low)))
    }

    /// The temperature in a state, a word of 48 bits.
    pub fn temperature_of(&self, state: u64, thetas: &Thetas) -> f64 {
        self.temperature(f64::from(thetas.of(state)))
    }
}

/// Draws of [0, 1), the same for the same seed.
#[derive(Debug, Clone)]
pub struct Chance(Rng);

impl Chance {
    /// Draws from a seed.
    pub fn new(seed: u64) -> Self {
        Self(Rng::new(seed))
    }

    /// The next one: 53 bits.
    pub fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// What was chosen, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// The best candidate, without a draw.
    Best(u32),
    /// A candidate that was drawn.
    Drawn(u32),
    /// There was none: a token drawn at random.
    Random(u32),
}

impl Choice {
    /// The token.
    pub fn token(self) -> u32 {
        match self {
            Self::Best(token) | Self::Drawn(token) | Self::Random(token) => token,
        }
    }
}

/// Chooses among candidates, best first; `uniform` is asked at most once, for a number of [0, 1).
///
/// # Errors
/// [`Error::Argument`] for a vocabulary below 2, where nothing can be drawn, and for a temperature that is no number.
pub fn choose(
    candidates: &[Candidate],
    temperature: f64,
    vocabulary: u32,
    uniform: &mut dyn FnMut() -> f64,
) -> Result<Choice> {
    if temperature.is_nan() {
        return Err(Error::argument("temperature", "it is no number", "give a number above 0"));
    }
    let Some(best) = candidates.first() else {
        return random_token(vocabulary, uniform()).map(Choice::Random);
    };
    if temperature < COLD || candidates.len() <= FEW {
        return Ok(Choice::Best(best.token));
    }
    let place = drawn_place(&weights(candidates, temperature), uniform());
    Ok(Choice::Drawn(candidates[place].token))
}

/// A token drawn at random: each of `1 ..= min(vocabulary, 8191) − 1` alike.
///
/// # Errors
/// [`Error::Argument`] for a vocabulary below 2.
pub fn random_token(vocabulary: u32, uniform: f64) -> Result<u32> {
    let end = vocabulary.min(RANDOM_BELOW);
    if end < 2 {
        let found = format!("{vocabulary} tokens leave nothing to draw");
        return Err(Error::argument("vocabulary", found, "give at least 2"));
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a small number")]
    let steps = (uniform.clamp(0.0, 1.0) * f64::from(end - 1)) as u32;
    Ok(1 + steps.min(end - 2))
}

/// The share of each candidate, not yet divided by their sum.
fn weights(candidates: &[Candidate], temperature: f64) -> Vec<f64> {
    let least = candidates.iter().fold(f64::INFINITY, |least, candidate| least.min(candidate.score));
    let level = |candidate: &Candidate| ln(candidate.score - least + EPSILON) / temperature;
    let levels: Vec<f64> = candidates.iter().map(level).collect();
    let most = levels.iter().fold(f64::NEG_INFINITY, |most, level| most.max(*level));
    levels.into_iter().map(|level| exp(level - most)).collect()
}

/// The first place whose share of the whole, summed up to it, is above `uniform`; the last one where rounding leaves none.
fn drawn_place(weights: &[f64], uniform: f64) -> usize {
    let sums: Vec<f64> = weights
        .iter()
        .scan(0.0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        })
        .collect();
    let whole = sums.last().copied().unwrap_or(1.0);
    sums.iter().position(|sum| sum / whole > uniform).unwrap_or(weights.len().saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates(scores: &[f64]) -> Vec<Candidate> {
        (1..).zip(scores).map(|(token, score)| Candidate { token, score: *score, exon: 0 }).collect()
    }

    fn chosen(scores: &[f64], temperature: f64, uniform: f64) -> Choice {
        choose(&candidates(scores), temperature, 30_522, &mut || uniform).unwrap()
    }

    #[test]
    fn three_candidates_and_the_cold_leave_no_choice() {
        assert_eq!(chosen(&[0.9, 0.5, 0.1], 1.0, 0.999), Choice::Best(1));
        assert_eq!(chosen(&[0.9, 0.5, 0.1, 0.0], 0.05, 0.999), Choice::Best(1));
    }

    #[test]
    fn equal_scores_are_drawn_alike() {
        let places: Vec<u32> = [0.0, 0.24, 0.26, 0.51, 0.99].map(|u| chosen(&[0.5; 4], 1.0, u).token()).to_vec();
        assert_eq!(places, [1, 1, 2, 3, 4]);
    }

    #[test]
    fn the_least_of_several_is_all_but_never_drawn() {
        // Its share is about 1e-8 of the others'.
        assert_eq!(chosen(&[0.9, 0.8, 0.7, 0.1], 1.0, 0.999_999), Choice::Drawn(3));
    }

    #[test]
    fn without_candidates_every_token_of_two_introns_can_come() {
        assert_eq!([0.0, 0.5, 1.0].map(|u| chosen(&[], 1.0, u).token()), [1, 4096, 8190]);
        assert_eq!(random_token(3, 0.99), Ok(2));
        assert_eq!(random_token(1, 0.5).unwrap_err().at(), Some("vocabulary"));
    }
}
