//! Importing an upload: check it, look at the difference, commit it. Each step is a job that may be run again.

use entity::{import, upload, values::ImportState};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, EntityTrait, QueryFilter,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use shared::{ids::ImportId, permission::Permission};

use super::{
    commit::{self, signed},
    file::{self, DEFAULT_SOURCE},
    map::Mapping,
    pipeline::{Input, Outcome},
    progress::Watched,
    report::Reported,
    run::{self, Writing},
    samples, uploads,
};
use crate::{
    domain::{
        Actor, Error, Result,
        audit::{self, Entry},
        once,
    },
    queue::{job::Job, retry::JobError, store},
    state::App,
};

/// An upload to be imported.
#[derive(Clone, Debug, Default)]
pub struct NewImport {
    pub upload_id: String,
    /// The text of a mapping (TOML); `None` for the canonical columns.
    pub mapping: Option<String>,
    pub source: Option<String>,
    /// The upload of the mapping's second file.
    pub conditions_upload_id: Option<String>,
}

/// What `import.mapping` holds.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    mapping: Mapping,
    conditions_upload_id: Option<String>,
}

const CREATE: &str = "import.create";

/// Records the import and has it checked.
pub async fn create(app: &App, actor: &Actor, new: NewImport) -> Result<import::Model> {
    create_once(app, actor, new, None).await
}

/// The same for a caller who may ask again: one `request_id` makes one import, even where its upload is gone by now.
pub async fn create_once(app: &App, actor: &Actor, new: NewImport, request_id: Option<&str>) -> Result<import::Model> {
    actor.require(Permission::ImportPatients)?;
    let transaction = app.database.begin().await?;
    if let Some(made) = once::recall(&transaction, actor, CREATE, request_id).await? {
        return import::Entity::find_by_id(made).one(&transaction).await?.ok_or(Error::NotFound("import"));
    }
    let upload = uploads::finished(app, actor, &new.upload_id).await?;
    let mapping = new.mapping.as_deref().map(Mapping::parse).transpose()?.unwrap_or_default();
    match (&mapping.conditions, &new.conditions_upload_id) {
        (Some(conditions), None) => {
            let message = format!("The mapping needs a second file, {}; upload it as well.", conditions.file);
            return Err(Error::invalid("conditionsUploadId", message));
        }
        (None, Some(_)) => {
            return Err(Error::invalid("conditionsUploadId", "The mapping says nothing of a second file."));
        }
        (_, Some(id)) => drop(uploads::finished(app, actor, id).await?),
        (None, None) => {}
    }
    let source = new.source.or_else(|| mapping.source.clone()).unwrap_or_else(|| DEFAULT_SOURCE.to_owned());
    let kept = Kept { mapping, conditions_upload_id: new.conditions_upload_id };
    let now = app.clock.timestamp();
    let row = import::ActiveModel {
        upload_id: Set(Some(new.upload_id)),
        file_name: Set(upload.file_name()),
        source: Set(source),
        state: Set(ImportState::Checking),
        mapping: Set(Some(serde_json::to_value(&kept).map_err(anyhow::Error::from)?)),
        size_bytes: Set(0),
        bytes_done: Set(0),
        rows_total: Set(0),
        created: Set(0),
        updated: Set(0),
        unchanged: Set(0),
        rejected: Set(0),
        created_by: Set(actor.id.clone()),
        created_at: Set(now),
        ..Default::default()
    }
    .insert(&transaction)
    .await?;
    once::record(&transaction, actor, CREATE, request_id, row.id, now).await?;
    let key = format!("check-import-{}", row.id);
    store::enqueue(&transaction, &Job::CheckImport { import: row.id }, Some(&key)).await?;
    let subject = Some(ImportId::from(row.id).to_string());
    let event = Entry { action: "import.created", subject, detail: json!({ "source": row.source }) };
    audit::record(&transaction, now, actor, event).await?;
    transaction.commit().await?;
    Ok(row)
}

