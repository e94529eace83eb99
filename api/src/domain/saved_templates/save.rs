//! Saving a text for the library. It is checked as a campaign's own is, so that it never fails there.

use entity::message_template::{self, Column, Entity, Model};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set, Unchanged},
    EntityTrait, QueryOrder, SqlErr,
};
use serde_json::json;
use shared::{
    channel::Channel,
    ids::SavedTemplateId,
    permission::Permission,
    template::{TemplateError, check_template},
};

use crate::{
    domain::{Actor, Error, Result, audit, once},
    state::App,
};

const SAVE: &str = "template.save";
const NAME_MAX: usize = 100; // characters; what fits a list

/// What is to be saved.
#[derive(Clone, Debug)]
pub struct Draft {
    pub name: String,
    pub channel: Channel,
    /// An email has one, an SMS none.
    pub subject: Option<String>,
    pub body: String,
}

/// All of them, by name.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<Model>> {
    actor.require(Permission::ViewCampaigns)?;
    let all = Entity::find().order_by_asc(Column::Channel).order_by_asc(Column::Id);
    let mut all = all.all(app.database.reader()).await?;
    all.sort_by_cached_key(|template| template.name.to_lowercase());
    Ok(all)
}

/// Replaces the text with this number, or makes a new one.
pub async fn save(app: &App, actor: &Actor, id: Option<SavedTemplateId>, draft: Draft) -> Result<Model> {
    save_once(app, actor, id, draft, None).await
}

/// The same for a caller who may ask again: one `request_id` makes one template; asked again it replaces that one.
pub async fn save_once(
    app: &App,
    actor: &Actor,
    id: Option<SavedTemplateId>,
    draft: Draft,
    request_id: Option<&str>,
) -> Result<Model> {
    actor.require(Permission::EditCampaigns)?;
    let name = draft.name.trim();
    if name.is_empty() || name.chars().count() > NAME_MAX || name.chars().any(char::is_control) {
        let message = format!("Give the template a name of 1 to {NAME_MAX} characters on one line.");
        return Err(Error::invalid("name", message));
    }
    let subject = draft.subject.as_deref().map(str::trim).filter(|subject| !subject.is_empty());
    check_template(draft.channel, subject, &draft.body)
        .map_err(|error| Error::invalid(part_of(&error), error.to_string()))?;
    let now = app.clock.timestamp();
    let transaction = app.database.begin().await?;
    let made = once::recall(&transaction, actor, SAVE, request_id).await?;
    if let Some(made) = made
        && let Some(saved) = Entity::find_by_id(made).one(&transaction).await?
        && saved.name == name
        && saved.channel == draft.channel
        && saved.subject.as_deref() == subject
        && saved.body == draft.body
    {
        return Ok(saved);
    }
    let id = id.or(made.map(SavedTemplateId::from));
    let row = message_template::ActiveModel {
        id: id.map_or(NotSet, |id| Unchanged(id.get())),
        name: Set(name.to_owned()),
        channel: Set(draft.channel),
        subject: Set(subject.map(ToOwned::to_owned)),
        body: Set(draft.body),
        shipped: Set(false),
        updated_at: Set(now),
    };
    let saved = match id {
        None => row.insert(&transaction).await,
        Some(id) if Entity::find_by_id(id.get()).one(&transaction).await?.is_none() => {
            return Err(Error::NotFound("template"));
        }
        Some(_) => row.update(&transaction).await,
    };
    let saved = saved.map_err(|error| match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => {
            let message = format!("There is another template for {} of this name.", draft.channel.noun());
            Error::invalid("name", message)
        }
        _ => error.into(),
    })?;
    let entry = audit::Entry {
        action: "template.saved",
        subject: Some(SavedTemplateId::from(saved.id).to_string()),
        detail: json!({ "name": saved.name, "channel": saved.channel, "new": id.is_none() }),
    };
    audit::record(&transaction, now, actor, entry).await?;
    if made.is_none() {
        once::record(&transaction, actor, SAVE, request_id, saved.id, now).await?;
    }
    transaction.commit().await?;
    Ok(saved)
}

