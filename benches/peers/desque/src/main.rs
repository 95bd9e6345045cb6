//! The reference model `discharge-ref` on desque, an event library: the yardstick for the speed of our own engine.
//!
//! ```text
//! cargo run --release -- [replications = 400] [seed = 1]
//! ```
//!
//! 45 patients a day (Poisson) come to 320 acute beds, first come first served, and stay for a lognormal time. Then 73 %
//! leave (P0); the others wait in their bed, first come first served, for a place on their pathway: P1 (16 %, 220
//! places), P2 (7 %, 96 places) or P3 (4 %, 42 places). The bed is free at the instant the place is granted. A run
//! starts empty, is warmed up for 90 days and then measured for 365.
//!
//! Written the way desque means it to be: one type per kind of event, all data in the state, a first-in first-out queue
//! kept by the model, and a place handed straight on to the head of the queue without an event in between. Neither
//! library nor generator is held back: patients carry nothing the model does not ask for, so that most events are of
//! size zero and their boxes allocate nothing.

mod model;

fn main() {
    peer_report::report("desque 0.4.0", |seed, replication| {
        model::replicate(seed, replication).expect("no event is scheduled in the past")
    });
}
