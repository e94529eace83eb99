//! Logs and metrics. No line carries patient data; fields carry their units.

use std::{sync::OnceLock, time::Duration};

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

use crate::config::{LogConfig, LogFormat};

// Seconds: a page takes 1 ms, a cohort's count up to a second, the time limit is 30.
const DURATION_BUCKETS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0];

const FOLD_EVERY: Duration = Duration::from_secs(5); // at 10,000 requests a second under 1 MB waits

/// Starts logging to standard error; standard output belongs to results. Once a process.
pub fn init(config: &LogConfig) {
    // The filter was checked with the configuration.
    let filter = EnvFilter::try_new(&config.filter).unwrap_or_default();
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    // Fails only where a logger is there already, as in tests; then that one serves.
    let _ = match config.format {
        LogFormat::Text => logs.compact().with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).try_init(),
        LogFormat::Json => logs.json().flatten_event(true).try_init(),
    };
}

/// Starts counting, or finds the counters of this process. Wants to be called inside the runtime.
pub fn metrics() -> Option<PrometheusHandle> {
    static METRICS: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    METRICS
        .get_or_init(|| {
            let recorder = PrometheusBuilder::new().set_buckets(DURATION_BUCKETS).ok()?;
            let handle = recorder.install_recorder().inspect_err(|error| tracing::warn!(%error, "no metrics")).ok()?;
            tokio::spawn(fold(handle.clone()));
            Some(handle)
        })
        .clone()
}

/// Folds single durations into their buckets: where nobody asks for metrics they would pile up.
async fn fold(handle: PrometheusHandle) {
    loop {
        tokio::time::sleep(FOLD_EVERY).await;
        handle.run_upkeep();
    }
}

/// The path of a request as it may be logged: without the query, and without what opens something.
pub fn redacted(path: &str) -> &str {
    for (prefix, shown) in [("/m/", "/m/…"), ("/u/", "/u/…"), ("/uploads/", "/uploads/…")] {
        if path.len() > prefix.len() && path.starts_with(prefix) {
            return shown;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::redacted;

    #[test]
    fn a_link_does_not_reach_the_log() {
        assert_eq!(redacted("/m/3yQ5secret"), "/m/…");
        assert_eq!(redacted("/m/3yQ5secret/opt-out"), "/m/…");
        assert_eq!(redacted("/u/3yQ5secret"), "/u/…");
        assert_eq!(redacted("/graphql"), "/graphql");
    }
}
