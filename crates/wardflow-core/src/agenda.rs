//! The calendar of events.
//!
//! Most events lie days or weeks ahead. They wait in [`buckets`], sorted by nothing but the quarter of an hour or so in
//! which they happen; those of the present stretch are in a small [`heap`], which sorts them out.

mod buckets;
mod heap;

use self::{buckets::Buckets, heap::Heap};
use crate::event::Event;

/// Pending events, earliest first.
#[derive(Clone, Debug, Default)]
pub struct Agenda {
    /// All events of the present stretch and before; never empty while there are others.
    near: Heap,
    /// The present stretch.
    stretch: u64,
    /// All events of later stretches.
    far: Buckets,
}

impl Agenda {
    /// Forgets every event, keeps the memory.
    pub fn clear(&mut self) {
        self.near.clear();
        self.stretch = 0;
        self.far.clear();
    }

    /// The earliest event, or [`Event::NEVER`].
    #[inline]
    pub fn first(&self) -> Event {
        self.near.first()
    }

    /// Adds an event.
    #[inline]
    pub fn push(&mut self, event: Event) {
        if event.stretch() > self.stretch {
            self.far.put(event);
            if self.near.first() == Event::NEVER {
                self.go_on();
            }
        } else {
            self.near.push(event);
        }
    }

    /// Takes the earliest event out; [`Event::NEVER`] if there is none.
    #[inline]
    pub fn pop(&mut self) -> Event {
        let first = self.near.pop();
        if self.near.first() == Event::NEVER {
            self.go_on();
        }
        first
    }

    /// Goes on to the next stretch in which something happens.
    #[inline]
    fn go_on(&mut self) {
        while self.near.first() == Event::NEVER
            && let Some(next) = self.far.next_after(self.stretch)
        {
            self.stretch = next;
            self.far.empty(next, |event| self.near.push(event));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{clock::Time, event::Kind};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn events_come_out_in_order_whatever_goes_in(
            script in prop::collection::vec(prop::option::of(prop_oneof![0..1_000u64, 0..20_000_000u64]), 0..400),
        ) {
            let (mut agenda, mut model) = (Agenda::default(), std::collections::BinaryHeap::new());
            for step in script {
                if let Some(at) = step {
                    let event = Event::new(Time(at), Kind::AcuteEnd, 0);
                    agenda.push(event);
                    model.push(std::cmp::Reverse(event));
                } else {
                    prop_assert_eq!(agenda.pop(), model.pop().map_or(Event::NEVER, |reverse| reverse.0));
                }
                prop_assert_eq!(agenda.first(), model.peek().map_or(Event::NEVER, |reverse| reverse.0));
            }
        }
    }
}
