//! Workers that are killed, or stopped past their leases, with requests in flight to providers outside of their process:
//! what the providers remember and the ledger must agree line by line.

use std::time::Duration;

use anyhow::{Context, ensure};
use recall_tests::sink::Outside;
use recall_tests::{App, Engine, Result, for_each_engine, ledger, scene, wait};
use tokio::process::Child;
use tokio::time::Instant;

const PATIENTS: usize = 2_500; // an email and a text each: 5,000 messages
const KILLS: usize = 5;
const GROUP: usize = 50;
const ANSWER: Duration = Duration::from_millis(25); // as long as a provider near by takes
const SLOW_ANSWER: Duration = Duration::from_millis(100); // of one far away: nearly always there is something in flight
const LEASE_SECONDS: u64 = 10; // the shortest there is
const STOPS: usize = 4; // tries to stop a worker that holds nothing that the other one needs

for_each_engine! {
    async fn workers_killed_with_requests_in_flight_lose_nothing_and_send_nothing_twice_unmarked(engine: Engine) {
        let outside = Outside::start(ANSWER)?;
        let mut app = prepared(engine, &outside).await?;
        app.restart().await?;
        let (mut client, campaign) = ledger::launched(&app, PATIENTS).await?;
        for kill in 1..=KILLS {
            outside.in_flight(2 * PATIENTS * kill / (KILLS + 2)).await?;
            app.kill().await?;
            app.restart().await?;
        }
        client.move_to(&app.url(""));
        scene::dispatched(&client, &campaign).await?;
        let standing = outside.agree(&app).await?;
        let (in_doubt, at_most) = (standing.doubted.len(), KILLS * 2 * GROUP); // two channels
        ensure!(in_doubt > 0, "no kill met a request in flight");
        ensure!(in_doubt <= at_most, "{in_doubt} in doubt after {KILLS} kills");
        ensure!(standing.marked.is_empty(), "marked and not sent again: {standing:?}");
        settled(&app, &outside).await?;
        eprintln!("{engine:?}: {in_doubt} in doubt after {KILLS} kills");
    }

    async fn a_worker_asked_to_end_with_requests_in_flight_hears_their_answers_first(engine: Engine) {
        let outside = Outside::start(SLOW_ANSWER)?;
        let mut app = prepared(engine, &outside).await?;
        app.restart().await?;
        ledger::launched(&app, PATIENTS).await?;
        outside.in_flight(PATIENTS / 2).await?;
        let asked = Instant::now();
        ensure!(app.stop().await? == 0, "it did not end well");
        ensure!(asked.elapsed() < Duration::from_secs(30), "it took {:?} to end", asked.elapsed());
        let left = ledger::read(&app).await?;
        ensure!(left.iter().all(|row| ["sent", "queued"].contains(&row.state.as_str())), "something is held or in doubt");
        ensure!(left.iter().any(|row| row.state == "queued"), "it came too late");
        app.restart().await?;
        ledger::dispatched(&app).await?;
        let standing = outside.agree(&app).await?;
        ensure!(standing.doubted.is_empty() && standing.marked.is_empty(), "{standing:?}");
    }

    async fn a_worker_that_sleeps_past_its_lease_with_requests_in_flight_leaves_them_in_doubt(engine: Engine) {
        let outside = Outside::start(SLOW_ANSWER)?;
        let mut app = prepared(engine, &outside).await?;
        app.restart().await?;
        let sleeper = app.second_worker()?;
        ledger::launched(&app, PATIENTS).await?;
        let sleeper = Sleeper::fell_asleep(&app, sleeper).await?;
        let at_most = sleeper.lost_leases * 2 * GROUP; // two channels
        sleeper.wakes_and_ends().await?;
        ledger::dispatched(&app).await?;
        let in_doubt = settled(&app, &outside).await?;
        ensure!(in_doubt > 0 && in_doubt <= at_most, "{in_doubt} in doubt, at most {at_most}");
        eprintln!("{engine:?}: {in_doubt} in doubt after a sleep");
    }

    async fn a_worker_that_wakes_after_its_messages_were_sent_again_changes_nothing(engine: Engine) {
        let outside = Outside::start(SLOW_ANSWER)?;
        let mut app = prepared(engine, &outside).await?;
        app.restart().await?;
        let sleeper = app.second_worker()?;
        ledger::launched(&app, PATIENTS).await?;
        let sleeper = Sleeper::fell_asleep(&app, sleeper).await?;
        ledger::dispatched(&app).await?;
        settled(&app, &outside).await?;
        let before = outside.agree(&app).await?;
        sleeper.wakes_and_ends().await?;
        // What it had not yet handed over when it fell asleep has left now, a second time at most, and is marked.
        let after = outside.agree(&app).await?;
        ensure!((&after.doubted, &after.marked) == (&before.doubted, &before.marked), "{before:?} became {after:?}");
    }
}

