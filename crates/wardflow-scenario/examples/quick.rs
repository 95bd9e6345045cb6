//! scratch
fn main() {
    let name = std::env::args().nth(1).unwrap();
    let n: u64 = std::env::args().nth(2).unwrap().parse().unwrap();
    let over: Vec<String> = std::env::args().skip(3).collect();
    let opened = wardflow_scenario::open(&name, &over);
    eprintln!("{}", opened.problems.render(false));
    let ready = opened.ready.unwrap();
    let cat = wardflow_core::measures::Catalogue::of(&ready.model);
    let mut rep = wardflow_core::replication::Replication::new(&ready.model);
    let mut sums = vec![0.0; cat.measures().len()];
    let mut sq = vec![0.0; cat.measures().len()];
    let mut events = 0;
    let cpu = || {
        std::fs::read_to_string("/proc/thread-self/schedstat")
            .unwrap()
            .split(' ')
            .next()
            .unwrap()
            .parse::<f64>()
            .unwrap()
            / 1e9
    };
    let c = cpu();
    let t = std::time::Instant::now();
    for r in 0..n {
        let out = rep.run(wardflow_core::random::Seed(1), r, Default::default()).unwrap();
        events += out.events;
        for (i, v) in cat.take(&out).into_iter().enumerate() {
            if v.is_finite() {
                sums[i] += v;
                sq[i] += v * v;
            }
        }
    }
    let el = t.elapsed().as_secs_f64();
    let cp = cpu() - c;
    eprintln!("cpu {cp:.4} wall {el:.4} \"events_per_second\": {:.0}", events as f64 / cp);
    eprintln!("{} reps in {:.3}s, {:.1} M ev/s, {} events/rep", n, el, events as f64 / el / 1e6, events / n);
    if std::env::var("Q").is_err() {
        for (i, m) in cat.measures().iter().enumerate() {
            let mean = sums[i] / n as f64;
            let se = ((sq[i] / n as f64 - mean * mean).max(0.0) / n as f64).sqrt();
            println!("{:60} {:12.5} +- {:.5}", m.key, mean, se);
        }
    }
}
