//! Folds, exons and tensors; resonance and temperature.

use serde::Deserialize;
use serde_json::json;

use super::OTHER_LIBM;
use super::lines::{object, wrong};
use super::records::plain;
use crate::catalogue::recorded::tally::Tally;
use crate::catalogue::recorded::{RecordedFile, VerifiedSection};
use crate::error::Result;
use crate::states::exon::Ground;
use crate::states::generate::Climate;
use crate::states::orbits::Orbits;
use crate::states::{learn, word};

#[derive(Deserialize)]
struct File {
    fold: Vec<Fold>,
    fold_sequence: Vec<FoldSequence>,
    exon_product: Vec<Exon>,
    tensor: Vec<Tensor>,
}

#[derive(Deserialize)]
struct Fold {
    a: u8,
    b: u8,
    fold: u8,
}

#[derive(Deserialize)]
struct FoldSequence {
    introns: Vec<u8>,
    start: u8,
    out: u8,
}

#[derive(Deserialize)]
struct Exon {
    mask: u8,
    conf: f64,
    orbit_v: u32,
    v_max: u32,
    exon: u8,
}

#[derive(Deserialize)]
struct Tensor {
    state: u64,
    tensor_c_order: Vec<i8>,
}

pub(super) fn sections(file: &RecordedFile<'_>) -> Result<Vec<VerifiedSection>> {
    let recorded: File = object(file)?;
    let (mut folds, mut sequences) = (Tally::new("fold"), Tally::new("fold_sequence"));
    for (number, case) in recorded.fold.iter().enumerate() {
        plain(&mut folds, &format!("$.fold[{number}]"), &json!(case.fold), &json!(learn::fold(case.a, case.b)));
    }
    for (number, case) in recorded.fold_sequence.iter().enumerate() {
        let own = learn::fold_all(case.start, &case.introns);
        plain(&mut sequences, &format!("$.fold_sequence[{number}]"), &json!(case.out), &json!(own));
    }
    let (mut exons, mut tensors) = (Tally::new("exon_product"), Tally::new("tensor"));
    for (number, case) in recorded.exon_product.iter().enumerate() {
        let own = Ground::new(case.orbit_v, case.v_max, 0)?.exon(case.mask, case.conf);
        plain(&mut exons, &format!("$.exon_product[{number}]"), &json!(case.exon), &json!(own));
    }
    for (number, case) in recorded.tensor.iter().enumerate() {
        let at = format!("$.tensor[{number}]");
        plain(&mut tensors, &at, &json!(case.tensor_c_order), &json!(word::tensor(case.state).as_slice()));
        let back = word::word_of_tensor(&case.tensor_c_order)?;
        plain(&mut tensors, &at, &json!(case.state), &json!(back));
    }
    Ok([folds, sequences, exons, tensors].map(Tally::done).into())
}

#[derive(Deserialize)]
struct Generation {
    resonance: Vec<Resonance>,
    temperature: Vec<Temperature>,
    formula_defaults: Defaults,
}

#[derive(Deserialize)]
struct Resonance {
    state: u32,
    projection: f64,
    mask: u8,
    resonance: f64,
}

#[derive(Deserialize)]
struct Temperature {
    theta: f64,
    temperature: f64,
}

#[derive(Deserialize)]
struct Defaults {
    theta_low: f64,
    floor: f64,
    cap: f64,
}

/// Resonance and temperature, within [`OTHER_LIBM`]: the recorded ones went through another `exp`.
pub(super) fn resonance(file: &RecordedFile<'_>) -> Result<Vec<VerifiedSection>> {
    let recorded: Generation = object(file)?;
    let orbits = &Orbits::whole();
    let (mut fit, mut warmth) = (Tally::new("resonance"), Tally::new("temperature"));
    (fit.relative, warmth.relative) = (OTHER_LIBM, OTHER_LIBM);
    for (number, case) in recorded.resonance.iter().enumerate() {
        let at = format!("$.resonance[{number}]");
        let state = orbits.checked(case.state, &at).map_err(|error| wrong(file, &at, error.to_string()))?;
        let ground = Ground::new(orbits.size(state), orbits.largest(), orbits.folded(state))?;
        plain(&mut fit, &at, &json!(case.resonance), &json!(ground.resonance(case.mask)));
        // The published call takes a projection that it does not use; all recorded ones are 0.
        plain(&mut fit, &format!("{at}.projection"), &json!(case.projection), &json!(0.0));
    }
    let Defaults { theta_low: low, floor, cap } = recorded.formula_defaults;
    let climate = Climate { floor, cap, low };
    let usual = Climate::default();
    plain(&mut warmth, "$.formula_defaults", &json!([floor, cap, low]), &json!([usual.floor, usual.cap, usual.low]));
    for (number, case) in recorded.temperature.iter().enumerate() {
        let own = climate.temperature(case.theta);
        plain(&mut warmth, &format!("$.temperature[{number}]"), &json!(case.temperature), &json!(own));
    }
    Ok([fit, warmth].map(Tally::done).into())
}