async fn prepared(engine: Engine, outside: &Outside) -> Result<App> {
    let app = App::on(engine)
        .variables(outside.settings())
        .setting("worker.lease_seconds", LEASE_SECONDS.to_string())
        .setting("worker.group", GROUP.to_string())
        // What a killed worker has only claimed waits for its lease on PostgreSQL.
        .setting("worker.batch", (4 * GROUP).to_string());
    app.prepare().await
}

/// What is in doubt stays so within the grace period, and is then sent once more, with a mark. Returns how many that were.
async fn settled(app: &App, outside: &Outside) -> Result<usize> {
    let before = outside.agree(app).await?;
    ledger::settle_doubts(app).await?;
    ensure!(outside.agree(app).await? == before, "sent again within the grace period");
    ledger::a_day_passes(app).await?;
    ledger::settle_doubts(app).await?;
    ledger::dispatched(app).await?;
    let after = outside.agree(app).await?;
    ensure!(after.doubted.is_empty(), "{} are still in doubt", after.doubted.len());
    ensure!(after.marked == before.doubted, "marked: {:?}, in doubt before: {:?}", after.marked, before.doubted);
    Ok(before.doubted.len())
}

/// A worker that is stopped while its messages are on their way.
struct Sleeper {
    worker: Child,
    process: u32,
    /// How often a worker has slept or waited past its leases: while one holds a lock, the other waits with it.
    lost_leases: usize,
}

impl Sleeper {
    /// Returns when the leases of everything that it was sending have ended and somebody else has seen to it.
    async fn fell_asleep(app: &App, worker: Child) -> Result<Self> {
        let process = worker.id().context("the second worker has ended")?;
        let held = format!("SELECT COUNT(*) AS n FROM message WHERE lease_owner LIKE 'worker-{process}-%'");
        let sending = format!("{held} AND state = 'sending'");
        for stops in 0..STOPS {
            wait::until("the second worker to send", || async {
                Ok((ledger::count(app, &sending).await? > 0).then_some(()))
            })
            .await?;
            ledger::signal(process, "-STOP").await?;
            // It may have recorded the answers in between; and in the middle of a transaction it holds what others need.
            let (stopped, patience) = (Instant::now(), Duration::from_secs(LEASE_SECONDS + 5));
            let is_sending = ledger::count(app, &sending).await? > 0;
            while is_sending && stopped.elapsed() < patience {
                if ledger::count(app, &held).await? == 0 {
                    return Ok(Self { worker, process, lost_leases: 1 + 2 * stops });
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            ledger::signal(process, "-CONT").await?;
        }
        anyhow::bail!("the second worker was never stopped between two transactions");
    }

    /// Goes on with what it was doing and then ends in good order.
    async fn wakes_and_ends(mut self) -> Result {
        ledger::signal(self.process, "-CONT").await?;
        ledger::signal(self.process, "-TERM").await?;
        let ended = tokio::time::timeout(wait::PATIENCE, self.worker.wait()).await;
        let status = ended.context("the second worker did not end")??;
        ensure!(status.success(), "the second worker ended with {status}");
        Ok(())
    }
}
