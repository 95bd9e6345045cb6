//! How far a run is: a bar on a terminal, a line now and then elsewhere.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};

use crate::{numbers, output::Output};

/// Between two steps of the bar.
const STEP: Duration = Duration::from_millis(50);
/// Between two lines where there is no terminal.
const QUIET: Duration = Duration::from_secs(10);

/// How far a run is.
pub(crate) struct Progress {
    /// On a terminal.
    bar: Option<ProgressBar>,
    /// How many of what are to be done.
    all: u64,
    thing: &'static str,
    done: u64,
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
        Self { bar, all, thing, done: 0, began: now, told: now }
    }

    /// There will be so many.
    fn aim(&mut self, all: u64) {
        self.all = all;
        if let Some(bar) = &self.bar {
            bar.set_length(all);
        }
    }

    /// Counts from any thread.
    pub(crate) const fn counter<'a>(&'a mut self, output: &'a mut Output) -> Counter<'a> {
        Counter(Mutex::new((self, output)))
    }

    /// So many more are done.
    pub(crate) fn add(&mut self, more: u64, output: &mut Output) {
        self.done += more;
        let pause = if self.bar.is_some() { STEP } else { QUIET };
        if self.told.elapsed() < pause || self.done >= self.all {
            return;
        }
        self.told = Instant::now();
        let left = self.left();
        if let Some(bar) = &self.bar {
            bar.set_message(left);
            bar.set_position(self.done);
        } else {
            let (done, all) = (numbers::whole(self.done), numbers::count(self.all, self.thing));
            output.note(&format!("{done} of {all}, {left}\n"));
        }
    }

    /// Time left, if the rest goes on as it went so far.
    fn left(&self) -> String {
        let so_far = self.began.elapsed().as_secs_f64();
        let left = so_far / self.done.max(1) as f64 * self.all.saturating_sub(self.done) as f64;
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

/// Counts what is done, from any thread.
pub(crate) struct Counter<'a>(Mutex<(&'a mut Progress, &'a mut Output)>);

impl Counter<'_> {
    /// One more is done.
    pub(crate) fn one(&self) {
        let (progress, output) = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        progress.add(1, output);
    }

    /// There will be so many, as far as can be told.
    pub(crate) fn aim(&self, all: u64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0.aim(all);
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
