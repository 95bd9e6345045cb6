//! Every number that was derived, and from what: how tests see that no two of different origin are the same.
//!
//! Only in builds with debug assertions, which the tests are.

use std::cell::RefCell;

use super::Step;

thread_local! {
    static WRITTEN: RefCell<Option<Vec<Entry>>> = const { RefCell::new(None) };
}

/// A number, and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The number: a key, or bits that were drawn.
    pub below: u64,
    /// The number that it was derived from.
    pub above: u64,
    /// How.
    pub step: Step,
}

#[inline]
pub(super) fn write(above: u64, step: Step, below: u64) {
    WRITTEN.with_borrow_mut(|written| {
        if let Some(written) = written {
            written.push(Entry { below, above, step });
        }
    });
}

/// Does something on this thread and gives every number that it derived, each origin once, in the order of the numbers.
pub fn of(work: impl FnOnce()) -> Vec<Entry> {
    WRITTEN.set(Some(Vec::new()));
    work();
    let mut written = WRITTEN.take().unwrap_or_default();
    written.sort_unstable();
    written.dedup();
    written
}

/// Two origins of one number, if there are any.
pub fn collision(sorted: &[Entry]) -> Option<[Entry; 2]> {
    sorted.windows(2).find(|pair| pair[0].below == pair[1].below).map(|pair| [pair[0], pair[1]])
}
