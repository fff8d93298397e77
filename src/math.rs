//! Arithmetic that gives the same bits on every host.
//!
//! `exp` and `ln` come from the `libm` crate, because the platform's own differ in the last bit between hosts.
//! [`pairwise_sum`] fixes the order of addition, because that order is part of an answer.

use core::cmp::Ordering;

/// e raised to `x`.
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// The natural logarithm of `x`.
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// The angle in `0..=π` whose cosine is `x`.
pub fn acos(x: f64) -> f64 {
    libm::acos(x)
}

/// The sum of `terms` in the order that `NumPy` adds contiguous doubles.
///
/// Fewer than 8 terms: one after another. Up to 128: eight running sums, joined in a tree, then the rest one after
/// another. More: split near the middle at a multiple of 8 and add the two halves.
///
/// ```
/// # use loadline::math::pairwise_sum;
/// assert_eq!(pairwise_sum(&[]), 0.0);
/// // Eight running sums keep the small terms that one running sum would lose.
/// let mut terms = vec![1.0; 16];
/// terms[0] = 1e16;
/// assert_eq!(pairwise_sum(&terms), 1e16 + 14.0);
/// ```
///
/// # Panics
/// Never.
pub fn pairwise_sum(terms: &[f64]) -> f64 {
    match terms.len() {
        0..8 => terms.iter().fold(0.0, |sum, term| sum + term),
        8..=128 => {
            let (blocks, rest) = terms.as_chunks::<8>();
            let (first, others) = blocks.split_first().expect("at least eight terms make a block");
            let mut sums = *first;
            for block in others {
                for (sum, term) in sums.iter_mut().zip(block) {
                    *sum += term;
                }
            }
            let pairs = [0, 2, 4, 6].map(|first| sums[first] + sums[first + 1]);
            rest.iter().fold((pairs[0] + pairs[1]) + (pairs[2] + pairs[3]), |sum, term| sum + term)
        }
        len => {
            let half = len / 2;
            let (left, right) = terms.split_at(half - half % 8);
            pairwise_sum(left) + pairwise_sum(right)
        }
    }
}

/// The whole number nearest to `x`, a tie going to the even one; the nearest limit beyond the range of `i64`.
///
/// ```
/// # use loadline::math::to_whole;
/// assert_eq!((to_whole(1.5), to_whole(2.5), to_whole(-0.5)), (2, 2, 0));
/// ```
#[expect(clippy::cast_possible_truncation, reason = "saturates, as documented")]
pub fn to_whole(x: f64) -> i64 {
    x.round_ties_even() as i64
}

/// The least whole number that is not below `a / b`, for `b > 0`.
///
/// ```
/// # use loadline::math::ceil_div;
/// assert_eq!((ceil_div(7, 2), ceil_div(6, 2), ceil_div(-7, 2)), (4, 3, -3));
/// ```
pub fn ceil_div(a: i64, b: i64) -> i64 {
    -(-a).div_euclid(b)
}

/// Sorts by `compare`; equal elements keep their order.
///
/// As the standard library's stable sort, but compiled once for all types instead of once for each: in wasm that one
/// weighs about 10 kB a type. O(n log n) comparisons, and room for one position an element.
///
/// ```
/// # use loadline::math::sort_stably;
/// let mut words = vec!["bb", "a", "cc", "d"];
/// sort_stably(&mut words, |one, other| one.len().cmp(&other.len()));
/// assert_eq!(words, ["a", "d", "bb", "cc"]);
/// ```
pub fn sort_stably<T: Clone>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let order = positions_in_order(items.len(), &|one, other| compare(&items[one], &items[other]));
    let sorted: Vec<T> = order.into_iter().map(|position| items[position].clone()).collect();
    items.clone_from_slice(&sorted);
}

/// The positions of `keys` in ascending order; equal ones ascend.
pub(crate) fn positions_by_key(keys: impl Iterator<Item = u64>) -> Vec<usize> {
    let mut keyed: Vec<(u64, usize)> = keys.zip(0..).collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, position)| position).collect()
}

fn positions_in_order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut positions: Vec<usize> = (0..count).collect();
    positions.sort_unstable_by(|one, other| compare(*one, *other).then(one.cmp(other)));
    positions
}
