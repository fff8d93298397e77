//! Sums of doubles and of their squares as whole numbers, kept up to date one value at a time.
//!
//! A double is a whole multiple of 2⁻¹⁰⁷⁴, so a sum of doubles can be kept as one long whole number, digits of 32 bits, without
//! any rounding: what is added can be taken away again, and the order does not matter.

/// A whole number with digits of 32 bits whose carries are settled only when it is read.
#[derive(Debug, Clone, Default)]
struct Whole {
    /// The place of the first digit kept.
    first: usize,
    digits: Vec<i64>,
}

impl Whole {
    /// Adds `sign · part · 2^position`.
    fn add(&mut self, part: u64, position: usize, sign: i64) {
        if part == 0 {
            return;
        }
        let place = position / 32;
        self.make_room(place, place + 3);
        let shifted = u128::from(part) << (position % 32);
        for (offset, digit) in self.digits[place - self.first..][..3].iter_mut().enumerate() {
            *digit += sign * digit_of(shifted >> (32 * offset));
        }
    }

    fn add_all(&mut self, other: &Self) {
        if other.digits.is_empty() {
            return;
        }
        self.make_room(other.first, other.first + other.digits.len());
        let start = other.first - self.first;
        for (digit, more) in self.digits[start..].iter_mut().zip(&other.digits) {
            *digit += more;
        }
    }

    fn make_room(&mut self, from: usize, to: usize) {
        if self.digits.is_empty() {
            self.first = from;
        }
        if self.first > from {
            self.digits.splice(0..0, core::iter::repeat_n(0, self.first - from));
            self.first = from;
        }
        if self.first + self.digits.len() < to {
            self.digits.resize(to - self.first, 0);
        }
    }

