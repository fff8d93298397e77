//! Both sides of each pair, on random inputs and on worlds of few columns.

use loadline::pair::{Pair, answer_text};
use loadline::rng::Rng;
use loadline::states::lookup::Lookup;
use loadline::states::orbit::Orbits;
use loadline::states::space::States;
use loadline::states::step::Step;
use loadline::states::theta::Theta;
use loadline::states::walk::{self, Semantics, Walk};
use loadline::states::world::World;

fn agree<P: Pair>(samples: u64) {
    for (seed, size) in (0..samples).zip([0, 1, 2, 7, 33, 200].into_iter().cycle()) {
        let input = P::sample(&mut Rng::new(seed), size);
        let reference = answer_text(&P::reference(&input));
        let optimised = answer_text(&P::optimised(&input, &P::index(&input)));
        assert_eq!(reference, optimised, "{}, seed {seed}, size {size}", P::NAME);
    }
}

#[test]
fn spaces_agree() {
    agree::<States>(600);
}

#[test]
fn angles_and_lookups_agree() {
    agree::<Theta>(600);
    agree::<Lookup>(600);
}

#[test]
fn steps_and_walks_agree() {
    agree::<Step>(600);
    agree::<Walk>(600);
}

/// A chunk of more than 1,024 bytes also gives the angle half way; one of 1,024 does not.
#[test]
fn bulk_gives_the_angle_half_way_of_a_long_chunk_alone() {
    for (bytes, angles) in [(1_023, 1), (1_024, 1), (1_025, 2)] {
        let calls = vec![vec![0xAB; bytes]];
        let input = walk::Input::whole(calls, Semantics::PublishedBulk);
        let optimised = Walk::optimised(&input, &Walk::index(&input));
        assert_eq!(optimised.calls[0].ring.len(), angles, "{bytes} bytes");
        assert_eq!(optimised, Walk::reference(&input), "{bytes} bytes");
    }
}

/// The part of the argument for orbits that is not argued: columns erased alike are enough to reach each other.
#[test]
fn states_with_the_same_columns_erased_reach_each_other() {
    let mut worlds = 0;
    for columns in (0..=255_u8).filter(|columns| columns.count_ones() <= 5) {
        let world = World::of_columns(columns);
        assert_eq!(Orbits::reference(&world), Orbits::optimised(&world, world.space()), "columns {columns:#b}");
        worlds += 1;
    }
    assert_eq!(worlds, 219);
}
