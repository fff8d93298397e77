//! Calls about states and tokens that need no space.

use wasm_bindgen::prelude::wasm_bindgen;

use super::words::tokens_of;
use crate::bindings::Js;
use crate::bindings::error::to_js;
use crate::error::Error;
use crate::states::token::{self, Read, Reader};
use crate::states::word::{self, Thetas, intron};

/// Theta of each word of 48 bits, in radians, by the count of bits in which it differs from the archetype.
///
/// Nothing is looked up: words that are no states are answered too.
#[wasm_bindgen(js_name = thetaOfWords)]
pub fn theta_of_words(words: &[u64]) -> Js<Vec<f32>> {
    let thetas = Thetas::new();
    let mut all = 0;
    let of = words.iter().map(|word| {
        all |= *word;
        thetas.of(*word)
    });
    let found = of.collect();
    if all <= word::FULL {
        return Ok(found);
    }
    let place = words.iter().position(|word| *word > word::FULL).unwrap_or_default();
    Err(to_js(Error::argument(
        format!("words[{place}]"),
        format!("{} has more than 48 bits", words[place]),
        "give words from 0 to 281474976710655",
    )))
}

/// The bytes that spell tokens, one after another: what `walk` takes.
#[wasm_bindgen(js_name = bytesOfTokens)]
pub fn bytes_of_tokens(tokens: &[f64]) -> Js<Vec<u8>> {
    let mut introns = Vec::new();
    for token in tokens_of("tokens", tokens).map_err(to_js)? {
        token::spell(token, &mut introns).map_err(to_js)?;
    }
    Ok(introns.into_iter().map(intron).collect())
}

/// The tokens that bytes spell. Throws where one goes on after five bytes, and where the last one does not end.
#[wasm_bindgen(js_name = tokensOfBytes)]
pub fn tokens_of_bytes(bytes: &[u8]) -> Js<Vec<f64>> {
    let introns: Vec<u8> = bytes.iter().map(|byte| intron(*byte)).collect();
    Ok(token::tokens(&introns).map_err(to_js)?.into_iter().map(|token| token as f64).collect())
}

/// The tokens that bytes spell, and the place of the byte that ends each; −1 where more than five bytes go on. No end is no token.
pub(super) fn spelt(bytes: &[u8]) -> (Vec<f64>, Vec<u32>) {
    let (mut found, mut ends) = (Vec::new(), Vec::new());
    let (mut reader, mut is_too_large) = (Reader::default(), false);
    for (place, byte) in (0..).zip(bytes) {
        let intron = intron(*byte);
        let token = match reader.read(intron) {
            Read::More => continue,
            Read::Token(token) => token as f64,
            Read::TooLarge => {
                is_too_large = true;
                -1.0
            }
        };
        if is_too_large && !token::ends(intron) {
            continue;
        }
        (reader, is_too_large) = (Reader::default(), false);
        found.push(token);
        ends.push(place);
    }
    (found, ends)
}
