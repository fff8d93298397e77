//! Where time comes from. The only file, beside the browser's clock in `bindings`, that may name a clock.

/// A source of time, handed in so that measuring runs on every host.
pub trait Clock {
    /// Nanoseconds from any fixed moment; never decreases.
    fn now_ns(&self) -> f64;
}

/// The host's own clock. Not for wasm, where it would trap.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug)]
pub struct NativeClock(std::time::Instant);

#[cfg(not(target_arch = "wasm32"))]
impl NativeClock {
    /// Starts at zero.
    #[expect(clippy::disallowed_methods, reason = "this is the clock that the rule asks for")]
    pub fn start() -> Self {
        Self(std::time::Instant::now())
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Clock for NativeClock {
    fn now_ns(&self) -> f64 {
        self.0.elapsed().as_nanos() as f64
    }
}

/// The smallest step that a clock shows, in nanoseconds: the least of the first 20 changes seen.
///
/// A clock that stands still is given up after ten million looks, and its step called 1 ms.
pub fn clock_step_ns(clock: &dyn Clock) -> f64 {
    let mut step = f64::INFINITY;
    let (mut last, mut changes) = (clock.now_ns(), 0);
    for _ in 0..10_000_000 {
        let now = clock.now_ns();
        if now > last {
            step = step.min(now - last);
            last = now;
            changes += 1;
            if changes == 20 {
                return step;
            }
        }
    }
    if step.is_finite() { step } else { 1e6 }
}
