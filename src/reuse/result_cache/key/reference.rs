//! The text is built as it is defined, then hashed.

use core::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::{Call, Identity, Key, Map, MapKey, Text, Value};

pub(super) fn key(call: &Call, identity: Identity) -> Key {
    Key(Sha256::digest(text(call, identity).as_bytes()).into())
}

pub(super) fn text(call: &Call, identity: Identity) -> String {
    let last = match identity {
        Identity::Published => "method",
        Identity::Explicit => "function",
    };
    let mut names: Vec<&(Text, Value)> = call.kwargs().iter().collect();
    names.sort_by_key(|(name, _)| name.code_points());
    let kwargs: Vec<String> =
        names.iter().map(|(name, value)| format!("[{}, {}]", quoted(name), value_text(value, identity))).collect();
    let args = list_text(call.args(), identity);
    format!("{{\"args\": {args}, \"kwargs\": [{}], \"{last}\": {}}}", kwargs.join(", "), quoted(call.method()))
}

fn value_text(value: &Value, identity: Identity) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(yes) => yes.to_string(),
        Value::Int(int) => int.to_string(),
        Value::Float(float) => float_text(*float),
        Value::Text(text) | Value::Opaque(text) => quoted(text),
        Value::List(items) => list_text(items, identity),
        Value::Map(map) => map_text(map, identity),
    }
}

fn list_text(items: &[Value], identity: Identity) -> String {
    let items: Vec<String> = items.iter().map(|item| value_text(item, identity)).collect();
    format!("[{}]", items.join(", "))
}

fn map_text(map: &Map, identity: Identity) -> String {
    let entry = |(key, value): &(MapKey, Value)| {
        let key = match (key, identity) {
            (MapKey::Text(text), _) => quoted(text),
            (key, Identity::Published) => format!("\"{}\"", bare(key)),
            (key, Identity::Explicit) => bare(key),
        };
        format!("{key}: {}", value_text(value, identity))
    };
    let entries: Vec<String> = map.sorted().into_iter().map(entry).collect();
    format!("{{{}}}", entries.join(", "))
}

/// A key of a map as the value that it is.
fn bare(key: &MapKey) -> String {
    match key {
        MapKey::Null => "null".to_owned(),
        MapKey::Bool(yes) => yes.to_string(),
        MapKey::Int(int) => int.to_string(),
        MapKey::Float(float) => float_text(*float),
        MapKey::Text(text) => text.to_text_lossy(),
    }
}

fn quoted(text: &Text) -> String {
    let mut quoted = "\"".to_owned();
    for point in text.code_points() {
        quoted.push_str(&escaped(point));
    }
    quoted.push('"');
    quoted
}

fn escaped(point: u32) -> String {
    match char::from_u32(point) {
        Some('"') => "\\\"".to_owned(),
        Some('\\') => "\\\\".to_owned(),
        Some('\n') => "\\n".to_owned(),
        Some('\r') => "\\r".to_owned(),
        Some('\t') => "\\t".to_owned(),
        Some('\u{8}') => "\\b".to_owned(),
        Some('\u{c}') => "\\f".to_owned(),
        Some(plain @ ' '..='~') => plain.to_string(),
        _ if point < 0x1_0000 => format!("\\u{point:04x}"),
        _ => {
            let beyond = point - 0x1_0000;
            format!("\\u{:04x}\\u{:04x}", 0xD800 + beyond / 0x400, 0xDC00 + beyond % 0x400)
        }
    }
}

/// A fractional number with the fewest digits that read back to it: plain where `1e-4 <= |x| < 1e16`, else with an exponent.
fn float_text(float: f64) -> String {
    if float.is_nan() {
        return "NaN".to_owned();
    }
    let sign = if float.is_sign_negative() { "-" } else { "" };
    if float.is_infinite() {
        return format!("{sign}Infinity");
    }
    // `{:e}` writes the fewest digits: 1.25e-7.
    let scientific = format!("{:e}", float.abs());
    let (mantissa, exponent) = scientific.split_once('e').expect("{:e} writes an exponent");
    let exponent: i32 = exponent.parse().expect("{:e} writes a whole exponent");
    if (-4..16).contains(&exponent) {
        let plain = float.abs().to_string();
        let point = if plain.contains('.') { "" } else { ".0" };
        return format!("{sign}{plain}{point}");
    }
    let mut text = format!("{sign}{mantissa}e{}", if exponent < 0 { '-' } else { '+' });
    write!(text, "{:02}", exponent.abs()).expect("writing to a String cannot fail");
    text
}