/// Has a checked import written.
pub async fn request_commit(app: &App, actor: &Actor, id: ImportId) -> Result<import::Model> {
    actor.require(Permission::ImportPatients)?;
    let now = app.clock.timestamp();
    let transaction = app.database.begin().await?;
    let changed = import::Entity::update_many()
        .col_expr(import::Column::State, sea_orm::sea_query::Expr::value(ImportState::Committing))
        .filter(import::Column::Id.eq(id.get()))
        .filter(import::Column::State.eq(ImportState::Checked))
        .exec(&transaction)
        .await?;
    let row = import::Entity::find_by_id(id.get()).one(&transaction).await?.ok_or(Error::NotFound("import"))?;
    if changed.rows_affected == 0 {
        let (code, message) = match row.state {
            ImportState::Checking => ("CONFLICT", "The file is still being checked."),
            ImportState::Failed => ("CONFLICT", "The import failed; upload the file again."),
            ImportState::Discarded => ("CONFLICT", "The import was discarded; upload the file again."),
            _ => ("ALREADY_COMMITTED", "The import was committed before."),
        };
        return Err(Error::refused(code, message));
    }
    let key = format!("commit-import-{}", row.id);
    store::enqueue(&transaction, &Job::CommitImport { import: row.id }, Some(&key)).await?;
    let event = Entry {
        action: "import.commit_requested",
        subject: Some(id.to_string()),
        detail: json!({ "rows": row.rows_total }),
    };
    audit::record(&transaction, now, actor, event).await?;
    transaction.commit().await?;
    Ok(row)
}

/// Forgets a checked import: its upload and its samples go, nothing was written.
pub async fn discard(app: &App, actor: &Actor, id: ImportId) -> Result<import::Model> {
    actor.require(Permission::ImportPatients)?;
    let transaction = app.database.begin().await?;
    let changed = import::Entity::update_many()
        .set(import::ActiveModel {
            state: Set(ImportState::Discarded),
            samples_sealed: Set(None),
            ..Default::default()
        })
        .filter(import::Column::Id.eq(id.get()))
        .filter(import::Column::State.eq(ImportState::Checked))
        .exec(&transaction)
        .await?;
    let row = import::Entity::find_by_id(id.get()).one(&transaction).await?.ok_or(Error::NotFound("import"))?;
    if changed.rows_affected == 0 {
        let (code, message) = match row.state {
            ImportState::Checking => ("CONFLICT", "The file is still being checked; discard it when that is done."),
            ImportState::Failed => ("CONFLICT", "The import failed, so there is nothing to discard."),
            ImportState::Discarded => ("ALREADY_DISCARDED", "The import was discarded before."),
            _ => ("CONFLICT", "The import was committed; what it wrote stays."),
        };
        return Err(Error::refused(code, message));
    }
    let event =
        Entry { action: "import.discarded", subject: Some(id.to_string()), detail: json!({ "rows": row.rows_total }) };
    audit::record(&transaction, app.clock.timestamp(), actor, event).await?;
    transaction.commit().await?;
    remove_uploads(app, &row).await;
    Ok(row)
}

/// What is left over ends by itself a day later.
async fn remove_uploads(app: &App, row: &import::Model) {
    for id in row.upload_id.iter().chain(&kept(row).conditions_upload_id) {
        if let Err(error) = uploads::discard(app, id).await {
            tracing::warn!(%error, "the upload of an import was not removed");
        }
    }
}

/// The job that checks: state `checked` with the difference and the issues, or `failed` with the reason.
pub async fn check_job(app: &App, import: i64) -> Result<(), JobError> {
    let Some(row) = import::Entity::find_by_id(import).one(app.database.reader()).await.map_err(JobError::retry)?
    else {
        return Err(JobError::fatal(anyhow::anyhow!("import {import} does not exist")));
    };
    if row.state != ImportState::Checking {
        return Ok(()); // an earlier run of the job got that far
    }
    let result = match input(app, &row).await {
        Ok(input) => {
            let watched = Watched::start(import.into());
            let reported = Reported::start(app, import);
            let on_progress = |progress| {
                watched.set(progress);
                reported.set(progress);
            };
            run::check(app, input, &row.source, &on_progress).await
        }
        Err(error) => Err(error),
    };
    match result {
        Ok(outcome) => checked(app, import, &outcome).await.map_err(JobError::retry),
        Err(error) => failed(app, import, error).await,
    }
}

