//! What the Rust peers share: how a peer is called, and how it reports.

mod summary;

use std::time::Instant;

use cpu_time::ProcessTime;

use crate::summary::Summary;

/// What one replication measured; waits in days.
pub struct Outcome {
    /// Mean number of acute beds occupied.
    pub occupancy: f64,
    /// Mean wait for an acute bed of those admitted, zero waits included.
    pub wait_for_bed: f64,
    /// Mean wait for a place on P1, P2 and P3 of those granted one, zero waits included.
    pub waits: [f64; 3],
    /// Arrivals, ends of acute stays and ends of services, warm-up included.
    pub events: u64,
}

/// Reads an argument, or takes `otherwise` when there is none.
fn argument(position: usize, name: &str, otherwise: u64) -> u64 {
    match std::env::args().nth(position) {
        None => otherwise,
        Some(text) => text.parse().unwrap_or_else(|_| panic!("{name} should be a whole number, not {text:?}")),
    }
}

/// Calls `replicate` with seed and number of each replication that the command line asks for; prints what came out as
/// JSON.
pub fn report(engine: &str, replicate: impl Fn(u64, u64) -> Outcome) {
    let replications = argument(1, "the number of replications", 400);
    let seed = argument(2, "the seed", 1);

    let wall = Instant::now();
    let cpu = ProcessTime::now();
    let outcomes: Vec<Outcome> = (0..replications).map(|replication| replicate(seed, replication)).collect();
    let cpu = cpu.elapsed().as_secs_f64();
    let wall = wall.elapsed().as_secs_f64();

    let of = |measure: fn(&Outcome) -> f64| Summary::of(outcomes.iter().map(measure));
    let events: u64 = outcomes.iter().map(|outcome| outcome.events).sum();
    println!("{{");
    println!("  \"engine\": \"{engine}\",");
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
