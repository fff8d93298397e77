//! Recorded steps, folds, spellings and walks.

use loadline::pair::Pair as _;
use loadline::states::space::Space;
use loadline::states::walk::{Input, Semantics, Walk};
use loadline::states::{learn, token, word};
use serde_json::{Value, json};

use crate::{recorded_json, recorded_text, sha256};

fn lines(name: &str) -> Vec<Value> {
    recorded_text(name).lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn small<T: TryFrom<u64>>(value: &Value) -> T {
    T::try_from(number(value)).unwrap_or_else(|_| panic!("{value} is too large"))
}

fn bytes(hex: &Value) -> Vec<u8> {
    let text = hex.as_str().expect("bytes are text");
    (0..text.len() / 2).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).expect("hexadecimal")).collect()
}

fn small_bytes(list: &Value) -> Vec<u8> {
    list.as_array().expect("a list").iter().map(small).collect()
}

#[test]
fn masks_are_the_recorded_ones() {
    let masks = recorded_json("masks.json");
    assert_eq!([&masks["FG_MASK"], &masks["BG_MASK"], &masks["FULL_MASK"]], [word::FG, word::BG, word::FULL]);
    for intron in 0..=255_u8 {
        assert_eq!(masks["XFORM_MASK"][usize::from(intron)], word::flipped(intron), "intron {intron}");
        assert_eq!(masks["INTRON_BROADCAST_MASKS"][usize::from(intron)], word::erased(intron), "intron {intron}");
    }
}

#[test]
fn steps_are_the_recorded_ones() {
    let space = Space::whole();
    let recorded = lines("transitions.jsonl");
    for line in &recorded {
        let (state, intron) = (number(&line["state"]), small(&line["intron"]));
        let next = word::step(state, intron);
        assert_eq!(line["next"], next);
        let index = |state: u64| Some(space.index_of(state)).filter(|index| *index != loadline::states::space::ABSENT);
        assert_eq!(line["idx"], json!(index(state)), "{line}");
        // The recording looks for no next index where the word is no state.
        if !line["idx"].is_null() {
            assert_eq!(line["next_idx"], json!(index(next)), "{line}");
        }
    }
    assert_eq!(recorded.len(), 2_000);
}

#[test]
fn folds_and_tensors_are_the_recorded_ones() {
    let file = recorded_json("fold_exon_tensor.json");
    let part = |name: &str| file[name].as_array().expect("a list").clone();
    for case in part("fold") {
        assert_eq!(case["fold"], learn::fold(small(&case["a"]), small(&case["b"])));
    }
    for case in part("fold_sequence") {
        assert_eq!(case["out"], learn::fold_all(small(&case["start"]), &small_bytes(&case["introns"])));
    }
    for case in part("tensor") {
        let state = number(&case["state"]);
        assert_eq!(case["tensor_c_order"], json!(word::tensor(state).to_vec()));
        assert_eq!(word::word_of_tensor(&word::tensor(state)), Ok(state));
    }
}

#[test]
fn spellings_are_the_recorded_ones() {
    let file = recorded_json("leb128.json");
    for case in file["encode"].as_array().expect("a list") {
        let id = number(&case["id"]);
        let spelling = small_bytes(&case["leb128"]);
        assert_eq!(token::leb128(id).collect::<Vec<u8>>(), spelling);
        if id > token::LARGEST {
            assert!(token::introns(id).is_err() && token::single(&spelling).is_err(), "{case}");
            continue;
        }
        assert_eq!(token::introns(id), Ok(spelling.clone()));
        assert_eq!(token::bytes(id), Ok(bytes(&case["external"])));
        assert_eq!(token::single(&spelling), Ok(number(&case["roundtrip"])));
    }
    for case in file["decode"].as_array().expect("a list") {
        let introns = bytes(&case["leb_hex"]);
        match (&case["ids"], token::tokens(&introns)) {
            (Value::Array(ids), found) => assert_eq!(json!(found.expect("it reads")), json!(ids)),
            (said, found) => {
                let error = found.expect_err("it does not read").to_string();
                let said = said.as_str().expect("an error is text");
                let (word, at) =
                    said.split_once(" at byte ").map_or(("incomplete", None), |(_, at)| ("too large", Some(at)));
                assert!(error.contains(word), "{said}: {error}");
                assert!(at.is_none_or(|at| error.contains(&format!("introns[{at}]"))), "{said}: {error}");
            }
        }
        let single = token::single(&introns);
        if let Some(id) = case.get("single") {
            assert_eq!(id.as_u64(), single.ok(), "{case}");
        }
    }
    assert!(token::checked(-1, "token").is_err());
}

