//! Versions of forms, read once a process: what they ask never changes, and their page hardly ever.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use anyhow::Context;
use entity::form_version;
use sea_orm::{ConnectionTrait, FromQueryResult};
use shared::{
    form::{FormSchema, FormState},
    ids::{FormId, FormVersionId},
};

use tokio::{sync::OnceCell, time::timeout};

use super::{
    find::{find, find_version, hold, published_ids, schema_of},
    page,
};
use crate::{
    database::Database,
    domain::{
        Error, Result,
        group_read::{GroupRead, Read},
        settings,
    },
    state::App,
};

const KEPT: usize = 64; // versions; more are not asked for at once
const LARGEST_PAGE: u64 = 4_000_000; // bytes; twice the largest form
const PATIENCE: Duration = Duration::from_secs(2); // with the object store: the database has the same bytes

/// A version as it takes answers.
#[derive(Debug)]
pub struct Version {
    pub id: FormVersionId,
    pub form: FormId,
    pub number: i32,
    pub schema: FormSchema,
    pub object_key: Option<String>,
    /// Whether its address has shown it.
    pub is_published: bool,
    /// Its page, once it was asked for.
    page: OnceCell<Arc<str>>,
}

impl TryFrom<form_version::Model> for Version {
    type Error = Error;

    fn try_from(row: form_version::Model) -> Result<Self> {
        Ok(Self {
            id: row.id.into(),
            form: row.form_id.into(),
            number: row.number,
            schema: schema_of(&row.schema)?,
            object_key: row.object_key,
            is_published: row.published_at.is_some(),
            page: OnceCell::new(),
        })
    }
}

/// The versions this process has read; cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Versions(Arc<RwLock<HashMap<i64, Arc<Version>>>>);

impl Versions {
    /// A version by its id.
    pub async fn get(&self, database: &Database, id: FormVersionId) -> Result<Arc<Version>> {
        if let Some(known) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&id.get()) {
            return Ok(known.clone());
        }
        Ok(self.keep(find_version(database.reader(), id).await?.try_into()?))
    }

    /// The same, read again where its page lies somewhere else by now.
    async fn get_with_page(&self, database: &Database, live: &Live) -> Result<Arc<Version>> {
        let known = self.get(database, live.version_id.into()).await?;
        if known.object_key == live.object_key {
            return Ok(known);
        }
        Ok(self.keep(find_version(database.reader(), live.version_id.into()).await?.try_into()?))
    }

    /// The published versions of a form, the newest first.
    pub async fn published(&self, database: &Database, form: FormId) -> Result<Vec<Arc<Version>>> {
        let mut versions = Vec::new();
        for id in published_ids(database.reader(), form).await? {
            versions.push(self.get(database, id.into()).await?);
        }
        Ok(versions)
    }

    /// What is on its way to be published may still change in what is around its schema, and is not kept.
    fn keep(&self, version: Version) -> Arc<Version> {
        let version = Arc::new(version);
        if version.is_published {
            let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
            if known.len() >= KEPT {
                known.clear();
            }
            known.insert(version.id.get(), version.clone());
        }
        version
    }
}

/// A form as its address finds it.
#[derive(Debug)]
pub struct Addressed {
    pub form: Live,
    /// The version its address shows, or the one that was asked for by its number.
    pub version: Arc<Version>,
}

/// What of a form decides about answers; its draft, which may be long, is not read for each of them.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Live {
    pub id: i64,
    pub state: FormState,
    pub is_public: bool,
    pub changeable: bool,
    version_id: i64,
    object_key: Option<String>,
}

const LIVE: &str = "SELECT f.id, f.state, f.is_public, f.changeable, v.id AS version_id, v.object_key FROM form f \
    JOIN form_version v ON v.form_id = f.id";

/// Looks up forms that take answers; those who ask for one at the same time wait for one query.
pub type FormReader = GroupRead<LiveForms>;

/// Forms by their addresses and versions.
#[derive(Clone, Copy, Debug)]
pub struct LiveForms;

/// How a form is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// By its address, and by the number of a version where one was shown before.
    Address(String, Option<i32>),
    Version(FormVersionId),
}

impl GroupRead<LiveForms> {
    pub fn start(database: &Database) -> Self {
        Self::with(database.clone(), LiveForms)
    }
}

impl Read for LiveForms {
    type Key = Way;
    type Value = Live;

