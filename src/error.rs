//! What can go wrong, grouped by what the reader should do about it.

use core::fmt;
use serde::Serialize;

/// The answer, or an [`Error`] that says what to do.
pub type Result<T> = core::result::Result<T, Error>;

/// How much a [`Problem`] matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub enum Severity {
    /// The file is refused.
    Error,
    /// The file is loaded, and read in the way that `remedy` says.
    Warning,
}

/// One thing wrong with a file: where, what was found, what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub struct Problem {
    /// Stable name of the rule that was broken: `scenario/unknown-volume`.
    pub code: &'static str,
    /// Whether the file was refused for it.
    pub severity: Severity,
    /// The place, as a path into the file: `flights[3].intervals[0].tv`.
    pub at: String,
    /// The line of that place in the text, from 1, where it could be found.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", tsify(optional))]
    pub line: Option<u32>,
    /// What stands there.
    pub found: String,
    /// What to do about it.
    pub remedy: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.at)?;
        if let Some(line) = self.line {
            write!(f, " (line {line})")?;
        }
        write!(f, ": {}; {} [{}]", self.found, self.remedy, self.code)
    }
}

/// What went wrong. Each variant has its own remedy; [`Error::code`] is stable.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A scenario file was refused: mend the places listed.
    Scenario {
        /// The file's name as given.
        name: String,
        /// The first problems in the order of the file, at most 100.
        problems: Vec<Problem>,
        /// How many there are in all.
        count: usize,
    },
    /// A recorded-case file could not be read: mend the place at `at`.
    Recorded {
        /// The file's name as given.
        name: String,
        /// The place, as a path into the file.
        at: String,
        /// What was found there, and what was expected.
        found: String,
    },
    /// There is no pair of that name: use one of the catalogue's.
    UnknownPair {
        /// The name as given.
        name: String,
        /// The catalogue's names.
        known: Vec<&'static str>,
    },
    /// The scenario is of another kind than the call or the pair asks for: open one of the kind wanted.
    OtherKind {
        /// The scenario's name.
        name: String,
        /// What it is.
        found: &'static str,
        /// What is asked for.
        wanted: &'static str,
    },
    /// An argument of a call is not usable: change it as `remedy` says.
    Argument {
        /// Which argument: `delaysMin[3]`.
        at: String,
        /// What was found.
        found: String,
        /// What to do.
        remedy: String,
    },
    /// The two sides differ, so they are not timed: read where they part.
    Disagreement {
        /// The pair.
        pair: &'static str,
        /// The first place where the answers part.
        at: String,
        /// What the reference has there.
        reference: String,
        /// What the optimised side has there.
        optimised: String,
    },
}

impl Error {
    /// A short, stable name of the kind of failure, for programs.
    ///
    /// ```
    /// # use loadline::Error;
    /// let error = Error::UnknownPair { name: "flow/ocupancy".into(), known: vec!["flow/occupancy"] };
    /// assert_eq!(error.code(), "catalogue/unknown-pair");
    /// assert!(error.to_string().contains("did you mean flow/occupancy?"));
    /// ```
    pub fn code(&self) -> &'static str {
        match self {
            Self::Scenario { .. } => "scenario/refused",
            Self::Recorded { .. } => "recorded/unreadable",
            Self::UnknownPair { .. } => "catalogue/unknown-pair",
            Self::OtherKind { .. } => "scenario/other-kind",
            Self::Argument { .. } => "argument/unusable",
            Self::Disagreement { .. } => "measure/disagreement",
        }
    }

    /// The place of the failure, where there is one.
    pub fn at(&self) -> Option<&str> {
        match self {
            Self::Scenario { problems, .. } => problems.first().map(|problem| problem.at.as_str()),
            Self::Recorded { at, .. } | Self::Argument { at, .. } | Self::Disagreement { at, .. } => Some(at),
            Self::UnknownPair { .. } | Self::OtherKind { .. } => None,
        }
    }

    /// An [`Error::Argument`].
    pub fn argument(at: impl Into<String>, found: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Argument { at: at.into(), found: found.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scenario { name, problems, count } => {
                let plural = if *count == 1 { "" } else { "s" };
                write!(f, "{name} was not loaded: {count} problem{plural}")?;
                problems.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
            }
            Self::Recorded { name, at, found } => write!(f, "{name} is not a recorded case: {at}: {found}"),
            Self::UnknownPair { name, known } => match nearest(name, known.iter().copied()) {
                Some(near) => write!(f, "there is no pair {name:?}; did you mean {near}?"),
                None => write!(f, "there is no pair {name:?}; the pairs are {}", known.join(", ")),
            },
            Self::OtherKind { name, found, wanted } => {
                write!(f, "{name} is {found}, where {wanted} is asked for; open a scenario of that kind")
            }
            Self::Argument { at, found, remedy } => write!(f, "{at}: {found}; {remedy}"),
            Self::Disagreement { pair, at, reference, optimised } => write!(
                f,
                "{pair}: the two sides disagree at {at}, so it is not timed; reference {reference}, optimised {optimised}"
            ),
        }
    }
}

impl core::error::Error for Error {}

/// The known name that a misspelt one most likely meant, if one is close.
///
/// ```
/// # use loadline::error::nearest;
/// assert_eq!(nearest("LSAC_365_386", ["LSAC_365_385", "LOVV"].into_iter()), Some("LSAC_365_385"));
/// assert_eq!(nearest("zebra", ["LSAC_365_385", "LOVV"].into_iter()), None);
/// ```
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|candidate| (strsim::osa_distance(name, candidate), candidate))
        .min()
        .filter(|(distance, candidate)| distance * 3 <= candidate.chars().count())
        .map(|(_, candidate)| candidate)
}
