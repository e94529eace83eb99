//! The server starts, answers, survives being killed and ends when asked.

use recall_tests::{App, Engine, for_each_engine};
use reqwest::StatusCode;
use serde_json::json;

for_each_engine! {
    async fn a_started_server_is_alive_and_ready(engine: Engine) {
        let app = App::start(engine).await?;
        let client = app.client()?;
        assert_eq!(client.get("/healthz").await?.status(), StatusCode::OK);
        assert_eq!(client.get("/readyz").await?.status(), StatusCode::OK);
    }

    async fn a_killed_server_starts_again_on_the_same_data(engine: Engine) {
        let mut app = App::start(engine).await?;
        let credentials = app.user("manager@practice.example", "administrator").await?;
        app.kill().await?;
        app.restart().await?;
        let mut client = app.client()?;
        client.sign_in(&credentials).await?;
        let answer = client.query("{ viewer { email } }", json!({})).await?;
        assert_eq!(answer["viewer"]["email"], "manager@practice.example");
    }

    async fn a_server_that_is_asked_to_end_does_so_cleanly(engine: Engine) {
        let mut app = App::start(engine).await?;
        assert_eq!(app.stop().await?, 0, "{}", app.log());
    }
}
