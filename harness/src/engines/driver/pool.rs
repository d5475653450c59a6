//! The processes of an engine: who has one, and who waits for one.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::worker::Worker;

/// Up to a number of workers, each used by one thread at a time.
#[derive(Debug)]
pub(super) struct Pool {
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Debug)]
struct State {
    /// The workers that nobody uses, the one used last at the end.
    idle: Vec<Worker>,
    /// How many more threads may use a worker.
    free: usize,
}

/// The right to use one worker at a time, given back when it is dropped.
pub(super) struct Slot<'p> {
    pool: &'p Pool,
    /// A worker that is fit to be used again; it goes back to the pool, unless it still has programs to answer.
    pub(super) worker: Option<Worker>,
}

impl Pool {
    /// A pool for that many workers, and the first of them.
    pub(super) fn new(size: usize, first: Worker) -> Self {
        Self { state: Mutex::new(State { idle: vec![first], free: size }), freed: Condvar::new() }
    }

    /// Waits until fewer than the greatest number of workers are used. The slot has a worker when there is an idle one.
    pub(super) fn acquire(&self) -> Slot<'_> {
        let mut state = self
            .freed
            .wait_while(self.locked(), |state| state.free == 0)
            .unwrap_or_else(PoisonError::into_inner);
        state.free -= 1;
        Slot { pool: self, worker: state.idle.pop() }
    }

    /// Nothing that holds the lock can panic half way.
    fn locked(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        let worker = self.worker.take().filter(Worker::is_idle);
        let mut state = self.pool.locked();
        state.free += 1;
        state.idle.extend(worker);
        drop(state);
        self.pool.freed.notify_one();
    }
}
