//! Streams of bytes, in both of the published ways, and how often these agree.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::lines::{bytes, lines, object, wrong};
use super::{OTHER_LIBM, SIDES};
use crate::catalogue::recorded::tally::Tally;
use crate::catalogue::recorded::{RecordedFile, VerifiedSection};
use crate::error::Result;
use crate::pair::{Side, ask, hex};
use crate::states::walk::{Answer, Input, Semantics, Walk};

#[derive(Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "the fields of the file")]
struct Line {
    id: u32,
    kind: String,
    blob_hex: String,
    per_byte: Left,
    bulk: Left,
    per_byte_traj: Option<Vec<u32>>,
    per_byte_traj_i32le_sha256: Option<String>,
    #[serde(rename = "per_byte_traj_first8_last8")]
    ends: Option<Vec<u32>>,
    bulk_cut_at: Option<Vec<usize>>,
    bulk_cut: Option<Left>,
    agree_state: bool,
    agree_cycles: bool,
    agree_learned: bool,
    agree_last_theta: bool,
    cut_agrees_with_one_bulk_learned: Option<bool>,
    cut_agrees_state: Option<bool>,
}

/// How things stand after a walk.
#[derive(Deserialize)]
struct Left {
    final_idx: u32,
    cycle_count: u32,
    theta_buf: Vec<f64>,
    pending_introns: u32,
    last_token_id: u64,
    learned: Option<Vec<Kept>>,
    learned_n: Option<usize>,
    learned_sha256_of_sorted_json_rounded: Option<String>,
    puts: u32,
}

/// Representative, token, mask and confidence.
type Kept = (u32, u64, u8, f64);

