//! The tables of the whole space, by their digests.

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::SIDES;
use super::lines::{object, wrong};
use super::records::plain;
use crate::catalogue::recorded::tally::Tally;
use crate::catalogue::recorded::{RecordedFile, VerifiedSection};
use crate::error::Result;
use crate::pair::{ask, hex};
use crate::states::code::Code;
use crate::states::space::{Input, Published, Space, States};
use crate::states::word;

#[derive(Deserialize)]
struct File {
    n_states: u32,
    diameter: usize,
    bfs_layer_sizes_depth0_to_6: Vec<u32>,
    archetype_state_int: u64,
    archetype_index: u32,
    ontology_keys_u64le_sorted_sha256: String,
    theta_hamming_histogram_0_to_48: Vec<u32>,
    theta_f32_values_by_hamming_hexbits: Vec<String>,
    theta_f32le_sha256: String,
    theta_of_index0: f64,
    theta_of_archetype: f64,
    orbit_count: usize,
    phenomenology_i32le_sha256: String,
    orbit_sizes_u32le_sha256: String,
    orbits_rep_index_to_size: IndexMap<String, u32>,
    epistemology_i32le_rowmajor_sha256: String,
    epistemology_row_sha256_sample: IndexMap<String, String>,
    npy_sha256_published_by_author_lfs_oids: IndexMap<String, String>,
    keys_first20: Vec<u64>,
    keys_last20: Vec<u64>,
}

pub(super) fn sections(file: &RecordedFile<'_>) -> Result<Vec<VerifiedSection>> {
    let recorded: File = object(file)?;
    let space = Space::whole();
    Ok(vec![whole(&recorded), angles(&recorded, &space), tables(&recorded, &space), rows(file, &recorded, &space)?])
}

/// The pair `states/space`, on both sides.
fn whole(recorded: &File) -> VerifiedSection {
    let mut tally = Tally::new("space");
    for side in SIDES {
        let own = ask::<States>(&Input::whole(), side);
        let sizes: IndexMap<String, u32> =
            own.orbits.iter().map(|orbit| (orbit.representative.to_string(), orbit.size)).collect();
        let theirs = json!([
            recorded.n_states,
            recorded.diameter,
            recorded.bfs_layer_sizes_depth0_to_6,
            recorded.theta_hamming_histogram_0_to_48,
            recorded.ontology_keys_u64le_sorted_sha256,
            recorded.theta_f32le_sha256,
            recorded.orbit_count,
            recorded.orbits_rep_index_to_size,
        ]);
        let (diameter, orbits) = (own.layers.len() - 1, own.orbits.len());
        let own =
            json!([own.states, diameter, own.layers, own.distances, own.keys_sha256, own.theta_sha256, orbits, sizes]);
        tally.compare(side, "$", &theirs, &own);
    }
    tally.done()
}

fn angles(recorded: &File, space: &Space) -> VerifiedSection {
    let mut tally = Tally::new("angles");
    let own: Vec<String> =
        (0..=word::BITS).map(|bits| hex(&word::theta(word::ARCHETYPE ^ ((1 << bits) - 1)).to_le_bytes())).collect();
    plain(&mut tally, "$.theta_f32_values", &json!(recorded.theta_f32_values_by_hamming_hexbits), &json!(own));
    let archetype = space.index_of(recorded.archetype_state_int);
    plain(&mut tally, "$.archetype_index", &json!(recorded.archetype_index), &json!(archetype));
    for (index, theirs) in [(0, recorded.theta_of_index0), (recorded.archetype_index, recorded.theta_of_archetype)] {
        plain(&mut tally, &format!("theta of {index}"), &json!(theirs), &json!(f64::from(space.theta_at(index))));
    }
    let keys: Vec<u64> = space.keys().collect();
    let last = keys.len().saturating_sub(recorded.keys_last20.len());
    plain(
        &mut tally,
        "$.keys_first20",
        &json!(recorded.keys_first20),
        &json!(keys[..recorded.keys_first20.len().min(last)]),
    );
    plain(&mut tally, "$.keys_last20", &json!(recorded.keys_last20), &json!(keys[last..]));
    tally.done()
}

/// The published lists, and the published files with their headers.
fn tables(recorded: &File, space: &Space) -> VerifiedSection {
    let mut tally = Tally::new("tables");
    let tables = Published::of(space);
    let four = |numbers: &[u32]| numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>();
    let keys: Vec<u8> = tables.keys.iter().flat_map(|state| state.to_le_bytes()).collect();
    let thetas: Vec<u8> = tables.thetas.iter().flat_map(|theta| theta.to_le_bytes()).collect();
    let lists = [
        (keys, "<u8", &recorded.ontology_keys_u64le_sorted_sha256, "ontology_keys.npy"),
        (thetas, "<f4", &recorded.theta_f32le_sha256, "theta.npy"),
        (four(&tables.representatives), "<i4", &recorded.phenomenology_i32le_sha256, "phenomenology_map.npy"),
        (four(&tables.orbit_sizes), "<u4", &recorded.orbit_sizes_u32le_sha256, "orbit_sizes.npy"),
    ];
    for (bytes, kind, digest, name) in lists {
        plain(&mut tally, name, &json!(digest), &json!(hex(&Sha256::digest(&bytes))));
        let mut file = Sha256::new();
        file.update(npy(&format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': ({},), }}", space.len())));
        file.update(&bytes);
        let theirs = recorded.npy_sha256_published_by_author_lfs_oids.get(name);
        plain(&mut tally, name, &json!(theirs), &json!(hex(&file.finalize())));
    }
    tally.done()
}

/// The 128 bytes that `NumPy` writes before the numbers.
fn npy(shape: &str) -> Vec<u8> {
    let mut header = b"\x93NUMPY\x01\x00\x76\x00".to_vec();
    header.extend(shape.bytes());
    header.resize(127, b' ');
    header.push(b'\n');
    header
}

/// The transition table, row by row: 808 MB that are never held.
fn rows(file: &RecordedFile<'_>, recorded: &File, space: &Space) -> Result<VerifiedSection> {
    let mut tally = Tally::new("transitions");
    let row = |code: Code| -> Vec<u8> {
        (0..=u8::MAX).flat_map(|intron| space.index(code.step(intron)).to_le_bytes()).collect()
    };
    for (index, digest) in &recorded.epistemology_row_sha256_sample {
        let at = format!("row {index}");
        let number = index.parse::<i64>().map_err(|error| wrong(file, &at, error.to_string()))?;
        let code = space.checked_code(number, &at)?;
        plain(&mut tally, &at, &json!(digest), &json!(hex(&Sha256::digest(row(code)))));
    }
    let (mut table, mut npy_file) = (Sha256::new(), Sha256::new());
    npy_file.update(npy(&format!("{{'descr': '<i4', 'fortran_order': False, 'shape': ({}, 256), }}", space.len())));
    for index in 0..space.len() {
        let row = row(space.code_at(index));
        table.update(&row);
        npy_file.update(&row);
    }
    let at = "epistemology.npy";
    plain(&mut tally, at, &json!(recorded.epistemology_i32le_rowmajor_sha256), &json!(hex(&table.finalize())));
    let theirs: Option<&String> = recorded.npy_sha256_published_by_author_lfs_oids.get(at);
    plain(&mut tally, at, &theirs.map_or(Value::Null, |digest| json!(digest)), &json!(hex(&npy_file.finalize())));
    Ok(tally.done())
}
