//! Sums of doubles and of their squares as whole numbers, kept up to date one value at a time.
//!
//! A double is a whole multiple of 2⁻¹⁰⁷⁴, so a sum of doubles can be kept as one long whole number, digits of 32 bits, without
//! any rounding: what is added can be taken away again, and the order does not matter.

use std::collections::VecDeque;

/// A whole number with digits of 32 bits whose carries are settled only when it is read.
#[derive(Debug, Clone, Default)]
struct Whole {
    /// The place of the first digit kept.
    first: usize,
    digits: VecDeque<i64>,
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
        for (offset, digit) in self.digits.range_mut(place - self.first..place - self.first + 3).enumerate() {
            *digit += sign * digit_of(shifted >> (32 * offset));
        }
    }

    fn add_all(&mut self, other: &Self) {
        if other.digits.is_empty() {
            return;
        }
        self.make_room(other.first, other.first + other.digits.len());
        let start = other.first - self.first;
        for (digit, more) in self.digits.range_mut(start..start + other.digits.len()).zip(&other.digits) {
            *digit += more;
        }
    }

    fn make_room(&mut self, from: usize, to: usize) {
        if self.digits.is_empty() {
            self.first = from;
        }
        while self.first > from {
            self.digits.push_front(0);
            self.first -= 1;
        }
        if self.first + self.digits.len() < to {
            self.digits.resize(to - self.first, 0);
        }
    }

    /// The number with its carries settled, for a sum that is not negative, and the place of its first digit.
    fn settled(&self) -> (Vec<u32>, usize) {
        let mut digits = Vec::with_capacity(self.digits.len() + 3);
        let mut carry = 0_i64;
        for digit in &self.digits {
            carry += digit;
            digits.push(low_digit(carry));
            carry >>= 32;
        }
        while carry != 0 {
            digits.push(low_digit(carry));
            carry >>= 32;
        }
        while digits.last() == Some(&0) {
            digits.pop();
        }
        (digits, self.first)
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

/// Count, sum and sum of squares of values from 0 up.
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
        self.sum.add(whole, position, sign);
        let square = u128::from(whole) * u128::from(whole);
        let mask = u128::from(u64::MAX);
        let halves = [square & mask, square >> 64].map(|half| u64::try_from(half).expect("64 bits"));
        self.squares.add(halves[0], 2 * position, sign);
        self.squares.add(halves[1], 2 * position + 64, sign);
    }

    /// The double nearest to the mean. Needs one value.
    pub(super) fn mean(&self) -> f64 {
        let (digits, first) = self.sum.settled();
        let (top, exponent, exact) = quotient(&digits, u64::from(self.count));
        rounded(top, exponent + position_exponent(first) - 1074, exact)
    }

    /// The double nearest to the sample standard deviation. Needs two values.
    pub(super) fn deviation(&self) -> f64 {
        let (sum, sum_first) = self.sum.settled();
        let (squares, squares_first) = self.squares.settled();
        let (spread, first) = spread(self.count, &squares, squares_first, &sum, sum_first);
        let count = u64::from(self.count);
        let (top, exponent, exact) = quotient(&spread, count * (count - 1));
        let exponent = exponent + position_exponent(first) - 2148;
        // The root of an even power of two is a power of two.
        let (top, exponent, exact) =
            if exponent % 2 == 0 { (top, exponent, exact) } else { (top >> 1, exponent + 1, exact && top % 2 == 0) };
        let root = top.isqrt();
        rounded(root, exponent / 2, exact && root * root == top)
    }
}

/// A double from 0 up as a whole number of `2^(position - 1074)`.
fn significand(value: f64) -> (u64, usize) {
    let bits = value.to_bits() & !(1 << 63);
    let field = usize::try_from(bits >> 52).expect("eleven bits");
    let fraction = bits & ((1 << 52) - 1);
    if field == 0 { (fraction, 0) } else { (fraction | (1 << 52), field - 1) }
}

fn position_exponent(first: usize) -> i32 {
    i32::try_from(32 * first).expect("a square of a double has 4,200 bits")
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

/// The leading 96 to 127 bits of `digits / divisor`, their exponent in bits, and whether nothing was left.
fn quotient(digits: &[u32], divisor: u64) -> (u128, i32, bool) {
    let (mut top, mut rest, mut place) = (0_u128, 0_u128, 32 * i32::try_from(digits.len()).expect("few digits"));
    let mut more = digits.iter().rev();
    let mut left = digits.len();
    while left > 0 || rest > 0 {
        // Three whole digits and the leading one fill the room.
        if top >> 96 != 0 {
            break;
        }
        let next = more.next().copied().unwrap_or(0);
        left = left.saturating_sub(1);
        let part = (rest << 32) | u128::from(next);
        top = (top << 32) | (part / u128::from(divisor));
        rest = part % u128::from(divisor);
        place -= 32;
    }
    let exact = rest == 0 && more.all(|digit| *digit == 0);
    (top, place, exact)
}

/// The double nearest to `whole · 2^exponent`, or to a little more than that where it is not exact.
fn rounded(whole: u128, exponent: i32, exact: bool) -> f64 {
    let bits = 128 - i32::try_from(whole.leading_zeros()).expect("at most 128");
    let dropped = (bits - 53).max(-1074 - exponent).clamp(0, 127);
    let kept = whole >> dropped;
    let rest = whole - (kept << dropped);
    let half = if dropped == 0 { 0 } else { 1_u128 << (dropped - 1) };
    let up = dropped > 0 && (rest > half || (rest == half && (!exact || kept % 2 == 1)));
    libm::ldexp(u64::try_from(kept + u128::from(up)).expect("53 bits") as f64, exponent + dropped)
}
