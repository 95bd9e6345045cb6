//! The calendar of events: a 4-ary heap of packed events.
//!
//! Four children share half a cache line, and the tree is half as deep as a binary heap.

use crate::event::Event;

const CHILDREN: usize = 4;

/// Pending events, earliest first.
#[derive(Clone, Debug, Default)]
pub struct Agenda {
    heap: Vec<Event>,
}

impl Agenda {
    /// Forgets every event, keeps the memory.
    pub fn clear(&mut self) {
        self.heap.clear();
    }

    /// How many events are pending.
    pub fn len(&self) -> usize {
        self.heap.len()
    }

    /// Whether nothing is pending.
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }

    /// The earliest event, or [`Event::NEVER`].
    #[inline]
    pub fn first(&self) -> Event {
        self.heap.first().copied().unwrap_or(Event::NEVER)
    }

    /// Adds an event.
    #[inline]
    pub fn push(&mut self, event: Event) {
        self.heap.push(event);
        let mut hole = self.heap.len() - 1;
        while hole > 0 {
            let parent = (hole - 1) / CHILDREN;
            if self.heap[parent] <= event {
                break;
            }
            self.heap[hole] = self.heap[parent];
            hole = parent;
        }
        self.heap[hole] = event;
    }

    /// Takes the earliest event out.
    #[inline]
    pub fn pop(&mut self) -> Option<Event> {
        let last = self.heap.pop()?;
        let Some(&first) = self.heap.first() else { return Some(last) };
        self.sink(last);
        Some(first)
    }

    /// Puts `event` at the root and lets it sink to its place.
    #[inline]
    fn sink(&mut self, event: Event) {
        let heap = self.heap.as_mut_slice();
        let mut hole = 0;
        loop {
            let child = CHILDREN * hole + 1;
            // A tournament of two rounds: the comparisons of the first do not wait for each other.
            let (least, at) = if let Some(&[a, b, c, d]) = heap.get(child..child + CHILDREN) {
                let (left, left_at) = if b < a { (b, child + 1) } else { (a, child) };
                let (right, right_at) = if d < c { (d, child + 3) } else { (c, child + 2) };
                if right < left { (right, right_at) } else { (left, left_at) }
            } else {
                let rest = heap.get(child..).unwrap_or_default();
                match rest.iter().enumerate().min_by_key(|(_, event)| **event) {
                    Some((offset, &least)) => (least, child + offset),
                    None => break,
                }
            };
            if event <= least {
                break;
            }
            heap[hole] = least;
            hole = at;
        }
        heap[hole] = event;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{clock::Time, event::Kind};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn events_come_out_in_order_whatever_goes_in(script in prop::collection::vec(prop::option::of(0..1_000u64), 0..400)) {
            let (mut agenda, mut model) = (Agenda::default(), std::collections::BinaryHeap::new());
            for step in script {
                if let Some(at) = step {
                    let event = Event::new(Time(at), Kind::AcuteEnd, 0);
                    agenda.push(event);
                    model.push(std::cmp::Reverse(event));
                } else {
                    prop_assert_eq!(agenda.pop(), model.pop().map(|reverse| reverse.0));
                }
                prop_assert_eq!(agenda.first(), model.peek().map_or(Event::NEVER, |reverse| reverse.0));
                prop_assert_eq!(agenda.len(), model.len());
            }
        }
    }
}
