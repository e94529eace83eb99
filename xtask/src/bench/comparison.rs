//! Results of one bench: a few ways of doing the same, against the first of them.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde::Serialize;

/// One table of results.
#[derive(Serialize)]
pub struct Comparison {
    /// What is counted, in the plural.
    unit: &'static str,
    measurements: Vec<Measurement>,
    /// What is not a rate and must not be passed.
    limits: Vec<Limit>,
    /// What was seen besides.
    notes: Vec<String>,
}

/// Whether something is as it is meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Met,
    Missed,
}

impl Verdict {
    fn of(is_met: bool) -> Self {
        if is_met { Self::Met } else { Self::Missed }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missed => "missed",
        }
    }
}

#[derive(Serialize)]
struct Limit {
    name: String,
    value: f64,
    at_most: f64,
    /// Of both, as `ms`.
    unit: &'static str,
    verdict: Verdict,
}

#[derive(Serialize)]
struct Measurement {
    name: String,
    /// How many of the unit were done in each run.
    amount: u64,
    /// Every run, in seconds, as they were taken.
    seconds: Vec<f64>,
    /// By the median run.
    per_second: f64,
    /// Rate over that of what it is compared with.
    ratio: f64,
    /// The measurement it is compared with; none for one that others are compared with.
    of: Option<String>,
    /// The ratio that it is meant to reach.
    wanted: Option<f64>,
    /// Whether it does; none where none is wanted.
    verdict: Option<Verdict>,
}

impl Comparison {
    pub fn new(unit: &'static str) -> Self {
        Self { unit, measurements: Vec::new(), limits: Vec::new(), notes: Vec::new() }
    }

    /// Adds a measurement; the first one is what the others are compared with.
    pub fn add(&mut self, name: impl Into<String>, amount: u64, runs: &[Duration]) {
        let first = self.measurements.first().map(|first| first.name.clone());
        self.push(name.into(), amount, runs, first);
    }

    /// Adds one that others are compared with.
    pub fn add_peer(&mut self, name: impl Into<String>, amount: u64, runs: &[Duration]) {
        self.push(name.into(), amount, runs, None);
    }

    /// Adds a measurement beside one that was added before.
    pub fn add_beside(&mut self, peer: &str, name: impl Into<String>, amount: u64, runs: &[Duration]) {
        self.push(name.into(), amount, runs, Some(peer.to_owned()));
    }

    /// The measurement added last is meant to reach this ratio.
    pub fn wanted(&mut self, ratio: f64) {
        if let Some(last) = self.measurements.last_mut() {
            last.wanted = Some(ratio);
            last.verdict = Some(Verdict::of(last.ratio >= ratio)); // no number is not enough
        }
    }

    /// Adds a number that is meant to stay at or below another.
    pub fn limit(&mut self, name: impl Into<String>, value: f64, at_most: f64, unit: &'static str) {
        let verdict = Verdict::of(value <= at_most);
        self.limits.push(Limit { name: name.into(), value, at_most, unit, verdict });
    }

    /// What is not as it is meant to be, a line each.
    pub fn missed(&self) -> Vec<String> {
        let ratios = self.measurements.iter().filter(|m| m.verdict == Some(Verdict::Missed)).map(|m| {
            let (of, wanted) = (m.of.as_deref().unwrap_or_default(), m.wanted.unwrap_or_default());
            format!("{}: {:.2} of {of}, wanted {wanted:.2}", m.name, m.ratio)
        });
        let limits = self.limits.iter().filter(|limit| limit.verdict == Verdict::Missed);
        ratios.chain(limits.map(Limit::words)).collect()
    }

    /// Adds a line below the table.
    pub fn note(&mut self, line: impl Into<String>) {
        self.notes.push(line.into());
    }

