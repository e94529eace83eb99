//! Saving a draft as it is edited: whoever saves over another's change is told, and nothing is lost.

use entity::form;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use shared::{
    form::{FormState, SchemaProblem},
    ids::FormId,
    permission::Permission,
};

use super::{
    find::{find, has_versions, hold, schema_of},
    names::{checked_name, checked_slug, explain},
    source::read_json,
};
use crate::{
    domain::{Actor, Error, Result, audit, day},
    queue::{job::Job, store::enqueue},
    state::App,
};

/// What a form is to become; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct DraftChange {
    /// JSON of the form. It need not be finished: only publishing insists on that.
    pub draft: Option<String>,
    pub name: Option<String>,
    /// Another address, while the form was never published.
    pub slug: Option<String>,
    pub is_public: Option<bool>,
    pub changeable: Option<bool>,
}

impl DraftChange {
    /// Names of the fields that change, as the caller knows them.
    fn fields(&self) -> Vec<&'static str> {
        let all = [
            ("draft", self.draft.is_some()),
            ("name", self.name.is_some()),
            ("slug", self.slug.is_some()),
            ("isPublic", self.is_public.is_some()),
            ("changeable", self.changeable.is_some()),
        ];
        all.into_iter().filter_map(|(field, changes)| changes.then_some(field)).collect()
    }

    /// Whether it changes who can answer, or whether they can change their answers: at once, without publishing.
    fn exposes(&self, form: &form::Model) -> bool {
        self.is_public.is_some_and(|is_public| is_public != form.is_public)
            || self.changeable.is_some_and(|changeable| changeable != form.changeable)
    }
}

/// Saves over the draft that the caller has seen, whose `draft_version` it names.
///
/// # Errors
/// `STALE_DRAFT` where somebody else saved meanwhile: nothing was changed. `FORBIDDEN` for who edits forms and does not
/// publish them, where it changes who can answer a form that is live.
pub async fn save_draft(
    app: &App,
    actor: &Actor,
    id: FormId,
    draft_version: i32,
    change: DraftChange,
) -> Result<form::Model> {
    actor.require(Permission::EditForms)?;
    let fields = change.fields();
    let now = app.clock.timestamp();
    let mut row = form::ActiveModel {
        draft_version: Set(draft_version.saturating_add(1)),
        draft_saved_at: Set(now),
        draft_saved_by: Set(actor.id.clone()),
        ..Default::default()
    };
    if let Some(draft) = &change.draft {
        let schema = read_json("draft", draft)?;
        row.kind = Set(schema.kind);
        row.draft = Set(json!(schema));
    }
    if let Some(name) = &change.name {
        row.name = Set(checked_name(name)?);
    }
    if let Some(is_public) = change.is_public {
        row.is_public = Set(is_public);
    }
    if let Some(changeable) = change.changeable {
        row.changeable = Set(changeable);
    }
    let transaction = app.database.begin().await?;
    // Held before it is looked at: whoever publishes it at this very moment waits here, or is seen.
    let form = hold(&transaction, id).await?;
    if form.state == FormState::Published && change.exposes(&form) {
        actor.require(Permission::PublishForms)?;
    }
    if let Some(slug) = &change.slug {
        let slug = checked_slug(slug)?;
        if form.slug != slug && has_versions(&transaction, id).await? {
            let message = "The form was published at its address, and links to it are in use. Copy the form instead.";
            return Err(Error::refused("ALREADY_PUBLISHED", message));
        }
        row.slug = Set(slug);
    }
    let update = form::Entity::update_many()
        .set(row)
        .filter(form::Column::Id.eq(id.get()))
        .filter(form::Column::DraftVersion.eq(draft_version));
    let saved = update.exec(&transaction).await.map_err(explain)?;
    let form = find(&transaction, id).await?;
    if saved.rows_affected == 0 {
        return Err(stale(&form));
    }
    let entry = audit::Entry {
        action: "form.draft_saved",
        subject: Some(id.to_string()),
        detail: json!({ "fields": fields, "draft_version": form.draft_version }),
    };
    audit::record(&transaction, now, actor, entry).await?;
    if change.is_public.is_some() && form.state == FormState::Published {
        enqueue(&transaction, &Job::ShowFormPage { form: form.id }, None).await?;
    }
    transaction.commit().await?;
    Ok(form)
}

/// The refusal of who has not seen the newest draft.
pub(super) fn stale(form: &form::Model) -> Error {
    let message = format!(
        "This form was saved meanwhile (draft {}), by somebody else or in another window. Load it again; \
         what you changed is still on your screen.",
        form.draft_version
    );
    Error::refused("STALE_DRAFT", message)
}

/// What keeps a form's draft from being published, with places, in the order of the form.
pub fn problems(app: &App, form: &form::Model) -> Result<Vec<SchemaProblem>> {
    let checked = shared::form::check(&schema_of(&form.draft)?, day::of(app.clock.now()));
    Ok(checked.err().unwrap_or_default())
}
