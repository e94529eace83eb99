//! A new form: a draft with a name and an address.

use entity::{form, time::Timestamp};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use serde_json::json;
use shared::{
    form::{FormSchema, FormState, Lost, slug_of},
    ids::FormId,
    permission::Permission,
};

use super::{
    find::find,
    names::{checked_name, checked_slug, explain, free_slug},
    source::Source,
};
use crate::{
    domain::{Actor, Result, audit, once},
    state::App,
};

/// What [`once`] calls it.
const CREATE: &str = "form.create";

/// A form that does not exist yet.
#[derive(Clone, Debug)]
pub struct NewForm {
    pub source: Source,
    /// What staff call it; its title where absent.
    pub name: Option<String>,
    /// Its address; made from its title where absent.
    pub slug: Option<String>,
    pub is_public: bool,
    pub changeable: bool,
}

/// A form that was made, with what of its source had no place in it.
#[derive(Clone, Debug)]
pub struct Created {
    pub form: form::Model,
    pub lost: Vec<Lost>,
}

/// Makes a form.
pub async fn create(app: &App, actor: &Actor, new: NewForm) -> Result<Created> {
    create_once(app, actor, new, None).await
}

/// The same for a caller who may ask again: one `request_id` makes one form. Asked again, it does not tell again what was
/// lost.
pub async fn create_once(app: &App, actor: &Actor, new: NewForm, request_id: Option<&str>) -> Result<Created> {
    actor.require(Permission::EditForms)?;
    let name = new.name.as_deref().map(checked_name).transpose()?;
    let slug = new.slug.as_deref().map(checked_slug).transpose()?;
    let now = app.clock.timestamp();
    let transaction = app.database.begin().await?;
    if let Some(made) = once::recall(&transaction, actor, CREATE, request_id).await? {
        return Ok(Created { form: find(&transaction, made.into()).await?, lost: Vec::new() });
    }
    let begun = new.source.read(&transaction).await?;
    let slug = match slug {
        Some(slug) => slug,
        None => free_slug(&transaction, &slug_of(&begun.schema.title)).await?,
    };
    let name = name.unwrap_or_else(|| name_of(&begun.schema));
    let row = row(actor, &begun.schema, slug, name, now);
    let row = form::ActiveModel { is_public: Set(new.is_public), changeable: Set(new.changeable), ..row };
    let form = row.insert(&transaction).await.map_err(explain)?;
    once::record(&transaction, actor, CREATE, request_id, form.id, now).await?;
    record(&transaction, actor, &form, new.source.name(), now).await?;
    transaction.commit().await?;
    Ok(Created { form, lost: begun.lost })
}

fn row(actor: &Actor, schema: &FormSchema, slug: String, name: String, now: Timestamp) -> form::ActiveModel {
    form::ActiveModel {
        slug: Set(slug),
        name: Set(name),
        kind: Set(schema.kind),
        state: Set(FormState::Draft),
        draft: Set(json!(schema)),
        draft_version: Set(1),
        draft_saved_at: Set(now),
        draft_saved_by: Set(actor.id.clone()),
        current_version: Set(None),
        created_by: Set(actor.id.clone()),
        created_at: Set(now),
        retired_at: Set(None),
        ..Default::default()
    }
}

/// The title in the form's first language, as far as it can be a name.
fn name_of(schema: &FormSchema) -> String {
    let title = schema.text(&schema.title, &schema.default_language());
    checked_name(title).unwrap_or_else(|_| schema.kind.title().to_owned())
}

async fn record(
    transaction: &impl ConnectionTrait,
    actor: &Actor,
    form: &form::Model,
    source: &str,
    now: Timestamp,
) -> Result<()> {
    let entry = audit::Entry {
        action: "form.created",
        subject: Some(FormId::from(form.id).to_string()),
        detail: json!({ "slug": form.slug, "kind": form.kind, "source": source }),
    };
    audit::record(transaction, now, actor, entry).await
}
