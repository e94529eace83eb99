//! Random events in random order: no message leaves the allowed transitions, the ledger always adds up, and nothing is
//! handed over twice without a mark.

use std::collections::HashMap;

use proptest::{
    collection::vec,
    prelude::*,
    sample::select,
    strategy::ValueTree,
    test_runner::{Config as Runs, TestRunner},
};
use sea_orm::ConnectionTrait;
use shared::channel::{Channel, MessageState};

use super::ground::{Ground, Step, grounds};
use crate::{
    database::Engine,
    domain::{
        Actor, campaigns,
        messages::{InDoubt, Resolution, leases, resolve_uncertain, resolve_uncertain_as_sent, settle_doubts},
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
    Acknowledge(usize),
    Pause,
    Resume,
    RetryFailed,
    Remind,
    Wait,
    Leave(usize),
}

#[derive(Clone, Copy, Debug)]
enum Answer {
    Accept,
    Throttle,
    Refuse,
    Unknown,
    Defer,
    /// The lease ends while the text is on its way.
    Late,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    use Event as E;
    let answers = [Answer::Accept, Answer::Throttle, Answer::Refuse, Answer::Unknown, Answer::Defer, Answer::Late];
    let one = prop_oneof![
        6 => Just(E::RunOnce),
        4 => select(answers.to_vec()).prop_map(E::Answers),
        2 => Just(E::LeasesEnd),
        1 => Just(E::DoubtsGrowOld),
        2 => Just(E::SettleDoubts),
        1 => select(vec![Resolution::Sent, Resolution::SendAgain, Resolution::GiveUp]).prop_map(E::Decide),
        1 => (0..12_usize).prop_map(E::Acknowledge),
        1 => Just(E::Pause),
        2 => Just(E::Resume),
        1 => Just(E::RetryFailed),
        1 => Just(E::Remind),
        3 => Just(E::Wait),
        1 => (0..12_usize).prop_map(E::Leave),
    ];
    vec(one, EVENTS)
}

#[tokio::test]
async fn random_events_never_leave_the_allowed_transitions_and_the_ledger_adds_up() {
    let mut runner = TestRunner::new(Runs { cases: WALKS, ..Runs::default() });
    for _ in 0..WALKS {
        let walk = events().new_tree(&mut runner).unwrap().current();
        for ground in grounds(PATIENTS, 3).await {
            watch_transitions(&ground).await;
            for (at, &event) in walk.iter().enumerate() {
                happen(&ground, event).await;
                ground.check_counts().await;
                let wrong = forbidden(&ground).await;
                assert!(wrong.is_empty(), "{wrong:?} after {:?}", &walk[..=at]);
            }
            every_second_hand_over_is_marked(&ground, &walk).await;
        }
    }
}

async fn happen(ground: &Ground, event: Event) {
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
        Event::Acknowledge(n) => {
            let recipients = ids(ground, "SELECT id FROM recipient ORDER BY id").await;
            let transaction = app.database.begin().await.unwrap();
            resolve_uncertain_as_sent(&transaction, recipients[n].into()).await.unwrap();
            transaction.commit().await.unwrap();
            ground.execute(&format!("UPDATE recipient SET acknowledged_at = 1 WHERE id = {}", recipients[n])).await;
        }
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

/// A message that left the provider's hands in doubt and was handed over again says so.
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
