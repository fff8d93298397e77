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

#[test]
fn recorded_lives_of_a_folder_are_lived_again() {
    let Ok(folder) = std::env::var("RECORDED") else { return };
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !(name.starts_with("predict_") || name.starts_with("edge_")) {
            continue;
        }
        let verified = loadline::catalogue::recorded::verify(&name, &std::fs::read(&path).unwrap(), &|_| None);
        match verified {
            Ok(file) => file.sections.iter().for_each(|section| {
                println!(
                    "{name} {} {} {} {} {:?}",
                    section.section, section.checked, section.differ, section.skipped, section.first
                );
            }),
            Err(error) => println!("{name} {error}"),
        }
    }
}
