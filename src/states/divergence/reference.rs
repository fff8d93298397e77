//! Each token is spelt, walked intron by intron, and its state compared with the archetype element by element.

use super::{Input, Reached};
use crate::math::acos;
use crate::states::{token, word};

pub(super) fn reached(input: &Input) -> Vec<Reached> {
    input
        .tokens
        .iter()
        .map(|token| {
            let introns = token::introns(*token).expect("checked when the input was made");
            let state =
                introns.iter().fold(input.origin, |state, intron| word::step(state, input.spelling.of(*intron)));
            Reached { state, theta: theta(state) }
        })
        .collect()
}

#[expect(clippy::cast_possible_truncation, reason = "the definition rounds to f32")]
fn theta(state: u64) -> f32 {
    let (here, origin) = (word::tensor(state), word::tensor(word::ARCHETYPE));
    let apart = here.iter().zip(&origin).filter(|(here, origin)| here != origin).count();
    acos(1.0 - 2.0 * apart as f64 / 48.0) as f32
}
