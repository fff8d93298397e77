//! The values that a call may be made of, and the call.

use core::cmp::Ordering;

use super::order;
use super::{Int, Text};
use crate::error::{Error, Result};

/// An argument.
///
/// Whole and fractional numbers are different values: `1` and `1.0` make two keys. JavaScript cannot tell them apart, so
/// there a number without a fraction is a whole one.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(Int),
    /// A fractional number; not a number and the infinities are values too.
    Float(f64),
    /// A text.
    Text(Text),
    /// A list; a tuple is the same thing.
    List(Vec<Value>),
    /// A map.
    Map(Map),
    /// A thing known only by the text that it prints.
    Opaque(Text),
}

/// A key of a map.
#[derive(Debug, Clone, PartialEq)]
pub enum MapKey {
    /// Nothing.
    Null,
    /// Yes or no; ordered as 1 and 0.
    Bool(bool),
    /// A whole number.
    Int(Int),
    /// A fractional number.
    Float(f64),
    /// A text.
    Text(Text),
}

impl MapKey {
    /// Where two keys stand; nowhere where they have no common order: text and numbers, nothing, not a number.
    pub(super) fn order(&self, other: &Self) -> Option<Ordering> {
        let whole = |yes: &bool| Int::from(i64::from(*yes));
        match (self, other) {
            (Self::Text(one), Self::Text(another)) => Some(one.cmp(another)),
            (Self::Float(one), Self::Float(another)) => one.partial_cmp(another),
            (Self::Int(one), Self::Int(another)) => Some(one.cmp(another)),
            (Self::Int(one), Self::Float(another)) => one.cmp_float(*another),
            (Self::Float(one), Self::Int(another)) => another.cmp_float(*one).map(Ordering::reverse),
            (Self::Bool(yes), another) => Self::Int(whole(yes)).order(another),
            (one, Self::Bool(yes)) => one.order(&Self::Int(whole(yes))),
            _ => None,
        }
    }

    /// The published system's word for what it is.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "NoneType",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Float(_) => "float",
            Self::Text(_) => "str",
        }
    }

    pub(super) fn is_nan(&self) -> bool {
        matches!(self, Self::Float(float) if float.is_nan())
    }
}

/// A map whose keys differ and have an order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Map(Vec<(MapKey, Value)>);

/// The first two keys of a map that a sort compares in vain, by the published system's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mixed {
    /// What the key on the left of `<` is.
    pub left: &'static str,
    /// What the key on the right of it is.
    pub right: &'static str,
}

impl Map {
    /// The map with these entries, in any order.
    ///
    /// # Errors
    /// [`Error::Argument`] when two keys are equal (`1` and `true` are, to the published system), when they have no common
    /// order, or when not-a-number stands beside others, so that the order would depend on the method of sorting.
    pub fn new(entries: Vec<(MapKey, Value)>) -> Result<Self> {
        let refused = |found: String, remedy: &str| Err(Error::argument("map", found, remedy));
        if let Some(mixed) = Mixed::of(entries.iter().map(|(key, _)| key)) {
            let found = format!("keys of the kinds {} and {}, which have no common order", mixed.left, mixed.right);
            return refused(found, "use keys of one kind: text, or numbers");
        }
        if entries.len() > 1 && entries.iter().any(|(key, _)| key.is_nan()) {
            return refused(
                "a key that is not a number beside others".into(),
                "leave it out: it has no place in an order",
            );
        }
        let map = Self(entries);
        match map.sorted().windows(2).find(|two| two[0].0.order(&two[1].0) == Some(Ordering::Equal)) {
            Some(two) => refused(format!("the key {:?} twice", two[0].0), "give each key once"),
            None => Ok(map),
        }
    }

    /// The map whose keys are texts.
    ///
    /// # Errors
    /// [`Error::Argument`] when two are equal.
    pub fn of_texts(entries: Vec<(Text, Value)>) -> Result<Self> {
        Self::new(entries.into_iter().map(|(key, value)| (MapKey::Text(key), value)).collect())
    }

    /// Its entries as given.
    pub fn entries(&self) -> &[(MapKey, Value)] {
        &self.0
    }

    /// Its entries in the order of their keys.
    pub(super) fn sorted(&self) -> Vec<&(MapKey, Value)> {
        let mut entries: Vec<_> = self.0.iter().collect();
        entries.sort_by(|(one, _), (another, _)| one.order(another).unwrap_or(Ordering::Equal));
        entries
    }
}

impl Mixed {
    /// The first two keys that the published system's sort compares in vain, if there are any.
    pub fn of<'a>(keys: impl Iterator<Item = &'a MapKey>) -> Option<Self> {
        order::first_vain(&keys.collect::<Vec<_>>())
            .map(|(left, right)| Self { left: left.kind(), right: right.kind() })
    }
}

/// A call: a name, arguments by place and arguments by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    method: Text,
    args: Vec<Value>,
    kwargs: Vec<(Text, Value)>,
}

impl Call {
    /// The call of `method` with these arguments; names may come in any order.
    ///
    /// Spelling an argument by place or by name makes two calls, and a default that is left out is not filled in: who wants
    /// them to be one call spells them alike.
    ///
    /// # Errors
    /// [`Error::Argument`] when a name is given twice.
    pub fn new(method: impl Into<Text>, args: Vec<Value>, kwargs: Vec<(Text, Value)>) -> Result<Self> {
        let mut names: Vec<&Text> = kwargs.iter().map(|(name, _)| name).collect();
        names.sort();
        match names.windows(2).find(|two| two[0] == two[1]) {
            Some(two) => Err(Error::argument("kwargs", format!("the name {:?} twice", two[0]), "give each name once")),
            None => Ok(Self { method: method.into(), args, kwargs }),
        }
    }

    /// Its name.
    pub fn method(&self) -> &Text {
        &self.method
    }

    /// Its arguments by place.
    pub fn args(&self) -> &[Value] {
        &self.args
    }

    /// Its arguments by name, as given.
    pub fn kwargs(&self) -> &[(Text, Value)] {
        &self.kwargs
    }

    /// The place of the first opaque value.
    pub(super) fn opaque_place(&self) -> Option<String> {
        let args = self.args.iter().enumerate();
        let by_place = args.filter_map(|(place, value)| value.opaque_place(&format!("args[{place}]")));
        let by_name = self
            .kwargs
            .iter()
            .filter_map(|(name, value)| value.opaque_place(&format!("kwargs.{}", name.to_text_lossy())));
        by_place.chain(by_name).next()
    }
}

impl Value {
    fn opaque_place(&self, at: &str) -> Option<String> {
        if !self.holds_opaque() {
            return None;
        }
        match self {
            Self::Opaque(_) => Some(at.to_owned()),
            Self::List(items) => {
                items.iter().enumerate().find_map(|(place, item)| item.opaque_place(&format!("{at}[{place}]")))
            }
            Self::Map(map) => map.0.iter().find_map(|(key, value)| value.opaque_place(&format!("{at}[{key:?}]"))),
            _ => None,
        }
    }

    fn holds_opaque(&self) -> bool {
        match self {
            Self::Opaque(_) => true,
            Self::List(items) => items.iter().any(Self::holds_opaque),
            Self::Map(map) => map.0.iter().any(|(_, value)| value.holds_opaque()),
            _ => false,
        }
    }
}
