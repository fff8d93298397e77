//! `NaN`, `Infinity` and `-Infinity`, as Python writes them: JSON has no such tokens.

use super::slot::TOKENS;

/// The text with every such token outside strings exchanged for a stand-in of the same length, and where they stood;
/// `None` where there are none.
///
/// A stand-in is JSON, and reading it gives [`super::slot::Odd::Token`]; so every place keeps its line, and what is
/// wrong elsewhere is still found.
pub(super) fn stand_in(text: &str) -> Option<(String, Vec<usize>)> {
    let mut mended = String::new();
    let (mut offsets, mut kept, mut offset) = (Vec::new(), 0, 0);
    let bytes = text.as_bytes();
    while offset < bytes.len() {
        match bytes[offset] {
            b'"' => offset = after_string(bytes, offset),
            b'N' | b'I' | b'-' => {
                match TOKENS.iter().find(|(token, _)| bytes[offset..].starts_with(token.as_bytes())) {
                    Some((token, stand_in)) => {
                        mended.push_str(&text[kept..offset]);
                        mended.push_str(stand_in);
                        offsets.push(offset);
                        offset += token.len();
                        kept = offset;
                    }
                    None => offset += 1,
                }
            }
            _ => offset += 1,
        }
    }
    mended.push_str(&text[kept..]);
    (!offsets.is_empty()).then_some((mended, offsets))
}

/// The offset after the string that begins at `start`.
fn after_string(bytes: &[u8], start: usize) -> usize {
    let mut offset = start + 1;
    while offset < bytes.len() && bytes[offset] != b'"' {
        offset += if bytes[offset] == b'\\' { 2 } else { 1 };
    }
    offset + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_exchanged_outside_strings_and_nothing_moves() {
        let text = r#"{"a \" NaN": [NaN, -Infinity, Infinity], "b": "NaN"}"#;
        let (mended, offsets) = stand_in(text).unwrap();
        assert_eq!(mended.len(), text.len());
        assert_eq!(offsets, [14, 19, 30]);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&mended).unwrap()["b"], "NaN");
        assert_eq!(stand_in(r#"{"a": "NaN"}"#), None);
        assert_eq!(stand_in(r#""\"#), None);
    }
}
