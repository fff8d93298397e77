//! The rules for what is asked about states: from a file as it is written to a checked model.

use super::format::{CallFile, EntryFile, File, NumberOrText, RandomFile, WalkFile};
use super::{Asked, Call, Index, Semantics, Stored, Stream};
use crate::rng::Rng;
use crate::scenario::check::spelling::Speller;
use crate::scenario::check::{self, About, field};
use crate::scenario::limits::{self, within};
use crate::scenario::locate::Place;
use crate::scenario::problems::Problems;
use crate::scenario::say;
use crate::scenario::slot::{Slot, Text};

/// The largest word: 48 bits.
const LAST_WORD: i64 = (1 << 48) - 1;
/// The largest token: five introns of seven bits.
const LAST_TOKEN: i64 = (1 << 35) - 1;
/// The last index of the whole space.
const LAST_INDEX: i64 = 788_985;
/// The word that the name stands for.
const ARCHETYPE: u64 = 0xA955_6AA9_556A;

const ROOM: &str = "is there because a limit keeps it small";

/// Checks a file that is meant for this library. There is an answer whenever `problems` does not refuse the file.
pub(super) fn check(file: &File<'_>, problems: &mut Problems) -> Option<(About, Asked)> {
    let about = About {
        title: field::sentence(&file.title, || Place::of("title"), problems),
        source: field::sentence(&file.source, || Place::of("source"), problems),
        synthetic: check::truth(&file.synthetic, problems),
        capacities_note: None,
    };
    let alphabet = match &file.alphabet {
        None => (0..=255).collect(),
        Some(list) => numbers("alphabet", list, 0..=255, problems)?.into_iter().map(byte).collect(),
    };
    let states = match &file.states {
        None => Vec::new(),
        Some(list) => words(list, problems)?,
    };
    let range = -9_007_199_254_740_992..=9_007_199_254_740_992;
    let indices = numbers("indices", file.indices.as_deref().unwrap_or_default(), range, problems)?;
    let tokens = numbers("tokens", file.tokens.as_deref().unwrap_or_default(), 0..=LAST_TOKEN, problems)?;
    let walk = file.walk.as_deref().map(|walk| stream(walk, problems)).unwrap_or_default();
    let entries = file.entries.as_deref().unwrap_or_default();
    let queries = file.queries.as_deref().unwrap_or_default();
    let bounded = within(entries.len(), limits::STATES_ASKED, "entries", Place::of("entries"), problems)
        & within(queries.len(), limits::STATES_ASKED, "queries", Place::of("queries"), problems);
    if !bounded {
        return None;
    }
    let entries = entries.iter().enumerate().filter_map(|(at, file)| entry(file, at, problems)).collect();
    let query = |(at, slot): (usize, &Slot<NumberOrText>)| index(slot, || Place::of("queries").index(at), problems);
    let queries = queries.iter().enumerate().filter_map(query).collect();
    let tokens = tokens.into_iter().map(i64::cast_unsigned).collect();
    Some((about, Asked { alphabet, states, indices, walk, tokens, entries, queries }))
}

/// A number that was checked to lie from 0 to 255.
fn byte(number: i64) -> u8 {
    u8::try_from(number).expect(ROOM)
}

/// The whole numbers of a list, those that are in range; none at all where the list is too long.
fn numbers(
    name: &'static str,
    list: &[Slot<f64>],
    range: core::ops::RangeInclusive<i64>,
    problems: &mut Problems,
) -> Option<Vec<i64>> {
    if !within(list.len(), limits::STATES_ASKED, "numbers", Place::of(name), problems) {
        return None;
    }
    let number = |(at, slot): (usize, &Slot<f64>)| number(slot, || Place::of(name).index(at), &range, problems);
    Some(list.iter().enumerate().filter_map(number).collect())
}

/// A whole number of a range.
fn number(
    slot: &Slot<f64>,
    place: impl Fn() -> Place,
    range: &core::ops::RangeInclusive<i64>,
    problems: &mut Problems,
) -> Option<i64> {
    let remedy = between(range);
    let value = field::number(slot, &place, &remedy, problems)?;
    in_range(value, place, range, problems)
}

