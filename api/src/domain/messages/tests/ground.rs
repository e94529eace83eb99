//! A database with a running campaign, and a client that does what a test tells it to.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use sea_orm::ConnectionTrait;
use shared::{
    channel::{Channel, MessageState},
    ids::CampaignId,
};
use tempfile::TempDir;

use crate::{
    clients::{
        clock::Clock,
        delivery::{Accepted, Answer, SendError},
        email::{Email, EmailSender},
        random::{OsRandom, token},
        sms::{Sms, SmsSender},
    },
    config::{Config, DataDir},
    database::Database,
    domain::{
        campaigns::counts::{self, Ledger, Stage},
        messages::{dispatch, leases, outcome::Dispatched, sample},
    },
    state::App,
};

/// What the client does with a text.
#[derive(Clone, Debug)]
pub enum Step {
    Throttle {
        retry_after: Option<Duration>,
    },
    Refuse,
    /// Says that this address does not exist, or that it opted out at the provider.
    NoSuchAddress,
    OptedOut,
    Unknown,
    Defer,
    Panic,
    /// Runs a statement while the text is on its way, lets leases expire, and then accepts.
    Meanwhile(String),
    /// Runs a statement while the text is on its way, and gives no answer.
    Silent(String),
}

/// A client for both channels. It accepts what it has no step for, and remembers what it was given.
#[derive(Debug)]
pub struct Scripted {
    database: Database,
    steps: Mutex<HashMap<i64, Step>>,
    given: Mutex<Vec<String>>,
    accepted: Mutex<Vec<String>>,
}

impl Scripted {
    pub fn step(&self, message: i64, step: Step) {
        self.steps.lock().unwrap().insert(message, step);
    }

    /// The message is accepted from now on.
    pub fn forget(&self, message: i64) {
        self.steps.lock().unwrap().remove(&message);
    }

    /// It told afterwards that it did not send one that it accepted.
    pub fn never_sent(&self, id: &str) {
        let mut accepted = self.accepted.lock().unwrap();
        if let Some(position) = accepted.iter().position(|one| one == id) {
            accepted.swap_remove(position);
        }
    }

    /// Ids of all messages that were accepted, with and without an answer that came in time.
    pub fn accepted(&self) -> Vec<String> {
        self.accepted.lock().unwrap().clone()
    }

    /// Ids of all messages that were handed over, sorted; one handed over twice stands there twice.
    pub fn given(&self) -> Vec<String> {
        let mut given = self.given.lock().unwrap().clone();
        given.sort();
        given
    }
}

#[async_trait::async_trait]
impl SmsSender for Scripted {
    async fn send(&self, sms: &Sms) -> Answer {
        self.given.lock().unwrap().push(sms.message.to_string());
        let step = self.steps.lock().unwrap().get(&sms.message.get()).cloned();
        // One without an answer may have arrived as well: the worst is assumed.
        if matches!(step, None | Some(Step::Unknown | Step::Meanwhile(_) | Step::Silent(_) | Step::Panic)) {
            self.accepted.lock().unwrap().push(sms.message.to_string());
        }
        match step {
            None => Ok(Accepted { provider_id: Some(format!("sns-{}", sms.message)) }),
            Some(Step::Throttle { retry_after }) => Err(SendError::Throttled { retry_after }),
            Some(Step::Refuse) => Err(SendError::Refused("no such number".to_owned())),
            Some(Step::NoSuchAddress) => Err(SendError::NoSuchAddress("550 5.1.1".to_owned())),
            Some(Step::OptedOut) => Err(SendError::OptedOut("the number has opted out".to_owned())),
            Some(Step::Unknown) => Err(SendError::Unknown("time-out".to_owned())),
            Some(Step::Defer) => Err(SendError::Deferred("450".to_owned())),
            Some(Step::Panic) => panic!("a bug in the client"),
            Some(Step::Silent(sql)) => {
                self.database.writer().execute_unprepared(&sql).await.unwrap();
                Err(SendError::Unknown("time-out".to_owned()))
            }
            Some(Step::Meanwhile(sql)) => {
                self.database.writer().execute_unprepared(&sql).await.unwrap();
                leases::expire(&self.database).await.unwrap();
                Ok(Accepted { provider_id: None })
            }
        }
    }
}

#[async_trait::async_trait]
impl EmailSender for Scripted {
    async fn send(&self, email: &Email) -> Answer {
        self.given.lock().unwrap().push(email.id.clone());
        self.accepted.lock().unwrap().push(email.id.clone());
        Ok(Accepted { provider_id: None })
    }
}

