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
    /// How many of what are to be done.
    all: u64,
    thing: &'static str,
    began: Instant,
    told: Instant,
}

impl Progress {
    /// Of so many things that are done from now on.
    pub(crate) fn new(all: u64, thing: &'static str, output: &Output) -> Self {
        let bar = output.is_lively().then(|| {
            let bar = ProgressBar::new(all);
            let look = ProgressStyle::with_template(&format!("{{bar:40}} {{pos}} of {{len}} {thing}s, {{msg}}"));
            bar.set_style(look.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("##-"));
            bar.set_message("0 s so far");
            bar
        });
        if let Some(bar) = &bar {
            bar.tick();
        }
        let now = Instant::now();
        Self { bar, all, thing, began: now, told: now }
    }

    /// There will be so many, as far as can be told.
    pub(crate) fn aim(&mut self, all: u64) {
        self.all = all;
        if let Some(bar) = &self.bar {
            bar.set_length(all);
        }
    }

    /// Tells that so many are done.
    pub(crate) fn tell(&mut self, done: u64, output: &mut Output) {
        let left = self.left(done);
        if let Some(bar) = &self.bar {
            bar.set_message(left);
            bar.set_position(done);
        } else if self.told.elapsed() >= QUIET && done < self.all {
            self.told = Instant::now();
            let (done, all) = (numbers::whole(done), numbers::count(self.all, self.thing));
            output.note(&format!("{done} of {all}, {left}\n"));
        }
    }

    /// Time left, if the rest goes on as it went so far.
    fn left(&self, done: u64) -> String {
        let so_far = self.began.elapsed().as_secs_f64();
        let left = so_far / done.max(1) as f64 * self.all.saturating_sub(done) as f64;
        format!("{} left", span(left))
    }

    /// Takes the bar away.
    pub(crate) fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    /// Takes the bar away; on a terminal says how long it took.
    pub(crate) fn end(&self, output: &mut Output) {
        self.clear();
        if self.bar.is_some() {
            let all = numbers::count(self.all, self.thing);
            output.note(&format!("{all} in {}\n", span(self.began.elapsed().as_secs_f64())));
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