fn between(range: &core::ops::RangeInclusive<i64>) -> String {
    let shown = |end: &i64| say::number(*end as f64);
    format!("write a whole number from {} to {}", shown(range.start()), shown(range.end()))
}

fn in_range(
    value: f64,
    place: impl Fn() -> Place,
    range: &core::ops::RangeInclusive<i64>,
    problems: &mut Problems,
) -> Option<i64> {
    let remedy = between(range);
    let whole = field::whole(value, &place, &remedy, problems)?;
    if !range.contains(&whole) {
        let found = || (format!("{} is out of range", say::number(value)), remedy);
        problems.error("scenario/out-of-range", place(), found);
        return None;
    }
    Some(whole)
}

/// What may stand where a state is meant.
enum Named {
    Number(i64),
    Archetype,
}

/// A number of a range, or the name of the archetype.
fn number_or_archetype(
    slot: &Slot<NumberOrText>,
    place: impl Fn() -> Place,
    range: &core::ops::RangeInclusive<i64>,
    problems: &mut Problems,
) -> Option<Named> {
    let remedy = format!("{}, or \"archetype\"", between(range));
    match slot {
        Slot::Good(NumberOrText::Number(value)) => in_range(*value, place, range, problems).map(Named::Number),
        Slot::Good(NumberOrText::Text(text)) if text == "archetype" => Some(Named::Archetype),
        Slot::Good(NumberOrText::Text(text)) => {
            let found = || (format!("is not a number (the text {})", say::quoted(text)), remedy);
            problems.error("scenario/not-a-number", place(), found);
            None
        }
        Slot::Missing => {
            field::missing(place(), &remedy, problems);
            None
        }
        Slot::Odd(odd) => {
            field::not_a_number(odd, place(), &remedy, problems);
            None
        }
    }
}

fn words(list: &[Slot<NumberOrText>], problems: &mut Problems) -> Option<Vec<u64>> {
    if !within(list.len(), limits::STATES_ASKED, "states", Place::of("states"), problems) {
        return None;
    }
    let word = |(at, slot): (usize, &Slot<NumberOrText>)| {
        let found = number_or_archetype(slot, || Place::of("states").index(at), &(0..=LAST_WORD), problems)?;
        Some(match found {
            Named::Number(word) => word.cast_unsigned(),
            Named::Archetype => ARCHETYPE,
        })
    };
    Some(list.iter().enumerate().filter_map(word).collect())
}

fn index(slot: &Slot<NumberOrText>, place: impl Fn() -> Place, problems: &mut Problems) -> Option<Index> {
    Some(match number_or_archetype(slot, place, &(0..=LAST_INDEX), problems)? {
        Named::Number(index) => Index::At(u32::try_from(index).expect(ROOM)),
        Named::Archetype => Index::Archetype,
    })
}

fn entry(file: &EntryFile, at: usize, problems: &mut Problems) -> Option<Stored> {
    let place = |field: &'static str| Place::of("entries").index(at).key(field);
    let state = index(&file.state, || place("state"), problems);
    let token = number(&file.token, || place("token"), &(0..=LAST_TOKEN), problems);
    let mask = number(&file.mask, || place("mask"), &(0..=255), problems);
    let remedy = "write a number from 0 to 1";
    let confidence = field::number(&file.confidence, || place("confidence"), remedy, problems);
    if let Some(value) = confidence.filter(|value| !(0.0..=1.0).contains(value)) {
        problems.error("scenario/out-of-range", place("confidence"), || {
            (format!("{} is out of range", say::number(value)), remedy)
        });
    }
    Some(Stored { state: state?, token: token?.cast_unsigned(), mask: byte(mask?), confidence: confidence? })
}

