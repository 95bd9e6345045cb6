//! When somebody ends the program: what was begun is taken away, and what is safe and how to go on is said.

use std::{
    collections::BTreeSet,
    fs, io,
    io::IsTerminal,
    path::{Path, PathBuf},
    process,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use signal_hook::{
    consts::{SIGINT, SIGTERM},
    flag,
};

use crate::output::Output;

/// How often it is looked whether somebody wants that.
const LOOK: Duration = Duration::from_millis(20);

/// What the program would leave behind, and what it would say.
static STATE: Mutex<State> = Mutex::new(State { begun: BTreeSet::new(), safe: String::new() });

struct State {
    /// Files and folders that are of no use unless the program goes on.
    begun: BTreeSet<PathBuf>,
    /// What is safe and how to go on.
    safe: String,
}

/// As long as it is held, the program is not ended: what is under way is done as a whole.
pub(crate) struct Hold(MutexGuard<'static, State>);

/// Looks from now on whether somebody presses Ctrl-C or asks the program to end. It goes on if that cannot be done.
pub(crate) fn watch() {
    let asked = Arc::new(AtomicUsize::new(0));
    for signal in [SIGINT, SIGTERM] {
        let registered = flag::register_usize(signal, Arc::clone(&asked), usize::try_from(signal).unwrap_or_default());
        if registered.is_err() {
            return;
        }
    }
    // If there is no room for a thread the program does not go far anyway.
    let _ = thread::Builder::new().name("interrupts".into()).spawn(move || {
        loop {
            thread::sleep(LOOK);
            match asked.load(Ordering::Relaxed) {
                0 => {}
                signal => end(signal),
            }
        }
    });
}

/// Sets what is said if somebody ends the program from now on: what is safe, and how to go on.
pub(crate) fn safe(what: String) {
    hold().0.safe = what;
}

/// Waits with the end until what is under way is done.
pub(crate) fn hold() -> Hold {
    Hold(STATE.lock().unwrap_or_else(PoisonError::into_inner))
}

impl Hold {
    /// Notes something that is to be taken away if the program is ended.
    pub(crate) fn begin(&mut self, path: &Path) {
        self.0.begun.insert(path.to_owned());
    }

    /// Forgets it: it has been finished or taken away.
    pub(crate) fn done(&mut self, path: &Path) {
        self.0.begun.remove(path);
    }
}

#[expect(clippy::exit, reason = "the other threads know of nothing and would go on")]
fn end(signal: usize) -> ! {
    // Never given back: nobody begins or finishes a file any more.
    let held = hold();
    for path in &held.0.begun {
        let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    }
    // The line of a progress bar stays as it is.
    let line = if io::stderr().is_terminal() { "\n" } else { "" };
    let safe =
        if held.0.safe.is_empty() { "nothing was written. The same command begins again." } else { &held.0.safe };
    Output::of_the_process().note(&format!("{line}interrupted: {safe}\n"));
    process::exit(i32::try_from(128 + signal).unwrap_or(1))
}
