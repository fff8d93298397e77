//! The whole space, against the digests of the published tables.

use loadline::pair::Pair as _;
use loadline::states::code::Code;
use loadline::states::space::{ABSENT, Input, Large, Published, Space, States};
use loadline::states::step::{successors, trail};
use loadline::states::word::{self, ARCHETYPE};

use crate::{recorded_json, sha256};

/// The header that `NumPy` writes before the numbers of a list: 128 bytes.
fn npy(kind: &str, count: usize) -> Vec<u8> {
    let text = format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': ({count},), }}");
    let mut header = b"\x93NUMPY\x01\x00\x76\x00".to_vec();
    header.extend(text.bytes());
    header.resize(127, b' ');
    header.push(b'\n');
    header
}

/// A list's digest as a published file has it, its header included.
fn file_digest(kind: &str, count: usize, bytes: &[u8]) -> String {
    sha256(&[&npy(kind, count), bytes].concat())
}

#[test]
fn the_whole_space_is_the_published_one() {
    let (assets, space) = (recorded_json("assets.json"), Space::whole());
    assert_eq!(space.len(), 788_986);
    assert_eq!(serde_json::json!(space.layers()), assets["bfs_layer_sizes_depth0_to_6"]);
    assert_eq!(serde_json::json!(space.distances()), assets["theta_hamming_histogram_0_to_48"]);
    assert_eq!(space.index_of(ARCHETYPE), 549_871);
    let keys: Vec<u64> = space.keys().collect();
    assert_eq!(serde_json::json!(keys[..20]), assets["keys_first20"]);
    assert_eq!(serde_json::json!(keys[keys.len() - 20..]), assets["keys_last20"]);
}

#[test]
fn the_published_files_are_made_again_byte_for_byte() {
    let (assets, tables) = (recorded_json("assets.json"), Published::of(&Space::whole()));
    let files = &assets["npy_sha256_published_by_author_lfs_oids"];
    let count = tables.keys.len();
    let check = |bytes: Vec<u8>, kind: &str, raw: &str, file: &str| {
        assert_eq!(assets[raw], sha256(&bytes), "{raw}");
        assert_eq!(files[file], file_digest(kind, count, &bytes), "{file}");
    };
    let four = |numbers: &[u32]| numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>();
    let keys: Vec<u8> = tables.keys.iter().flat_map(|state| state.to_le_bytes()).collect();
    let thetas: Vec<u8> = tables.thetas.iter().flat_map(|theta| theta.to_le_bytes()).collect();
    check(keys, "<u8", "ontology_keys_u64le_sorted_sha256", "ontology_keys.npy");
    check(thetas, "<f4", "theta_f32le_sha256", "theta.npy");
    check(four(&tables.representatives), "<i4", "phenomenology_i32le_sha256", "phenomenology_map.npy");
    check(four(&tables.orbit_sizes), "<u4", "orbit_sizes_u32le_sha256", "orbit_sizes.npy");
    assert_eq!(files["ontology_keys.npy"], "bdddc5244411b904c4af56a90c25e81667b57fbee389d75a473dd6a6d4194b5f");
    assert_eq!(files["theta.npy"], "e1a0774cf5a8dfc45c2c358b9e13ec4c5de26cbf536d514dec29da61fadefdf3");
}

#[test]
fn there_are_256_orbits_of_the_published_sizes() {
    let (assets, space) = (recorded_json("assets.json"), Space::whole());
    let published = assets["orbits_rep_index_to_size"].as_object().expect("orbits are listed");
    let mut found = 0;
    for erased in 0..=255 {
        let orbit = space.orbit_of_erased(erased).expect("every set of columns has an orbit");
        assert_eq!(published[&orbit.representative.to_string()], orbit.size);
        found += 1;
    }
    assert_eq!((found, published.len(), space.largest_orbit()), (256, 256, 48_496));
}

#[test]
fn the_angles_have_the_recorded_bits() {
    let assets = recorded_json("assets.json");
    let recorded = assets["theta_f32_values_by_hamming_hexbits"].as_array().expect("angles are listed");
    for (distance, recorded) in recorded.iter().enumerate() {
        let state = ARCHETYPE ^ ((1_u64 << distance) - 1);
        let bytes = super::hex(&word::theta(state).to_le_bytes());
        assert_eq!(*recorded, bytes, "{distance} bits");
    }
}

/// The transition table is never held: a row is worked out where it is asked for.
#[test]
fn rows_of_the_transition_table_have_the_recorded_digests() {
    let (assets, space) = (recorded_json("assets.json"), Space::whole());
    let rows = assets["epistemology_row_sha256_sample"].as_object().expect("rows are listed");
    for (index, digest) in rows {
        let code = space.code_at(index.parse().expect("an index"));
        let row: Vec<u8> = (0..=255).flat_map(|intron| space.index(code.step(intron)).to_le_bytes()).collect();
        assert_eq!(*digest, sha256(&row), "row {index}");
    }
    assert!(rows.len() >= 12);
}

#[test]
fn the_large_table_and_the_small_one_give_the_same_index() {
    let space = Space::whole();
    let large = Large::of(&space);
    for index in 0..space.len() {
        let code = space.code_at(index);
        assert_eq!((space.index(code), large.index(code)), (index, index));
    }
    let absent = Code::of(word::ARCHETYPE ^ 1);
    assert_eq!((absent, space.index_of(u64::MAX)), (None, ABSENT));
}

#[test]
fn a_small_alphabet_gives_the_same_space_on_both_sides() {
    let input = Input::new(ARCHETYPE, vec![0x11, 0x42, 0x24, 0x66, 0x81, 0x18]).expect("the archetype is a state");
    let (reference, optimised) = (States::reference(&input), States::optimised(&input, &()));
    assert_eq!(reference, optimised);
}

#[test]
fn many_steps_at_once_are_each_the_first_of_a_trail() {
    let space = Space::whole();
    let from: Vec<u32> = (0..1000).map(|place| place * 787).collect();
    let introns: Vec<u8> = (0..1000_u32).map(|place| (place * 37).to_le_bytes()[0]).collect();
    let mut next = vec![ABSENT; 1000];
    successors(&space, &from, &introns, &mut next);
    for ((from, intron), next) in from.iter().zip(&introns).zip(&next) {
        let mut first = [ABSENT];
        trail(&space, *from, &[*intron], &mut first);
        assert_eq!(first, [*next], "from {from} by {intron}");
    }
}

#[test]
fn what_does_not_exist_is_refused_with_its_place() {
    let space = Space::whole();
    for state in [ARCHETYPE ^ 1, word::FULL, u64::MAX] {
        let error = space.checked_index(state, "states[4]").expect_err("it is no state");
        assert_eq!((error.code(), error.at()), ("argument/unusable", Some("states[4]")));
    }
    for index in [-1, 788_986, i64::MAX] {
        assert!(space.checked_code(index, "indices[0]").is_err() && space.checked_theta(index, "indices[0]").is_err());
    }
    assert!(Input::new(ARCHETYPE ^ 1, vec![]).is_err());
    assert_eq!(space.checked_theta(549_871, "indices[0]"), Ok(0.0));
}
