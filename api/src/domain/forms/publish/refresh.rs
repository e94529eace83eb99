//! Pages that were stored by another release of Recall, under another name of the practice or with another address to post
//! to are made anew, and the store is made to agree with the database: after a start, when the practice's details are
//! saved, and every night.

use bytes::Bytes;
use entity::{form, form_version};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use shared::{form::FormState, ids::FormId};

use super::{
    super::{
        find::{numbered, schema_of},
        page,
    },
    address::show_again,
    steps::{VERSION, object_key, put_and_check},
};
use crate::{
    domain::{Result, settings},
    queue::retry::JobError,
    state::App,
};

/// Looks at every form that takes answers; returns how many pages were made anew. One that fails does not hold up the others.
pub async fn refresh_pages(app: &App) -> Result<usize, JobError> {
    let live = form::Entity::find().filter(form::Column::State.eq(FormState::Published)).order_by_asc(form::Column::Id);
    let live = live.all(app.database.reader()).await.map_err(JobError::retry)?;
    let (mut made, mut failed) = (0, None);
    for form in live {
        let id = FormId::from(form.id);
        let outcome = match refresh(app, &form).await {
            Ok(is_new) => {
                made += usize::from(is_new);
                show_again(app, id).await
            }
            Err(error) => Err(error.into()),
        };
        if let Err(error) = outcome {
            tracing::warn!(form = form.id, %error, "the page of a form could not be brought up to date");
            failed = Some(error);
        }
    }
    failed.map_or(Ok(made), Err)
}

async fn refresh(app: &App, form: &form::Model) -> Result<bool> {
    let Some(number) = form.current_version else { return Ok(false) };
    let version = numbered(app.database.reader(), form.id.into(), number).await?;
    let practice = settings::practice(app).await;
    let site = page::Site::of(app, &practice);
    let html = page::first(&site, &form.slug, number, &schema_of(&version.schema)?).into_bytes();
    if version.page.as_deref() == Some(html.as_slice()) {
        return Ok(false);
    }
    let key = object_key(app, &form.slug, &version, &html);
    put_and_check(app, &key, Bytes::from(html.clone()), VERSION).await?;
    form_version::Entity::update_many()
        .col_expr(form_version::Column::Page, Expr::value(html))
        .col_expr(form_version::Column::ObjectKey, Expr::value(Some(key.clone())))
        .filter(form_version::Column::Id.eq(version.id))
        .exec(app.database.writer())
        .await?;
    if let Some(old) = version.object_key.filter(|old| *old != key) {
        app.form_pages.delete(&old).await?;
    }
    Ok(true)
}
