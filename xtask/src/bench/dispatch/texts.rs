//! Texts by SNS at the limit: as many a second as the provider takes, and never more.

use std::time::Duration;

use anyhow::Result;

use super::super::Bench;
use super::super::comparison::Comparison;
use super::super::sns_sink::{Report, SnsSink};
use super::recall::Sending;

const PER_SECOND: u32 = 200; // ten times what Amazon gives a new account
const SECONDS: u64 = 20;

#[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
pub fn compare(bench: &Bench<'_>, comparison: &mut Comparison) -> Result<()> {
    let texts = bench.size(u64::from(PER_SECOND) * SECONDS);
    let mut reports = Vec::new();
    for _ in 0..bench.options.runs.max(1) {
        let sink = SnsSink::start(PER_SECOND)?;
        Sending { messages: texts, on_postgres: true, channel: Some("sms"), provider: &provider(&sink) }.run(bench)?;
        reports.push(sink.report());
    }
    let limit = format!("SNS that takes {PER_SECOND} a second");
    let of = |time_of_one: Duration| time_of_one.mul_f64(texts as f64);
    comparison.add_peer(&limit, texts, &[of(Duration::from_secs(1) / PER_SECOND)]);
    let runs: Vec<Duration> = reports.iter().map(|report| of(report.time_of_one())).collect();
    comparison.add_beside(&limit, "Recall, PostgreSQL, sms.per_second the same", texts, &runs);
    comparison.wanted(0.99);
    for report in &reports {
        let (accepted, throttled, busiest) = (report.accepted(), report.throttled, report.busiest());
        comparison.note(format!("SNS: {accepted} texts taken, {busiest} in the busiest second, {throttled} throttled"));
    }
    let most = |of: fn(&Report) -> u64| reports.iter().map(of).max().unwrap_or_default() as f64;
    comparison.limit("texts in the busiest second", most(Report::busiest), f64::from(PER_SECOND), "texts");
    comparison.limit("texts that were throttled", most(|report| report.throttled), 0.0, "texts");
    Ok(())
}

fn provider(sink: &SnsSink) -> Vec<(&'static str, String)> {
    let limit = ("RECALL_SMS__PER_SECOND", PER_SECOND.to_string());
    sink.settings().into_iter().chain([limit]).collect()
}
