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
mod summary;

use std::time::Instant;

use cpu_time::ProcessTime;

use crate::model::Outcome;
use crate::summary::Summary;

/// Reads an argument, or takes `otherwise` when there is none.
fn argument(position: usize, name: &str, otherwise: u64) -> u64 {
    match std::env::args().nth(position) {
        None => otherwise,
        Some(text) => text.parse().unwrap_or_else(|_| panic!("{name} should be a whole number, not {text:?}")),
    }
}

fn main() {
    let replications = argument(1, "the number of replications", 400);
    let seed = argument(2, "the seed", 1);

    let wall = Instant::now();
    let cpu = ProcessTime::now();
    let outcomes: Vec<Outcome> = (0..replications)
        .map(|replication| model::replicate(seed, replication).expect("no event is scheduled in the past"))
        .collect();
    let cpu = cpu.elapsed().as_secs_f64();
    let wall = wall.elapsed().as_secs_f64();

    let of = |measure: fn(&Outcome) -> f64| Summary::of(outcomes.iter().map(measure));
    let events: u64 = outcomes.iter().map(|outcome| outcome.events).sum();
    println!("{{");
    println!("  \"engine\": \"desque 0.4.0\",");
    println!("  \"model\": \"discharge-ref\",");
    println!("  \"seed\": {seed},");
    println!("  \"replications\": {replications},");
    println!("  \"acute_occupancy\": {},", of(|outcome| outcome.occupancy));
    println!("  \"wait_for_bed_days\": {},", of(|outcome| outcome.wait_for_bed));
    println!("  \"wait_p1_days\": {},", of(|outcome| outcome.waits[0]));
    println!("  \"wait_p2_days\": {},", of(|outcome| outcome.waits[1]));
    println!("  \"wait_p3_days\": {},", of(|outcome| outcome.waits[2]));
    println!("  \"events_per_replication\": {:.1},", events as f64 / replications as f64);
    println!("  \"wall_seconds\": {wall:.4},");
    println!("  \"cpu_seconds\": {cpu:.4},");
    println!("  \"events_per_second\": {:.0}", events as f64 / cpu);
    println!("}}");
}
