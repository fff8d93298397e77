//! Whole numbers of any size.

use core::cmp::Ordering;
use core::fmt;

/// The most digits that a whole number may have: as many as the published system can write.
const DIGITS: usize = 4_300;

/// A whole number of up to 4,300 digits.
///
/// ```
/// # use loadline::reuse::result_cache::key::Int;
/// assert_eq!(Int::parse("-007").unwrap(), Int::from(-7));
/// assert!(Int::parse("-99999999999999999999").unwrap() < Int::from(i64::MIN));
/// assert!(Int::parse("1.0").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Int(Held);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Held {
    /// Whatever fits.
    Small(i64),
    /// What does not: its digits, without leading zeros.
    Large { negative: bool, digits: Box<str> },
}

impl Int {
    /// The number that a decimal text says; none where it says none, or one of more than 4,300 digits.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        if digits.len() <= 18 {
            let size = digits.bytes().fold(0, |size: i64, digit| size * 10 + i64::from(digit - b'0'));
            return Some(Self(Held::Small(if negative { -size } else { size })));
        }
        let digits = digits.trim_start_matches('0');
        if digits.len() > DIGITS {
            return None;
        }
        let signed = format!("{}{}", if negative { "-" } else { "" }, if digits.is_empty() { "0" } else { digits });
        Some(Self(match signed.parse() {
            Ok(small) => Held::Small(small),
            Err(_) => Held::Large { negative, digits: digits.into() },
        }))
    }

    /// The number, where 64 bits hold it.
    pub(super) fn small(&self) -> Option<i64> {
        match self.0 {
            Held::Small(small) => Some(small),
            Held::Large { .. } => None,
        }
    }

    /// Where this number stands against a fractional one, exactly; nowhere against NaN.
    pub(super) fn cmp_float(&self, float: f64) -> Option<Ordering> {
        if float.is_nan() {
            return None;
        }
        if float.is_infinite() {
            return Some(if float > 0.0 { Ordering::Less } else { Ordering::Greater });
        }
        // Every digit of the whole part: a float has at most 309 of them.
        let whole = Self::parse(&format!("{:.0}", float.trunc()))?;
        let beyond = 0.0_f64.partial_cmp(&float.fract())?;
        Some(self.cmp(&whole).then(beyond))
    }
}

impl From<i64> for Int {
    fn from(small: i64) -> Self {
        Self(Held::Small(small))
    }
}

impl Ord for Int {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = |held: &Held| match held {
            Held::Small(_) => 0,
            Held::Large { negative: true, .. } => -1,
            Held::Large { .. } => 1,
        };
        match (&self.0, &other.0) {
            (Held::Small(one), Held::Small(another)) => one.cmp(another),
            (Held::Large { negative: false, digits }, Held::Large { negative: false, digits: others }) => {
                (digits.len(), digits).cmp(&(others.len(), others))
            }
            (Held::Large { negative: true, digits }, Held::Large { negative: true, digits: others }) => {
                (others.len(), others).cmp(&(digits.len(), digits))
            }
            (one, another) => sign(one).cmp(&sign(another)),
        }
    }
}

impl PartialOrd for Int {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Int {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Held::Small(small) => write!(f, "{small}"),
            Held::Large { negative, digits } => write!(f, "{}{digits}", if *negative { "-" } else { "" }),
        }
    }
}
