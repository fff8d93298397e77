//! Where the published system's sort gives up on keys that have no common order.

use super::MapKey;

/// The first two keys that it compares in vain, left and right of its `<`; none where all have an order.
///
/// It takes the longest run from the start that rises or falls, turns a falling one round, and inserts each further key by
/// bisection. So which two keys meet first depends on their places: `1, "b"` ends at `"b" < 1`.
pub(super) fn first_vain<'a>(keys: &[&'a MapKey]) -> Option<(&'a MapKey, &'a MapKey)> {
    sorted(keys).err()
}

type Vain<'a> = (&'a MapKey, &'a MapKey);

fn sorted<'a>(keys: &[&'a MapKey]) -> Result<Vec<&'a MapKey>, Vain<'a>> {
    let mut sorted = first_run(keys)?;
    for key in &keys[sorted.len()..] {
        let (mut low, mut high) = (0, sorted.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if less(key, sorted[middle])? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        sorted.insert(low, key);
    }
    Ok(sorted)
}

/// The longest run from the start, rising.
fn first_run<'a>(keys: &[&'a MapKey]) -> Result<Vec<&'a MapKey>, Vain<'a>> {
    let mut run: Vec<&MapKey> = keys.iter().copied().take(1).collect();
    let Some(second) = keys.get(1) else { return Ok(run) };
    let falls = less(second, keys[0])?;
    run.push(second);
    for two in keys.windows(2).skip(1) {
        if less(two[1], two[0])? != falls {
            break;
        }
        run.push(two[1]);
    }
    if falls {
        run.reverse();
    }
    Ok(run)
}

fn less<'a>(left: &'a MapKey, right: &'a MapKey) -> Result<bool, Vain<'a>> {
    match left.order(right) {
        Some(order) => Ok(order.is_lt()),
        None if left.is_nan() || right.is_nan() => Ok(false),
        None => Err((left, right)),
    }
}
