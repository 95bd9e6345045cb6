//! Events by the stretch of time in which they happen.
//!
//! A ring of buckets (Brown 1988, doi 10.1145/63039.63045): an event is put into the bucket of its stretch in a few
//! steps, whatever else is pending. Bits say which buckets hold something. Stretches that are a whole round apart share
//! a bucket; whoever empties it leaves those of later rounds where they are.

use crate::event::Event;

/// Buckets in the ring: as many as 64 words of 64 bits can mark, whose own bits one word holds.
const BUCKETS: usize = WORDS * WORD_BITS;
const WORDS: usize = WORD_BITS;
const WORD_BITS: usize = u64::BITS as usize;

/// The end of a list.
const NONE: u32 = u32::MAX;

/// An event in the list of its bucket.
#[derive(Clone, Copy, Debug)]
struct Entry {
    event: Event,
    next: u32,
}

/// Events in buckets.
#[derive(Clone, Debug)]
pub(super) struct Buckets {
    /// The first entry of each bucket.
    heads: Box<[u32; BUCKETS]>,
    /// Which buckets hold something.
    marked: [u64; WORDS],
    /// Which words of `marked` are not zero.
    words: u64,
    entries: Vec<Entry>,
    /// The first of the entries that are free.
    free: u32,
}

impl Default for Buckets {
    fn default() -> Self {
        Self { heads: Box::new([NONE; BUCKETS]), marked: [0; WORDS], words: 0, entries: Vec::new(), free: NONE }
    }
}

impl Buckets {
    /// Forgets every event, keeps the memory.
    pub(super) fn clear(&mut self) {
        self.heads.fill(NONE);
        (self.marked, self.words) = ([0; WORDS], 0);
        self.entries.clear();
        self.free = NONE;
    }

    /// Adds an event to the bucket of its stretch.
    #[inline]
    pub(super) fn put(&mut self, event: Event) {
        let bucket = event.stretch() as usize % BUCKETS;
        let entry = Entry { event, next: self.heads[bucket] };
        let place = self.free;
        if let Some(free) = self.entries.get_mut(place as usize) {
            self.free = free.next;
            *free = entry;
            self.heads[bucket] = place;
        } else {
            self.heads[bucket] = self.entries.len() as u32;
            self.entries.push(entry);
        }
        self.marked[bucket / WORD_BITS] |= 1 << (bucket % WORD_BITS);
        self.words |= 1 << (bucket / WORD_BITS);
    }

    /// The first stretch after `stretch`, within a round of the ring, whose bucket holds something.
    #[inline]
    pub(super) fn next_after(&self, stretch: u64) -> Option<u64> {
        let from = stretch.wrapping_add(1);
        let bucket = from as usize % BUCKETS;
        let (word, bit) = (bucket / WORD_BITS, bucket % WORD_BITS);
        let here = self.marked[word] >> bit;
        if here != 0 {
            return Some(from + u64::from(here.trailing_zeros()));
        }
        if self.words == 0 {
            return None;
        }
        // The words after this one, round to its own first bits.
        let ahead = self.words.rotate_right(word as u32 + 1).trailing_zeros() as usize + 1;
        let found = (word + ahead) % WORDS;
        let first = found * WORD_BITS + self.marked[found].trailing_zeros() as usize;
        Some(from + ((first + BUCKETS - bucket) % BUCKETS) as u64)
    }

    /// Takes the events of a stretch out of its bucket.
    #[inline]
    pub(super) fn empty(&mut self, stretch: u64, mut take: impl FnMut(Event)) {
        let bucket = stretch as usize % BUCKETS;
        let mut place = std::mem::replace(&mut self.heads[bucket], NONE);
        let mut later = NONE;
        while let Some(entry) = self.entries.get_mut(place as usize) {
            let next = entry.next;
            if entry.event.stretch() == stretch {
                take(entry.event);
                entry.next = self.free;
                self.free = place;
            } else {
                entry.next = later;
                later = place;
            }
            place = next;
        }
        self.heads[bucket] = later;
        if later == NONE {
            self.marked[bucket / WORD_BITS] &= !(1 << (bucket % WORD_BITS));
            if self.marked[bucket / WORD_BITS] == 0 {
                self.words &= !(1 << (bucket / WORD_BITS));
            }
        }
    }
}
