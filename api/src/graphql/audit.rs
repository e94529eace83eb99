//! The audit log, newest first.

use std::collections::HashMap;

use async_graphql::{
    Context, ID, InputObject, Object, SimpleObject,
    connection::{Connection, EmptyFields},
};
use chrono::{DateTime, Utc};
use entity::audit_event;
use shared::{ids::AuditEventId, permission::Permission};

use super::{
    context,
    error::OrGraphql,
    page::{self, PageRequest},
};
use crate::domain::{audit, identity::names};

/// Something that was done or read, and by whom.
#[derive(SimpleObject)]
pub struct AuditEvent {
    pub id: ID,
    pub at: DateTime<Utc>,
    /// Text of an id, as `user-1`, or the name of a command or job.
    pub actor: String,
    /// What people call the actor; commands and jobs are `Recall`.
    pub actor_name: String,
    /// As `campaign.launched`.
    pub action: String,
    /// Text of the id of what it was done to.
    pub subject: Option<String>,
    /// What people call that; null for patients, for what is gone and for what the reader may not see.
    pub subject_name: Option<String>,
    /// A JSON object of fields and counts; holds no patient data.
    pub detail: String,
    /// SHA-256 over this event and the hash of the one before it, in hexadecimal.
    pub hash: String,
}

impl AuditEvent {
    fn new(event: audit_event::Model, names: &HashMap<String, String>, subjects: &HashMap<String, String>) -> Self {
        Self {
            id: AuditEventId::from(event.id).to_string().into(),
            at: event.at.to_utc(),
            actor_name: names.get(&event.actor).map_or_else(|| names::RECALL.to_owned(), Clone::clone),
            actor: event.actor,
            action: event.action,
            subject_name: event.subject.as_ref().and_then(|subject| subjects.get(subject).cloned()),
            subject: event.subject,
            detail: audit::canonical(&event.detail),
            hash: audit::hex(&event.hash),
        }
    }
}

/// Somebody who may have done something.
#[derive(SimpleObject)]
pub struct AuditActor {
    /// For the filter, as `user-1`.
    pub id: String,
    pub name: String,
}

/// What is null does not matter.
#[derive(InputObject, Default)]
pub struct AuditFilter {
    pub action: Option<String>,
    pub actor: Option<String>,
    pub subject: Option<String>,
    /// Not before.
    pub from: Option<DateTime<Utc>>,
    /// Before.
    pub to: Option<DateTime<Utc>>,
}

impl From<AuditFilter> for audit::Filter {
    fn from(filter: AuditFilter) -> Self {
        Self {
            action: filter.action,
            actor: filter.actor,
            subject: filter.subject,
            from: filter.from.map(Into::into),
            to: filter.to.map(Into::into),
        }
    }
}

/// Counted only when asked for.
pub struct AuditTotal(audit::Filter);

#[Object]
impl AuditTotal {
    /// Events that fit the filter.
    async fn total_count(&self, ctx: &Context<'_>) -> async_graphql::Result<u64> {
        let actor = context::require(ctx, Permission::ViewAudit)?;
        audit::count(&context::app(ctx)?.database, actor, &self.0).await.or_graphql()
    }
}

#[derive(Default)]
pub struct AuditQuery;

#[Object]
impl AuditQuery {
    /// The actions that audit events may have, for a filter.
    async fn audit_actions(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<String>> {
        let actor = context::require(ctx, Permission::ViewAudit)?;
        audit::actions(&context::app(ctx)?.database, actor).await.or_graphql()
    }

    /// The people and systems whose events can be asked for, by name.
    async fn audit_actors(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<AuditActor>> {
        context::require(ctx, Permission::ViewAudit)?;
        let all = names::everybody(context::app(ctx)?.database.reader()).await.or_graphql()?;
        Ok(all.into_iter().map(|(id, name)| AuditActor { id, name }).collect())
    }

    /// Events, newest first.
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn audit_events(
        &self,
        ctx: &Context<'_>,
        filter: Option<AuditFilter>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> async_graphql::Result<Connection<String, AuditEvent, AuditTotal, EmptyFields>> {
        let actor = context::require(ctx, Permission::ViewAudit)?;
        let request = PageRequest::<i64>::new(first, after.as_deref(), last, before.as_deref())?;
        let filter = audit::Filter::from(filter.unwrap_or_default());
        let database = &context::app(ctx)?.database;
        let rows = audit::search(database, actor, &filter, request.from, request.backward, request.fetch());
        let page = request.page(rows.await.or_graphql()?);
        let actors: Vec<String> = page.rows.iter().map(|event| event.actor.clone()).collect();
        let names = names::names_of(database.reader(), &actors).await.or_graphql()?;
        let subjects: Vec<String> = page.rows.iter().filter_map(|event| event.subject.clone()).collect();
        let subjects = audit::names_of_subjects(database.reader(), actor, &subjects).await.or_graphql()?;
        let event = |event| AuditEvent::new(event, &names, &subjects);
        Ok(page::connection(page, AuditTotal(filter), |event| page::encode(&event.id), event))
    }
}