fn stream(file: &WalkFile<'_>, problems: &mut Problems) -> Stream {
    let place = |field: &'static str| Place::of("walk").key(field);
    let from = file.from.given().and_then(|_| index(&file.from, || place("from"), problems)).unwrap_or_default();
    let semantics = semantics(&file.semantics, || place("semantics"), problems);
    let calls = file.calls.as_deref().unwrap_or_default();
    let mut room = limits::WALK_BYTES;
    let mut read = Vec::new();
    if within(calls.len(), limits::WALK_CALLS, "calls", place("calls"), problems) {
        for (at, file) in calls.iter().enumerate() {
            let here = || place("calls").index(at);
            let Some(call) = call(file, here, room, problems) else { continue };
            // A token takes at most five bytes.
            let bytes = match &call {
                Call::Bytes(bytes) => bytes.len(),
                Call::Tokens(tokens) => 5 * tokens.len(),
            };
            if bytes > room {
                within(limits::WALK_BYTES + 1, limits::WALK_BYTES, "or more bytes", here(), problems);
                break;
            }
            room -= bytes;
            read.push(call);
        }
    }
    Stream { from, semantics, calls: read }
}

fn semantics(slot: &Slot<Text<'_>>, place: impl Fn() -> Place, problems: &mut Problems) -> Semantics {
    let known = [
        ("loadline", Semantics::Loadline),
        ("publishedPerByte", Semantics::PublishedPerByte),
        ("publishedBulk", Semantics::PublishedBulk),
    ];
    let names = || known.iter().map(|(name, _)| *name);
    let remedy = format!("use {}", names().collect::<Vec<_>>().join(", "));
    if slot.given().is_none() {
        return Semantics::default();
    }
    let Some(text) = field::text(slot, &place, &remedy, problems) else { return Semantics::default() };
    if let Some((_, semantics)) = known.iter().find(|(name, _)| name == text) {
        return *semantics;
    }
    problems.error("scenario/unknown-semantics", place(), || {
        (format!("there is no way of reading {}", say::quoted(text)), Speller::new(names()).remedy(text, &remedy))
    });
    Semantics::default()
}

fn call(file: &CallFile<'_>, here: impl Fn() -> Place, room: usize, problems: &mut Problems) -> Option<Call> {
    let given = [file.text.given().is_some(), file.hex.given().is_some(), file.tokens.is_some(), file.random.is_some()];
    let count = given.iter().filter(|given| **given).count();
    if count != 1 {
        problems.error("scenario/one-of", here(), || {
            (format!("says in {count} ways what its bytes are"), "give one of text, hex, tokens and random")
        });
        return None;
    }
    if let Some(tokens) = &file.tokens {
        let read = |(at, slot): (usize, &Slot<f64>)| {
            number(slot, || here().key("tokens").index(at), &(0..=LAST_TOKEN), problems).map(i64::cast_unsigned)
        };
        return Some(Call::Tokens(tokens.iter().enumerate().filter_map(read).collect()));
    }
    if let Some(file) = &file.random {
        return random(file, here, room, problems).map(Call::Bytes);
    }
    if file.text.given().is_some() {
        let text = field::text(&file.text, || here().key("text"), "write text in quotation marks", problems)?;
        return Some(Call::Bytes(text.as_bytes().to_vec()));
    }
    let remedy = "write two hexadecimal digits a byte";
    let text = field::text(&file.hex, || here().key("hex"), remedy, problems)?;
    let bytes = hex_bytes(text);
    if bytes.is_none() {
        problems.error("scenario/not-hex", here().key("hex"), || {
            (format!("{} is not hexadecimal", say::quoted(text)), remedy)
        });
    }
    bytes.map(Call::Bytes)
}

fn hex_bytes(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let byte = |[high, low]: &[u8; 2]| u8::try_from(digit(*high)? << 4 | digit(*low)?).ok();
    rest.is_empty().then(|| pairs.iter().map(byte).collect())?
}

/// Bytes that a seed makes, no more than there is room for, and one.
fn random(file: &RandomFile, here: impl Fn() -> Place, room: usize, problems: &mut Problems) -> Option<Vec<u8>> {
    let place = |field: &'static str| here().key("random").key(field);
    let seed = number(&file.seed, || place("seed"), &(0..=9_007_199_254_740_992), problems);
    let most = i64::try_from(limits::WALK_BYTES).unwrap_or(i64::MAX);
    let bytes = number(&file.bytes, || place("bytes"), &(0..=most), problems);
    let mut rng = Rng::new(seed?.cast_unsigned());
    let bytes = usize::try_from(bytes?).expect(ROOM).min(room + 1);
    Some((0..bytes).map(|_| rng.next_u64().to_le_bytes()[0]).collect())
}
