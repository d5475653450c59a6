//! The progress bar.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

const TEMPLATE: &str = "{bar:32} {pos}/{len} judged, {elapsed}";

/// Shows on standard error how far a run is. Where that is not a terminal, nothing is shown.
#[derive(Clone, Debug)]
pub struct Progress(ProgressBar);

impl Progress {
    /// How often the bar is drawn at most: often enough to look alive, too seldom to cost anything.
    const INTERVAL: Duration = Duration::from_millis(100);

    /// A bar for `length` judgements.
    #[must_use]
    pub fn new(length: usize) -> Self {
        let style = ProgressStyle::with_template(TEMPLATE).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::new(length as u64).with_style(style);
        bar.enable_steady_tick(Self::INTERVAL);
        Self(bar)
    }

    /// A bar that is never shown.
    #[must_use]
    pub fn hidden() -> Self {
        Self(ProgressBar::hidden())
    }

    /// Takes the bar away while `write` writes to the same terminal.
    pub fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.0.suspend(write)
    }

    /// One judgement more is done.
    pub fn advance(&self) {
        self.0.inc(1);
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_is_well_formed_and_the_bar_moves() {
        assert!(ProgressStyle::with_template(TEMPLATE).is_ok());
        let progress = Progress::new(2);
        progress.advance();
        assert_eq!(progress.0.position(), 1);
        progress.clear();
        assert!(progress.0.is_finished());
    }
}