/// One engine with a running campaign.
pub struct Ground {
    pub app: App,
    pub client: Arc<Scripted>,
    pub campaign: CampaignId,
    _folder: TempDir,
}

/// A ground on every engine there is, with a campaign of `patients` whose worker sends `group`
/// messages at once.
pub async fn grounds(patients: i64, group: u32) -> Vec<Ground> {
    let mut grounds = vec![Ground::new(patients, group, None).await];
    if let Ok(url) = std::env::var("RECALL_TEST_POSTGRES_URL") {
        let url = new_postgres_database(&url).await;
        grounds.push(Ground::new(patients, group, Some(url)).await);
    }
    grounds
}

async fn new_postgres_database(server: &str) -> String {
    let name = format!("dispatch_{}", token(&OsRandom, 12).to_lowercase());
    let database = Database::connect(server, 1).await.unwrap();
    database.writer().execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (server, query) =
        server.split_once('?').map_or((server, String::new()), |(url, query)| (url, format!("?{query}")));
    let (host, _) = server.rsplit_once('/').unwrap();
    format!("{host}/{name}{query}")
}

impl Ground {
    async fn new(patients: i64, group: u32, url: Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config { data_dir: DataDir(folder.path().to_owned()), ..Config::default() };
        config.database.url = url;
        config.worker.group = group;
        let app = App::open(config).await.unwrap();
        app.migrate().await.unwrap();
        let client = Arc::new(Scripted {
            database: app.database.clone(),
            steps: Mutex::default(),
            given: Mutex::default(),
            accepted: Mutex::default(),
        });
        let app = App { sms: client.clone(), email: client.clone(), ..app };
        let campaign = sample::running_campaign(&app, patients).await.unwrap();
        Self { app, client, campaign, _folder: folder }
    }

    /// The same with another clock of this machine.
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.app.clock = clock;
        self
    }

    pub async fn run_once(&self) -> Dispatched {
        let done = dispatch::run_once(&self.app, "worker-1").await.unwrap();
        self.check_counts().await;
        done
    }

    pub async fn execute(&self, sql: &str) {
        self.app.database.writer().execute_unprepared(sql).await.unwrap();
    }

    /// Ids of the messages of a channel, in the order in which they are sent.
    pub async fn ids(&self, channel: Channel) -> Vec<i64> {
        let sql = format!("SELECT id FROM message WHERE channel = '{channel}' ORDER BY id");
        let rows = self.app.database.reader().query_all_raw(self.app.database.statement(&sql, [])).await.unwrap();
        rows.iter().map(|row| row.try_get("", "id").unwrap()).collect()
    }

    pub async fn state(&self, message: i64) -> (MessageState, Option<String>) {
        use sea_orm::EntityTrait;
        let row = entity::message::Entity::find_by_id(message).one(self.app.database.reader()).await.unwrap().unwrap();
        (row.state, row.reason)
    }

    /// How many texts of wave 0 are in a state, by the kept counts.
    pub async fn texts(&self, state: MessageState) -> i64 {
        let ledger = counts::ledger(self.app.database.reader(), self.campaign).await.unwrap();
        ledger[&(0, Channel::Sms)].get(&state).copied().unwrap_or(0)
    }

    /// The kept counts are those of the rows.
    pub async fn check_counts(&self) {
        let database = &self.app.database;
        let kept = counts::ledger(database.reader(), self.campaign).await.unwrap();
        let sql = "SELECT wave, channel, state, COUNT(*) AS n FROM message GROUP BY wave, channel, state";
        let mut counted = Ledger::new();
        for row in database.reader().query_all_raw(database.statement(sql, [])).await.unwrap() {
            let key = (row.try_get("", "wave").unwrap(), row.try_get("", "channel").unwrap());
            counted.entry(key).or_default().insert(row.try_get("", "state").unwrap(), row.try_get("", "n").unwrap());
        }
        assert_eq!(kept, counted);
        let sql = "SELECT COUNT(*) AS n FROM recipient WHERE first_sent_at IS NOT NULL";
        let row = database.reader().query_one_raw(database.statement(sql, [])).await.unwrap().unwrap();
        let sent: i64 = row.try_get("", "n").unwrap();
        assert_eq!(counts::recipients(database.reader(), self.campaign).await.unwrap()[&Stage::Sent], sent);
    }
}
