//! Seeded draws, equal on every host.

/// The `SplitMix64` generator: one 64-bit state, one output a draw, the same on every host.
///
/// Source: Steele, Lea and Flood, *Fast splittable pseudorandom number generators*, OOPSLA 2014.
///
/// ```
/// # use loadline::rng::Rng;
/// let mut rng = Rng::new(1);
/// assert_eq!(rng.next_u64(), 0x910A_2DEC_8902_5CC1);
/// assert!(rng.below(10) < 10);
/// ```
#[derive(Debug, Clone)]
pub struct Rng {
    state: u64,
}

impl Rng {
    /// A generator that gives the same draws for the same seed.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A draw from `0..bound`, by remainder: the tiny bias is part of the recorded generator's definition.
    ///
    /// # Panics
    /// When `bound` is 0: there is nothing to draw.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.next_u64() % bound
    }
}
