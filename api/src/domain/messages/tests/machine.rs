//! Random events in random order: no message leaves the allowed transitions, the ledger always adds up, and nothing is
//! handed over twice without a mark.

use std::collections::HashMap;

use entity::values::{ContactKind, EventKind};
use proptest::{
    collection::vec,
    prelude::*,
    sample::select,
    strategy::ValueTree,
    test_runner::{Config as Runs, TestRunner},
};
use sea_orm::ConnectionTrait;
use shared::{
    channel::{Channel, MessageState},
    suppression::SuppressionReason,
};

use super::{
    ground::{Ground, Step, grounds},
    provider::{self, ARRIVED, Log, NO_QUOTA, UNREACHABLE, WITH_CARRIER, with_numbers_and_log},
};
use crate::{
    database::Engine,
    domain::{
        Actor, acknowledgements, campaigns,
        feedback::sweep,
        messages::{InDoubt, Resolution, leases, resolve_uncertain, settle_doubts},
        suppressions,
    },
};

const PATIENTS: i64 = 12;
const WALKS: u32 = 12; // each is a database of its own on each engine
const EVENTS: usize = 30;

/// What may happen to a campaign that is being sent.
#[derive(Clone, Copy, Debug)]
enum Event {
    RunOnce,
    /// The next texts get this answer, whoever they are for.
    Answers(Answer),
    LeasesEnd,
    DoubtsGrowOld,
    SettleDoubts,
    Decide(Resolution),
    Pause,
    Resume,
    RetryFailed,
    Remind,
    Wait,
    Leave(usize),
    /// A button on the page of the n-th patient.
    Press(EventKind, usize),
    /// The n-th patient answers STOP to the provider.
    Stop(usize),
    /// The provider tells of the n-th text, by its id or, where that is not known, by its number and time.
    Told(&'static str, usize),
    /// What the provider told before its time is looked at again.
    Sweep,
    /// The campaign may spend so much, in hundredths of a penny.
    Budget(u32),
    Cancel,
}

#[derive(Clone, Copy, Debug)]
enum Answer {
    Accept,
    Throttle,
    Refuse,
    NoSuchAddress,
    Unknown,
    Defer,
    /// The lease ends while the text is on its way.
    Late,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    use Event as E;
    let answers = [
        Answer::Accept,
        Answer::Throttle,
        Answer::Refuse,
        Answer::NoSuchAddress,
        Answer::Unknown,
        Answer::Defer,
        Answer::Late,
    ];
    let buttons = [EventKind::Followed, EventKind::Acknowledged, EventKind::OptedOut, EventKind::NotMe];
    let records = [ARRIVED, ARRIVED, WITH_CARRIER, UNREACHABLE, NO_QUOTA];
    let one = prop_oneof![
        6 => Just(E::RunOnce),
        4 => select(answers.to_vec()).prop_map(E::Answers),
        2 => Just(E::LeasesEnd),
        1 => Just(E::DoubtsGrowOld),
        2 => Just(E::SettleDoubts),
        1 => select(vec![Resolution::Sent, Resolution::SendAgain, Resolution::GiveUp]).prop_map(E::Decide),
        2 => (select(buttons.to_vec()), 0..12_usize).prop_map(|(button, n)| E::Press(button, n)),
        1 => (0..12_usize).prop_map(E::Stop),
        6 => (select(records.to_vec()), 0..12_usize).prop_map(|(record, n)| E::Told(record, n)),
        1 => Just(E::Sweep),
        1 => select(vec![500, 2_000, 1_000_000]).prop_map(E::Budget),
        1 => Just(E::Pause),
        2 => Just(E::Resume),
        1 => Just(E::RetryFailed),
        1 => Just(E::Remind),
        3 => Just(E::Wait),
        1 => (0..12_usize).prop_map(E::Leave),
    ];
    // It is over with a cancelled campaign, so that this comes late if at all.
    (vec(one, EVENTS), vec(Just(E::Cancel), 0..2), vec(Just(E::RunOnce), 2)).prop_map(|(a, b, c)| [a, b, c].concat())
}

#[tokio::test]
async fn random_events_never_leave_the_allowed_transitions_and_the_ledger_adds_up() {
    let mut runner = TestRunner::new(Runs { cases: WALKS, ..Runs::default() });
    for _ in 0..WALKS {
        let walk = events().new_tree(&mut runner).unwrap().current();
        for ground in grounds(PATIENTS, 3).await {
            let (ground, log) = with_numbers_and_log(ground, usize::try_from(PATIENTS).unwrap()).await;
            watch_transitions(&ground).await;
            for (at, &event) in walk.iter().enumerate() {
                happen(&ground, &log, event).await;
                ground.check_counts().await;
                let wrong = forbidden(&ground).await;
                assert!(wrong.is_empty(), "{wrong:?} after {:?}", &walk[..=at]);
            }
            every_second_hand_over_is_marked(&ground, &walk).await;
        }
    }
}

async fn happen(ground: &Ground, log: &Log, event: Event) {
    let app = &ground.app;
    let actor = Actor::system("test");
    match event {
        Event::RunOnce => {
            ground.run_once().await;
        }
        Event::Answers(answer) => {
            for id in ground.ids(Channel::Sms).await {
                match answer {
                    Answer::Accept => ground.client.forget(id),
                    Answer::Throttle => ground.client.step(id, Step::Throttle { retry_after: None }),
                    Answer::Refuse => ground.client.step(id, Step::Refuse),
                    Answer::NoSuchAddress => ground.client.step(id, Step::NoSuchAddress),
                    Answer::Unknown => ground.client.step(id, Step::Unknown),
                    Answer::Defer => ground.client.step(id, Step::Defer),
                    Answer::Late => {
                        let sql = format!("UPDATE message SET lease_expires_at = 0 WHERE id = {id}");
                        ground.client.step(id, Step::Meanwhile(sql));
                    }
                }
            }
        }
        Event::LeasesEnd => {
            ground.execute("UPDATE message SET lease_expires_at = 0 WHERE lease_owner IS NOT NULL").await;
            leases::expire(&app.database).await.unwrap();
        }
        Event::DoubtsGrowOld => ground.execute("UPDATE message SET updated_at = 0 WHERE state = 'uncertain'").await,
        Event::SettleDoubts => {
            settle_doubts(app).await.unwrap();
        }
        Event::Decide(resolution) => {
            let transaction = app.database.begin().await.unwrap();
            resolve_uncertain(&transaction, ground.campaign, InDoubt::default(), resolution).await.unwrap();
            transaction.commit().await.unwrap();
        }
        Event::Press(button, n) => {
            let recipients = ids(ground, "SELECT id FROM recipient ORDER BY id").await;
            let pressed = (recipients[n].into(), button, app.clock.timestamp());
            acknowledgements::record_many(app, &[pressed]).await.unwrap();
        }
        Event::Stop(n) => {
            let transaction = app.database.begin().await.unwrap();
            let (index, stop) = (provider::index(ground, n), SuppressionReason::Stop);
            let now = app.clock.timestamp();
            suppressions::by_provider(&transaction, now, "sns", ContactKind::Phone, &index, stop).await.unwrap();
            transaction.commit().await.unwrap();
        }
        Event::Told(response, n) => {
            let text = ground.ids(Channel::Sms).await[n];
            provider::told(ground, log, response, text, n).await;
        }
        Event::Sweep => {
            sweep(app).await.unwrap();
        }
        Event::Budget(budget) => {
            ground.execute(&format!(r#"UPDATE campaign SET plan = '{{"budget":{budget}}}'"#)).await;
        }
        Event::Cancel => drop(campaigns::cancel(app, &actor, ground.campaign).await),
        // The rules may refuse these, and then nothing changes.
        Event::Pause => drop(campaigns::pause(app, &actor, ground.campaign).await),
        Event::Resume => drop(campaigns::resume(app, &actor, ground.campaign).await),
        Event::RetryFailed => drop(campaigns::retry_failed(app, &actor, ground.campaign).await),
        Event::Remind => drop(campaigns::remind(app, &actor, ground.campaign).await),
        Event::Wait => {
            ground.execute("UPDATE message SET available_at = 0 WHERE state = 'queued'").await;
            ground.execute("UPDATE pace SET next_at = 0").await;
        }
        Event::Leave(n) => {
            ground.execute(&format!("UPDATE patient SET status = 'left' WHERE local_id = 'sample-{}'", n + 1)).await;
        }
    }
}

/// The database itself writes down every change of a state, whichever statement makes it.
async fn watch_transitions(ground: &Ground) {
    ground.execute("CREATE TABLE seen (message BIGINT, before TEXT, after TEXT)").await;
    match ground.app.database.engine() {
        Engine::Sqlite => {
            ground
                .execute(
                    "CREATE TRIGGER watched AFTER UPDATE OF state ON message WHEN OLD.state <> NEW.state \
                     BEGIN INSERT INTO seen VALUES (NEW.id, OLD.state, NEW.state); END",
                )
                .await;
        }
        Engine::Postgres => {
            ground
                .execute(
                    "CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                     INSERT INTO seen VALUES (NEW.id, OLD.state, NEW.state); RETURN NULL; END $$",
                )
                .await;
            ground
                .execute(
                    "CREATE TRIGGER watched AFTER UPDATE ON message FOR EACH ROW WHEN (OLD.state <> NEW.state) \
                     EXECUTE FUNCTION watch()",
                )
                .await;
        }
    }
}

async fn forbidden(ground: &Ground) -> Vec<(MessageState, MessageState)> {
    let database = &ground.app.database;
    let sql = "SELECT DISTINCT before, after FROM seen";
    let rows = database.reader().query_all_raw(database.statement(sql, [])).await.unwrap();
    let steps = rows.iter().map(|row| {
        let state = |column: &str| row.try_get::<String>("", column).unwrap().parse::<MessageState>().unwrap();
        (state("before"), state("after"))
    });
    steps.filter(|(before, after)| !before.may_become(*after)).collect()
}

/// An email or a text that the provider may have sent twice says so.
async fn every_second_hand_over_is_marked(ground: &Ground, walk: &[Event]) {
    let mut accepted: HashMap<String, u32> = HashMap::new();
    for id in ground.client.accepted() {
        *accepted.entry(id).or_default() += 1;
    }
    let marked = ids(ground, "SELECT id FROM message WHERE possible_duplicate").await;
    for (id, times) in accepted {
        let number: i64 = id.strip_prefix("message-").unwrap().parse().unwrap();
        assert!(times <= 2, "{id} arrived {times} times in {walk:?}");
        assert!(times == 1 || marked.contains(&number), "{id} arrived twice without a mark in {walk:?}");
    }
}

async fn ids(ground: &Ground, sql: &str) -> Vec<i64> {
    let database = &ground.app.database;
    let rows = database.reader().query_all_raw(database.statement(sql, [])).await.unwrap();
    rows.iter().map(|row| row.try_get("", "id").unwrap()).collect()
}
