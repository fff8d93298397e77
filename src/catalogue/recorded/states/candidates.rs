//! Candidates of a hundred states under four views, with the draws that chose among them; and the best of all, without a limit.
//!
//! Scores are compared within [`OTHER_LIBM`]: the recorded ones went through another `ln`. Where a state has more than 512
//! entries, which of them the published system pulled depends on the order of a hash set: there each recorded candidate is looked
//! up among all of ours, and what is best of all is compared by the other file.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::lines::{lines, unpacked, wrong};
use super::mersenne::Mersenne;
use super::records::plain;
use super::{OTHER_LIBM, SIDES};
use crate::catalogue::recorded::tally::Tally;
use crate::catalogue::recorded::{RecordedFile, VerifiedSection};
use crate::error::Result;
use crate::pair::{Side, ask, hex};
use crate::states::candidates::{Candidate, Candidates, Input, List, Rules, Seen};
use crate::states::generate::choose;
use crate::states::orbits::Orbits;
use crate::states::record::{Bounds, Key};
use crate::states::store::{Log, Precision, Store, View};

/// How many tokens the published vocabulary has.
const VOCABULARY: u32 = 30_522;
/// Beyond so many entries the published list depends on the order of a hash set.
const PULL_LIMIT: usize = 512;

/// The two logs of a name, where they lie beside the file.
fn logs(file: &RecordedFile<'_>, name: &str) -> Result<Option<[Arc<Log>; 2]>> {
    let mut logs = Vec::new();
    for name in [format!("store_{name}.bin"), format!("store_{name}_private.bin")] {
        let packed = format!("{name}.gz");
        let found = (file.beside)(&name).map(|bytes| (name.as_str(), bytes));
        let found = found.or_else(|| (file.beside)(&packed).map(|bytes| (packed.as_str(), bytes)));
        let Some((name, bytes)) = found else { return Ok(None) };
        let (log, report) = Log::load(&unpacked(name, &bytes)?, Bounds::WIDEST, Precision::AsWritten);
        report.whole().map_err(|error| wrong(file, name, error.to_string()))?;
        logs.push(Arc::new(log));
    }
    Ok(logs.try_into().ok())
}

fn view(file: &RecordedFile<'_>, composition: &str) -> Result<View> {
    Ok(match composition {
        "orbit" => View::public(),
        "canonical(orbit)" => View::public().canonical()?,
        "overlay(readonly(canonical(orbit)),orbit)" => View::agent(),
        "canonical(overlay(readonly(orbit),orbit))" | "canonical(overlay(readonly(orbit),private))" => {
            View::public().read_only().under(View::private()).canonical()?
        }
        other => return Err(wrong(file, "comp", format!("{other:?} is no known view"))),
    })
}

/// The lists of several states on one side, by state.
fn listed(store: &Store, rules: Rules, states: &[u32], side: Side) -> HashMap<u32, List> {
    let input = Input::queries(store.clone(), rules, states);
    let seen = ask::<Candidates>(&input, side);
    let lists = states.iter().zip(seen).filter_map(|(state, seen)| match seen {
        Seen::Listed(list) => Some((*state, list)),
        _ => None,
    });
    lists.collect()
}

#[derive(Deserialize)]
struct Line {
    comp: String,
    state: u32,
    rep: u32,
    n_keys: usize,
    keys_sorted_sha256: String,
    n_distinct: usize,
    #[serde(rename = "get_of_(state,first_token)")]
    first_entry: Option<Entry>,
    keys_in_order: Option<Vec<Key2>>,
    keys_first16_in_order: Option<Vec<Key2>>,
    r#gen: Generated,
}

type Key2 = (u32, u32);
/// Mask, confidence, direction and key.
type Entry = (u8, f64, u8, Key2);

#[derive(Deserialize)]
struct Generated {
    np_seed: u32,
    first_uniform: f64,
    temperature: f64,
    rep: u32,
    chosen: u32,
    n: usize,
    fallback: bool,
    candidates: Option<Value>,
}