/// Takes it out of the library; campaigns that started from it keep their own. False when it was not there.
pub async fn delete(app: &App, actor: &Actor, id: SavedTemplateId) -> Result<bool> {
    actor.require(Permission::EditCampaigns)?;
    let transaction = app.database.begin().await?;
    let Some(template) = Entity::find_by_id(id.get()).one(&transaction).await? else { return Ok(false) };
    Entity::delete_by_id(id.get()).exec(&transaction).await?;
    let detail = json!({ "name": template.name, "channel": template.channel });
    let entry = audit::Entry { action: "template.deleted", subject: Some(id.to_string()), detail };
    audit::record(&transaction, app.clock.timestamp(), actor, entry).await?;
    transaction.commit().await?;
    Ok(true)
}

/// The field that an error is about.
fn part_of(error: &TemplateError) -> &'static str {
    match error {
        TemplateError::SubjectLines | TemplateError::SmsSubject | TemplateError::LinkInSubject { .. } => "subject",
        TemplateError::Empty { part }
        | TemplateError::TooLong { part, .. }
        | TemplateError::UnknownPlaceholder { part, .. }
        | TemplateError::Unclosed { part, .. }
        | TemplateError::Statement { part, .. }
        | TemplateError::LinkGlued { part, .. }
        | TemplateError::Render { part } => part,
        TemplateError::NoLink | TemplateError::Missing(_) => "body",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use shared::permission::Role;

    use super::*;
    use crate::{domain::saved_templates::ensure_shipped, testing::TestApp};

    fn draft(name: &str) -> Draft {
        Draft { name: name.into(), channel: Channel::Sms, subject: None, body: "Please read {{ link }}".into() }
    }

    #[tokio::test]
    async fn the_library_begins_with_an_email_and_a_text_and_a_deleted_one_stays_away() {
        let test = TestApp::start().await;
        let actor = Actor::user(1.into(), "Manager", Role::Manager);
        let first = list(&test.app, &actor).await.unwrap();
        assert_eq!(first.iter().map(|row| row.channel).collect::<Vec<_>>(), [Channel::Email, Channel::Sms]);
        assert!(delete(&test.app, &actor, first[0].id.into()).await.unwrap());
        assert!(!delete(&test.app, &actor, first[0].id.into()).await.unwrap());
        ensure_shipped(&test.app.database).await.unwrap();
        assert_eq!(list(&test.app, &actor).await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn a_template_is_replaced_by_its_number_and_its_name_is_its_own() {
        let test = TestApp::start().await;
        let actor = Actor::user(1.into(), "Manager", Role::Manager);
        let made = save(&test.app, &actor, None, draft(" Asthma review ")).await.unwrap();
        assert_eq!(made.name, "Asthma review");
        let twice = save(&test.app, &actor, None, draft("Asthma review")).await.unwrap_err();
        assert!(matches!(twice, Error::Invalid { field, .. } if field == "name"));
        let id = Some(made.id.into());
        let changed = save(&test.app, &actor, id, Draft { body: "Read {{ link }}".into(), ..draft("Review") }).await;
        assert_eq!(changed.unwrap().name, "Review");
        let gone = save(&test.app, &actor, Some(99.into()), draft("Other")).await.unwrap_err();
        assert_eq!(gone.code(), "NOT_FOUND");
        let viewer = Actor::user(2.into(), "Viewer", Role::Viewer);
        assert_eq!(save(&test.app, &viewer, None, draft("Other")).await.unwrap_err().code(), "FORBIDDEN");
    }

    #[tokio::test]
    async fn what_a_campaign_would_refuse_is_refused_by_its_field() {
        let test = TestApp::start().await;
        let actor = Actor::command("test");
        for (wanted, draft) in [
            ("body", Draft { body: "No link".into(), ..draft("A") }),
            ("body", Draft { body: "{{ surname }} {{ link }}".into(), ..draft("A") }),
            ("subject", Draft { subject: Some("Hello".into()), ..draft("A") }),
            ("subject", Draft { channel: Channel::Email, ..draft("A") }),
        ] {
            let error = save(&test.app, &actor, None, draft).await.unwrap_err();
            assert!(matches!(&error, Error::Invalid { field, .. } if field == wanted), "{wanted}: {error:?}");
        }
    }
}
