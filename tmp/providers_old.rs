//! Providers that fail in every way they can, over real sockets: what becomes of each message, and that the log of the
//! provider and the ledger agree line by line.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use anyhow::{Context, ensure};
use recall_tests::sink::{Attempt, Fate, SmtpSink, SnsSink};
use recall_tests::{App, Client, Engine, Result, for_each_engine, scene, wait};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::Value;

const PATIENTS: usize = 50;
const A_DAY_AND_AN_HOUR_MS: i64 = 25 * 3_600_000; // longer than a campaign waits for evidence

for_each_engine! {
    async fn what_sns_does_decides_what_becomes_of_a_text(engine: Engine) {
        let sink = SnsSink::start()?;
        let fates = [
            (Fate::PutOff, 5, Ends::Sent),
            (Fate::Refused, 3, Ends::Failed("refused: SNS: InvalidParameter")),
            (Fate::Broken, 3, Ends::InDoubt("no answer: SNS failed (500 InternalError)")),
            (Fate::Silence, 3, Ends::InDoubt("no answer: time-out")),
            (Fate::HungUp, 3, Ends::InDoubt("no answer: the connection broke")),
        ];
        let ends = deal(&fates, phone, |to, fate| sink.plan(to, &[fate]));
        let app = App::on(engine).variables(sink.settings()).setting("sms.answer_seconds", "5").start().await?;
        let (client, campaign) = launched(&app).await?;
        scene::dispatched(&client, &campaign).await?;
        let rows = agree(&app, "sms", &sink.attempts(), &ends).await?;
        for row in rows.iter().filter(|row| row.state == "sent") {
            let taken = sink.attempts().into_iter().find(|attempt| attempt.to == row.to && attempt.fate == Fate::Taken);
            assert_eq!(taken.and_then(|attempt| attempt.id), row.provider_id, "receipts find their text by this id");
        }
        adds_up(&client, &campaign, "SMS", &ends).await?;
        doubts_are_settled_once(&app, "sms", || sink.attempts(), &ends).await?;
    }

    async fn what_a_mail_server_does_decides_what_becomes_of_an_email(engine: Engine) {
        let sink = SmtpSink::start()?;
        let fates = [
            (Fate::PutOff, 5, Ends::Sent),
            (Fate::Refused, 3, Ends::Failed("refused: 550 5.1.1")),
            // Nothing tells this from a server that took the mail and hung up: the cautious answer is doubt.
            (Fate::HungUpBefore, 3, Ends::InDoubt("no answer: the connection broke")),
            (Fate::HungUp, 3, Ends::InDoubt("no answer: the connection broke")),
            (Fate::Silence, 3, Ends::InDoubt("no answer: time-out")),
        ];
        let ends = deal(&fates, address, |to, fate| sink.plan(to, &[fate]));
        // A connection for each: a mail that waits for one another holds would run out of time before it is handed over.
        let app = App::on(engine)
            .variables(sink.settings())
            .setting("email.answer_seconds", "5")
            .setting("email.pool", "60")
            .start()
            .await?;
        let (client, campaign) = launched(&app).await?;
        scene::dispatched(&client, &campaign).await?;
        let rows = agree(&app, "email", &sink.attempts(), &ends).await?;
        for attempt in sink.attempts().into_iter().filter(|attempt| attempt.fate == Fate::Taken) {
            let row = rows.iter().find(|row| row.to == attempt.to).context("a stranger got a mail")?;
            assert_eq!(attempt.id, Some(format!("message-{}", row.id)), "bounces find their mail by this id");
        }
        adds_up(&client, &campaign, "EMAIL", &ends).await?;
        doubts_are_settled_once(&app, "email", || sink.attempts(), &ends).await?;
    }

    async fn providers_that_are_away_get_everything_once_when_they_are_back(engine: Engine) {
        let (mut sns, mut smtp) = (SnsSink::closed()?, SmtpSink::closed()?);
        let app = App::on(engine).variables(sns.settings()).variables(smtp.settings()).start().await?;
        let (client, campaign) = launched(&app).await?;
        wait::until("both channels to be refused", || async {
            let rows = ledger(&app).await?;
            let refused = |channel: &str| rows.iter().any(|row| row.channel == channel && row.is_not_connected());
            Ok((refused("sms") && refused("email")).then_some(()))
        })
        .await?;
        for row in ledger(&app).await? {
            ensure!(["queued", "claimed", "sending"].contains(&row.state.as_str()), "{row:?}");
        }
        sns.open()?;
        smtp.open()?;
        scene::dispatched(&client, &campaign).await?;
        agree(&app, "sms", &sns.attempts(), &BTreeMap::new()).await?;
        agree(&app, "email", &smtp.attempts(), &BTreeMap::new()).await?;
        assert_eq!((sns.attempts().len(), smtp.attempts().len()), (PATIENTS, PATIENTS));
    }
}

