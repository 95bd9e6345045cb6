//! People who each hold what the next of them waits for exchange at once.

use super::support::{Experiment, ready};

/// The mean number of people who wait in a year, and its standard error.
fn waiting(text: &str, measures: &[&str]) -> (f64, f64) {
    let experiment = Experiment::new(ready(text));
    let results = experiment.run(17, 400, false);
    let places: Vec<usize> = measures.iter().map(|key| experiment.find(key)).collect();
    let sums: Vec<f64> = results.values.iter().map(|values| places.iter().map(|&at| values[at]).sum()).collect();
    let n = sums.len() as f64;
    let mean = sums.iter().sum::<f64>() / n;
    let variance = sums.iter().map(|sum| (sum - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

fn agrees(found: (f64, f64), simulated: (f64, f64)) {
    let error = (found.1.powi(2) + simulated.1.powi(2)).sqrt();
    assert!((found.0 - simulated.0).abs() < 4.0 * error, "{found:?}, a separate simulation gives {simulated:?}");
}
