//! What undo and redo go through: the states of a form, one for each thing that was done.

/// States that are kept; the oldest are forgotten.
const MOST: usize = 100;

/// Typing into one box without a longer pause is one thing that was done.
const PAUSE_MS: f64 = 3_000.0;

#[derive(Clone, Debug)]
pub struct History<T> {
    past: Vec<T>,
    future: Vec<T>,
    /// What was done last, and when.
    last: Option<(String, f64)>,
}

impl<T> History<T> {
    pub fn new() -> Self {
        Self { past: Vec::new(), future: Vec::new(), last: None }
    }

    /// Keeps how it was before something was done. `what` is the same for what belongs together, such as the letters
    /// typed into a box; empty for what stands alone.
    pub fn record(&mut self, before: T, what: &str, now_ms: f64) {
        let goes_on =
            self.last.as_ref().is_some_and(|(last, at)| !what.is_empty() && last == what && now_ms - at < PAUSE_MS);
        if !goes_on || self.past.is_empty() {
            self.past.push(before);
            if self.past.len() > MOST {
                self.past.remove(0);
            }
        }
        self.future.clear();
        self.last = Some((what.to_owned(), now_ms));
    }

    /// How it was before; `now` can be come back to.
    pub fn undo(&mut self, now: T) -> Option<T> {
        let before = self.past.pop()?;
        self.future.push(now);
        self.last = None;
        Some(before)
    }

    /// What was undone last.
    pub fn redo(&mut self, now: T) -> Option<T> {
        let after = self.future.pop()?;
        self.past.push(now);
        self.last = None;
        Some(after)
    }

    /// What is done from now on belongs to nothing that was done before.
    pub fn pause(&mut self) {
        self.last = None;
    }

    /// Changes every state that can be come back to.
    pub fn each(&mut self, change: impl FnMut(&mut T)) {
        self.past.iter_mut().chain(&mut self.future).for_each(change);
    }

    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_is_undone_and_redone_in_order() {
        let mut history = History::new();
        history.record(0, "", 0.0);
        history.record(1, "", 1.0);
        assert_eq!((history.undo(2), history.undo(1), history.undo(0)), (Some(1), Some(0), None));
        assert_eq!((history.redo(0), history.redo(1), history.redo(2)), (Some(1), Some(2), None));
        history.undo(2);
        history.record(1, "", 2.0);
        assert!(!history.can_redo() && history.can_undo());
    }

    #[test]
    fn letters_of_one_word_are_undone_together() {
        let mut history = History::new();
        history.record("", "label", 0.0);
        history.record("N", "label", 100.0);
        history.record("Na", "label", 200.0);
        history.record("Nam", "hint", 300.0);
        assert_eq!((history.undo("now"), history.undo("Nam")), (Some("Nam"), Some("")));
        history.record("", "label", 400.0);
        history.record("N", "label", 400.0 + PAUSE_MS);
        assert_eq!(history.undo("Na"), Some("N"));
    }

    #[test]
    fn after_a_pause_nothing_is_undone_together() {
        let mut history = History::new();
        history.record("", "label", 0.0);
        history.pause();
        history.record("N", "label", 100.0);
        assert_eq!((history.undo("Na"), history.undo("N")), (Some("N"), Some("")));
    }

    #[test]
    fn every_state_is_changed_behind_and_ahead() {
        let mut history = History::new();
        history.record(0, "", 0.0);
        history.record(1, "", 1.0);
        history.undo(2);
        history.each(|state| *state += 10);
        assert_eq!((history.undo(1), history.redo(0), history.redo(1)), (Some(10), Some(1), Some(12)));
    }

    #[test]
    fn the_oldest_is_forgotten() {
        let mut history = History::new();
        for number in 0..=MOST {
            history.record(number, "", 0.0);
        }
        let mut last = None;
        while let Some(before) = history.undo(0) {
            last = Some(before);
        }
        assert_eq!(last, Some(1));
    }
}
