//! Messages that failed, and messages that nobody knows about.

use recall_tests::sink::{Fate, SmtpSink};
use recall_tests::{App, Engine, Result, browser, scene};

use super::Button::{InDialog, OnPage};
use super::Once::Event;
use super::Step::{Mark, Press, Visit};
use super::stage::play;
use super::{ALREADY, Write};

#[tokio::test]
async fn a_retry_of_failed_messages_survives_the_connection() -> Result {
    after(Fate::Refused, "writes-failed", FAILED).await
}

#[tokio::test]
async fn a_decision_about_messages_in_doubt_survives_the_connection() -> Result {
    after(Fate::HungUp, "writes-in-doubt", IN_DOUBT).await
}

/// Goes through the table after a campaign whose emails met such a fate.
async fn after(fate: Fate, name: &str, table: &[Write]) -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let sink = SmtpSink::start()?;
    sink.otherwise(fate);
    let app = App::on(Engine::Sqlite).variables(sink.settings()).start().await?;
    scene::import_patients(&app, 40).await?;
    let mut client = app.signed_in("manager").await?;
    let campaign = scene::draft(&client).await?;
    scene::launch(&mut client, &campaign).await?;
    let campaign = scene::dispatched(&client, &campaign).await?;
    let sum = |field: &str| scene::channels(&campaign).map(|channel| scene::number(channel, field)).sum::<i64>();
    assert!(sum("failed") + sum("uncertain") > 0, "the mail server did not do as it should not: {campaign}");
    sink.otherwise(Fate::Taken);
    play(name, &app, &[("campaign", campaign["id"].as_str().unwrap_or_default().to_owned())], table).await
}

const FAILED: &[Write] = &[Write {
    name: "retry failed messages",
    steps: &[Visit("/campaigns/{campaign}/messages?state=FAILED"), Press("Retry failed")],
    button: InDialog("Retry"),
    code: None,
    mutation: "retryFailedMessages",
    once: Event("campaign.retried"),
    done: ALREADY,
    learns: false,
}];

const IN_DOUBT: &[Write] = &[Write {
    name: "decide about messages in doubt",
    steps: &[Visit("/campaigns/{campaign}/messages?state=UNCERTAIN"), Mark("They arrived")],
    button: OnPage("Decide about all"),
    code: None,
    mutation: "resolveUncertain",
    once: Event("campaign.uncertain_resolved"),
    done: ALREADY,
    learns: false,
}];
