//! What each step of publishing does. Doing one again changes nothing.

use anyhow::Context;
use aws_lc_rs::digest::{SHA256, digest};
use bytes::Bytes;
use entity::{form, form_version};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;
use shared::{
    form::{FormState, PublishStep, check, compare},
    ids::{FormId, FormVersionId},
};

use super::{
    super::{
        find::{find, find_version, hold, published_before, schema_of},
        page, view,
    },
    address::show_again,
    request::{checksum, is_retired_since},
    run::done,
};
use crate::{
    clients::objects::Served,
    domain::{
        Actor, Error, Result,
        audit::{self, hex},
        day, settings,
    },
    queue::{job::Job, store::enqueue},
    state::App,
};

const HTML: &str = "text/html; charset=utf-8";
/// A version never changes: whoever has it need not ask again.
pub(super) const VERSION: Served = Served { content_type: HTML, cache_control: "public, max-age=31536000, immutable" };
/// What the address shows does.
pub(super) const ADDRESS: Served = Served { content_type: HTML, cache_control: "no-cache" };

/// Does one step and marks it as done.
pub(super) async fn take(app: &App, id: FormVersionId, step: PublishStep) -> Result<()> {
    match step {
        PublishStep::Check => check_again(app, id).await,
        PublishStep::View => make_view(app, id).await,
        PublishStep::Page => render(app, id).await,
        PublishStep::Store => store(app, id).await,
        PublishStep::Switch => switch(app, id).await,
        PublishStep::Audit => record(app, id).await,
    }
}

/// The version is read as it is stored and checked as on the day it goes live.
async fn check_again(app: &App, id: FormVersionId) -> Result<()> {
    let version = find_version(app.database.reader(), id).await?;
    if checksum(&version.schema) != version.checksum {
        let message = "The version that was to be published is not the one that was asked for. Publish the form again.";
        return Err(Error::refused("FORM_CHANGED", message));
    }
    if let Err(problems) = check(&schema_of(&version.schema)?, day::of(app.clock.now())) {
        let first = problems.first().map_or_else(String::new, ToString::to_string);
        return Err(Error::invalid("draft", format!("The form cannot be published. {first}.")));
    }
    let transaction = app.database.begin().await?;
    done(&transaction, app, id, PublishStep::Check).await?;
    transaction.commit().await?;
    Ok(())
}

/// The view of a form that has none. One that is read already keeps the columns of the version that is live until the
/// switch: here the new one is only tried.
async fn make_view(app: &App, id: FormVersionId) -> Result<()> {
    let version = find_version(app.database.reader(), id).await?;
    let form = find(app.database.reader(), version.form_id.into()).await?;
    let transaction = app.database.begin().await?;
    // First, so that of two workers one waits for the other here and not half-way.
    if done(&transaction, app, id, PublishStep::View).await? {
        if form.current_version.is_none() {
            view::make(&transaction, form.id.into(), version.number).await?;
        } else {
            view::try_out(&transaction, form.id.into(), version.number).await?;
        }
    }
    transaction.commit().await?;
    Ok(())
}

async fn render(app: &App, id: FormVersionId) -> Result<()> {
    let version = find_version(app.database.reader(), id).await?;
    let form = find(app.database.reader(), version.form_id.into()).await?;
    let schema = schema_of(&version.schema)?;
    let practice = settings::practice(app).await;
    let html = page::first(&page::Site::of(app, &practice), &form.slug, version.number, &schema);
    let transaction = app.database.begin().await?;
    if done(&transaction, app, id, PublishStep::Page).await? {
        form_version::Entity::update_many()
            .col_expr(form_version::Column::Page, Expr::value(html.into_bytes()))
            .filter(form_version::Column::Id.eq(id.get()))
            .exec(&transaction)
            .await?;
    }
    transaction.commit().await?;
    Ok(())
}

/// The page goes into the store under a name of its own, and is read back.
async fn store(app: &App, id: FormVersionId) -> Result<()> {
    let (form, version, page) = rendered(app, id).await?;
    let key = object_key(app, &form.slug, &version, &page);
    put_and_check(app, &key, page, VERSION).await?;
    let transaction = app.database.begin().await?;
    if done(&transaction, app, id, PublishStep::Store).await? {
        form_version::Entity::update_many()
            .col_expr(form_version::Column::ObjectKey, Expr::value(Some(key)))
            .filter(form_version::Column::Id.eq(id.get()))
            .exec(&transaction)
            .await?;
    }
    transaction.commit().await?;
    Ok(())
}

