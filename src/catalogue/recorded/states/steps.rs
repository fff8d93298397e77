//! Single steps, the masks that make them, and the spelling of tokens.

use serde::Deserialize;
use serde_json::{Value, json};

use super::SIDES;
use super::lines::{bytes, lines, object};
use super::records::plain;
use crate::catalogue::recorded::tally::Tally;
use crate::catalogue::recorded::{RecordedFile, VerifiedSection};
use crate::error::{Error, Result};
use crate::pair::{Side, ask};
use crate::states::lookup::{self, Lookup};
use crate::states::step::{self, Step, Trail};
use crate::states::world::World;
use crate::states::{token, word};

#[derive(Deserialize)]
struct Transition {
    idx: Option<u32>,
    state: u64,
    intron: u8,
    next: u64,
    next_idx: Option<u32>,
}

/// Each step by its words; where it begins at a state, by its indices on both sides too.
pub(super) fn transitions(file: &RecordedFile<'_>) -> Result<Vec<VerifiedSection>> {
    let recorded: Vec<Transition> = lines(file)?;
    let (mut words, mut steps, mut looked_up) = (Tally::new("words"), Tally::new("step"), Tally::new("lookup"));
    for (number, line) in recorded.iter().enumerate() {
        let own = word::step(line.state, line.intron);
        plain(&mut words, &format!("line {}", number + 1), &json!(line.next), &json!(own));
    }
    let from_states = || recorded.iter().filter_map(|line| line.idx.map(|index| (index, line)));
    let trails = from_states().map(|(from, line)| Trail { from, introns: vec![line.intron] }).collect();
    let trails = step::Input::new(World::whole(), trails)?;
    let asked = lookup::Input {
        world: World::whole(),
        words: recorded.iter().map(|line| line.state).chain(from_states().map(|(_, line)| line.next)).collect(),
        indices: from_states().map(|(index, _)| i64::from(index)).collect(),
    };
    let theirs: Vec<[Option<u32>; 1]> = from_states().map(|(_, line)| [line.next_idx]).collect();
    // Where a word is no state, the recording does not look the next one up.
    let indices: Vec<Option<u32>> =
        recorded.iter().map(|line| line.idx).chain(from_states().map(|(_, line)| line.next_idx)).collect();
    let states: Vec<u64> = from_states().map(|(_, line)| line.state).collect();
    for side in SIDES {
        steps.compare(side, "$", &json!(theirs), &json!(ask::<Step>(&trails, side)));
        let own = ask::<Lookup>(&asked, side);
        looked_up.compare(side, "$.indices", &json!(indices), &json!(own.indices));
        looked_up.compare(side, "$.states", &json!(states), &json!(own.states));
    }
    Ok([words, steps, looked_up].map(Tally::done).into())
}

#[derive(Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct Masks {
    fg_mask: u64,
    bg_mask: u64,
    full_mask: u64,
    xform_mask: Vec<u64>,
    intron_broadcast_masks: Vec<u64>,
}

pub(super) fn masks(file: &RecordedFile<'_>) -> Result<Vec<VerifiedSection>> {
    let recorded: Masks = object(file)?;
    let mut tally = Tally::new("masks");
    let layers = [recorded.fg_mask, recorded.bg_mask, recorded.full_mask];
    plain(&mut tally, "$", &json!(layers), &json!([word::FG, word::BG, word::FULL]));
    let each = |mask: fn(u8) -> u64| (0..=u8::MAX).map(mask).collect::<Vec<u64>>();
    plain(&mut tally, "$.XFORM_MASK", &json!(recorded.xform_mask), &json!(each(word::flipped)));
    let erased = each(word::erased);
    plain(&mut tally, "$.INTRON_BROADCAST_MASKS", &json!(recorded.intron_broadcast_masks), &json!(erased));
    Ok(vec![tally.done()])
}

#[derive(Deserialize)]
struct Spelling {
    encode: Vec<Encoded>,
    decode: Vec<Decoded>,
    negative: String,
    sep_bytes_1_hex: String,
    sep_bytes_3_hex: String,
}

#[derive(Deserialize)]
struct Encoded {
    id: u64,
    leb128: Vec<u8>,
    external: String,
    roundtrip: Value,
}

/// What the published system says of a token that its five bytes cannot hold; this crate refuses it by name.
const TOO_LONG: &str = "ERR IndexError: bytearray index out of range";

#[derive(Deserialize)]
struct Decoded {
    leb_hex: String,
    ids: Value,
    single: Option<Value>,
}

/// Spellings, and what is said of those that cannot be read: refusals are compared by what they mean, in the published words.
pub(super) fn spelling(file: &RecordedFile<'_>) -> Result<Vec<VerifiedSection>> {
    let recorded: Spelling = object(file)?;
    let (mut written, mut read) = (Tally::new("encode"), Tally::new("decode"));
    for (number, case) in recorded.encode.iter().enumerate() {
        let introns: Vec<u8> = token::leb128(case.id).collect();
        let external = token::bytes(case.id).map_or_else(|_| json!(TOO_LONG), |bytes| json!(crate::pair::hex(&bytes)));
        let back = if case.id > token::LARGEST { json!(TOO_LONG) } else { json!(token::single(&introns)?) };
        let (theirs, own) = (json!([case.leb128, case.external, case.roundtrip]), json!([introns, external, back]));
        plain(&mut written, &format!("$.encode[{number}]"), &theirs, &own);
    }
    let separator = crate::pair::hex(&token::bytes(token::SEPARATOR)?);
    plain(&mut written, "$.sep_bytes_1_hex", &json!(recorded.sep_bytes_1_hex), &json!(separator));
    plain(&mut written, "$.sep_bytes_3_hex", &json!(recorded.sep_bytes_3_hex), &json!(separator.repeat(3)));
    let negative = token::checked(-1, "token").map_or_else(|error| published(&error, &[]), |token| json!(token));
    plain(&mut written, "$.negative", &json!(format!("ERR {}", recorded.negative)), &negative);
    for (number, case) in recorded.decode.iter().enumerate() {
        let introns = bytes(file, &case.leb_hex)?;
        let ids = token::tokens(&introns).map_or_else(|error| published(&error, &introns), |ids| json!(ids));
        read.compare(Side::Reference, &format!("$.decode[{number}].ids"), &case.ids, &ids);
        if let Some(theirs) = &case.single {
            let single = token::single(&introns).map_or_else(|error| published(&error, &introns), |id| json!(id));
            read.compare(Side::Reference, &format!("$.decode[{number}].single"), theirs, &single);
        }
    }
    Ok([written, read].map(Tally::done).into())
}

/// What the published system says where this crate gives such an error.
fn published(error: &Error, introns: &[u8]) -> Value {
    let said = error.to_string();
    let place = error.at().and_then(|at| at.strip_prefix("introns[")).map(|at| at.trim_end_matches(']'));
    json!(if said.contains("negative") {
        "ERR Token ID must be non-negative".to_owned()
    } else if said.contains("too large") {
        format!("ERR Token ID too large at byte {}", place.unwrap_or("?"))
    } else if said.contains("incomplete") {
        "ERR Incomplete token ID sequence".to_owned()
    } else {
        let count = introns.iter().filter(|intron| token::ends(**intron)).count();
        format!("ERR Expected single token ID, got {count}")
    })
}
