//! The threads that replications run on.

use rayon::{ThreadPool, ThreadPoolBuilder};

/// Threads that are made once and serve any number of experiments, several at a time too.
#[derive(Debug)]
pub struct Threads(
    /// None for the program's common threads.
    Option<ThreadPool>,
);

impl Threads {
    /// So many threads; as many as there are processors if none or 0.
    pub fn new(number: Option<usize>) -> Self {
        // If the system gives no threads of our own, the common ones do: results do not depend on threads.
        let own = |number| ThreadPoolBuilder::new().num_threads(number).build().ok();
        Self(number.filter(|&number| number > 0).and_then(own))
    }

    /// How many there are.
    pub fn number(&self) -> usize {
        self.0.as_ref().map_or_else(rayon::current_num_threads, ThreadPool::current_num_threads)
    }

    /// Does work that divides itself among these threads.
    pub(crate) fn do_all<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        match &self.0 {
            Some(threads) => threads.install(work),
            None => work(),
        }
    }
}
