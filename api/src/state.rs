//! What every part of the server is given: database, configuration, clock, randomness, keys, clients.

use std::{
    fs,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::Context;
use migration::{Migrator, MigratorTrait};
use sea_orm::ConnectionTrait;
use shared::email::EmailAddress;

use crate::{
    clients::{
        certificates::HttpsCertificates,
        clock::{Clock, SystemClock},
        delivery_logs::{CloudWatchLogs, DeliveryLogs, NoDeliveryLogs},
        email::{EmailSender, local::LocalEmail, ses::SesEmail, smtp::SmtpEmail},
        notices::{Notices, Topic},
        objects::{ObjectStore, folder::FolderStore, s3::S3Store},
        random::{OsRandom, Random},
        sms::{
            SmsSender,
            local::LocalSms,
            opt_outs::{NoOptOuts, OptOuts, SnsOptOuts},
            sns::SnsSms,
        },
        subscriptions::{SnsSubscriptions, Subscriptions},
    },
    config::{Config, EmailTransport, S3Config, SmsTransport},
    crypto::KeyRing,
    database::{Database, Engine},
    domain::{
        acknowledgements::{LinkReader, Recorder},
        code_sets,
        cohorts::KeptCounts,
        feedback::Verifier,
        forms::{self, AnswerReader, AnswerWriter, FormReader, Versions},
        patients, saved_templates,
        settings::PracticeCopy,
        snapshots,
    },
};

// Any number that nothing else in the database locks: "migrate" in ASCII.
const MIGRATION_LOCK: i64 = 0x6d_69_67_72_61_74_65;

/// Cheap to clone; one for the life of the process.
#[derive(Clone, Debug)]
pub struct App {
    pub database: Database,
    pub config: Arc<Config>,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    pub keys: Arc<KeyRing>,
    pub sms: Arc<dyn SmsSender>,
    pub email: Arc<dyn EmailSender>,
    pub notices: Arc<Notices>,
    /// Checks what providers tell us.
    pub feedback: Arc<Verifier>,
    pub subscriptions: Arc<dyn Subscriptions>,
    /// Numbers that opted out at the provider of texts.
    pub opt_outs: Arc<dyn OptOuts>,
    /// What the provider of texts logs of their delivery.
    pub delivery_logs: Arc<dyn DeliveryLogs>,
    /// Where snapshots go; every one of them gets a copy.
    pub snapshot_places: Arc<Vec<Arc<dyn ObjectStore>>>,
    /// Pages of published forms; they may be for everybody to read.
    pub form_pages: Arc<dyn ObjectStore>,
    /// Files that came with answers, sealed.
    pub form_files: Arc<dyn ObjectStore>,
    /// Versions of forms as they were read; they never change.
    pub forms: Versions,
    /// Writes down what recipients do, many in one transaction.
    pub recorder: Recorder,
    /// Stores answers to forms, many in one transaction.
    pub answers: AnswerWriter,
    /// Looks links up, many in one query.
    pub links: LinkReader,
    /// Looks up forms that take answers, and what recipients answered.
    pub form_reader: FormReader,
    pub answer_reader: AnswerReader,
    /// See [`crate::domain::settings::practice`].
    pub practice: PracticeCopy,
    /// See [`crate::domain::cohorts::tally`].
    pub counts: KeptCounts,
}

impl App {
    /// Makes the data folder and the keys where there are none, opens the database and the clients.
    /// Changes nothing in the database: see [`Self::migrate`].
    pub async fn open(config: Config) -> anyhow::Result<Self> {
        // Boxed: every client that may be started takes room in whoever waits for it.
        Box::pin(Self::assemble(config)).await
    }

    async fn assemble(config: Config) -> anyhow::Result<Self> {
        make_private(config.data_dir())?;
        let keys = Arc::new(KeyRing::load_or_create(&config.key_file(), &OsRandom)?);
        let url = config.database_url();
        let database = Database::connect(&url, config.database.max_connections).await.with_context(|| {
            format!("the database {} cannot be opened; is DATABASE_URL right and does it run?", without_password(&url))
        })?;
        let sms: Arc<dyn SmsSender> = match config.sms.transport {
            SmsTransport::Local => Arc::new(LocalSms::new(&config.outbox_dir())),
            SmsTransport::Sns => Arc::new(SnsSms::connect(&config.sms).await),
        };
        let opt_outs: Arc<dyn OptOuts> = match config.sms.transport {
            SmsTransport::Local => Arc::new(NoOptOuts),
            SmsTransport::Sns => Arc::new(SnsOptOuts::connect(&config.sms).await),
        };
        let email: Arc<dyn EmailSender> = match config.email.transport {
            EmailTransport::Local => Arc::new(LocalEmail::new(&config.outbox_dir(), &config.email.from)),
            EmailTransport::Smtp => Arc::new(SmtpEmail::new(&config.email)?),
            EmailTransport::Ses => Arc::new(SesEmail::connect(&config.email).await?),
        };
        let notices = Notices::new(email.clone(), staff(&config)?, Topic::connect(&config.notices).await);
        let subscriptions = SnsSubscriptions { endpoint_url: config.feedback.endpoint_url.clone() };
        let snapshot_places = snapshot_places(&config).await;
        let form_pages = object_store(&config.forms.pages, config.forms_dir().join("pages")).await;
        let form_files = object_store(&config.forms.files, config.forms_dir().join("files")).await;
        Ok(Self {
            recorder: Recorder::start(database.clone()),
            answers: AnswerWriter::start(database.clone(), keys.clone()),
            links: LinkReader::start(&database),
            form_reader: FormReader::start(&database),
            answer_reader: AnswerReader::start(&database),
            practice: PracticeCopy::default(),
            feedback: Arc::new(Verifier::new(Arc::new(HttpsCertificates::new()?))),
            subscriptions: Arc::new(subscriptions),
            opt_outs,
            delivery_logs: delivery_logs(&config).await,
            counts: KeptCounts::default(),
            database,
            config: Arc::new(config),
            clock: Arc::new(SystemClock),
            random: Arc::new(OsRandom),
            keys,
            sms,
            email,
            notices: Arc::new(notices),
            snapshot_places: Arc::new(snapshot_places),
            form_pages,
            form_files,
            forms: Versions::default(),
        })
    }

    /// Brings the database to this version and ships the code sets and texts of the product. Returns the
    /// names of the steps that were applied. Processes that start together wait for one another.
    pub async fn migrate(&self) -> anyhow::Result<Vec<String>> {
        let transaction = self.database.begin().await?;
        if self.database.engine() == Engine::Postgres {
            let lock = self.database.statement("SELECT pg_advisory_xact_lock(?)", [MIGRATION_LOCK.into()]);
            transaction.execute_raw(lock).await?;
        }
        let pending = Migrator::get_pending_migrations(&transaction)
            .await
            .context("the database was made by a newer version of Recall; use that one, or restore a snapshot")?;
        let names: Vec<String> = pending.iter().map(|step| step.name().to_owned()).collect();
        if !names.is_empty() {
            Migrator::up(&transaction, None).await.context("the database cannot be brought to this version")?;
        }
        transaction.commit().await?;
        code_sets::ensure_shipped(&self.database).await?;
        saved_templates::ensure_shipped(&self.database).await?;
        forms::ensure_views(&self.database).await?;
        let looked_at = patients::look_at_phones(&self.database, &self.keys).await?;
        if looked_at > 0 {
            tracing::info!(looked_at, "it is known now which of these phone numbers take a text");
        }
        Ok(names)
    }
}

/// What is to be said at the start of a server: its database can be another machine's, or several servers', and a folder of
/// this one is not.
pub fn hint_at_files(config: &Config, engine: Engine) -> Option<&'static str> {
    (engine == Engine::Postgres && config.forms.files.bucket.is_none()).then_some(
        "files that come with answers are kept in a folder of this machine: no other server of this database finds them, \
         and they are lost with it; set forms.files.bucket, or keep this folder and take snapshots",
    )
}

