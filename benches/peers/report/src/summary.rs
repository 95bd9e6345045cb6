//! Mean and standard error over replications.

use std::fmt;

/// Mean of a measure over replications, and the standard error of that mean.
pub struct Summary {
    mean: f64,
    standard_error: f64,
}

impl Summary {
    pub fn of(values: impl ExactSizeIterator<Item = f64> + Clone) -> Self {
        let n = values.len() as f64;
        let mean = values.clone().sum::<f64>() / n;
        let squares: f64 = values.map(|value| (value - mean).powi(2)).sum();
        Self { mean, standard_error: (squares / (n - 1.0) / n).sqrt() }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{{ \"mean\": {:.6}, \"standard_error\": ", self.mean)?;
        // One replication has no standard error, and JSON no NaN.
        if self.standard_error.is_finite() { write!(f, "{:.6} }}", self.standard_error) } else { write!(f, "null }}") }
    }
}