/// The job that commits.
pub async fn commit_job(app: &App, import: i64) -> Result<(), JobError> {
    let Some(row) = import::Entity::find_by_id(import).one(app.database.reader()).await.map_err(JobError::retry)?
    else {
        return Err(JobError::fatal(anyhow::anyhow!("import {import} does not exist")));
    };
    if row.state != ImportState::Committing {
        return Ok(());
    }
    let input = match input(app, &row).await {
        Ok(input) => input,
        Err(error) => return failed(app, import, error).await,
    };
    let actor = Actor::system("import");
    let writing = Writing { import, source: row.source.clone(), actor: &actor, strict: false };
    let reported = Reported::start(app, import);
    if let Err(error) = run::write(app, input, &writing, &|progress| reported.set_while_writing(progress)).await {
        failed(app, import, error).await
    } else {
        remove_uploads(app, &row).await;
        Ok(())
    }
}

fn kept(row: &import::Model) -> Kept {
    row.mapping.clone().and_then(|kept| serde_json::from_value(kept).ok()).unwrap_or_default()
}

async fn input(app: &App, row: &import::Model) -> Result<Input> {
    let kept = kept(row);
    let upload = row.upload_id.clone().ok_or(Error::NotFound("upload"))?;
    let source = uploads::source(app, upload, row.file_name.clone());
    let conditions = match kept.conditions_upload_id {
        None => None,
        Some(id) => {
            let second = upload::Entity::find_by_id(&id).one(app.database.reader()).await?;
            let name = second.map(|upload| upload.file_name).unwrap_or_default();
            Some(uploads::source(app, id, name))
        }
    };
    file::input(app, source, conditions, kept.mapping).await
}

async fn checked(app: &App, import: i64, outcome: &Outcome) -> Result<()> {
    let now = app.clock.timestamp();
    let tally = outcome.tally;
    let samples = samples::seal(app, &outcome.picked).await?;
    let transaction = app.database.begin().await?;
    commit::replace_issues(&transaction, import, &outcome.issues).await?;
    let row = import::ActiveModel {
        id: Unchanged(import),
        state: Set(ImportState::Checked),
        encoding: Set(Some(outcome.detected.encoding.name().to_owned())),
        sha256: Set(Some(outcome.detected.sha256.clone())),
        size_bytes: Set(signed(outcome.detected.size_bytes)),
        bytes_done: Set(signed(outcome.detected.size_bytes)),
        rows_total: Set(signed(tally.rows)),
        created: Set(signed(tally.created)),
        updated: Set(signed(tally.updated)),
        unchanged: Set(signed(tally.unchanged)),
        rejected: Set(signed(tally.rejected)),
        message: Set(commit::message(&outcome.notes)),
        samples_sealed: Set(Some(samples)),
        reasons: Set(commit::reasons(&outcome.reasons)),
        checked_at: Set(Some(now)),
        ..Default::default()
    };
    import::Entity::update(row).exec(&transaction).await?;
    let detail = json!({ "rows": tally.rows, "rejected": tally.rejected });
    let event = Entry { action: "import.checked", subject: Some(ImportId::from(import).to_string()), detail };
    audit::record(&transaction, now, &Actor::system("import"), event).await?;
    transaction.commit().await?;
    Ok(())
}

/// A file that is wrong is final and told to people; a fault of ours is tried again.
async fn failed(app: &App, import: i64, error: Error) -> Result<(), JobError> {
    if error.is_internal() {
        return Err(JobError::retry(error));
    }
    file::fail(app, import, &error.to_string()).await.map_err(JobError::retry)
}
