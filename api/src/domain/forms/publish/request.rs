//! Asking for a draft to be published: what it is now becomes a version that never changes.

use aws_lc_rs::digest::{SHA256, digest};
use entity::{form, form_publication, form_version, job, values::JobState};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, sea_query::Expr,
};
use serde_json::{Value as Json, json};
use shared::{
    form::{FormState, PublishStep, StepState},
    ids::{FormId, FormVersionId},
    permission::Permission,
};

use super::super::{
    find::{find_version, hold, schema_of},
    save::stale,
};
use crate::{
    domain::{
        Actor, Error, Result,
        audit::{self, canonical, hex},
        day, once,
    },
    queue::{job::Job, store::enqueue},
    state::App,
};

/// What [`once`] calls it.
const PUBLISH: &str = "form.publish";

/// Freezes the draft the caller has seen and leaves the steps to a worker. Where the last publication of the very same
/// draft failed, it goes on from the step that did.
pub async fn publish(app: &App, actor: &Actor, id: FormId, draft_version: i32) -> Result<form_version::Model> {
    publish_once(app, actor, id, draft_version, None).await
}

/// The same for a caller who may ask again: one `request_id` makes one version.
pub async fn publish_once(
    app: &App,
    actor: &Actor,
    id: FormId,
    draft_version: i32,
    request_id: Option<&str>,
) -> Result<form_version::Model> {
    actor.require(Permission::PublishForms)?;
    let now = app.clock.timestamp();
    let transaction = app.database.begin().await?;
    if let Some(made) = once::recall(&transaction, actor, PUBLISH, request_id).await? {
        return find_version(&transaction, made.into()).await;
    }
    let form = hold(&transaction, id).await?;
    if form.draft_version != draft_version {
        return Err(stale(&form));
    }
    check(app, &form)?;
    let checksum = checksum(&form.draft);
    let newest = newest(&transaction, id).await?;
    let is_open = match &newest {
        Some(newest) => is_open(&transaction, newest.id.into()).await?,
        None => false,
    };
    let version = match newest {
        Some(newest) if newest.checksum == checksum && is_wanted(&form, &newest) => {
            if !is_open {
                let message = format!("Nothing has changed since version {} was published.", newest.number);
                return Err(Error::refused("NOTHING_CHANGED", message));
            }
            newest
        }
        newest => {
            // What is live already is written down too, whatever comes after it.
            if let Some(live) = newest.as_ref().filter(|newest| is_open && newest.published_at.is_some()) {
                go_on(&transaction, live.id.into()).await?;
            }
            let last = newest.map_or(0, |newest| newest.number);
            freeze(&transaction, actor, &form, last, checksum, now).await?
        }
    };
    go_on(&transaction, version.id.into()).await?;
    once::record(&transaction, actor, PUBLISH, request_id, version.id, now).await?;
    let entry = audit::Entry {
        action: "form.publish_requested",
        subject: Some(id.to_string()),
        detail: json!({ "version": version.number, "draft_version": draft_version }),
    };
    audit::record(&transaction, now, actor, entry).await?;
    transaction.commit().await?;
    Ok(version)
}

fn check(app: &App, form: &form::Model) -> Result<()> {
    let Err(problems) = shared::form::check(&schema_of(&form.draft)?, day::of(app.clock.now())) else { return Ok(()) };
    let first = problems.first().map_or_else(String::new, ToString::to_string);
    let more = match problems.len() {
        0 | 1 => String::new(),
        2 => " There is one more problem.".to_owned(),
        count => format!(" There are {} more problems.", count - 1),
    };
    Err(Error::invalid("draft", format!("The form cannot be published. {first}.{more}")))
}

/// SHA-256 of a schema, whatever order its keys are stored in.
pub(super) fn checksum(schema: &Json) -> String {
    hex(digest(&SHA256, canonical(schema).as_bytes()).as_ref())
}

/// The version that was asked for last.
pub(in super::super) async fn newest(
    connection: &impl ConnectionTrait,
    form: FormId,
) -> Result<Option<form_version::Model>> {
    let versions = form_version::Entity::find().filter(form_version::Column::FormId.eq(form.get()));
    Ok(versions.order_by_desc(form_version::Column::Number).one(connection).await?)
}

/// Whether steps of a version are left. While a worker is at them, nothing else is published.
async fn is_open(connection: &impl ConnectionTrait, version: FormVersionId) -> Result<bool> {
    let open = form_publication::Entity::find()
        .filter(form_publication::Column::FormVersionId.eq(version.get()))
        .filter(form_publication::Column::State.ne(StepState::Done));
    if open.count(connection).await? == 0 {
        return Ok(false);
    }
    if is_under_way(connection, version).await? {
        let message = "This form is being published just now. Wait until that is done.";
        return Err(Error::refused("PUBLISHING", message));
    }
    Ok(true)
}

/// Whether this version is what publishing the form again is to end with. One that was asked for before the form was
/// retired does not bring it back.
fn is_wanted(form: &form::Model, version: &form_version::Model) -> bool {
    match version.published_at {
        Some(_) => form.state == FormState::Published && form.current_version == Some(version.number),
        None => !is_retired_since(form, version),
    }
}

/// Whether the form was retired after this version was asked for.
pub(super) fn is_retired_since(form: &form::Model, version: &form_version::Model) -> bool {
    form.state == FormState::Retired && form.retired_at.is_some_and(|at| at > version.created_at)
}

/// Whether a job is to do, or is doing, what is left of a publication: the first time, or again after a failure.
pub async fn is_under_way(connection: &impl ConnectionTrait, version: FormVersionId) -> Result<bool> {
    let jobs = job::Entity::find()
        .filter(job::Column::DedupeKey.eq(version.to_string()))
        .filter(job::Column::State.is_in([JobState::Queued, JobState::Running]));
    Ok(jobs.count(connection).await? > 0)
}

/// A new version with all its steps before it.
async fn freeze(
    transaction: &impl ConnectionTrait,
    actor: &Actor,
    form: &form::Model,
    last: i32,
    checksum: String,
    now: entity::time::Timestamp,
) -> Result<form_version::Model> {
    let row = form_version::ActiveModel {
        form_id: Set(form.id),
        number: Set(last.saturating_add(1)),
        schema: Set(form.draft.clone()),
        checksum: Set(checksum),
        page: Set(None),
        object_key: Set(None),
        created_by: Set(actor.id.clone()),
        created_at: Set(now),
        published_at: Set(None),
        ..Default::default()
    };
    let version = row.insert(transaction).await?;
    let steps = PublishStep::ALL.iter().map(|&step| {
        form_publication::Model {
            form_version_id: version.id,
            step,
            state: StepState::Waiting,
            attempts: 0,
            error: None,
            started_at: None,
            finished_at: None,
        }
        .into_active_model()
        .reset_all()
    });
    form_publication::Entity::insert_many(steps).exec_without_returning(transaction).await?;
    Ok(version)
}

/// Leaves the steps of a version to a worker, those that failed among them.
async fn go_on(transaction: &impl ConnectionTrait, version: FormVersionId) -> Result<()> {
    form_publication::Entity::update_many()
        .col_expr(form_publication::Column::State, Expr::value(StepState::Waiting))
        .filter(form_publication::Column::FormVersionId.eq(version.get()))
        .filter(form_publication::Column::State.eq(StepState::Failed))
        .exec(transaction)
        .await?;
    let job = Job::PublishForm { version: version.get() };
    enqueue(transaction, &job, Some(&version.to_string())).await
}