/// What the recording keeps of a long list: its length, and a digest of it, sorted and rounded to nine places.
fn assert_learned(recorded: &Value, found: &[Value], place: &str) {
    let rounded = |value: &Value| {
        let conf = format!("{:.9}", value[3].as_f64().expect("a confidence")).parse::<f64>().expect("a number");
        json!([value[0], value[1], value[2], conf])
    };
    let key = |value: &Value| (number(&value[0]), number(&value[1]));
    let mut found: Vec<Value> = found.iter().map(rounded).collect();
    if let Some(count) = recorded.get("learned_n") {
        assert_eq!(*count, found.len(), "{place}");
        found.sort_by_key(key);
        let digest = sha256(json!(found).to_string().as_bytes());
        assert_eq!(recorded["learned_sha256_of_sorted_json_rounded"], digest, "{place}");
        return;
    }
    let mut expected: Vec<Value> = recorded["learned"].as_array().expect("a list").iter().map(rounded).collect();
    expected.sort_by_key(key);
    found.sort_by_key(key);
    assert_eq!(expected, found, "{place}");
}

fn assert_walk(recorded: &Value, trail: Option<&Value>, calls: Vec<Vec<u8>>, semantics: Semantics, place: &str) {
    let input = Input::whole(calls, semantics);
    let answer = Walk::optimised(&input, &Walk::index(&input));
    assert_eq!(answer, Walk::reference(&input), "{place}");
    let whole: Vec<u32> = answer.calls.iter().flat_map(|call| call.trail.clone()).collect();
    let last = answer.calls.last().expect("there is a call");
    assert_eq!(json!(whole.last().copied().unwrap_or(549_871)), recorded["final_idx"], "{place}");
    assert_eq!(last.cycles, small::<u32>(&recorded["cycle_count"]), "{place}");
    assert_eq!(last.waiting, small::<u32>(&recorded["pending_introns"]), "{place}");
    assert_eq!(json!(last.last_token), recorded["last_token_id"], "{place}");
    let ring: Vec<f64> = last.ring.iter().map(|theta| f64::from(*theta)).collect();
    assert_eq!(json!(ring), recorded["theta_buf"], "{place}");
    assert_eq!(answer.puts, small::<u32>(&recorded["puts"]), "{place}");
    let learned: Vec<Value> =
        answer.learned.iter().map(|entry| json!([entry.representative, entry.token, entry.mask, entry.conf])).collect();
    assert_learned(recorded, &learned, place);
    match trail {
        Some(Value::Array(trail)) => assert_eq!(json!(whole), json!(trail), "{place}"),
        Some(digest) => {
            let bytes: Vec<u8> = whole.iter().flat_map(|index| index.to_le_bytes()).collect();
            assert_eq!(*digest, sha256(&bytes), "{place}");
        }
        None => {}
    }
}

#[test]
fn both_published_ways_of_walking_are_the_recorded_ones() {
    let recorded = lines("trajectories.jsonl");
    for line in &recorded {
        let (blob, place) = (bytes(&line["blob_hex"]), format!("blob {}", line["id"]));
        let trail = line.get("per_byte_traj").or_else(|| line.get("per_byte_traj_i32le_sha256"));
        assert_walk(&line["per_byte"], trail, vec![blob.clone()], Semantics::PublishedPerByte, &place);
        assert_walk(&line["bulk"], None, vec![blob.clone()], Semantics::PublishedBulk, &place);
        if let Some(cuts) = line.get("bulk_cut_at") {
            let mut ends: Vec<usize> = cuts.as_array().expect("a list").iter().map(small).collect();
            ends.push(blob.len());
            let mut first = 0;
            let calls = ends.into_iter().map(|end| blob[core::mem::replace(&mut first, end)..end].to_vec()).collect();
            assert_walk(&line["bulk_cut"], None, calls, Semantics::PublishedBulk, &place);
        }
    }
    assert_eq!(recorded.len(), 500);
}

/// The law of our own way, which neither published one keeps.
#[test]
fn a_stream_gives_the_same_however_it_is_cut() {
    for line in lines("trajectories.jsonl").iter().step_by(7) {
        let blob = bytes(&line["blob_hex"]);
        let whole = Walk::reference(&Input::whole(vec![blob.clone()], Semantics::Loadline));
        let single = blob.iter().map(|byte| vec![*byte]).collect();
        let cut = Walk::reference(&Input::whole(single, Semantics::Loadline));
        assert_eq!((&whole.learned, whole.puts), (&cut.learned, cut.puts), "blob {}", line["id"]);
        let (whole, cut) = (whole.calls.last().expect("a call"), cut.calls.last().expect("a call"));
        assert_eq!((whole.cycles, whole.waiting, &whole.ring), (cut.cycles, cut.waiting, &cut.ring));
    }
}
