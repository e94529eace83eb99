//! Sending under bad luck: killed and stopped workers, a shutdown under load. The outbox and
//! the ledger must agree line by line.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use anyhow::{Context, ensure};
use recall_tests::{App, Engine, Result, for_each_engine, scene, scene::number, wait};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use tokio::{process::Command, time::Instant};

/// About 5,000 messages: three quarters of them have a lung condition, most of these two contact points.
const PATIENTS: u32 = 4_000;
const KILLS: usize = 5;
const GROUP: usize = 50;

for_each_engine! {
    async fn after_kills_the_outbox_and_the_ledger_agree_line_by_line(engine: Engine) {
        let mut app = App::on(engine)
            .setting("worker.lease_seconds", "10")
            .setting("worker.group", GROUP.to_string())
            .start()
            .await?;
        let (mut client, id, queued) = launched(&app).await?;
        for kill in 1..=KILLS {
            let enough = usize::try_from(queued)? * kill / (KILLS + 2);
            wait::until("a part of the messages to be handed over", || async { Ok((handed_over(&app) >= enough).then_some(())) })
                .await?;
            app.kill().await?;
            app.restart().await?;
        }
        client.move_to(&app.url(""));
        let campaign = scene::dispatched(&client, &id).await?;
        let uncertain = sum(&campaign, "uncertain");
        let at_most = i64::try_from(KILLS * 2 * GROUP)?; // two channels
        assert!(uncertain <= at_most, "{uncertain} in doubt after {KILLS} kills");
        agree(&app).await?;
        eprintln!("{engine:?}: {queued} messages, {uncertain} in doubt after {KILLS} kills");
    }

    async fn a_worker_stopped_past_its_lease_and_continued_sends_nothing_twice(engine: Engine) {
        let app = App::on(engine).setting("worker.lease_seconds", "10").setting("worker.group", "20").start().await?;
        let mut second = app.second_worker()?;
        let (client, id, queued) = launched(&app).await?;
        wait::until("both workers to be at work", || async { Ok((handed_over(&app) >= 200).then_some(())) }).await?;
        let process = second.id().context("the second worker has ended")?.to_string();
        signal(&process, "-STOP").await?;
        tokio::time::sleep(Duration::from_secs(12)).await;
        signal(&process, "-CONT").await?;
        let campaign = scene::dispatched(&client, &id).await?;
        assert_eq!(sum(&campaign, "total"), queued + sum(&campaign, "suppressed"), "{campaign}");
        // Of each channel and group. Where the stopped one holds SQLite's only writer, the other waits for it past its own
        // lease.
        let stopped = if engine == Engine::Sqlite { 2 } else { 1 };
        assert!(sum(&campaign, "uncertain") <= stopped * 2 * 20, "only what was on its way: {campaign}");
        second.kill().await?;
        agree(&app).await?;
    }

    async fn a_shutdown_under_load_leaves_nothing_in_doubt(engine: Engine) {
        let mut app = App::on(engine).start().await?;
        let (mut client, id, _) = launched(&app).await?;
        wait::until("sending to have begun", || async { Ok((handed_over(&app) >= 300).then_some(())) }).await?;
        let asked = Instant::now();
        assert_eq!(app.stop().await?, 0);
        assert!(asked.elapsed() < Duration::from_secs(30), "{:?}", asked.elapsed());
        app.restart().await?;
        client.move_to(&app.url(""));
        let campaign = scene::dispatched(&client, &id).await?;
        assert_eq!(sum(&campaign, "uncertain"), 0, "{campaign}");
        agree(&app).await?;
    }

    async fn a_pause_takes_hold_within_a_second(engine: Engine) {
        let app = App::on(engine).setting("email.per_second", "100").setting("sms.per_second", "100").start().await?;
        let (client, id, _) = launched(&app).await?;
        wait::until("sending to have begun", || async { Ok((handed_over(&app) >= 100).then_some(())) }).await?;
        let pause = "mutation($input: CampaignInput!) { pauseCampaign(input: $input) { campaign { id } } }";
        client.query(pause, json!({ "input": { "id": id } })).await?;
        tokio::time::sleep(Duration::from_secs(1)).await;
        let after_a_second = handed_over(&app);
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert_eq!(handed_over(&app), after_a_second);
    }

    async fn two_workers_keep_the_limit_together(engine: Engine) {
        let app = App::on(engine).setting("email.per_second", "40").setting("sms.per_second", "40").start().await?;
        let mut second = app.second_worker()?;
        launched(&app).await?;
        wait::until("sending to have begun", || async { Ok((handed_over(&app) >= 40).then_some(())) }).await?;
        let (before, begun) = (handed_over(&app), Instant::now());
        tokio::time::sleep(Duration::from_secs(8)).await;
        let sent = handed_over(&app) - before;
        let most = 80.0 * (begun.elapsed().as_secs_f64() + 1.0);
        assert!(u32::try_from(sent).map(f64::from)? <= most, "{sent} in {:?}", begun.elapsed());
        assert!(sent >= 320, "{sent} in eight seconds is far from 80 a second");
        second.kill().await?;
    }
}

