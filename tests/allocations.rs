//! No event allocates memory once a replication has warmed up.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use wardflow_core::{
    clock::DAY,
    random::Seed,
    replication::{Keep, Replication},
};

/// The system's allocator, counting what this thread asks for.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

fn count() {
    // The counter may be gone while the thread ends; nobody looks then.
    let _ = ALLOCATIONS.try_with(|allocations| allocations.set(allocations.get() + 1));
}

#[expect(unsafe_code, reason = "an allocator is unsafe to write; this one passes everything on")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        unsafe { System.dealloc(memory, layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        unsafe { System.realloc(memory, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Allocations and events from the end of the warm-up to the end of the run, in a replication whose memory has been
/// used before.
fn in_steady_state(scenario: &str) -> (u64, u64) {
    let ready = wardflow_scenario::open(scenario, &[]).ready.expect("a shipped scenario");
    let mut replication = Replication::new(&ready.model);
    for number in 0..8 {
        replication.run(Seed(1), number, Keep::default()).expect("it can be finished");
    }
    replication.begin(Seed(1), 3, Keep::default());
    let warm = u64::from(ready.model.warm_up_days) * DAY;
    while replication.now().0 < warm {
        replication.step();
    }
    let before = ALLOCATIONS.get();
    let mut events = 0;
    while replication.step() {
        events += 1;
    }
    (ALLOCATIONS.get() - before, events)
}

#[test]
fn counting_notices_an_allocation() {
    let before = ALLOCATIONS.get();
    let memory = std::hint::black_box(vec![1_u8; 100]);
    assert_eq!(memory.len(), 100);
    assert!(ALLOCATIONS.get() > before);
}

#[test]
fn no_event_allocates_in_the_engine_benchmark() {
    let (allocations, events) = in_steady_state("discharge-ref");
    assert!(events > 30_000, "{events}");
    assert_eq!(allocations, 0, "over {events} events");
}

#[test]
fn no_event_allocates_in_a_whole_system() {
    let (allocations, events) = in_steady_state("southampton-2021");
    assert!(events > 30_000, "{events}");
    assert_eq!(allocations, 0, "over {events} events");
}