/// The name of a page in the store: another page has another. Nobody can guess it: what is asked by a form that is not
/// public is not for everybody to read.
pub(super) fn object_key(app: &App, slug: &str, version: &form_version::Model, page: &[u8]) -> String {
    let mut named = version.id.to_be_bytes().to_vec();
    named.extend(page);
    format!("{slug}-v{}-{}.html", version.number, hex(&app.keys.keyed_hash("form page", &named)))
}

/// The address shows the version: in the database, where Recall looks, then in the store, where a bucket shows pages by
/// itself; a page that is shown there takes answers already. A newer version that was switched to meanwhile stays.
async fn switch(app: &App, id: FormVersionId) -> Result<()> {
    let version = find_version(app.database.reader(), id).await?;
    let now = app.clock.timestamp();
    let transaction = app.database.begin().await?;
    // Whoever retires it at this very moment waits here, or is seen.
    let form = hold(&transaction, version.form_id.into()).await?;
    if is_retired_since(&form, &version) {
        enqueue(&transaction, &Job::ShowFormPage { form: form.id }, None).await?;
        transaction.commit().await?;
        let message = "The form was retired after this was asked for. Publish it again to bring it back.";
        return Err(Error::refused("FORM_RETIRED", message));
    }
    if done(&transaction, app, id, PublishStep::Switch).await? {
        form_version::Entity::update_many()
            .col_expr(form_version::Column::PublishedAt, Expr::value(Some(now)))
            .filter(form_version::Column::Id.eq(id.get()))
            .exec(&transaction)
            .await?;
        let older = Condition::any()
            .add(form::Column::CurrentVersion.is_null())
            .add(form::Column::CurrentVersion.lte(version.number));
        form::Entity::update_many()
            .col_expr(form::Column::CurrentVersion, Expr::value(Some(version.number)))
            .col_expr(form::Column::State, Expr::value(FormState::Published))
            .col_expr(form::Column::RetiredAt, Expr::value(None::<i64>))
            .filter(form::Column::Id.eq(form.id))
            .filter(older)
            .exec(&transaction)
            .await?;
        if form.current_version.is_none_or(|current| current <= version.number) {
            view::make(&transaction, form.id.into(), version.number).await?;
        }
        // Whoever makes it public, or no longer, at this very moment saw the version before.
        enqueue(&transaction, &Job::ShowFormPage { form: form.id }, None).await?;
    }
    transaction.commit().await?;
    // At once; where it fails, the job goes on trying.
    if let Err(error) = show_again(app, form.id.into()).await {
        tracing::warn!(form = form.id, %error, "the store does not show the new version yet");
    }
    Ok(())
}

async fn record(app: &App, id: FormVersionId) -> Result<()> {
    let reader = app.database.reader();
    let version = find_version(reader, id).await?;
    let form = FormId::from(version.form_id);
    let changes: Vec<String> = match published_before(reader, form, version.number).await? {
        Some(before) => {
            let (old, new) = (schema_of(&before.schema)?, schema_of(&version.schema)?);
            compare(&old, &new).changes.iter().map(|change| change.sentence(&old, &new)).collect()
        }
        None => Vec::new(),
    };
    let transaction = app.database.begin().await?;
    if done(&transaction, app, id, PublishStep::Audit).await? {
        let entry = audit::Entry {
            action: "form.published",
            subject: Some(form.to_string()),
            detail: json!({
                "version": version.number, "asked_for_by": version.created_by, "checksum": version.checksum,
                "object": version.object_key, "changes": changes,
            }),
        };
        audit::record(&transaction, app.clock.timestamp(), &Actor::system("publish_form"), entry).await?;
    }
    transaction.commit().await?;
    Ok(())
}

async fn rendered(app: &App, id: FormVersionId) -> Result<(form::Model, form_version::Model, Bytes)> {
    let mut version = find_version(app.database.reader(), id).await?;
    let form = find(app.database.reader(), version.form_id.into()).await?;
    let page = version.page.take().with_context(|| format!("{id} has no rendered page"))?;
    Ok((form, version, page.into()))
}

pub(super) async fn put_and_check(app: &App, key: &str, page: Bytes, served: Served) -> Result<()> {
    let wanted = digest(&SHA256, &page);
    let size = u64::try_from(page.len()).unwrap_or(u64::MAX);
    app.form_pages.put_bytes(key, page, served).await?;
    let back = app.form_pages.get_bytes(key, size).await?;
    if back.is_none_or(|back| digest(&SHA256, &back).as_ref() != wanted.as_ref()) {
        return Err(anyhow::anyhow!("{key} in {} is not what was written", app.form_pages.place()).into());
    }
    Ok(())
}
