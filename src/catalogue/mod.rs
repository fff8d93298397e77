//! The one list of all pairs: by name, with what each asks of a scenario.

mod flow;
pub mod recorded;
mod reuse;
mod sound;
mod states;

use serde::Serialize;

use crate::error::{Error, Result};
use crate::pair::{Disagreement, Pair, Parity, Side, answer_text, digest, parity};
use crate::rng::Rng;
use crate::scenario::{Kind, Scenario};

/// What a reader wants to know of a pair before opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub struct PairInfo {
    /// Its path, `family/pair`.
    pub name: &'static str,
    /// Its family.
    pub family: &'static str,
    /// The question that its family answers.
    pub family_question: &'static str,
    /// The kind of scenario that it is asked about.
    pub kind: Kind,
    /// The question that it answers.
    pub question: &'static str,
    /// The definition of the answer, in one line of symbols.
    pub definition: &'static str,
}

/// A pair with its input at hand, so that either side can be asked again and again.
pub trait Bench {
    /// Asks a side `calls` times and keeps the last answer.
    fn ask(&mut self, side: Side, calls: u32);
    /// The last answer as JSON text.
    fn answer(&self) -> String;
    /// Builds what the optimised side keeps ready once more.
    fn reindex(&mut self);
}

/// One row of the catalogue.
struct Row {
    info: PairInfo,
    open: fn(&Scenario) -> Result<Box<dyn Bench>>,
    sample: fn(u64, u32) -> Parity,
}

/// A family: its name, its question, and the kind of scenario that its pairs are asked about.
#[derive(Clone, Copy)]
struct Family {
    name: &'static str,
    question: &'static str,
    kind: Kind,
}

impl Row {
    const fn of<P: Pair>(family: Family, open: fn(&Scenario) -> Result<Box<dyn Bench>>) -> Self {
        let info = PairInfo {
            name: P::NAME,
            family: family.name,
            family_question: family.question,
            kind: family.kind,
            question: P::QUESTION,
            definition: P::DEFINITION,
        };
        Self { info, open, sample: sample_once::<P> }
    }
}

/// Every pair, in the order in which they are shown.
fn rows() -> impl Iterator<Item = &'static Row> {
    [flow::ROWS, sound::ROWS, states::ROWS, reuse::ROWS].into_iter().flatten()
}

/// All pairs.
///
/// ```
/// let mut names = loadline::catalogue::pairs().map(|pair| pair.name);
/// assert_eq!(names.next(), Some("flow/occupancy"));
/// assert!(names.any(|name| name == "flow/rates"));
/// ```
pub fn pairs() -> impl Iterator<Item = PairInfo> {
    rows().map(|row| row.info)
}

fn find(pair: &str) -> Result<&'static Row> {
    rows()
        .find(|row| row.info.name == pair)
        .ok_or_else(|| Error::UnknownPair { name: pair.to_owned(), known: pairs().map(|pair| pair.name).collect() })
}

/// What the catalogue says of a pair.
///
/// # Errors
/// [`Error::UnknownPair`].
pub fn info(pair: &str) -> Result<PairInfo> {
    Ok(find(pair)?.info)
}

/// One side's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub struct Run {
    /// The pair.
    pub pair: &'static str,
    /// The side that answered.
    pub side: Side,
    /// First 64 bits of SHA-256 over `answer`, as 16 hexadecimal digits.
    pub digest: String,
    /// The answer as JSON text.
    pub answer: String,
}

/// Opens a pair on a scenario, for asking it often.
///
/// # Errors
/// [`Error::UnknownPair`]; [`Error::OtherKind`] where the pair is asked about another kind of scenario.
pub fn open(pair: &str, scenario: &Scenario) -> Result<Box<dyn Bench>> {
    (find(pair)?.open)(scenario)
}

/// Asks one side of a pair about a scenario.
///
/// # Errors
/// As [`open`].
pub fn run(pair: &str, scenario: &Scenario, side: Side) -> Result<Run> {
    let row = find(pair)?;
    let mut bench = (row.open)(scenario)?;
    bench.ask(side, 1);
    let answer = bench.answer();
    Ok(Run { pair: row.info.name, side, digest: digest(&answer), answer })
}

/// Asks both sides of a pair about a scenario and compares the answers, bit for bit.
///
/// # Errors
/// As [`open`].
pub fn agree(pair: &str, scenario: &Scenario) -> Result<Parity> {
    let row = find(pair)?;
    let mut bench = (row.open)(scenario)?;
    let [reference, optimised] = [Side::Reference, Side::Optimised].map(|side| {
        bench.ask(side, 1);
        bench.answer()
    });
    Ok(parity(row.info.name, &reference, &optimised))
}

/// How a pair did on random inputs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub struct Sampled {
    /// The pair.
    pub pair: String,
    /// How many samples were compared.
    pub samples: u32,
    /// On how many the sides differ.
    pub differ: u32,
    /// The first of those.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", tsify(optional))]
    pub first: Option<FailedSample>,
}

/// A sample on which the sides differ: seed and size make it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub struct FailedSample {
    /// Its seed.
    #[cfg_attr(feature = "bindings", tsify(type = "number"))]
    pub seed: u64,
    /// Its size.
    pub size: u32,
    /// Where the sides part.
    pub disagreement: Disagreement,
}

/// The sizes that samples go through in turn: none, one, a few, many.
pub const SAMPLE_SIZES: [u32; 6] = [0, 1, 2, 7, 33, 200];

/// Compares both sides on `count` random inputs; the `i`-th has seed `seed + i` and the next of [`SAMPLE_SIZES`].
///
/// # Errors
/// [`Error::UnknownPair`].
pub fn sample(pair: &str, seed: u64, count: u32) -> Result<Sampled> {
    let row = find(pair)?;
    let mut sampled = Sampled { pair: pair.to_owned(), samples: count, differ: 0, first: None };
    for (number, &size) in (0..count).zip(SAMPLE_SIZES.iter().cycle()) {
        let seed = seed.wrapping_add(u64::from(number));
        if let Some(disagreement) = (row.sample)(seed, size).disagreement {
            sampled.differ += 1;
            sampled.first.get_or_insert(FailedSample { seed, size, disagreement });
        }
    }
    Ok(sampled)
}

fn sample_once<P: Pair>(seed: u64, size: u32) -> Parity {
    let input = P::sample(&mut Rng::new(seed), size);
    let index = P::index(&input);
    parity(P::NAME, &answer_text(&P::reference(&input)), &answer_text(&P::optimised(&input, &index)))
}

/// A pair with an input of one's own choice, its index and its last answer.
pub struct Opened<P: Pair> {
    input: P::Input,
    index: P::Index,
    last: Option<P::Answer>,
}

impl<P: Pair> Opened<P> {
    /// Builds the index of an input.
    pub fn new(input: P::Input) -> Self {
        Self { index: P::index(&input), input, last: None }
    }
}

impl<P: Pair> Bench for Opened<P> {
    fn ask(&mut self, side: Side, calls: u32) {
        for _ in 0..calls {
            let input = core::hint::black_box(&self.input);
            self.last = Some(match side {
                Side::Reference => P::reference(input),
                Side::Optimised => P::optimised(input, core::hint::black_box(&self.index)),
            });
        }
    }

    fn answer(&self) -> String {
        self.last.as_ref().map_or_else(|| "null".to_owned(), answer_text)
    }

    fn reindex(&mut self) {
        self.index = P::index(&self.input);
    }
}
