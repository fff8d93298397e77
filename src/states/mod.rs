//! Where are we, and how far from the origin?
//!
//! A state is a word of 48 bits. A byte of input makes an *intron*, and an intron makes a step: it flips some layers of the
//! word and erases some of its columns. From one origin, the *archetype*, 788,986 states can be reached, at most six steps away.
//! How far a state is from the origin is an angle, *theta*. A stream of introns spells numbers, the *tokens*; what is learned
//! of a token is filed under the orbit of the state in which it was read.
//!
//! The words stand on each other in this order: `word`, `token`, `code <- cell <- reach <- space <- world`, and the
//! pairs `lookup`, `orbit`, `step`, `theta`, `walk` on `world`; beside them
//! `learn`, `record`, `exon <- orbits <- store <- candidates <- generate <- turn`, and `divergence` on `word` and `token`.

pub mod candidates;
mod cell;
pub mod code;
pub mod divergence;
pub mod exon;
pub mod generate;
pub mod learn;
pub mod lookup;
pub mod orbit;
pub mod orbits;
mod reach;
pub mod record;
pub mod space;
pub mod step;
pub mod store;
pub mod theta;
pub mod token;
pub mod turn;
pub mod walk;
pub mod word;
pub mod world;
