//! Where tokens lead, as the published diagnostic walks them and as the engine does.

use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::SIDES;
use super::lines::{lines, object};
use crate::catalogue::recorded::tally::Tally;
use crate::catalogue::recorded::{RecordedFile, VerifiedSection};
use crate::error::Result;
use crate::pair::{Side, ask, hex};
use crate::states::divergence::{Divergence, Input, Reached, Spelling};
use crate::states::space::{ABSENT, Space};
use crate::states::{token, word};

#[derive(Deserialize)]
struct Line {
    token: u64,
    leb128: Vec<u8>,
    token_to_introns: Vec<u8>,
    as_coded_origin_archetype: f64,
    as_coded_origin_0: f64,
    as_coded_final_idx_archetype: u32,
    as_coded_final_idx_0: u32,
    as_fed_by_engine_final_idx_archetype: u32,
    as_fed_by_engine_theta_archetype: f64,
    as_fed_by_engine_final_idx_0: u32,
    as_fed_by_engine_theta_0: f64,
}

/// How tokens are walked: the name, the bytes, the origin.
const WALKS: [(&str, Spelling, u64); 4] = [
    ("as coded, from the archetype", Spelling::Masked, word::ARCHETYPE),
    ("as coded, from 0", Spelling::Masked, 0),
    ("as fed, from the archetype", Spelling::Introns, word::ARCHETYPE),
    ("as fed, from 0", Spelling::Introns, 0),
];

fn reached(tokens: &[u64], (_, spelling, origin): (&str, Spelling, u64), side: Side) -> Result<Vec<Reached>> {
    let input = Input::new(tokens.to_vec())?.from_origin(origin)?.spelt(spelling);
    Ok(ask::<Divergence>(&input, side))
}

/// The index of a word, where it is a state.
fn index(word: u64) -> Option<u32> {
    Some(Space::whole().index_of(word)).filter(|index| *index != ABSENT)
}

pub(super) fn sections(file: &RecordedFile<'_>) -> Result<Vec<VerifiedSection>> {
    let recorded: Vec<Line> = lines(file)?;
    let tokens: Vec<u64> = recorded.iter().map(|line| line.token).collect();
    let mut spelt = Tally::new("spelling");
    for line in &recorded {
        let at = format!("token {}", line.token);
        spelt.compare(Side::Reference, &at, &json!(line.leb128), &json!(token::introns(line.token)?));
        spelt.compare(Side::Reference, &at, &json!(line.token_to_introns), &json!(token::bytes(line.token)?));
    }
    let mut sections = vec![spelt.done()];
    for (number, walk) in WALKS.into_iter().enumerate() {
        let mut tally = Tally::new(walk.0);
        for side in SIDES {
            for (line, own) in recorded.iter().zip(reached(&tokens, walk, side)?) {
                let theirs = [
                    (line.as_coded_final_idx_archetype, line.as_coded_origin_archetype),
                    (line.as_coded_final_idx_0, line.as_coded_origin_0),
                    (line.as_fed_by_engine_final_idx_archetype, line.as_fed_by_engine_theta_archetype),
                    (line.as_fed_by_engine_final_idx_0, line.as_fed_by_engine_theta_0),
                ][number];
                let own = json!([index(own.state), f64::from(own.theta)]);
                tally.compare(side, &format!("token {}", line.token), &json!(theirs), &own);
            }
        }
        sections.push(tally.done());
    }
    Ok(sections)
}

#[derive(Deserialize)]
struct Vocabulary {
    vocab: u64,
    as_coded_origin_archetype_f32le_sha256: String,
    as_coded_origin_0_f32le_sha256: String,
    as_fed_by_engine_archetype_f32le_sha256: String,
    mean: Vec<f64>,
    differ_archetype_vs_0: usize,
    differ_coded_vs_fed: usize,
    max_abs_archetype_vs_0: f64,
}

/// A whole vocabulary, by digests; the means within 1e-6, because the recorded ones were added up in single precision.
pub(super) fn vocabulary(file: &RecordedFile<'_>) -> Result<Vec<VerifiedSection>> {
    let recorded: Vocabulary = object(file)?;
    let tokens: Vec<u64> = (0..recorded.vocab).collect();
    let (mut digests, mut means) = (Tally::new("digests"), Tally::new("means"));
    means.relative = 1e-6;
    let digest_of = |thetas: &[f32]| {
        let bytes: Vec<u8> = thetas.iter().flat_map(|theta| theta.to_le_bytes()).collect();
        hex(&Sha256::digest(bytes))
    };
    let theirs = [
        &recorded.as_coded_origin_archetype_f32le_sha256,
        &recorded.as_coded_origin_0_f32le_sha256,
        &recorded.as_fed_by_engine_archetype_f32le_sha256,
    ];
    for side in SIDES {
        let mut walks: Vec<Vec<f32>> = Vec::new();
        for (walk, theirs) in WALKS.into_iter().zip(theirs) {
            let thetas: Vec<f32> = reached(&tokens, walk, side)?.iter().map(|reached| reached.theta).collect();
            digests.compare(side, walk.0, &json!(theirs), &json!(digest_of(&thetas)));
            walks.push(thetas);
        }
        let differ = |one: usize, other: usize| apart(&walks[one], &walks[other]).filter(|apart| *apart > 0.0).count();
        digests.compare(side, "$.differ_archetype_vs_0", &json!(recorded.differ_archetype_vs_0), &json!(differ(0, 1)));
        digests.compare(side, "$.differ_coded_vs_fed", &json!(recorded.differ_coded_vs_fed), &json!(differ(0, 2)));
        let most = apart(&walks[0], &walks[1]).fold(0.0, f64::max);
        means.compare(side, "$.max_abs_archetype_vs_0", &json!(recorded.max_abs_archetype_vs_0), &json!(most));
        let own: Vec<Value> = walks.iter().map(|thetas| json!(mean(thetas))).collect();
        means.compare(side, "$.mean", &json!(recorded.mean), &json!(own));
    }
    Ok(vec![digests.done(), means.done()])
}

fn apart<'a>(one: &'a [f32], other: &'a [f32]) -> impl Iterator<Item = f64> + 'a {
    one.iter().zip(other).map(|(one, other)| (f64::from(*one) - f64::from(*other)).abs())
}

fn mean(thetas: &[f32]) -> f64 {
    thetas.iter().map(|theta| f64::from(*theta)).sum::<f64>() / thetas.len() as f64
}
