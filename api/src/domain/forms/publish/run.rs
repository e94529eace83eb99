//! Doing the steps of a publication in order, from the first that is not done.

use entity::form_publication;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use shared::{
    form::{FormState, PublishStep, StepState},
    ids::FormVersionId,
};

use super::{
    super::find::{find, find_version, steps_of},
    steps,
};
use crate::{
    domain::{Error, Result},
    queue::retry::JobError,
    state::App,
};

/// Publishes a version that was asked for, as far as it was not. The version before it stays live until the switch.
pub async fn run(app: &App, version: FormVersionId) -> Result<(), JobError> {
    let rows = steps_of(app.database.reader(), version).await?;
    if rows.is_empty() {
        return Err(JobError::fatal(Error::NotFound("version of a form")));
    }
    for row in rows.into_iter().filter(|row| row.state != StepState::Done) {
        begin(app, version, row.step).await?;
        if let Err(error) = steps::take(app, version, row.step).await {
            if let Err(second) = fail(app, version, row.step, &error).await {
                tracing::error!(%version, error = %format!("{second:#}"), "a failed step could not be marked");
            }
            return Err(error.into());
        }
        tracing::info!(%version, step = %row.step, "a step of publishing a form is done");
    }
    Ok(())
}

async fn begin(app: &App, version: FormVersionId, step: PublishStep) -> Result<()> {
    let attempts = form_publication::Column::Attempts;
    let update = form_publication::Entity::update_many()
        .col_expr(attempts, Expr::col(attempts).add(1))
        .col_expr(form_publication::Column::StartedAt, Expr::value(Some(app.clock.timestamp())))
        .filter(form_publication::Column::FormVersionId.eq(version.get()))
        .filter(form_publication::Column::Step.eq(step));
    update.exec(app.database.writer()).await?;
    Ok(())
}

/// Marks a step as done, in the transaction that does it; false where it was before, by a worker that was thought lost.
pub(super) async fn done(
    transaction: &impl ConnectionTrait,
    app: &App,
    version: FormVersionId,
    step: PublishStep,
) -> Result<bool> {
    let update = form_publication::Entity::update_many()
        .col_expr(form_publication::Column::State, Expr::value(StepState::Done))
        .col_expr(form_publication::Column::Error, Expr::value(None::<String>))
        .col_expr(form_publication::Column::FinishedAt, Expr::value(Some(app.clock.timestamp())))
        .filter(form_publication::Column::FormVersionId.eq(version.get()))
        .filter(form_publication::Column::Step.eq(step))
        .filter(form_publication::Column::State.ne(StepState::Done));
    Ok(update.exec(transaction).await?.rows_affected == 1)
}

async fn fail(app: &App, version: FormVersionId, step: PublishStep, error: &Error) -> Result<()> {
    // What the database says is for the log; what an object store says names places and no secret.
    let why = match error {
        Error::Database(_) => "The database could not do it; the server's log says more.".to_owned(),
        other => format!("{other:#}"),
    };
    let again = if error.is_internal() { " It is tried again by itself for some minutes." } else { "" };
    let message = format!("{}{again}{}", sentence(&why), what_is_live(app, version, step).await?);
    let update = form_publication::Entity::update_many()
        .col_expr(form_publication::Column::State, Expr::value(StepState::Failed))
        .col_expr(form_publication::Column::Error, Expr::value(Some(message)))
        .filter(form_publication::Column::FormVersionId.eq(version.get()))
        .filter(form_publication::Column::Step.eq(step))
        .filter(form_publication::Column::State.ne(StepState::Done));
    update.exec(app.database.writer()).await?;
    Ok(())
}

/// What people see at the address meanwhile.
async fn what_is_live(app: &App, version: FormVersionId, step: PublishStep) -> Result<&'static str> {
    if step == PublishStep::Audit {
        return Ok(" The version is live.");
    }
    let reader = app.database.reader();
    let form = find(reader, find_version(reader, version).await?.form_id.into()).await?;
    Ok(if form.state == FormState::Published { " The version before stays live." } else { "" })
}

fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}
