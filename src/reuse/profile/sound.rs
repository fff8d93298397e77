//! The default model: what the type suggests, corrected by what happened, with an interval that is right as often as it says.
//!
//! ```text
//! prior    slots · base(type) · (1 + complexity / 100) ms, at least one slot;   50 + slots · base(type) MB
//! features x = (1, ln(slots / 15), type is A, B, C, D, E, another)
//! expected ln t̂ = ln prior + x·β + level
//! error    e = ln t − ln t̂,  before t is learned
//! scale    s = median of |e| / 0.6745 · (1 + 5 / n), at least 0.005;  0.25 for fewer than 10 errors
//! learned  y = x·β + e + level before − level after, e held to ±3 s;   β = (Σ x xᵀ + Λ)⁻¹ Σ x y  over the history, for a firm Λ and a loose one
//! interval t̂ / exp(q) … t̂ · exp(q),  q = the ⌈(n + 1) · confidence level⌉-th smallest of the last n errors, by size
//! ```
//!
//! `Λ` pulls `β` to 0, hence the model to the prior, and is outweighed in time. Where the types are as the prior has them a
//! firm pull is better, where they are not a loose one: the loose `β` is asked where its errors, to the nearest 2⁻⁴⁰, are in
//! sum at least 5 % smaller than those of the firm one, over the errors that intervals rest on. The interval is split conformal: if errors come
//! as they came, the next one is among the smallest `confidence level` of them that often, whatever their distribution.
//! Where the rank is beyond the errors known, `q` is the largest of them, or ln 2 if that is more. Errors are those of the
//! history, the last [`WINDOW`] at most.
//!
//! *Control chart*: the deviation is `u = e / s`, held to ±3. Its smoothed value is `0.8 · smoothed + 0.2 · u`, off target
//! beyond ±1, three standard deviations of it. Two sums, `up = max(0, up + u − 0.5)` and `down = max(0, down − u − 0.5)`;
//! beyond 6 there is a drift. Then the level moves by the mean of the errors, held to ±3 s, since that sum was last
//! 0; both sums and the smoothed value begin again; and the level settles: the `k`-th error counts `1/k`, up to 200 of them.
//! The first level settles from the first error on.
//!
//! *Whole numbers*: `x` is taken to the nearest 2⁻²⁰, `y` to the nearest 2⁻⁴⁰, and their products are summed as whole
//! numbers, so that no order of addition matters. `β` is solved by Cholesky, row by row. A time below 0.001 ms counts as
//! that, a memory below 0.001 MB too.

/// How many numbers describe a contract.
pub(super) const WIDTH: usize = 8;
/// What pulls each coefficient to 0: firmly and loosely.
pub(super) const PULLS: [[f64; WIDTH]; 2] =
    [[20.0, 40.0, 40.0, 40.0, 40.0, 40.0, 40.0, 40.0], [0.2, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]];
/// The types that have a feature of their own; all others share the last.
pub(super) const TYPES: [&str; 5] = ["TYPE_A", "TYPE_B", "TYPE_C", "TYPE_D", "TYPE_E"];
/// Features are whole multiples of 2⁻²⁰.
pub(super) const FEATURE_GRID: f64 = 1_048_576.0;
/// Learned values are whole multiples of 2⁻⁴⁰.
pub(super) const LEARNED_GRID: f64 = 1_099_511_627_776.0;
/// The most errors that an interval rests on.
pub const WINDOW: usize = 500;
/// How many intervals the recent coverage counts.
pub const RECENT: usize = 200;
/// Fewer errors have no scale of their own.
pub(super) const FEW: usize = 10;
/// The scale of so few errors.
pub(super) const FIRST_SCALE: f64 = 0.25;
/// The finest scale.
pub(super) const FINEST_SCALE: f64 = 0.005;
/// The median size of a standard normal deviate.
pub(super) const NORMAL_MEDIAN: f64 = 0.6745;
/// Deviations and errors are held to this many scales.
pub(super) const HOLD: f64 = 3.0;
/// What the scale of few errors is widened by, over their number.
pub(super) const CAUTION: f64 = 5.0;
/// The loose pull is asked where its errors are smaller than this share of the firm one's: as two whole numbers.
pub(super) const SHARE: [i128; 2] = [19, 20];
/// A cumulative sum beyond this is a drift.
pub const ALARM: f64 = 6.0;
/// A smoothed deviation beyond this, either way, is off target.
pub const OFF_TARGET: f64 = 1.0;
/// What a cumulative sum forgives at each execution.
pub(super) const SLACK: f64 = 0.5;
/// What the smoothed deviation takes of the newest.
pub(super) const SMOOTHING: f64 = 0.2;
/// How many errors a new level is the mean of.
pub(super) const SETTLED: u32 = 200;
/// The shortest time in ms and the smallest memory in MB that are told apart.
pub(super) const FLOOR: f64 = 0.001;
/// The prior's own doubt: a factor of two either way.
pub(super) const DOUBT: f64 = core::f64::consts::LN_2;

pub(super) const TOO_FEW: &str = "fewer than 10 executions were seen";
pub(super) const ORDINARY: &str = "as expected";

/// The sentence for an execution far from its expectation.
pub(super) fn far(quantity: &str, unit: &str, value: f64, expected: f64, deviation: f64) -> String {
    let way = if deviation > 0.0 { "above" } else { "below" };
    format!("{quantity} {value:.0} {unit}, {:.1} deviations {way} the expected {expected:.0} {unit}", deviation.abs())
}
