//! A 4-ary heap of packed events.
//!
//! The earliest event stands apart; below it every event has a group of four children, so that a step down the heap
//! looks at one piece of memory and guesses nothing. Groups are filled up with [`Event::NEVER`].

use crate::event::Event;

const CHILDREN: usize = 4;

/// Events, earliest first.
#[derive(Clone, Debug)]
pub(super) struct Heap {
    first: Event,
    /// Node n is the place n % 4 of group n / 4. Group 0 has the children of the first event, group n + 1 those of node n.
    groups: Vec<[Event; CHILDREN]>,
    /// Events in the groups.
    nodes: usize,
}

impl Default for Heap {
    fn default() -> Self {
        Self { first: Event::NEVER, groups: Vec::new(), nodes: 0 }
    }
}

impl Heap {
    /// Forgets every event, keeps the memory.
    pub(super) fn clear(&mut self) {
        self.first = Event::NEVER;
        self.groups.clear();
        self.nodes = 0;
    }

    /// The earliest event, or [`Event::NEVER`].
    #[inline]
    pub(super) fn first(&self) -> Event {
        self.first
    }

    /// Adds an event.
    #[inline]
    pub(super) fn push(&mut self, event: Event) {
        if self.first == Event::NEVER {
            self.first = event;
            return;
        }
        let event = if event < self.first { std::mem::replace(&mut self.first, event) } else { event };
        if self.nodes == self.groups.len() * CHILDREN {
            self.groups.push([Event::NEVER; CHILDREN]);
        }
        let mut node = self.nodes;
        self.nodes += 1;
        while node >= CHILDREN {
            let parent = node / CHILDREN - 1;
            let above = self.groups[parent / CHILDREN][parent % CHILDREN];
            if above <= event {
                break;
            }
            self.groups[node / CHILDREN][node % CHILDREN] = above;
            node = parent;
        }
        self.groups[node / CHILDREN][node % CHILDREN] = event;
    }

    /// Takes the earliest event out; [`Event::NEVER`] if there is none.
    #[inline]
    pub(super) fn pop(&mut self) -> Event {
        let first = self.first;
        let Some(last) = self.nodes.checked_sub(1) else {
            self.first = Event::NEVER;
            return first;
        };
        self.nodes = last;
        let place = &mut self.groups[last / CHILDREN][last % CHILDREN];
        let event = std::mem::replace(place, Event::NEVER);
        self.sink(event);
        first
    }

    /// Puts `event` first and lets it sink to its place.
    #[inline]
    fn sink(&mut self, event: Event) {
        let Some(&children) = self.groups.first() else { return };
        let (mut least, mut at) = least_of(children);
        if event <= least {
            self.first = event;
            return;
        }
        self.first = least;
        let mut group = 0;
        loop {
            let below = group * CHILDREN + at + 1;
            let Some(&children) = self.groups.get(below) else { break };
            let next;
            (least, next) = least_of(children);
            if event <= least {
                break;
            }
            self.groups[group][at] = least;
            (group, at) = (below, next);
        }
        self.groups[group][at] = event;
    }
}

/// The least of four and its place. A tournament: the comparisons of the first round do not wait for each other.
#[inline]
fn least_of([a, b, c, d]: [Event; CHILDREN]) -> (Event, usize) {
    let (left, left_at) = if b < a { (b, 1) } else { (a, 0) };
    let (right, right_at) = if d < c { (d, 3) } else { (c, 2) };
    if right < left { (right, right_at) } else { (left, left_at) }
}
