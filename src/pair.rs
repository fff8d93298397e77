//! The contract of a pair: one question, two programs, one answer.
//!
//! Answers are compared as the JSON text they serialise to. Every number in it is written with the fewest digits that
//! read back to the same bits, so equal texts mean equal bits, and the digest that the page shows is nothing but
//! SHA-256 of a text that anyone can print.

use serde::{Serialize, Serializer};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::rng::Rng;

/// Which of the two programs answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub enum Side {
    /// The plain one that anyone can check by eye.
    Reference,
    /// The fast one that must give the same answer.
    Optimised,
}

impl Side {
    /// The side's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Optimised => "optimised",
        }
    }
}

/// One hot path, written twice.
pub trait Pair {
    /// Its path, `family/pair`: also its folder, its page address and its line in a record.
    const NAME: &'static str;
    /// The question it answers, in one sentence.
    const QUESTION: &'static str;
    /// The definition of the answer, in one line of symbols.
    const DEFINITION: &'static str;
    /// What is asked about.
    type Input;
    /// What the optimised side builds once for an input, however often it is then asked.
    type Index;
    /// The complete answer, order included.
    type Answer: Serialize;

    /// The plain side: the definition, line by line.
    fn reference(input: &Self::Input) -> Self::Answer;

    /// What the optimised side keeps ready.
    fn index(input: &Self::Input) -> Self::Index;

    /// The fast side.
    fn optimised(input: &Self::Input, index: &Self::Index) -> Self::Answer;

    /// A random input of about `size` elements, the same on every host; includes the ugly shapes.
    fn sample(rng: &mut Rng, size: u32) -> Self::Input;
}

/// One side's answer where it is asked only once, the index included.
pub fn ask<P: Pair>(input: &P::Input, side: Side) -> P::Answer {
    match side {
        Side::Reference => P::reference(input),
        Side::Optimised => P::optimised(input, &P::index(input)),
    }
}

/// The JSON text of an answer: what the digest covers and what is compared.
///
/// # Panics
/// Never for the answers of this crate: they hold only numbers, texts and lists.
pub fn answer_text(answer: &impl Serialize) -> String {
    serde_json::to_string(answer).expect("answers are plain data and always serialise")
}

/// Writes a number of an answer. JSON has neither infinities nor NaN: they are written as words, so that they still compare.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for; small only on 64-bit hosts")]
pub(crate) fn exact<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    if value.is_finite() { serializer.serialize_f64(*value) } else { serializer.serialize_str(&value.to_string()) }
}

/// Writes a list of such numbers.
pub(crate) fn exact_each<S: Serializer>(values: &[f64], serializer: S) -> Result<S::Ok, S::Error> {
    struct Exact(f64);
    impl Serialize for Exact {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            exact(&self.0, serializer)
        }
    }
    serializer.collect_seq(values.iter().map(|value| Exact(*value)))
}

/// The first 64 bits of SHA-256 over an answer's text, as 16 hexadecimal digits.
///
/// ```
/// # use loadline::pair::digest;
/// // The same as: printf '[1,2]' | sha256sum | cut -c 1-16
/// assert_eq!(digest("[1,2]"), "49a64717d5d4cb19");
/// ```
pub fn digest(answer_text: &str) -> String {
    hex(&Sha256::digest(answer_text.as_bytes())[..8])
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use core::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a String cannot fail");
        text
    })
}

/// The first place where two answers part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub struct Disagreement {
    /// The place, as a path into the answer: `$[2][14]`.
    pub at: String,
    /// What the reference has there.
    pub reference: String,
    /// What the optimised side has there.
    pub optimised: String,
    /// In how many places the answers differ in all.
    #[cfg_attr(feature = "bindings", tsify(type = "number"))]
    pub differing: usize,
}

/// Whether two answers are the same, and where they part if not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub struct Parity {
    /// The pair's name.
    pub pair: String,
    /// Whether the answers are equal, bit for bit.
    pub agree: bool,
    /// Digest of the reference answer: 16 hexadecimal digits.
    pub reference_digest: String,
    /// Digest of the optimised answer: 16 hexadecimal digits.
    pub optimised_digest: String,
    /// How many numbers and texts the reference answer holds.
    #[cfg_attr(feature = "bindings", tsify(type = "number"))]
    pub values: usize,
    /// Where the answers part, if they do.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", tsify(optional))]
    pub disagreement: Option<Disagreement>,
}

/// Compares two answers, given as their JSON texts, bit for bit.
///
/// ```
/// # use loadline::pair::parity;
/// let verdict = parity("flow/occupancy", "[1,2,4]", "[1,3,5]");
/// let first = verdict.disagreement.unwrap();
/// assert_eq!((first.at.as_str(), first.reference.as_str(), first.optimised.as_str()), ("$[1]", "2", "3"));
/// assert_eq!(first.differing, 2);
/// ```
///
/// # Panics
/// When a text is not JSON.
pub fn parity(pair: &str, reference: &str, optimised: &str) -> Parity {
    let parse = |text: &str| -> Value { serde_json::from_str(text).expect("an answer's text is JSON") };
    let plain = parse(reference);
    let disagreement = (reference != optimised).then(|| {
        let mut parts = Vec::new();
        compare("$", &plain, &parse(optimised), &mut parts);
        let differing = parts.len();
        let (at, reference, optimised) = parts.into_iter().next().unwrap_or_else(|| {
            ("$".to_owned(), "the same values, written in another order".to_owned(), "another order".to_owned())
        });
        Disagreement { at, reference, optimised, differing }
    });
    Parity {
        pair: pair.to_owned(),
        agree: disagreement.is_none(),
        reference_digest: digest(reference),
        optimised_digest: digest(optimised),
        values: leaves(&plain),
        disagreement,
    }
}

fn leaves(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(leaves).sum(),
        Value::Object(fields) => fields.values().map(leaves).sum(),
        _ => 1,
    }
}

fn compare(at: &str, left: &Value, right: &Value, parts: &mut Vec<(String, String, String)>) {
    match (left, right) {
        (Value::Array(left), Value::Array(right)) => {
            for index in 0..left.len().max(right.len()) {
                compare(&format!("{at}[{index}]"), item(left.get(index)), item(right.get(index)), parts);
            }
        }
        (Value::Object(left), Value::Object(right)) => {
            for key in left.keys().chain(right.keys().filter(|key| !left.contains_key(*key))) {
                compare(&format!("{at}.{key}"), item(left.get(key)), item(right.get(key)), parts);
            }
        }
        _ => {
            let (left, right) = (shown(left), shown(right));
            if left != right {
                parts.push((at.to_owned(), left, right));
            }
        }
    }
}

/// A missing element compares as this, which no answer contains.
static MISSING: Value = Value::Null;

fn item(value: Option<&Value>) -> &Value {
    value.unwrap_or(&MISSING)
}

fn shown(value: &Value) -> String {
    if value.is_null() { "nothing".to_owned() } else { value.to_string() }
}
