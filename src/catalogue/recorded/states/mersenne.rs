//! The published system's draws: the Mersenne Twister of 32 bits, as `NumPy` seeds it and draws from it.
//!
//! Source: Matsumoto and Nishimura, *Mersenne Twister*, ACM TOMACS 8(1), 1998.

/// The generator.
pub(super) struct Mersenne {
    state: [u32; 624],
    place: usize,
}

impl Mersenne {
    /// Seeded by one number.
    pub(super) fn new(seed: u32) -> Self {
        let mut state = [seed; 624];
        for place in 1_u32..624 {
            let before = state[place as usize - 1];
            state[place as usize] = 1_812_433_253_u32.wrapping_mul(before ^ before >> 30).wrapping_add(place);
        }
        Self { state, place: 624 }
    }

    fn next_u32(&mut self) -> u32 {
        if self.place == 624 {
            for place in 0..624 {
                let joined = self.state[place] & 0x8000_0000 | self.state[(place + 1) % 624] & 0x7FFF_FFFF;
                let twist = if joined & 1 == 1 { 0x9908_B0DF } else { 0 };
                self.state[place] = self.state[(place + 397) % 624] ^ joined >> 1 ^ twist;
            }
            self.place = 0;
        }
        let mut drawn = self.state[self.place];
        self.place += 1;
        drawn ^= drawn >> 11;
        drawn ^= drawn << 7 & 0x9D2C_5680;
        drawn ^= drawn << 15 & 0xEFC6_0000;
        drawn ^ drawn >> 18
    }

    /// A number of [0, 1) with 53 bits, from two draws.
    pub(super) fn uniform(&mut self) -> f64 {
        let (high, low) = (self.next_u32() >> 5, self.next_u32() >> 6);
        (f64::from(high) * 67_108_864.0 + f64::from(low)) / 9_007_199_254_740_992.0
    }

    /// A number of `1..end`, by drawing until one fits.
    pub(super) fn whole_below(&mut self, end: u32) -> u32 {
        let most = end - 2;
        let mask = u32::MAX >> most.leading_zeros();
        loop {
            let drawn = self.next_u32() & mask;
            if drawn <= most {
                return 1 + drawn;
            }
        }
    }
}