/// Which of a line's walks agree in which respect.
type Agreements = Vec<(&'static str, bool)>;

/// A line's walks on one side: byte by byte, in bulk, in bulk cut into calls.
struct Walked {
    per_byte: Answer,
    bulk: Answer,
    cut: Option<Answer>,
}

fn walked(file: &RecordedFile<'_>, line: &Line, side: Side) -> Result<Walked> {
    let blob = bytes(file, &line.blob_hex)?;
    let walk = |calls, semantics| ask::<Walk>(&Input::whole(calls, semantics), side);
    let cut = match &line.bulk_cut_at {
        None => None,
        Some(cuts) => {
            let ends = cuts.iter().copied().chain([blob.len()]);
            let mut first = 0;
            let calls: Option<Vec<Vec<u8>>> =
                ends.map(|end| Some(blob.get(core::mem::replace(&mut first, end)..end)?.to_vec())).collect();
            let at = format!("line of id {}: bulk_cut_at", line.id);
            Some(calls.ok_or_else(|| wrong(file, at, "the cuts do not ascend within the bytes"))?)
        }
    };
    Ok(Walked {
        per_byte: walk(vec![blob.clone()], Semantics::PublishedPerByte),
        bulk: walk(vec![blob], Semantics::PublishedBulk),
        cut: cut.map(|calls| walk(calls, Semantics::PublishedBulk)),
    })
}

fn trail(answer: &Answer) -> Vec<u32> {
    answer.calls.iter().flat_map(|call| call.trail.iter().copied()).collect()
}

/// Index, steps, the newest angle.
fn end(answer: &Answer) -> (Option<u32>, Option<u32>, Option<u32>) {
    let last = answer.calls.last();
    let theta = last.and_then(|call| call.ring.last()).map(|theta| theta.to_bits());
    (trail(answer).last().copied(), last.map(|call| call.cycles), theta)
}

/// What is kept, by key.
fn kept(answer: &Answer) -> Vec<Kept> {
    let mut kept: Vec<Kept> =
        answer.learned.iter().map(|entry| (entry.representative, entry.token, entry.mask, entry.conf)).collect();
    kept.sort_by_key(|entry| (entry.0, entry.1));
    kept
}

fn same_kept(one: &Answer, other: &Answer) -> bool {
    kept(one) == kept(other)
}

impl Walked {
    fn agreements(&self) -> Agreements {
        let (byte, bulk) = (end(&self.per_byte), end(&self.bulk));
        let mut agreements = vec![
            ("agree_state", byte.0 == bulk.0),
            ("agree_cycles", byte.1 == bulk.1),
            ("agree_learned", same_kept(&self.per_byte, &self.bulk)),
            ("agree_last_theta", byte.2 == bulk.2),
        ];
        if let Some(cut) = &self.cut {
            agreements.push(("cut_agrees_with_one_bulk_learned", same_kept(cut, &self.bulk)));
            agreements.push(("cut_agrees_state", end(cut).0 == bulk.0));
        }
        agreements
    }
}

/// Confidences within [`OTHER_LIBM`]; a long list of them by the digest of its nine decimals.
pub(super) fn sections(file: &RecordedFile<'_>) -> Result<Vec<VerifiedSection>> {
    let recorded: Vec<Line> = lines(file)?;
    let names = ["per_byte", "bulk", "bulk_cut", "trails", "agreement"];
    let [mut per_byte, mut bulk, mut cut, mut trails, mut agreement] = names.map(Tally::new);
    for tally in [&mut per_byte, &mut bulk, &mut cut] {
        tally.relative = OTHER_LIBM;
    }
    for (line, side) in recorded.iter().flat_map(|line| SIDES.map(|side| (line, side))) {
        let (at, own) = (format!("id {}", line.id), walked(file, line, side)?);
        compare_left(&mut per_byte, side, &at, &line.per_byte, &own.per_byte);
        compare_left(&mut bulk, side, &at, &line.bulk, &own.bulk);
        if let (Some(theirs), Some(own)) = (&line.bulk_cut, &own.cut) {
            compare_left(&mut cut, side, &at, theirs, own);
        }
        compare_trail(&mut trails, side, &at, line, &trail(&own.per_byte));
        let own: Vec<Value> = own.agreements().into_iter().map(|(_, agree)| json!(agree)).collect();
        let theirs = [
            Some(line.agree_state),
            Some(line.agree_cycles),
            Some(line.agree_learned),
            Some(line.agree_last_theta),
            line.cut_agrees_with_one_bulk_learned,
            line.cut_agrees_state,
        ];
        agreement.compare(side, &at, &json!(theirs.into_iter().flatten().collect::<Vec<bool>>()), &json!(own));
    }
    Ok([per_byte, bulk, cut, trails, agreement].map(Tally::done).into())
}

fn compare_left(tally: &mut Tally, side: Side, at: &str, theirs: &Left, own: &Answer) {
    let last = own.calls.last();
    let ring: Vec<f64> = last.iter().flat_map(|call| &call.ring).map(|theta| f64::from(*theta)).collect();
    let values = json!([
        trail(own).last().copied().unwrap_or(theirs.final_idx),
        last.map(|call| call.cycles),
        ring,
        last.map(|call| call.waiting),
        last.map(|call| call.last_token),
        own.puts,
    ]);
    let recorded = json!([
        theirs.final_idx,
        theirs.cycle_count,
        theirs.theta_buf,
        theirs.pending_introns,
        theirs.last_token_id,
        theirs.puts,
    ]);
    tally.compare(side, at, &recorded, &values);
    let kept = kept(own);
    match (&theirs.learned_sha256_of_sorted_json_rounded, &theirs.learned) {
        (Some(digest), _) => {
            let rounded: Vec<Kept> =
                kept.iter().map(|entry| (entry.0, entry.1, entry.2, nine_places(entry.3))).collect();
            let own = json!([kept.len(), hex(&Sha256::digest(json!(rounded).to_string()))]);
            tally.compare(side, &format!("{at}.learned"), &json!([theirs.learned_n, digest]), &own);
        }
        (None, learned) => {
            let mut learned = learned.clone().unwrap_or_default();
            learned.sort_by_key(|entry| (entry.0, entry.1));
            tally.compare(side, &format!("{at}.learned"), &json!(learned), &json!(kept));
        }
    }
}

fn nine_places(conf: f64) -> f64 {
    format!("{conf:.9}").parse().unwrap_or(conf)
}

fn compare_trail(tally: &mut Tally, side: Side, at: &str, line: &Line, own: &[u32]) {
    if let Some(theirs) = &line.per_byte_traj {
        tally.compare(side, at, &json!(theirs), &json!(own));
    }
    if let Some(digest) = &line.per_byte_traj_i32le_sha256 {
        let bytes: Vec<u8> = own.iter().flat_map(|index| index.to_le_bytes()).collect();
        tally.compare(side, at, &json!(digest), &json!(hex(&Sha256::digest(bytes))));
    }
    if let Some(theirs) = &line.ends {
        let last = own.len().saturating_sub(8);
        let ends = [&own[..own.len().min(8)], &own[last..]].concat();
        tally.compare(side, &format!("{at}.ends"), &json!(theirs), &json!(ends));
    }
}

/// How often the published ways agree, counted over the walks that lie beside this file.
pub(super) fn agreement(file: &RecordedFile<'_>) -> Result<Vec<VerifiedSection>> {
    let recorded: BTreeMap<String, u32> = object(file)?;
    let mut tally = Tally::new("agreement");
    let found = ["trajectories.jsonl", "trajectories.jsonl.gz"]
        .into_iter()
        .find_map(|name| (file.beside)(name).map(|bytes| (name, bytes)));
    let Some((name, bytes)) = found else {
        tally.skip(recorded.len());
        return Ok(vec![tally.done()]);
    };
    let walks = RecordedFile { name, bytes: &bytes, beside: file.beside };
    let walks: Vec<Line> = lines(&walks)?;
    for side in SIDES {
        let mut own: BTreeMap<String, u32> = BTreeMap::new();
        for line in &walks {
            for (what, agree) in walked(file, line, side)?.agreements() {
                let agree = if agree { "True" } else { "False" };
                for kind in [line.kind.as_str(), "ALL"] {
                    *own.entry(format!("{kind}|{what}|{agree}")).or_default() += 1;
                }
            }
        }
        tally.compare(side, "$", &json!(recorded), &json!(own));
    }
    Ok(vec![tally.done()])
}
