//! The database goes away in the middle of sending: cut off from PostgreSQL, locked out of SQLite.

use std::time::Duration;

use anyhow::{Context, ensure};
use recall_tests::sink::Outside;
use recall_tests::wire::{Wire, server_of};
use recall_tests::{App, Engine, Result, for_each_engine, ledger, scene, wait};
use sea_orm::{DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait};

use crate::sending::{agree, handed_over, launched, sum};

const GROUP: usize = 50;
const PATIENTS: usize = 1_500; // an email and a text each
/// How often all connections are ended, and how.
const ENDS: usize = 5;
const END_ALL: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
    WHERE datname = current_database() AND pid <> pg_backend_pid()";
/// One that outcomes are held through, and one that outlasts all attempts to record them and the lease (10 s).
const OUTAGES: [Duration; 2] = [Duration::from_secs(2), Duration::from_secs(13)];

for_each_engine! {
    async fn a_server_that_ends_every_connection_with_requests_in_flight_loses_and_doubles_nothing(engine: Engine) {
        if engine == Engine::Sqlite {
            return Ok(()); // there is no server
        }
        let outside = Outside::start(Duration::from_millis(50))?;
        let app = App::on(engine)
            .variables(outside.settings())
            .setting("worker.lease_seconds", "10")
            .setting("worker.group", GROUP.to_string())
            .start()
            .await?;
        ledger::launched(&app, PATIENTS).await?;
        for time in 1..=ENDS {
            outside.in_flight(2 * PATIENTS * time / (ENDS + 2)).await?;
            ledger::execute(&app, END_ALL).await?;
        }
        ledger::dispatched(&app).await?;
        let standing = outside.agree(&app).await?;
        let (in_doubt, at_most) = (standing.doubted.len(), ENDS * 2 * GROUP); // two channels
        ensure!(in_doubt <= at_most && standing.marked.is_empty(), "{in_doubt} in doubt: {standing:?}");
        eprintln!("{in_doubt} in doubt after all connections were ended {ENDS} times");
    }

    async fn a_database_that_goes_away_while_messages_are_sent_loses_and_doubles_nothing(engine: Engine) {
        let mut app = App::on(engine)
            .setting("worker.lease_seconds", "10")
            .setting("worker.group", GROUP.to_string())
            .setting("email.per_second", "200") // some twelve seconds for both channels, without the outages
            .setting("sms.per_second", "200")
            .prepare()
            .await?;
        let mut way = Way::to(&mut app, engine).await?;
        app.restart().await?;
        let (client, id, queued) = launched(&app).await?;
        for (n, outage) in (1..).zip(OUTAGES) {
            let enough = usize::try_from(queued)? * n / 4;
            wait::until("a part of the messages to be handed over", || async { Ok((handed_over(&app) >= enough).then_some(())) })
                .await?;
            way.block(&app).await?;
            tokio::time::sleep(outage).await;
            assert!(handed_over(&app) < usize::try_from(queued)?, "the outage came too late");
            way.free().await?;
        }
        let campaign = scene::dispatched(&client, &id).await?;
        let in_doubt = sum(&campaign, "uncertain");
        let at_most = i64::try_from(OUTAGES.len() * 2 * GROUP)?; // two channels
        assert!(in_doubt <= at_most, "{in_doubt} in doubt: {campaign}");
        assert_eq!(sum(&campaign, "total"), queued + sum(&campaign, "suppressed"), "{campaign}");
        assert_eq!(sum(&campaign, "sent") + in_doubt, queued, "{campaign}");
        agree(&app).await?;
        eprintln!("{engine:?}: {queued} messages, {in_doubt} in doubt after {} outages", OUTAGES.len());
    }
}

/// The way to the database, and what stands in it.
enum Way {
    Postgres(Wire),
    Sqlite(Option<DatabaseTransaction>),
}

impl Way {
    /// `app` is started afterwards and takes it.
    async fn to(app: &mut App, engine: Engine) -> Result<Self> {
        if engine == Engine::Sqlite {
            return Ok(Self::Sqlite(None));
        }
        let url = app.database().url().to_owned();
        let wire = Wire::to(server_of(&url)?).await?;
        app.set_variable("DATABASE_URL", wire.through(&url)?);
        Ok(Self::Postgres(wire))
    }

    async fn block(&mut self, app: &App) -> Result {
        match self {
            Self::Postgres(wire) => wire.cut(),
            Self::Sqlite(lock) => {
                let database = app.database().connect().await?;
                let immediate = TransactionOptions {
                    sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                    ..TransactionOptions::default()
                };
                *lock = Some(database.begin_with_options(immediate).await.context("the lock was not to be had")?);
            }
        }
        Ok(())
    }

    async fn free(&mut self) -> Result {
        match self {
            Self::Postgres(wire) => wire.mend(),
            Self::Sqlite(lock) => lock.take().context("nothing is locked")?.rollback().await?,
        }
        Ok(())
    }
}
