//! Means and deviations without any rounding but the last: sums of whole numbers.

use num_bigint::BigInt;

/// The double nearest to the mean of `values`; 0 for none.
pub(in crate::reuse::profile) fn mean(values: &[f64]) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let (wholes, exponent) = as_wholes(values);
    let sum: BigInt = wholes.iter().sum();
    nearest(&sum, &BigInt::from(values.len()), exponent)
}

/// The double nearest to the sample standard deviation: the root of `(n Σx² − (Σx)²) / (n (n − 1))`. Needs two values.
pub(in crate::reuse::profile) fn deviation(values: &[f64]) -> f64 {
    let (wholes, exponent) = as_wholes(values);
    let count = BigInt::from(values.len());
    let sum: BigInt = wholes.iter().sum();
    let squares: BigInt = wholes.iter().map(|whole| whole * whole).sum();
    let spread = &count * squares - &sum * &sum;
    nearest_root(&spread, &(&count * (&count - 1)), 2 * exponent)
}

/// The values as whole multiples of `2^exponent`, the finest power of two among them.
fn as_wholes(values: &[f64]) -> (Vec<BigInt>, i32) {
    let parts: Vec<(i64, i32)> = values.iter().map(|value| significand(*value)).collect();
    let finest = parts.iter().map(|(_, exponent)| *exponent).min().unwrap_or(0);
    let wholes = parts.iter().map(|(whole, exponent)| BigInt::from(*whole) << (exponent - finest));
    (wholes.collect(), finest)
}

/// A finite double as `whole · 2^exponent`.
fn significand(value: f64) -> (i64, i32) {
    let bits = value.to_bits();
    let field = i32::try_from((bits >> 52) & 0x7FF).expect("eleven bits");
    let fraction = i64::try_from(bits & ((1 << 52) - 1)).expect("52 bits");
    let (whole, exponent) = if field == 0 { (fraction, -1074) } else { (fraction | (1 << 52), field - 1075) };
    (if value.is_sign_negative() { -whole } else { whole }, exponent)
}

/// The double nearest to `numerator / denominator · 2^exponent`, a tie going to the even one.
fn nearest(numerator: &BigInt, denominator: &BigInt, exponent: i32) -> f64 {
    if numerator < &BigInt::ZERO {
        return -nearest(&-numerator, denominator, exponent);
    }
    let shift = 66 + bits(denominator);
    let (quotient, exact) = divided(&(numerator << shift), denominator);
    rounded(quotient, exact, exponent - shift)
}

/// The double nearest to the root of `numerator / denominator · 2^exponent`, where `exponent` is even.
fn nearest_root(numerator: &BigInt, denominator: &BigInt, exponent: i32) -> f64 {
    let shift = 2 * (66 + bits(denominator));
    let (quotient, exact) = divided(&(numerator << shift), denominator);
    let root = quotient.sqrt();
    let exact = exact && &root * &root == quotient;
    rounded(root, exact, (exponent - shift) / 2)
}

fn bits(whole: &BigInt) -> i32 {
    i32::try_from(whole.bits()).expect("sums of doubles have some thousand bits")
}

fn divided(numerator: &BigInt, denominator: &BigInt) -> (BigInt, bool) {
    let quotient = numerator / denominator;
    let exact = &quotient * denominator == *numerator;
    (quotient, exact)
}

/// The double nearest to `whole · 2^exponent`, or to a little more than that where it is not exact.
fn rounded(whole: BigInt, exact: bool, exponent: i32) -> f64 {
    // A last bit that stands for "and a little more": there are bits to spare, so it never takes part but in ties.
    let (whole, exponent) = (whole * 2 + u8::from(!exact), exponent - 1);
    let dropped = (bits(&whole) - 53).max(-1074 - exponent).max(0);
    let kept = &whole >> dropped;
    let rest: BigInt = (whole - (&kept << dropped)) * 2;
    let half = BigInt::from(1) << dropped;
    let odd = &kept % 2 == BigInt::from(1);
    let kept = if dropped > 0 && (rest > half || (rest == half && odd)) { kept + 1 } else { kept };
    libm::ldexp(u64::try_from(kept).expect("53 bits, or one more power of two") as f64, exponent + dropped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_tenths_do_not_drift() {
        assert_eq!(mean(&[0.1, 0.1, 0.1]).to_bits(), 0.1_f64.to_bits());
        assert_eq!(mean(&[1e16, 1.0, -1e16]).to_bits(), (1.0_f64 / 3.0).to_bits());
        assert_eq!(mean(&[]).to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn equal_values_deviate_by_nothing() {
        assert_eq!(deviation(&[0.1; 7]).to_bits(), 0.0_f64.to_bits());
        assert_eq!(deviation(&[1.0, 2.0]).to_bits(), 0.5_f64.sqrt().to_bits());
        assert_eq!(deviation(&[5e-324, 0.0, 0.0]).to_bits(), 5e-324_f64.to_bits());
    }
}