    /// Hundreds ask at the same time, and mostly for one form.
    async fn read(&mut self, database: &Database, ways: &[Way]) -> Result<HashMap<Way, Live>> {
        let mut found = HashMap::new();
        for way in ways {
            let statement = match way {
                Way::Address(slug, number) => {
                    let sql = format!(
                        "{LIVE} AND v.number = COALESCE(?, f.current_version) \
                         WHERE f.slug = ? AND f.state = 'published' AND v.published_at IS NOT NULL"
                    );
                    database.statement(&sql, [(*number).into(), slug.as_str().into()])
                }
                Way::Version(id) => {
                    database.statement(&format!("{LIVE} WHERE v.id = ? AND f.state = 'published'"), [id.get().into()])
                }
            };
            if let Some(live) = Live::find_by_statement(statement).one(database.reader()).await? {
                found.insert(way.clone(), live);
            }
        }
        Ok(found)
    }
}

/// The form at an address, where it takes answers; `number` asks for a version that was shown before.
pub async fn at_address(app: &App, slug: &str, number: Option<i32>) -> Result<Option<Addressed>> {
    let Some(form) = app.form_reader.get(Way::Address(slug.to_owned(), number)).await? else { return Ok(None) };
    let version = app.forms.get_with_page(&app.database, &form).await?;
    Ok(Some(Addressed { form, version }))
}

/// Whether a campaign can ask its recipients to fill in this version.
pub async fn check_pinned(connection: &impl ConnectionTrait, version: Option<FormVersionId>) -> Result<()> {
    let Some(id) = version else { return Ok(()) };
    let wrong = |message: &str| Error::invalid("plan.formVersionId", message);
    let version = match find_version(connection, id).await {
        Err(Error::NotFound(_)) => return Err(wrong("There is no such version of a form. Choose another.")),
        found => found?,
    };
    if version.published_at.is_none() {
        return Err(wrong("This version is not published yet. Wait until it is, or choose another."));
    }
    if find(connection, version.form_id.into()).await?.state != FormState::Published {
        return Err(wrong("This form was retired. Choose another, or publish it again."));
    }
    Ok(())
}

/// Refuses the launch of a campaign that asks for a form that was retired since. The form is held until the transaction
/// ends: it is not retired while the campaign begins.
pub async fn check_launched(transaction: &impl ConnectionTrait, version: Option<FormVersionId>) -> Result<()> {
    let Some(id) = version else { return Ok(()) };
    let version = find_version(transaction, id).await?;
    let form = hold(transaction, version.form_id.into()).await?;
    if form.state == FormState::Published {
        return Ok(());
    }
    let message = format!(
        "The form \"{}\" that this campaign asks people to fill in was retired. Publish the form again, or choose another \
         in the campaign.",
        form.name
    );
    Err(Error::refused("FORM_RETIRED", message))
}

/// The form that the campaign of a recipient asks for, and whether answers may be changed; none where the form was
/// retired meanwhile.
pub async fn of_recipient(app: &App, version: FormVersionId) -> Result<Option<Addressed>> {
    let Some(form) = app.form_reader.get(Way::Version(version)).await? else { return Ok(None) };
    let version = app.forms.get(&app.database, version).await?;
    Ok(Some(Addressed { form, version }))
}

/// The page of a version as it was stored: out of the object store, or out of the database where that cannot be reached
/// or takes long. Each is read once. One that was made by another release, whose style or script today's policy would
/// refuse, is made anew: `publish::refresh` stores it so.
pub async fn stored_page(app: &App, version: &Version) -> Result<Arc<str>> {
    Ok(version.page.get_or_try_init(|| read_page(app, version)).await?.clone())
}

async fn read_page(app: &App, version: &Version) -> Result<Arc<str>> {
    let stored = match &version.object_key {
        Some(key) => out_of_store(app, key).await.unwrap_or_else(|error| {
            tracing::warn!(version = %version.id, error = %format!("{error:#}"), "a stored page could not be read");
            None
        }),
        None => None,
    };
    let bytes = match stored {
        Some(bytes) => bytes,
        None => find_version(app.database.reader(), version.id).await?.page.unwrap_or_default(),
    };
    let stored = String::from_utf8(bytes).context("a stored page is no text")?;
    let practice = settings::practice(app).await;
    let site = page::Site::of(app, &practice);
    if page::is_of_today(&site, &stored) {
        return Ok(stored.into());
    }
    let form = find(app.database.reader(), version.form).await?;
    Ok(page::first(&site, &form.slug, version.number, &version.schema).into())
}

async fn out_of_store(app: &App, key: &str) -> anyhow::Result<Option<Vec<u8>>> {
    let reading = app.form_pages.get_bytes(key, LARGEST_PAGE);
    let bytes = timeout(PATIENCE, reading).await.context("the object store does not answer")??;
    Ok(bytes.map(Vec::from))
}