pub(super) fn sections(file: &RecordedFile<'_>) -> Result<Vec<VerifiedSection>> {
    let recorded: Vec<Line> = lines(file)?;
    let (mut keys, mut lists, mut draws) = (Tally::new("keys"), Tally::new("candidates"), Tally::new("draws"));
    lists.relative = OTHER_LIBM;
    let Some([public, private]) = logs(file, &store_name(file.name))? else {
        keys.skip(recorded.len());
        return Ok(vec![keys.done()]);
    };
    for same in recorded.chunk_by(|one, next| one.comp == next.comp) {
        let view = view(file, &same[0].comp)?;
        let store = Store::new(Orbits::whole(), Arc::clone(&public), Arc::clone(&private), view);
        for line in same {
            compare_keys(&mut keys, &store, line);
        }
        let (whole, cut): (Vec<&Line>, Vec<&Line>) = same.iter().partition(|line| is_whole(&store, line));
        for side in SIDES {
            compare_cut(file, (&mut lists, &mut draws), side, &store, &cut)?;
        }
        let states: Vec<u32> = whole.iter().map(|line| line.state).collect();
        let both = SIDES.map(|side| (side, listed(&store, Rules::default(), &states, side)));
        for line in whole {
            for (side, own) in &both {
                let list = own.get(&line.state).ok_or_else(|| wrong(file, "state", "there is no such state"))?;
                compare_list(&mut lists, *side, line, list);
                compare_draw(&mut draws, *side, line, list)?;
            }
        }
    }
    Ok([keys, lists, draws].map(Tally::done).into())
}

/// Whether the published limit left nothing out.
fn is_whole(store: &Store, line: &Line) -> bool {
    [line.rep, line.state].into_iter().all(|state| store.of_state(state).nth(PULL_LIMIT).is_none())
}

/// `candidates_real.jsonl` was taken from `store_real.bin`.
fn store_name(file: &str) -> String {
    let short = file.rsplit(['/', '\\']).next().unwrap_or(file);
    short.trim_start_matches("candidates_").split('.').next().unwrap_or("").to_owned()
}

fn place(line: &Line) -> String {
    format!("{}, state {}", line.comp, line.state)
}

/// What the view lists of the state itself, and the first of it as it is read.
fn compare_keys(tally: &mut Tally, store: &Store, line: &Line) {
    let own: Vec<Key2> = store.of_state(line.state).map(|(key, _)| (key.state, key.token)).collect();
    let mut sorted = own.clone();
    sorted.sort_unstable();
    let digest = hex(&Sha256::digest(json!(sorted).to_string()));
    sorted.dedup();
    let at = place(line);
    plain(tally, &format!("{at}.rep"), &json!(line.rep), &json!(store.orbits.representative(line.state)));
    plain(
        tally,
        &format!("{at}.keys"),
        &json!([line.n_keys, line.keys_sorted_sha256, line.n_distinct]),
        &json!([own.len(), digest, sorted.len()]),
    );
    // The published order is that of a hash set: here it is by token.
    let some = line.keys_in_order.as_ref().or(line.keys_first16_in_order.as_ref());
    for key in some.into_iter().flatten() {
        plain(
            tally,
            &format!("{at}.keys"),
            &json!(key),
            &json!(sorted.binary_search(key).ok().map(|place| sorted[place])),
        );
    }
    if let Some((mask, conf, direction, (state, token))) = line.first_entry {
        let entry = store.get(Key { state, token });
        let own = entry.map(|entry| json!([entry.mask, entry.conf, entry.direction]));
        plain(tally, &format!("{at}.get"), &json!([mask, conf, direction]), &json!(own));
    }
}

