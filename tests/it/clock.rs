//! Clocks that are set a day forward and back while messages are on their way. Leases run by the clock of the database: on
//! SQLite that is the machine's, which is set here for the worker alone, as the whole machine is the test's own; on PostgreSQL
//! it is the server's, for which the times it has written are moved instead.

use std::time::Duration;

use anyhow::ensure;
use recall_tests::sink::Outside;
use recall_tests::wrong_clock::WrongClock;
use recall_tests::{App, Engine, Result, for_each_engine, ledger};

const PATIENTS: usize = 1_200; // an email and a text each
const GROUP: usize = 50;
const ANSWER: Duration = Duration::from_millis(50);
const DAY_MS: i64 = 24 * 3_600_000;
/// Right, wrong by a day each way, and right again, as an hour-hand that is moved by mistake and put back.
const SET: [&str; 3] = ["+1d", "-1d", "+0"];

for_each_engine! {
    async fn a_machine_whose_clock_is_set_while_it_sends_loses_and_doubles_nothing(engine: Engine) {
        let Some(clock) = WrongClock::find()? else { return Ok(()) };
        let outside = Outside::start(ANSWER)?;
        let mut app = prepared(engine, &outside, clock.settings()).await?;
        app.restart().await?;
        let _campaign = ledger::launched(&app, PATIENTS).await?;
        for (n, ahead) in (1..).zip(SET) {
            outside.in_flight(2 * PATIENTS * n / (SET.len() + 2)).await?;
            clock.set(ahead)?;
        }
        ledger::dispatched(&app).await?;
        let standing = outside.agree(&app).await?;
        let in_doubt = standing.doubted.union(&standing.marked).count();
        // On PostgreSQL nobody's lease has ended. On SQLite each jump may end those of what is on its way.
        let at_most = if engine == Engine::Postgres { 0 } else { SET.len() * 2 * GROUP };
        ensure!(in_doubt <= at_most, "{in_doubt} in doubt or sent again, at most {at_most}");
        eprintln!("{engine:?}: {in_doubt} in doubt after the clock was set {} times", SET.len());
    }

    async fn a_database_whose_clock_is_set_forward_takes_what_is_on_its_way_for_lost_and_sends_none_of_it_twice(engine: Engine) {
        let outside = Outside::start(ANSWER)?;
        let mut app = prepared(engine, &outside, Vec::new()).await?;
        app.restart().await?;
        let _campaign = ledger::launched(&app, PATIENTS).await?;
        outside.in_flight(PATIENTS / 2).await?;
        move_leases(&app, -DAY_MS).await?;
        ledger::dispatched(&app).await?;
        let standing = outside.agree(&app).await?;
        ensure!(standing.doubted.len() <= 2 * GROUP, "{} in doubt", standing.doubted.len());
        ensure!(standing.marked.is_empty(), "sent again: {standing:?}");
    }

    async fn what_a_killed_worker_held_does_not_wait_for_a_day_because_the_clock_of_the_database_was_set_back(engine: Engine) {
        let outside = Outside::start(ANSWER)?;
        let mut app = prepared(engine, &outside, Vec::new()).await?;
        app.restart().await?;
        let _campaign = ledger::launched(&app, PATIENTS).await?;
        outside.in_flight(PATIENTS / 2).await?;
        app.kill().await?;
        move_leases(&app, DAY_MS).await?;
        app.restart().await?;
        ledger::dispatched(&app).await?;
        let standing = outside.agree(&app).await?;
        ensure!(standing.doubted.len() <= 2 * GROUP, "{} in doubt", standing.doubted.len());
        ensure!(standing.marked.is_empty(), "sent again: {standing:?}");
    }
}

async fn prepared(engine: Engine, outside: &Outside, clock: Vec<(String, String)>) -> Result<App> {
    let app = App::on(engine)
        .variables(outside.settings())
        .variables(clock)
        .setting("worker.lease_seconds", "10")
        .setting("worker.group", GROUP.to_string())
        .setting("worker.batch", (2 * GROUP).to_string());
    app.prepare().await
}

/// As if the clock of the database had been set the other way meanwhile.
async fn move_leases(app: &App, by_ms: i64) -> Result {
    let sql = format!("UPDATE message SET lease_expires_at = lease_expires_at + {by_ms} WHERE lease_owner IS NOT NULL");
    ledger::execute(app, &sql).await
}
