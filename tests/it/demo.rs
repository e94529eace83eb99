//! The demo is the whole job; its sums add up on both engines.

use recall_tests::{App, Engine, for_each_engine};
use serde_json::Value;

for_each_engine! {
    async fn the_demo_does_the_whole_job_and_adds_up(engine: Engine) {
        let app = App::on(engine).prepare().await?;
        let summary = app.json(&["demo", "--patients", "2000"]).await?;
        let checks = summary["checks"].as_array().unwrap();
        assert!(checks.len() > 30, "{checks:?}");
        let broken: Vec<&Value> = checks.iter().filter(|check| check["holds"] != true).collect();
        assert!(broken.is_empty(), "{broken:?}");
        let counts = &summary["counts"];
        for name in ["imported", "recipients", "followed", "acknowledged", "report_rows", "outbox_emails", "outbox_texts"] {
            assert!(counts[name].as_i64().unwrap_or_default() > 100, "{name}: {counts}");
        }
        assert_eq!(summary["engine"], format!("{engine:?}").to_lowercase());
    }
}