fn compare_list(tally: &mut Tally, side: Side, line: &Line, list: &List) {
    let at = place(line);
    let theirs = line.r#gen.candidates.clone().unwrap_or_else(|| json!([]));
    tally.compare(side, &format!("{at}.candidates"), &theirs, &json!(list));
    let recorded = json!([line.r#gen.rep, line.r#gen.n, line.r#gen.fallback]);
    tally.compare(side, &at, &recorded, &json!([line.rep, list.len(), list.is_empty()]));
}

/// Lists that the published limit cut short, in the order of a hash set: which entries were pulled cannot be said again, but each
/// that was must be among all of ours, with its score, and the draw is made from those recorded.
fn compare_cut(
    file: &RecordedFile<'_>,
    (lists, draws): (&mut Tally, &mut Tally),
    side: Side,
    store: &Store,
    cut: &[&Line],
) -> Result<()> {
    let states: Vec<u32> = cut.iter().map(|line| line.state).collect();
    let all = listed(store, Rules { most: usize::MAX, ..Rules::default() }, &states, side);
    for line in cut {
        let at = place(line);
        let theirs = line.r#gen.candidates.clone().unwrap_or_else(|| json!([]));
        let pulled: Vec<(u32, f64, u8)> =
            serde_json::from_value(theirs.clone()).map_err(|error| wrong(file, &at, error.to_string()))?;
        let all = all.get(&line.state).ok_or_else(|| wrong(file, "state", "there is no such state"))?;
        let by_token: HashMap<u32, &Candidate> = all.iter().map(|candidate| (candidate.token, candidate)).collect();
        let own: Vec<Option<&&Candidate>> = pulled.iter().map(|(token, ..)| by_token.get(token)).collect();
        lists.compare(side, &format!("{at}.candidates"), &theirs, &json!(own));
        let recorded = json!([line.r#gen.rep, line.r#gen.n, line.r#gen.fallback]);
        let most = all.len().min(Rules::default().most);
        lists.compare(side, &at, &recorded, &json!([line.rep, most, pulled.is_empty()]));
        let pulled: Vec<Candidate> =
            pulled.into_iter().map(|(token, score, exon)| Candidate { token, score, exon }).collect();
        compare_draw(draws, side, line, &pulled)?;
    }
    Ok(())
}

/// The published draw, made again from its seed, and the choice that it leads to.
fn compare_draw(tally: &mut Tally, side: Side, line: &Line, list: &[Candidate]) -> Result<()> {
    let at = format!("{}.gen", place(line));
    let drawn = Mersenne::new(line.r#gen.np_seed).uniform();
    tally.compare(side, &format!("{at}.first_uniform"), &json!(line.r#gen.first_uniform), &json!(drawn));
    let own = if list.is_empty() {
        // The published fallback draws a whole number, not a share.
        Mersenne::new(line.r#gen.np_seed).whole_below(VOCABULARY.min(8191))
    } else {
        choose(list, line.r#gen.temperature, VOCABULARY, &mut || drawn)?.token()
    };
    tally.compare(side, &format!("{at}.chosen"), &json!(line.r#gen.chosen), &json!(own));
    Ok(())
}

#[derive(Deserialize)]
struct Best {
    store: String,
    comp: String,
    state: u32,
    rep: u32,
    n_pre: usize,
    top100_by_score_desc_token_asc: Value,
    sum_scores: f64,
    tie_scores: usize,
}

/// The best hundred of all, without a limit.
pub(super) fn best(file: &RecordedFile<'_>) -> Result<Vec<VerifiedSection>> {
    let recorded: Vec<Best> = lines(file)?;
    let mut sections = Vec::new();
    for same in recorded.chunk_by(|one, next| one.store == next.store) {
        let mut tally = Tally::new(&same[0].store);
        tally.relative = OTHER_LIBM;
        match logs(file, &same[0].store)? {
            None => tally.skip(same.len()),
            Some([public, private]) => {
                let view = view(file, &same[0].comp)?;
                let store = Store::new(Orbits::whole(), public, private, view);
                compare_best(&mut tally, &store, same);
            }
        }
        sections.push(tally.done());
    }
    Ok(sections)
}

fn compare_best(tally: &mut Tally, store: &Store, recorded: &[Best]) {
    let states: Vec<u32> = recorded.iter().map(|line| line.state).collect();
    let all = Rules { most: usize::MAX, ..Rules::default() };
    for side in SIDES {
        let (hundred, whole) = (listed(store, Rules::default(), &states, side), listed(store, all, &states, side));
        for line in recorded {
            let at = format!("{}, state {}", line.store, line.state);
            let own = hundred.get(&line.state).map(|list| json!(list));
            tally.compare(side, &at, &line.top100_by_score_desc_token_asc, &json!(own));
            let whole = whole.get(&line.state).map_or(&[][..], |list| list);
            let sum: f64 = whole.iter().map(|candidate| candidate.score).sum();
            let ties = whole.windows(2).filter(|pair| pair[0].score.to_bits() == pair[1].score.to_bits()).count();
            let recorded = json!([line.rep, line.n_pre, line.sum_scores, line.tie_scores]);
            let own = json!([store.orbits.representative(line.state), whole.len(), sum, ties]);
            tally.compare(side, &at, &recorded, &own);
        }
    }
}
