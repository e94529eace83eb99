//! Power cuts: what was handed over is never handed over again in silence.

use std::collections::HashSet;

use recall_tests::{App, Engine, for_each_engine, scene, scene::number, wait};

const PATIENTS: u32 = 8_000; // a good 10,000 messages
const KILLS: usize = 3;

for_each_engine! {
    async fn a_killed_worker_sends_no_text_twice(engine: Engine) {
        let mut app = App::on(engine).setting("worker.lease_seconds", "10").start().await?;
        scene::import_patients(&app, PATIENTS).await?;
        let mut client = app.signed_in("manager").await?;
        let id = scene::draft(&client).await?;
        let launched = scene::launch(&mut client, &id).await?;
        let queued: i64 = scene::channels(&launched).map(|channel| number(channel, "queued")).sum();
        assert!(queued + handed_over(&app) >= 10_000, "{queued}");
        for kill in 1..=KILLS {
            let enough = usize::try_from(queued)? * kill / (KILLS + 2);
            wait::until("a part of the messages to be handed over", || async {
                Ok((handed_over(&app) >= i64::try_from(enough)?).then_some(()))
            })
            .await?;
            app.kill().await?;
            app.restart().await?;
        }
        client.move_to(&app.url(""));
        let campaign = scene::dispatched(&client, &id).await?;
        let sum = |field: &str| scene::channels(&campaign).map(|channel| number(channel, field)).sum::<i64>();
        let (sent, uncertain) = (sum("sent"), sum("uncertain"));
        for channel in scene::channels(&campaign) {
            assert_eq!(number(channel, "total"), number(&campaign["counts"], "recipients"), "{channel}");
        }
        let mut outbox = scene::outbox(&app, "sms")?;
        outbox.extend(scene::outbox(&app, "email")?);
        let distinct: HashSet<&str> = outbox.iter().map(|message| message.id.as_str()).collect();
        assert_eq!(distinct.len(), outbox.len(), "no message is in the outbox twice");
        let delivered = i64::try_from(outbox.len())?;
        assert!(sent <= delivered && delivered <= sent + uncertain, "{sent} sent, {uncertain} in doubt, {delivered} there");
        let at_most = i64::try_from(KILLS * 2 * 100)?; // two channels, groups of worker.group
        assert!(uncertain <= at_most, "{uncertain} in doubt after {KILLS} kills");
        eprintln!("{engine:?}: {delivered} delivered, {sent} sent, {uncertain} uncertain after {KILLS} kills");
    }
}

/// Lines in the outbox so far; the last one may still be on its way.
fn handed_over(app: &App) -> i64 {
    let folder = std::fs::read_dir(app.data().join("outbox"));
    let lines: usize = folder
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| std::fs::read_to_string(entry.path()).map_or(0, |text| text.lines().count()))
        .sum();
    i64::try_from(lines).unwrap_or(i64::MAX)
}
