//! Speed of the event calendar, and of one replication of two shipped scenarios.
//!
//! `cargo bench -p wardflow-montecarlo`. Rates of `discharge-ref` count its 45,760 arrivals and ends of stays, nothing
//! internal.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use wardflow_core::{
    agenda::Agenda,
    clock::Time,
    event::{Event, Kind},
    random::{Key, Purpose, Seed},
    replication::{Keep, Replication},
    stay::{Family, QuantileTable, Shape},
};

/// Pending events: as many as in `discharge-ref`, and ten times as many.
const PENDING: [u64; 2] = [660, 6_600];

fn calendar(c: &mut Criterion) {
    let mut group = c.benchmark_group("event calendar");
    let shape = Shape::from_mean_sd(Family::Lognormal, 6.5, 7.8).expect("a lognormal stay");
    let stays = QuantileTable::new(&shape);
    let key = Key::of_replication(Seed(1), 0);
    for pending in PENDING {
        let mut agenda = Agenda::default();
        let stay = |k: u64| stays.draw(key.item(k).bits(Purpose::AcuteStay));
        for k in 0..pending {
            agenda.push(Event::new(Time(stay(k)), Kind::AcuteEnd, k as u32));
        }
        let mut k = pending;
        group.throughput(Throughput::Elements(1));
        group.bench_function(format!("hold with {pending} pending"), |b| {
            b.iter(|| {
                let event = agenda.pop();
                k += 1;
                agenda.push(Event::new(event.at() + stay(k), Kind::AcuteEnd, event.subject()));
                black_box(event)
            });
        });
    }
    group.finish();
}

fn replications(c: &mut Criterion) {
    let mut group = c.benchmark_group("one replication");
    group.sample_size(40);
    for (name, events) in [("discharge-ref", Some(45_760)), ("southampton-2021", None)] {
        let ready = wardflow_scenario::open(name, &[]).ready.expect("a shipped scenario");
        let mut replication = Replication::new(&ready.model);
        let mut number = 0;
        if let Some(events) = events {
            group.throughput(Throughput::Elements(events));
        } else {
            group.throughput(Throughput::Elements(1));
        }
        group.bench_function(name, |b| {
            b.iter(|| {
                number += 1;
                replication.run(Seed(1), number, Keep::default()).expect("it can be finished").events
            });
        });
    }
    group.finish();
}

criterion_group!(benches, calendar, replications);
criterion_main!(benches);
