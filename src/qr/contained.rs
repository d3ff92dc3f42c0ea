//! Panics are caught here: picture decoders are other people's code fed with a stranger's bytes, and no picture may
//! bring the program down.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static CONTAINED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic on this thread would be caught and break the search off. The program's panic hook asks: such a
/// panic must not be printed, for its message helps nobody and may quote what stands in the picture.
pub fn panics_are_contained() -> bool {
    CONTAINED.get()
}

/// What the work returns; `None` if it panicked.
pub fn contained<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(|| {
        let _container = Container::new();
        work()
    }))
    .ok()
}

/// While it lives, this thread's panics are contained. The hook runs before it is dropped by unwinding.
struct Container {
    before: bool,
}

impl Container {
    fn new() -> Self {
        Self {
            before: CONTAINED.replace(true),
        }
    }
}

impl Drop for Container {
    fn drop(&mut self) {
        CONTAINED.set(self.before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_holds_for_the_work_alone_however_that_ends() {
        assert!(!panics_are_contained());
        assert_eq!(contained(panics_are_contained), Some(true));
        assert!(!panics_are_contained());
        let inner = contained(|| {
            let lost: Option<()> = contained(|| panic!("a panic of this test"));
            assert!(lost.is_none());
            panics_are_contained()
        });
        assert_eq!(inner, Some(true), "the outer work goes on contained");
        assert!(!panics_are_contained());
    }
}