/// A campaign on its way, and how many messages it has to send.
pub(crate) async fn launched(app: &App) -> Result<(recall_tests::Client, Value, i64)> {
    scene::import_patients(app, PATIENTS).await?;
    let mut client = app.signed_in("manager").await?;
    let id = scene::draft(&client).await?;
    let launched = scene::launch(&mut client, &id).await?;
    let queued = sum(&launched, "total") - sum(&launched, "suppressed");
    ensure!(queued >= 4_000, "{queued} messages are too few to say anything");
    Ok((client, id, queued))
}

pub(crate) fn sum(campaign: &Value, field: &str) -> i64 {
    scene::channels(campaign).map(|channel| number(channel, field)).sum()
}

/// Every line of the outbox has its message in the ledger and the other way round; nothing arrived twice.
pub(crate) async fn agree(app: &App) -> Result {
    let mut lines: BTreeMap<String, u32> = BTreeMap::new();
    for channel in ["email", "sms"] {
        for sent in scene::outbox(app, channel)? {
            *lines.entry(sent.id).or_default() += 1;
        }
    }
    let database = app.database().connect().await?;
    let sql = "SELECT id, state, possible_duplicate FROM message";
    let rows = database.query_all_raw(Statement::from_string(database.get_database_backend(), sql)).await?;
    let (mut arrived, mut lost, mut silent) = (0, BTreeSet::new(), BTreeSet::new());
    for row in rows {
        let id = format!("message-{}", row.try_get::<i64>("", "id")?);
        let state: String = row.try_get("", "state")?;
        let marked: bool = row.try_get("", "possible_duplicate")?;
        let times = lines.remove(&id).unwrap_or(0);
        arrived += times;
        match state.as_str() {
            "sent" if times == 0 => drop(lost.insert(id)),
            "sent" if times > 1 && !marked => drop(silent.insert(id)),
            "sent" | "uncertain" => {}
            _ => ensure!(times == 0, "{id} is {state} and arrived {times} times"),
        }
    }
    ensure!(lost.is_empty(), "sent by the ledger and not in the outbox: {lost:?}");
    ensure!(silent.is_empty(), "twice in the outbox without a mark: {silent:?}");
    ensure!(lines.is_empty(), "in the outbox and not in the ledger: {lines:?}");
    ensure!(arrived > 0, "nothing arrived");
    database.close().await?;
    Ok(())
}

/// Lines in the outbox so far; the last one may still be on its way.
pub(crate) fn handed_over(app: &App) -> usize {
    let folder = std::fs::read_dir(app.data().join("outbox"));
    let files = folder.into_iter().flatten().flatten();
    files.map(|entry| std::fs::read_to_string(entry.path()).map_or(0, |text| text.lines().count())).sum()
}

/// To a process that this test has started.
async fn signal(process: &str, which: &str) -> Result {
    let sent = Command::new("kill").args([which, process]).status().await?;
    ensure!(sent.success(), "the worker could not be signalled");
    Ok(())
}