/// Makes a folder that only this user can look into.
fn make_private(folder: &Path) -> anyhow::Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("the data folder {} cannot be made", folder.display()))
}

async fn delivery_logs(config: &Config) -> Arc<dyn DeliveryLogs> {
    let logs = &config.feedback.delivery_logs;
    if logs.groups.is_empty() { Arc::new(NoDeliveryLogs) } else { Arc::new(CloudWatchLogs::connect(logs).await) }
}

fn staff(config: &Config) -> anyhow::Result<Vec<EmailAddress>> {
    let read = |address: &String| {
        address.parse().with_context(|| format!("email.notices_to: {address:?} is no email address"))
    };
    config.email.notices_to.iter().map(read).collect()
}

/// The bucket, where one is configured, else the folder.
async fn object_store(bucket: &S3Config, folder: PathBuf) -> Arc<dyn ObjectStore> {
    if bucket.bucket.is_some() { Arc::new(S3Store::connect(bucket).await) } else { Arc::new(FolderStore::new(folder)) }
}

async fn snapshot_places(config: &Config) -> Vec<Arc<dyn ObjectStore>> {
    let mut places: Vec<Arc<dyn ObjectStore>> = vec![Arc::new(FolderStore::new(snapshots::folder(config)))];
    if config.snapshots.s3.bucket.is_some() {
        places.push(Arc::new(S3Store::connect(&config.snapshots.s3).await));
    }
    places
}

/// A database URL fit for a log: `postgres://user:secret@host/name` becomes `postgres://…@host/name`.
fn without_password(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{hint_at_files, without_password};
    use crate::{config::Config, database::Engine};

    #[test]
    fn a_database_on_a_server_asks_for_a_bucket_for_files() {
        let mut config = Config::default();
        assert_eq!(hint_at_files(&config, Engine::Sqlite), None);
        assert!(hint_at_files(&config, Engine::Postgres).is_some_and(|hint| hint.contains("forms.files.bucket")));
        config.forms.files.bucket = Some("recall-files".to_owned());
        assert_eq!(hint_at_files(&config, Engine::Postgres), None);
    }

    #[test]
    fn a_password_does_not_reach_the_log() {
        assert_eq!(without_password("postgres://a:b@c@db.example.org/recall"), "postgres://…@db.example.org/recall");
        assert_eq!(without_password("sqlite:data/recall.sqlite"), "sqlite:data/recall.sqlite");
    }
}
