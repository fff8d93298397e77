//! Reads values and calls that JSON cannot hold by itself, from JSON with tags.
//!
//! A plain JSON value is itself; a number with a point or an exponent is fractional, any other is whole, of any size. A map
//! with one field of these names stands for something else: `__tuple__` a list; `__pairs__` a map, as a list of keys and
//! values; `__float__` a fractional number as text; `__int__` a whole one; `__opaque__` a thing that prints this text.

use core::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Call, Int, Map, MapKey, Text, Value};
use crate::error::{Error, Result};

/// How deeply lists and maps may stand in each other.
const DEPTH: u32 = 100;

/// A value from JSON with tags; `at` is its place, for the error.
///
/// ```
/// # use loadline::reuse::result_cache::key::{Value, value_of_json};
/// let tuple = value_of_json(r#"{"__tuple__": [1, 1.0]}"#, "args[0]")?;
/// assert_eq!(tuple, value_of_json("[1, 1.0]", "args[0]")?);
/// assert_ne!(tuple, value_of_json("[1, 1]", "args[0]")?);
/// # Ok::<(), loadline::Error>(())
/// ```
///
/// # Errors
/// [`Error::Argument`] when it is no JSON, a tag holds what it cannot mean, a map is refused as by [`Map::new`], or lists
/// and maps stand more than 100 deep in each other.
pub fn value_of_json(json: &str, at: &str) -> Result<Value> {
    read(json, &At::Root(at), DEPTH)
}

/// A call from a name and JSON with tags: a list of arguments and a map of arguments by name.
///
/// # Errors
/// As [`value_of_json`]; and where `args` is no list or `kwargs` no map.
pub fn call_of_json(method: Text, args: &str, kwargs: &str) -> Result<Call> {
    let (by_place, by_name) = (At::Root("args"), At::Root("kwargs"));
    let args: Vec<&RawValue> = parse(args, &by_place)?;
    let args = args.iter().enumerate().map(|(place, json)| read(json.get(), &At::Item(&by_place, place), DEPTH));
    let args = args.collect::<Result<_>>()?;
    let fields: Fields = parse(kwargs, &by_name)?;
    let named = |(name, json): (Text, &RawValue)| {
        let value = read(json.get(), &At::Field(&by_name, &name), DEPTH)?;
        Ok((name, value))
    };
    Call::new(method, args, fields.0.into_iter().map(named).collect::<Result<_>>()?)
}

/// Where a value stands; put into words only where it is refused.
enum At<'a> {
    Root(&'a str),
    Item(&'a At<'a>, usize),
    Field(&'a At<'a>, &'a Text),
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root(name) => f.write_str(name),
            Self::Item(of, place) => write!(f, "{of}[{place}]"),
            Self::Field(of, name) => write!(f, "{of}.{}", name.to_text_lossy()),
        }
    }
}

fn read(json: &str, at: &At<'_>, depth: u32) -> Result<Value> {
    let json = json.trim();
    let deeper = || {
        depth
            .checked_sub(1)
            .ok_or_else(|| refused(at, &format!("more than {DEPTH} lists and maps in each other"), "nest less"))
    };
    match json.as_bytes().first() {
        Some(b'n' | b't' | b'f') => Ok(parse::<Option<bool>>(json, at)?.map_or(Value::Null, Value::Bool)),
        Some(b'"') => Ok(Value::Text(parse(json, at)?)),
        Some(b'[') => list(json, at, deeper()?).map(Value::List),
        Some(b'{') => object(json, at, deeper()?),
        _ if json.contains(['.', 'e', 'E']) => Ok(Value::Float(parse(json, at)?)),
        _ => {
            parse::<&RawValue>(json, at)?;
            whole(json, at).map(Value::Int)
        }
    }
}

fn list(json: &str, at: &At<'_>, depth: u32) -> Result<Vec<Value>> {
    let items: Vec<&RawValue> = parse(json, at)?;
    items.iter().enumerate().map(|(place, item)| read(item.get(), &At::Item(at, place), depth)).collect()
}

fn object(json: &str, at: &At<'_>, depth: u32) -> Result<Value> {
    let fields: Fields = parse(json, at)?;
    if let [(name, tagged)] = fields.0.as_slice() {
        let tagged = tagged.get();
        match name.as_bytes() {
            b"__tuple__" => return list(tagged, at, depth).map(Value::List),
            b"__pairs__" => return pairs(tagged, at, depth),
            b"__opaque__" => return Ok(Value::Opaque(parse(tagged, at)?)),
            b"__int__" => return whole(&parse::<String>(tagged, at)?, at).map(Value::Int),
            b"__float__" => return float(&parse::<String>(tagged, at)?, at).map(Value::Float),
            _ => {}
        }
    }
    let field = |(name, json): (Text, &RawValue)| {
        let value = read(json.get(), &At::Field(at, &name), depth)?;
        Ok((MapKey::Text(name), value))
    };
    map(fields.0.into_iter().map(field).collect::<Result<_>>()?, at)
}

fn pairs(json: &str, at: &At<'_>, depth: u32) -> Result<Value> {
    let pairs: Vec<(&RawValue, &RawValue)> = parse(json, at)?;
    let pair = |(key, value): (&RawValue, &RawValue)| {
        let key = match read(key.get(), at, depth)? {
            Value::Null => MapKey::Null,
            Value::Bool(yes) => MapKey::Bool(yes),
            Value::Int(int) => MapKey::Int(int),
            Value::Float(float) => MapKey::Float(float),
            Value::Text(text) => MapKey::Text(text),
            Value::List(_) | Value::Map(_) | Value::Opaque(_) => {
                return Err(refused(
                    at,
                    "a key that is no text and no number",
                    "use text, numbers, true, false or null",
                ));
            }
        };
        Ok((key, read(value.get(), at, depth)?))
    };
    map(pairs.into_iter().map(pair).collect::<Result<_>>()?, at)
}

fn map(entries: Vec<(MapKey, Value)>, at: &At<'_>) -> Result<Value> {
    Map::new(entries).map(Value::Map).map_err(|error| match error {
        Error::Argument { found, remedy, .. } => Error::Argument { at: at.to_string(), found, remedy },
        error => error,
    })
}

fn whole(text: &str, at: &At<'_>) -> Result<Int> {
    Int::parse(text)
        .ok_or_else(|| refused(at, &format!("{text:.40} as a whole number"), "give up to 4,300 decimal digits"))
}

fn float(text: &str, at: &At<'_>) -> Result<f64> {
    text.trim()
        .parse()
        .map_err(|_| refused(at, &format!("{text:?} as a fractional number"), "give decimal digits, nan or inf"))
}

fn parse<'a, T: Deserialize<'a>>(json: &'a str, at: &At<'_>) -> Result<T> {
    serde_json::from_str(json).map_err(|error| refused(at, &error.to_string(), "give JSON as the format says"))
}

fn refused(at: &At<'_>, found: &str, remedy: &str) -> Error {
    Error::argument(at.to_string(), found, remedy)
}

/// The fields of a JSON object in the order of the file, names with lone halves included.
struct Fields<'a>(Vec<(Text, &'a RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> core::result::Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Fields<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> core::result::Result<Fields<'de>, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Object)
    }
}
