//! Values from a file as a sentence shows them: short, on one line, numbers grouped.

/// The longest piece of a file's text that a message repeats, in characters.
const LONGEST: usize = 60;

/// Text in quotation marks: cut when long, control characters escaped.
pub(super) fn quoted(text: &str) -> String {
    format!("“{}”", short(text))
}

/// Text cut when long, control characters escaped.
pub(super) fn short(text: &str) -> String {
    let mut shown: String = text.chars().take(LONGEST).flat_map(shown_char).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

/// The character, escaped where it would not show or would turn the line around.
fn shown_char(char: char) -> impl Iterator<Item = char> {
    let hidden = char.is_control()
        || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let (escape, plain) = if hidden { (Some(char.escape_default()), None) } else { (None, Some(char)) };
    escape.into_iter().flatten().chain(plain)
}

/// A number: `35,970`, `-14`, `0.5`, `1e300`.
pub(super) fn number(value: f64) -> String {
    if !value.is_finite() || value.abs() >= 1e15 || (value != 0.0 && value.abs() < 1e-6) {
        return format!("{value:e}");
    }
    let text = format!("{}", value.abs());
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut grouped = String::from(if value < 0.0 { "-" } else { "" });
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(fraction) = fraction {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

/// A count: `1,650,000`.
#[expect(clippy::cast_precision_loss, reason = "counts in messages lie far below 2^53")]
pub(super) fn count(value: usize) -> String {
    number(value as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_huge_ones_stay_short() {
        let shown = [35_970.0, -14.0, 0.5, 1_234_567.25, 999.0, -1000.0, 0.0, 1e300].map(number);
        assert_eq!(shown, ["35,970", "-14", "0.5", "1,234,567.25", "999", "-1,000", "0", "1e300"]);
    }

    #[test]
    fn quoted_text_stays_on_one_line_and_short() {
        assert_eq!(quoted("a\nb\u{202e}"), "“a\\nb\\u{202e}”");
        assert_eq!(quoted(&"x".repeat(61)), format!("“{}…”", "x".repeat(60)));
    }
}
