//! Records, the bits that a key has in the published Bloom filter, and whole stores.

use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::lines::{object, unpacked, wrong};
use crate::catalogue::recorded::tally::Tally;
use crate::catalogue::recorded::{RecordedFile, VerifiedSection};
use crate::error::Result;
use crate::pair::{Side, hex};
use crate::states::learn::Entry;
use crate::states::record::{Bounds, Key, Record};
use crate::states::store::{Log, Precision};

#[derive(Deserialize)]
struct File {
    pack: Vec<Packed>,
    bloom: Bloom,
}

/// Mask, confidence, key and direction; the bytes; mask, confidence and direction as read back.
#[derive(Deserialize)]
struct Packed {
    r#in: (u8, f64, (u32, u32), u8),
    hex: String,
    out: Value,
}

#[derive(Deserialize)]
struct Bloom {
    capacity: f64,
    error_rate: f64,
    size_bits: u64,
    hash_count: u64,
    samples: Vec<BloomSample>,
}

#[derive(Deserialize)]
struct BloomSample {
    key: (u32, u32),
    hashes: Vec<u64>,
}

/// Compares what has no pair: once, under the name of the side that anyone can check.
pub(super) fn plain(tally: &mut Tally, at: &str, recorded: &Value, own: &Value) {
    tally.compare(Side::Reference, at, recorded, own);
}

pub(super) fn sections(file: &RecordedFile<'_>) -> Result<Vec<VerifiedSection>> {
    let recorded: File = object(file)?;
    Ok(vec![packed(&recorded.pack), bloom(&recorded.bloom)])
}

fn packed(recorded: &[Packed]) -> VerifiedSection {
    let mut tally = Tally::new("pack");
    for (number, case) in recorded.iter().enumerate() {
        let (mask, conf, (state, token), direction) = case.r#in;
        let record = Record::new(Key { state, token }, Entry { mask, conf, direction });
        let at = |part: &str| format!("$.pack[{number}].{part}");
        plain(&mut tally, &at("hex"), &json!(case.hex), &json!(hex(&record.bytes())));
        let back = Record::read(record.bytes(), Bounds::WIDEST).map(Record::entry);
        let own = back.map_or(Value::Null, |entry| json!([entry.mask, entry.conf, entry.direction]));
        plain(&mut tally, &at("out"), &case.out, &own);
    }
    tally.done()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the published size, rounded down")]
fn bloom(recorded: &Bloom) -> VerifiedSection {
    let mut tally = Tally::new("bloom");
    let ln2 = crate::math::ln(2.0);
    let bits = (-recorded.capacity * crate::math::ln(recorded.error_rate) / (ln2 * ln2)) as u64;
    let hashes = ((bits as f64 / recorded.capacity * ln2) as u64).max(1);
    plain(&mut tally, "$.bloom.size_bits", &json!(recorded.size_bits), &json!(bits));
    plain(&mut tally, "$.bloom.hash_count", &json!(recorded.hash_count), &json!(hashes));
    for (number, sample) in recorded.samples.iter().enumerate() {
        let own: Vec<u64> = (0..hashes).map(|hash| bloom_bit(hash as u32, sample.key, bits)).collect();
        plain(&mut tally, &format!("$.bloom.samples[{number}]"), &json!(sample.hashes), &json!(own));
    }
    tally.done()
}

fn bloom_bit(hash: u32, (state, token): (u32, u32), bits: u64) -> u64 {
    let digest = Sha256::digest([hash, state, token].map(u32::to_le_bytes).concat());
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    u64::from_be_bytes(first) % bits
}

/// A store's bytes: they load whole, and are saved as they were.
pub(super) fn store(file: &RecordedFile<'_>) -> Result<Vec<VerifiedSection>> {
    let bytes = unpacked(file.name, file.bytes)?;
    let (log, report) = Log::load(&bytes, Bounds::WIDEST, Precision::AsWritten);
    report.whole().map_err(|error| wrong(file, error.at().unwrap_or("$"), error.to_string()))?;
    let mut tally = Tally::new("store");
    let saved = log.bytes();
    plain(&mut tally, "$.length", &json!(bytes.len()), &json!(saved.len()));
    for (number, (recorded, own)) in bytes.chunks(12).zip(saved.chunks(12)).enumerate() {
        plain(&mut tally, &format!("$[{number}]"), &json!(hex(recorded)), &json!(hex(own)));
    }
    let mut compact = log.clone();
    compact.compact();
    plain(&mut tally, "$.keys", &json!(report.keys), &json!(compact.records()));
    Ok(vec![tally.done()])
}
