//! Steps with a name, a progress bar and a time.

use std::{sync::Mutex, time::Instant};

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

/// How long a step took and how much it did.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    pub name: &'static str,
    pub seconds: f64,
    /// In the unit of the step: rows, messages, links.
    pub amount: u64,
    pub unit: &'static str,
}

pub struct Steps {
    shown: bool,
    done: Mutex<Vec<Step>>,
}

impl Steps {
    pub fn new(shown: bool) -> Self {
        Self { shown, done: Mutex::default() }
    }

    /// Runs one step; `total` is what it will do, 0 where that is not known. The step tells the bar how far it
    /// is and gives back what it made and how much it did.
    #[allow(clippy::disallowed_methods, reason = "a measurement of this run, shown to a person")]
    pub async fn run<T>(
        &self,
        name: &'static str,
        unit: &'static str,
        total: u64,
        work: impl AsyncFnOnce(&ProgressBar) -> anyhow::Result<(T, u64)>,
    ) -> anyhow::Result<T> {
        let bar = self.bar(name, unit, total);
        let start = Instant::now();
        let (value, amount) = work(&bar).await?;
        let seconds = start.elapsed().as_secs_f64();
        bar.finish_and_clear();
        if self.shown {
            eprintln!("  {name:<42} {:>12} {unit:<10} {seconds:>7.1} s", shared::time::thousands(amount));
        }
        self.done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(Step { name, seconds, amount, unit });
        Ok(value)
    }

    pub fn into_done(self) -> Vec<Step> {
        self.done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn bar(&self, name: &'static str, unit: &str, total: u64) -> ProgressBar {
        if !self.shown {
            return ProgressBar::hidden();
        }
        let (bar, template) = if total > 0 {
            (
                ProgressBar::new(total),
                format!("  {{msg:<42}} {{bar:24}} {{human_pos}} of {{human_len}} {unit}, {{per_sec}}"),
            )
        } else {
            (ProgressBar::new_spinner(), format!("  {{msg:<42}} {{spinner}} {{human_pos}} {unit}"))
        };
        let style = ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.with_style(style).with_message(name)
    }
}