    #[allow(clippy::cast_precision_loss, reason = "amounts are far below 2^52")]
    fn push(&mut self, name: String, amount: u64, runs: &[Duration], of: Option<String>) {
        let seconds: Vec<f64> = runs.iter().map(Duration::as_secs_f64).collect();
        let mut sorted = seconds.clone();
        sorted.sort_by(f64::total_cmp);
        let median = sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN);
        let per_second = amount as f64 / median;
        let peer = of.as_ref().and_then(|peer| self.measurements.iter().find(|other| other.name == *peer));
        let ratio = peer.map_or(1.0, |peer| per_second / peer.per_second);
        self.measurements.push(Measurement {
            name,
            amount,
            seconds,
            per_second,
            ratio,
            of,
            wanted: None,
            verdict: None,
        });
    }

    pub fn print(&self) {
        let rate = format!("{}/s", self.unit);
        println!(
            "{:<44} {:>10} {:>12} {:>14} {:>8} {:>7} {:>7}  of",
            "", self.unit, "seconds", rate, "ratio", "wanted", "verdict"
        );
        for m in &self.measurements {
            let mut sorted = m.seconds.clone();
            sorted.sort_by(f64::total_cmp);
            let median = sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN);
            let (name, of) = (&m.name, m.of.as_deref().unwrap_or_default());
            let wanted = m.wanted.map(|ratio| format!("{ratio:.2}")).unwrap_or_default();
            let verdict = m.verdict.map(Verdict::as_str).unwrap_or_default();
            let (amount, rate, ratio) = (m.amount, m.per_second, m.ratio);
            println!("{name:<44} {amount:>10} {median:>12.3} {rate:>14.0} {ratio:>8.2} {wanted:>7} {verdict:>7}  {of}");
        }
        for limit in &self.limits {
            println!("{}: {}", limit.words(), limit.verdict.as_str());
        }
        for note in &self.notes {
            println!("{note}");
        }
    }

    pub fn write(&self, file: &Path) -> Result<()> {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        }
        fs::write(file, serde_json::to_string_pretty(self)?).with_context(|| format!("cannot write {}", file.display()))
    }
}

impl Limit {
    fn words(&self) -> String {
        let Self { name, value, at_most, unit, .. } = self;
        // As exact as it matters: 0.2 ms and 4,120 texts.
        let digits = if value.fract() == 0.0 && at_most.fract() == 0.0 { 0 } else { 2 };
        format!("{name}: {value:.digits$} {unit}, at most {at_most:.digits$} wanted")
    }
}

/// Takes the time of `work`, `runs` times over; `prepare` is not counted.
pub fn time<T>(
    runs: usize,
    mut prepare: impl FnMut() -> Result<T>,
    mut work: impl FnMut(T) -> Result<()>,
) -> Result<Vec<Duration>> {
    (0..runs.max(1))
        .map(|_| {
            let prepared = prepare()?;
            let started = Instant::now();
            work(prepared)?;
            Ok(started.elapsed())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_run_counts_and_the_first_measurement_is_the_measure() {
        let seconds = |numbers: &[u64]| numbers.iter().copied().map(Duration::from_secs).collect::<Vec<_>>();
        let mut comparison = Comparison::new("rows");
        comparison.add("bare", 100, &seconds(&[9, 1, 2]));
        comparison.add("ours", 100, &seconds(&[4]));
        assert!((comparison.measurements[0].per_second - 50.0).abs() < 1e-9);
        assert!((comparison.measurements[1].ratio - 0.5).abs() < 1e-9);
        comparison.add_peer("another", 100, &seconds(&[10]));
        comparison.add_beside("another", "ours again", 100, &seconds(&[5]));
        assert!((comparison.measurements[3].ratio - 2.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_wanted_and_missed_is_said_in_words_and_in_the_file() {
        let second = [Duration::from_secs(1)];
        let mut comparison = Comparison::new("rows");
        comparison.add("bare", 100, &second);
        comparison.add("enough", 50, &second);
        comparison.wanted(0.5);
        comparison.add("too few", 49, &second);
        comparison.wanted(0.5);
        comparison.add("nothing", 0, &[]);
        comparison.wanted(0.5);
        comparison.add("whatever", 1, &second);
        comparison.limit("wait", 20.0, 20.0, "ms");
        comparison.limit("wait of others", 20.5, 20.0, "ms");
        let missed = comparison.missed();
        assert_eq!(missed.len(), 3, "{missed:?}");
        assert_eq!(missed[0], "too few: 0.49 of bare, wanted 0.50");
        assert_eq!(missed[2], "wait of others: 20.50 ms, at most 20.00 wanted");
        let written = serde_json::to_value(&comparison).unwrap_or_default();
        let verdicts: Vec<_> = (0..5).map(|n| written["measurements"][n]["verdict"].clone()).collect();
        assert_eq!(serde_json::json!(verdicts), serde_json::json!([null, "met", "missed", "missed", null]));
        assert_eq!(written["limits"][1]["verdict"], "missed");
    }
}