    /// The size of the number with its carries settled, the place of its first digit, and whether it is below 0.
    fn settled(&self) -> (Vec<u32>, usize, bool) {
        let carried = |sign: i64| {
            let mut carry = 0_i64;
            let mut digits: Vec<u32> = Vec::with_capacity(self.digits.len() + 2);
            for digit in &self.digits {
                carry += sign * digit;
                digits.push(low_digit(carry));
                carry >>= 32;
            }
            (digits, carry)
        };
        let (digits, carry) = carried(1);
        let negative = carry < 0;
        let (mut digits, mut carry) = if negative { carried(-1) } else { (digits, carry) };
        while carry > 0 {
            digits.push(low_digit(carry));
            carry >>= 32;
        }
        while digits.last() == Some(&0) {
            digits.pop();
        }
        (digits, self.first, negative)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the low 32 bits are meant")]
fn low_digit(carry: i64) -> u32 {
    carry as u32
}

#[expect(clippy::cast_possible_truncation, reason = "the low 32 bits are meant")]
fn digit_of(shifted: u128) -> i64 {
    i64::from(shifted as u32)
}

/// Count, sum and sum of squares of values.
#[derive(Debug, Clone, Default)]
pub(super) struct Moments {
    count: u32,
    sum: Whole,
    squares: Whole,
}

impl Moments {
    /// Takes a value in.
    pub(super) fn put(&mut self, value: f64) {
        self.count += 1;
        self.change(value, 1);
    }

    /// Takes a value out that was taken in before.
    pub(super) fn take(&mut self, value: f64) {
        self.count -= 1;
        self.change(value, -1);
    }

    /// Takes all values of `other` in.
    pub(super) fn put_all(&mut self, other: &Self) {
        self.count += other.count;
        self.sum.add_all(&other.sum);
        self.squares.add_all(&other.squares);
    }

    fn change(&mut self, value: f64, sign: i64) {
        let (whole, position) = significand(value);
        self.sum.add(whole, position, if value < 0.0 { -sign } else { sign });
        let square = u128::from(whole) * u128::from(whole);
        let mask = u128::from(u64::MAX);
        let halves = [square & mask, square >> 64].map(|half| u64::try_from(half).expect("64 bits"));
        self.squares.add(halves[0], 2 * position, sign);
        self.squares.add(halves[1], 2 * position + 64, sign);
    }

    /// The double nearest to the mean. Needs one value.
    pub(super) fn mean(&self) -> f64 {
        let (digits, first, negative) = self.sum.settled();
        let (top, exponent, exact) = quotient(&digits, u64::from(self.count));
        let size = rounded(top, exponent + whole_bits(32 * first) - 1074, exact);
        if negative { -size } else { size }
    }

    /// The double nearest to the sample standard deviation. Needs two values.
    pub(super) fn deviation(&self) -> f64 {
        let (sum, sum_first, _) = self.sum.settled();
        let (squares, squares_first, _) = self.squares.settled();
        let (spread, first) = spread(self.count, &squares, squares_first, &sum, sum_first);
        let count = u64::from(self.count);
        let (top, exponent, exact) = quotient(&spread, count * (count - 1));
        let exponent = exponent + whole_bits(32 * first) - 2148;
        // The root of an even power of two is a power of two.
        let (top, exponent, exact) =
            if exponent % 2 == 0 { (top, exponent, exact) } else { (top >> 1, exponent + 1, exact && top % 2 == 0) };
        let root = top.isqrt();
        rounded(root, exponent / 2, exact && root * root == top)
    }
}

/// The size of a double as a whole number of `2^(position - 1074)`.
fn significand(value: f64) -> (u64, usize) {
    let bits = value.to_bits() & !(1 << 63);
    let field = usize::try_from(bits >> 52).expect("eleven bits");
    let fraction = bits & ((1 << 52) - 1);
    if field == 0 { (fraction, 0) } else { (fraction | (1 << 52), field - 1) }
}

/// `count · squares − sum²` and the place of its first digit.
fn spread(count: u32, squares: &[u32], squares_first: usize, sum: &[u32], sum_first: usize) -> (Vec<u32>, usize) {
    let first = squares_first.min(2 * sum_first);
    let length = (squares_first + squares.len() + 1).max(2 * (sum_first + sum.len())) - first;
    let mut digits = vec![0_u32; length];
    let mut carry = 0_u64;
    for (digit, square) in digits[squares_first - first..].iter_mut().zip(squares.iter().chain([&0])) {
        carry += u64::from(count) * u64::from(*square);
        *digit = low(carry);
        carry >>= 32;
    }
    for (offset, one) in sum.iter().enumerate() {
        let start = 2 * sum_first + offset - first;
        // What is still to be subtracted from the next digit: a product's high half and a borrow fit together.
        let mut owed = 0_u64;
        for (digit, other) in digits[start..].iter_mut().zip(sum.iter().chain(core::iter::repeat(&0))) {
            let product = u64::from(*one) * u64::from(*other) + owed;
            let (difference, borrowed) = digit.overflowing_sub(low(product));
            *digit = difference;
            owed = (product >> 32) + u64::from(borrowed);
        }
    }
    while digits.last() == Some(&0) {
        digits.pop();
    }
    (digits, first)
}

#[expect(clippy::cast_possible_truncation, reason = "the low 32 bits are meant")]
fn low(carry: u64) -> u32 {
    carry as u32
}

/// The leading 127 or 128 bits of `digits / divisor`, their exponent, and whether nothing was left; fewer where that is exact.
fn quotient(digits: &[u32], divisor: u64) -> (u128, i32, bool) {
    let bits = 32 * digits.len() - digits.last().map_or(0, |digit| digit.leading_zeros() as usize);
    let divisor_bits = 64 - divisor.leading_zeros() as usize;
    // The quotient has `bits - divisor_bits` bits or one more: moved by this, its first digit has 31 or 32.
    let moved = (divisor_bits + 31 + 32 * digits.len() - bits) % 32;
    let shifted = shifted_up(digits, moved);
    let mut places = whole_bits(32 * shifted.len()) - whole_bits(moved);
    let (mut top, mut rest) = (0_u128, 0_u128);
    let mut next_digits = shifted.iter().rev();
    loop {
        let next = next_digits.next().copied();
        if top >> 96 != 0 || (next.is_none() && rest == 0) {
            let exact = rest == 0 && next.unwrap_or(0) == 0 && next_digits.all(|digit| *digit == 0);
            return (top, places, exact);
        }
        let part = (rest << 32) | u128::from(next.unwrap_or(0));
        top = (top << 32) | (part / u128::from(divisor));
        rest = part % u128::from(divisor);
        places -= 32;
    }
}

/// The digits of `digits · 2^moved`, for less than a digit.
fn shifted_up(digits: &[u32], moved: usize) -> Vec<u32> {
    let mut carry = 0_u64;
    let mut shifted: Vec<u32> = digits
        .iter()
        .map(|digit| {
            carry |= u64::from(*digit) << moved;
            let moved = low(carry);
            carry >>= 32;
            moved
        })
        .collect();
    shifted.push(low(carry));
    shifted
}

fn whole_bits(bits: usize) -> i32 {
    i32::try_from(bits).expect("a square of a double has 4,200 bits")
}

/// The double nearest to `whole · 2^exponent`, or to a little more than that where it is not exact.
fn rounded(mut whole: u128, mut exponent: i32, mut exact: bool) -> f64 {
    // Far below the finest double only the leading bits matter.
    while exponent < -1174 {
        exact &= whole.trailing_zeros() >= 32;
        whole >>= 32;
        exponent += 32;
    }
    let bits = 128 - whole_bits(whole.leading_zeros() as usize);
    let dropped = (bits - 53).max(-1074 - exponent).max(0);
    let kept = whole >> dropped;
    let rest = whole - (kept << dropped);
    let half = if dropped == 0 { 0 } else { 1_u128 << (dropped - 1) };
    let up = dropped > 0 && (rest > half || (rest == half && (!exact || kept % 2 == 1)));
    libm::ldexp(u64::try_from(kept + u128::from(up)).expect("53 bits") as f64, exponent + dropped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reuse::profile::reference::exact::{deviation, mean};
    use crate::rng::Rng;

    #[test]
    fn sums_that_were_added_and_taken_agree_with_those_made_anew() {
        let mut rng = Rng::new(5);
        for round in 0..2_000 {
            let mut moments = Moments::default();
            let mut values = Vec::new();
            let wide = round % 2 == 0;
            for _ in 0..2 + rng.below(12) {
                let bits = rng.next_u64() >> 1;
                let value = if wide { f64::from_bits(bits) } else { (bits >> 40) as f64 / 1024.0 };
                let value =
                    if value < 1e150 { value } else { [0.0, 5e-324, 1.0][usize::try_from(rng.below(3)).unwrap()] };
                values.push(value);
                moments.put(value);
                let passing = f64::from_bits(rng.next_u64() >> 2);
                moments.put(passing);
                moments.take(passing);
            }
            assert_eq!(moments.mean().to_bits(), mean(&values).to_bits(), "{values:?}");
            assert_eq!(moments.deviation().to_bits(), deviation(&values).to_bits(), "{values:?}");
        }
    }

    #[test]
    fn a_tie_goes_to_the_even_double() {
        let step = f64::EPSILON;
        for (values, expected) in [([1.0, 1.0 + step], 1.0), ([1.0 + step, 1.0 + 2.0 * step], 1.0 + 2.0 * step)] {
            let mut moments = Moments::default();
            for value in values {
                moments.put(value);
            }
            assert_eq!(moments.mean().to_bits(), expected.to_bits());
            assert_eq!(mean(&values).to_bits(), expected.to_bits());
        }
    }
}
