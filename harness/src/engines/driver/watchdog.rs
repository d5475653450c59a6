//! Ends processes that take too long.

use std::{
    collections::BTreeMap,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::process::Handle;
use crate::engines::Interrupt;

/// How exactly time is kept. Looking at intervals costs nothing that can be measured, while waking the watchdog for every
/// program would.
const INTERVAL: Duration = Duration::from_millis(25);

/// One thread for all processes of an engine. Whoever waits for a process does so without a limit; when its time is up, or
/// when the run is interrupted, the process is ended, and with it the wait.
#[derive(Debug)]
pub(super) struct Watchdog {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    close: Condvar,
    interrupt: Interrupt,
}

#[derive(Debug, Default)]
struct State {
    /// The processes that are waited for, by the time until which they are. The number tells apart equal times.
    watched: BTreeMap<(Instant, u64), Arc<Handle>>,
    next: u64,
    is_closed: bool,
}

/// A process that is watched until this is dropped.
pub(super) struct Watch<'w> {
    shared: &'w Shared,
    key: (Instant, u64),
}

impl Watchdog {
    pub(super) fn new(interrupt: Interrupt) -> std::io::Result<Self> {
        let shared = Arc::new(Shared { state: Mutex::default(), close: Condvar::new(), interrupt });
        let watched = Arc::clone(&shared);
        let thread =
            thread::Builder::new().name("driver-watchdog".to_owned()).spawn(move || watched.watch())?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Ends the process of `handle` when `time` has gone by before what this gives is dropped.
    pub(super) fn watch(&self, handle: &Arc<Handle>, time: Duration) -> Watch<'_> {
        let mut state = self.shared.locked();
        let key = (Instant::now() + time, state.next);
        state.next += 1;
        state.watched.insert(key, Arc::clone(handle));
        Watch { shared: &self.shared, key }
    }

    pub(super) fn is_interrupted(&self) -> bool {
        self.shared.interrupt.is_raised()
    }
}

impl Watch<'_> {
    /// Whether the process was ended.
    pub(super) fn has_bitten(&self) -> bool {
        !self.shared.locked().watched.contains_key(&self.key)
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        self.shared.locked().watched.remove(&self.key);
    }
}

impl Shared {
    /// Nothing that holds the lock can panic half way.
    fn locked(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn watch(&self) {
        let mut state = self.locked();
        while !state.is_closed {
            let now = Instant::now();
            let is_interrupted = self.interrupt.is_raised();
            while let Some(entry) = state.watched.first_entry() {
                if entry.key().0 > now && !is_interrupted {
                    break;
                }
                entry.remove().kill();
            }
            state = self.close.wait_timeout(state, INTERVAL).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        self.shared.locked().is_closed = true;
        self.shared.close.notify_all();
        if let Some(thread) = self.thread.take() {
            // A watchdog that panicked has nothing to say any more.
            let _ = thread.join();
        }
    }
}
