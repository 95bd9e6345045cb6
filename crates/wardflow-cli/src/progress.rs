//! How far a run is: a bar on a terminal, a line now and then elsewhere.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::{numbers, output::Output};

/// Between two lines where there is no terminal.
const QUIET: Duration = Duration::from_secs(10);

/// How far a run is.
pub(crate) struct Progress {
    /// On a terminal.
    bar: Option<ProgressBar>,
    replications: u32,
    began: Instant,
    told: Instant,
}

impl Progress {
    /// Of a run that begins now.
    pub(crate) fn new(replications: u32, output: &Output) -> Self {
        let bar = output.is_lively().then(|| {
            let bar = ProgressBar::new(replications.into());
            let look = ProgressStyle::with_template("{bar:40} {pos} of {len} replications, {msg}");
            bar.set_style(look.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("##-"));
            bar.set_message("0 s so far");
            bar
        });
        if let Some(bar) = &bar {
            bar.tick();
        }
        let now = Instant::now();
        Self { bar, replications, began: now, told: now }
    }

    /// There will be so many replications, as far as can be told.
    pub(crate) fn aim(&mut self, replications: u32) {
        self.replications = replications;
        if let Some(bar) = &self.bar {
            bar.set_length(replications.into());
        }
    }

    /// Tells that so many replications are done.
    pub(crate) fn tell(&mut self, done: u32, output: &mut Output) {
        let left = self.left(done);
        if let Some(bar) = &self.bar {
            bar.set_message(left);
            bar.set_position(done.into());
        } else if self.told.elapsed() >= QUIET && done < self.replications {
            self.told = Instant::now();
            let (done, all) = (numbers::whole(done.into()), numbers::whole(self.replications.into()));
            output.note(&format!("{done} of {all} replications, {left}\n"));
        }
    }

    /// Time left, if the rest goes on as it went so far.
    fn left(&self, done: u32) -> String {
        let so_far = self.began.elapsed().as_secs_f64();
        let left = so_far / f64::from(done.max(1)) * f64::from(self.replications - done);
        format!("{} left", span(left))
    }

    /// Takes the bar away; on a terminal says how long it took.
    pub(crate) fn end(&self, output: &mut Output) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
            let runs = numbers::count(self.replications.into(), "replication");
            output.note(&format!("{runs} in {}\n", span(self.began.elapsed().as_secs_f64())));
        }
    }
}

/// A stretch of time for people.
fn span(seconds: f64) -> String {
    match seconds {
        ..9.95 => format!("{seconds:.1} s"),
        9.95..120.0 => format!("{seconds:.0} s"),
        120.0..7200.0 => format!("{:.0} min", seconds / 60.0),
        _ => format!("{:.1} h", seconds / 3600.0),
    }
}
