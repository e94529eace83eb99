//! Providers that fail in every way they can, over real sockets: what becomes of each message, and that the log of the
//! provider and the ledger agree line by line.

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use recall_tests::ledger::{self, Row, address, phone};
use recall_tests::sink::{Attempt, Fate, SmtpSink, SnsSink};
use recall_tests::{App, Client, Engine, Result, for_each_engine, scene, wait};
use serde_json::Value;

const PATIENTS: usize = 50;

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
        let (client, campaign) = ledger::launched(&app, PATIENTS).await?;
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
            (Fate::HungUpBefore, 3, Ends::Sent),
            (Fate::HungUp, 3, Ends::InDoubt("no answer: the connection broke")),
            (Fate::Silence, 3, Ends::InDoubt("no answer: time-out")),
        ];
        let ends = deal(&fates, address, |to, fate| sink.plan(to, &[fate]));
        let app = App::on(engine).variables(sink.settings()).setting("email.answer_seconds", "5").start().await?;
        let (client, campaign) = ledger::launched(&app, PATIENTS).await?;
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
        let (client, campaign) = ledger::launched(&app, PATIENTS).await?;
        wait::until("both channels to be refused", || async {
            let rows = ledger::read(&app).await?;
            let refused = |channel: &str| rows.iter().any(|row| row.channel == channel && row.is_not_connected());
            Ok((refused("sms") && refused("email")).then_some(()))
        })
        .await?;
        for row in ledger::read(&app).await? {
            ensure!(row.is_open(), "{row:?}");
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

/// Holds every row of a channel against every line of the provider's log.
async fn agree(app: &App, channel: &str, log: &[Attempt], ends: &BTreeMap<String, Ends>) -> Result<Vec<Row>> {
    let rows: Vec<Row> = ledger::read(app).await?.into_iter().filter(|row| row.channel == channel).collect();
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
    ledger::settle_doubts(app).await?;
    ensure!(!ledger::read(app).await?.iter().any(Row::is_open), "queued again within the grace period");
    ensure!(log().len() == before, "sent again within the grace period");
    ledger::a_day_passes(app).await?;
    ledger::settle_doubts(app).await?;
    wait::until("what was in doubt to be sent once more", || async {
        let rows = ledger::read(app).await?;
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