/// What becomes of a message whose first attempt did not go well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    Sent,
    Failed(&'static str),
    InDoubt(&'static str),
}

/// A row of the ledger.
#[derive(Debug)]
struct Row {
    id: i64,
    channel: String,
    state: String,
    reason: Option<String>,
    provider_id: Option<String>,
    is_marked: bool,
    to: String,
}

impl Row {
    fn is_not_connected(&self) -> bool {
        self.state == "queued" && self.reason.as_ref().is_some_and(|reason| reason.starts_with("no connection: "))
    }
}

fn phone(patient: usize) -> String {
    format!("+447700900{:03}", 100 + patient)
}

fn address(patient: usize) -> String {
    format!("patient-{patient}@example.org")
}

/// Gives each fate to so many patients, the first ones, and says how their messages must end.
fn deal(
    fates: &[(Fate, usize, Ends)],
    contact: impl Fn(usize) -> String,
    plan: impl Fn(&str, Fate),
) -> BTreeMap<String, Ends> {
    let dealt = fates.iter().flat_map(|&(fate, patients, ends)| std::iter::repeat_n((fate, ends), patients));
    let dealt = (1..).zip(dealt).map(|(patient, (fate, ends))| {
        let to = contact(patient);
        plan(&to, fate);
        (to, ends)
    });
    dealt.collect()
}

/// A running campaign over patients of whom each has a number and an address of their own.
async fn launched(app: &App) -> Result<(Client, Value)> {
    let mut csv = String::from("local_id,given_name,family_name,birth_date,phone,email,conditions\n");
    for n in 1..=PATIENTS {
        let (phone, address) = (phone(n), address(n));
        writeln!(csv, "{n},Ada,Byron,1950-01-02,{phone},{address},http://snomed.info/sct|195967001|Asthma")?;
    }
    let file = scene::file(app, "patients.csv", csv)?.display().to_string();
    app.json(&["import", &file]).await?;
    let mut client = app.signed_in("manager").await?;
    let id = scene::draft(&client).await?;
    scene::launch(&mut client, &id).await?;
    Ok((client, id))
}

async fn ledger(app: &App) -> Result<Vec<Row>> {
    let database = app.database().connect().await?;
    let sql = "SELECT m.id, m.channel, m.state, m.reason, m.provider_id, m.possible_duplicate, p.local_id \
               FROM message m JOIN recipient r ON r.id = m.recipient_id JOIN patient p ON p.id = r.patient_id ORDER BY m.id";
    let rows = database.query_all_raw(Statement::from_string(database.get_database_backend(), sql)).await?;
    database.close().await?;
    let read = rows.iter().map(|row| {
        let (channel, patient): (String, String) = (row.try_get("", "channel")?, row.try_get("", "local_id")?);
        let patient = patient.parse()?;
        Ok(Row {
            id: row.try_get("", "id")?,
            state: row.try_get("", "state")?,
            reason: row.try_get("", "reason")?,
            provider_id: row.try_get("", "provider_id")?,
            is_marked: row.try_get("", "possible_duplicate")?,
            to: if channel == "sms" { phone(patient) } else { address(patient) },
            channel,
        })
    });
    read.collect()
}

/// Holds every row of a channel against every line of the provider's log.
async fn agree(app: &App, channel: &str, log: &[Attempt], ends: &BTreeMap<String, Ends>) -> Result<Vec<Row>> {
    let rows: Vec<Row> = ledger(app).await?.into_iter().filter(|row| row.channel == channel).collect();
    ensure!(rows.len() == PATIENTS, "{} rows for {PATIENTS} patients", rows.len());
    let mut lines = log.len();
    for row in &rows {
        let met: Vec<Fate> = log.iter().filter(|attempt| attempt.to == row.to).map(|attempt| attempt.fate).collect();
        lines -= met.len();
        let seen = (row.state.as_str(), row.reason.as_deref());
        let (expected, attempts) = match ends.get(&row.to) {
            None => (("sent", None), 1),
            Some(Ends::Sent) => (("sent", None), 2),
            Some(Ends::Failed(reason)) => (("failed", Some(*reason)), 1),
            Some(Ends::InDoubt(reason)) => (("uncertain", Some(*reason)), 1),
        };
        ensure!(seen == expected && met.len() == attempts, "{row:?} met {met:?}, expected {expected:?}");
        let taken = met.iter().filter(|fate| **fate == Fate::Taken).count();
        ensure!(taken == usize::from(row.state == "sent"), "{row:?} was taken {taken} times");
        ensure!(!row.is_marked, "nothing was sent twice yet: {row:?}");
    }
    ensure!(lines == 0, "{lines} attempts were for nobody in the ledger: {log:?}");
    Ok(rows)
}

/// The sums of the campaign page are those of what was planned.
async fn adds_up(client: &Client, campaign: &Value, channel: &str, ends: &BTreeMap<String, Ends>) -> Result {
    let campaign = scene::campaign(client, campaign).await?;
    let sums = scene::channels(&campaign).find(|row| row["channel"] == channel).context("the channel has no sums")?;
    let failed = ends.values().filter(|ends| matches!(ends, Ends::Failed(_))).count();
    let doubted = ends.values().filter(|ends| matches!(ends, Ends::InDoubt(_))).count();
    let wanted =
        [("total", PATIENTS), ("sent", PATIENTS - failed - doubted), ("failed", failed), ("uncertain", doubted)];
    for (field, n) in wanted {
        ensure!(scene::number(sums, field) == i64::try_from(n)?, "{field} should be {n}: {sums}");
    }
    Ok(())
}

/// What is in doubt is not sent again before the grace period is over, and then once, with a mark.
async fn doubts_are_settled_once(
    app: &App,
    channel: &str,
    log: impl Fn() -> Vec<Attempt>,
    ends: &BTreeMap<String, Ends>,
) -> Result {
    let before = log().len();
    let doubted = ends.values().filter(|ends| matches!(ends, Ends::InDoubt(_))).count();
    settle_doubts(app).await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    ensure!(log().len() == before, "sent again within the grace period");
    let older =
        format!("UPDATE message SET updated_at = updated_at - {A_DAY_AND_AN_HOUR_MS} WHERE state = 'uncertain'");
    execute(app, &older).await?;
    settle_doubts(app).await?;
    wait::until("what was in doubt to be sent once more", || async {
        let rows = ledger(app).await?;
        let again = rows.iter().filter(|row| row.channel == channel && row.is_marked && row.state == "sent").count();
        Ok((again == doubted).then_some(()))
    })
    .await?;
    let log = log();
    ensure!(log.len() == before + doubted, "{} attempts more for {doubted} in doubt", log.len() - before);
    for attempt in &log[before..] {
        let was_in_doubt = matches!(ends.get(&attempt.to), Some(Ends::InDoubt(_)));
        ensure!(was_in_doubt && attempt.fate == Fate::Taken, "{attempt:?}");
    }
    Ok(())
}

/// Has the worker look at the messages in doubt, and waits until it has.
async fn settle_doubts(app: &App) -> Result {
    execute(app, "UPDATE schedule SET next_run_at = 1 WHERE name = 'settle_doubts'").await?;
    wait::until("the messages in doubt to be looked at", || async {
        let database = app.database().connect().await?;
        let sql = "SELECT (SELECT COUNT(*) FROM schedule WHERE name = 'settle_doubts' AND next_run_at = 1) + \
                   (SELECT COUNT(*) FROM job WHERE kind = 'settle_doubts' AND state IN ('queued', 'running')) AS n";
        let row = database.query_one_raw(Statement::from_string(database.get_database_backend(), sql)).await?;
        database.close().await?;
        let open: i64 = row.context("no count")?.try_get("", "n")?;
        Ok((open == 0).then_some(()))
    })
    .await
}

async fn execute(app: &App, sql: &str) -> Result {
    let database = app.database().connect().await?;
    database.execute_unprepared(sql).await?;
    Ok(database.close().await?)
}
