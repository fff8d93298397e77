//! The profiler: laws, and both sides on random lives.

use loadline::pair::{Pair as _, answer_text};
use loadline::reuse::profile::Profile;
use loadline::rng::Rng;

#[test]
fn both_sides_live_the_same_lives() {
    for (seed, size) in (0..600).zip([0, 1, 2, 7, 33, 200].into_iter().cycle()) {
        let input = Profile::sample(&mut Rng::new(seed), size);
        let (reference, optimised) = (
            answer_text(&Profile::reference(&input)),
            answer_text(&Profile::optimised(&input, &Profile::index(&input))),
        );
        let parity = loadline::pair::parity(Profile::NAME, &reference, &optimised);
        assert!(parity.agree, "seed {seed}, size {size}, {:?}: {:?}", input.mode(), parity.disagreement);
    }
}
