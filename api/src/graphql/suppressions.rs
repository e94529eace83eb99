//! Phone numbers and email addresses that must not be used again.

use async_graphql::{
    Context, Enum, ID, InputObject, Object, Result, SimpleObject,
    connection::{Connection, EmptyFields},
};
use chrono::{DateTime, Utc};
use shared::{ids::SuppressionId, permission::Permission};

use super::{
    actors::name_of_actor,
    context::{app, require},
    error::OrGraphql,
    page::{self, PageRequest},
    patients::{ContactKind, Patient},
    scalars::parse_id,
};
use crate::domain::suppressions::{self, Filter, NewSuppression, Request, Suppressed};

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "shared::suppression::SuppressionReason")]
pub enum SuppressionReason {
    /// The patient, on the message page or in the mail program.
    OptedOut,
    /// The patient, by answering STOP to a text.
    Stop,
    /// The number is on the provider's own list of those that want no texts.
    ProviderList,
    /// The patient told their mail provider that the message was not wanted.
    Complaint,
    /// Whoever reads there is not the patient.
    WrongPerson,
    /// A member of staff.
    Staff,
    /// The address does not exist.
    HardBounce,
}

/// A contact point that must not be used again, whatever a later import says.
pub struct Suppression(Suppressed);

#[Object]
impl Suppression {
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    async fn kind(&self) -> ContactKind {
        self.0.kind.into()
    }

    /// The phone number or email address; null where no patient has it and nobody here typed it.
    async fn value(&self) -> Option<&str> {
        self.0.value.as_deref()
    }

    /// Null for a word that this version does not know.
    async fn reason(&self) -> Option<SuppressionReason> {
        self.0.reason.map(Into::into)
    }

    /// Why, in the words of staff.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// The name of whoever added it; null where a patient or a provider said so.
    async fn added_by(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        match &self.0.added_by {
            Some(id) => name_of_actor(ctx, id).await.map(Some),
            None => Ok(None),
        }
    }

    async fn created_at(&self) -> DateTime<Utc> {
        self.0.at.to_utc()
    }

    /// Those who have the contact point today; households share them.
    async fn patients(&self) -> Vec<Patient> {
        self.0.patients.iter().cloned().map(Patient).collect()
    }
}

/// What is null does not matter.
#[derive(InputObject, Default)]
pub struct SuppressionFilter {
    kind: Option<ContactKind>,
    reason: Option<SuppressionReason>,
    /// Exactly a phone number or an email address.
    search: Option<String>,
}

impl From<SuppressionFilter> for Filter {
    fn from(filter: SuppressionFilter) -> Self {
        Self { kind: filter.kind.map(Into::into), reason: filter.reason.map(Into::into), search: filter.search }
    }
}

/// Counted only when asked for.
pub struct SuppressionTotal(Filter);

#[Object]
impl SuppressionTotal {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<u64> {
        let actor = require(ctx, Permission::ViewPatients)?;
        suppressions::total(app(ctx)?, actor, &self.0).await.or_graphql()
    }
}

#[derive(InputObject)]
pub struct AddSuppressionInput {
    kind: ContactKind,
    /// A phone number or an email address, as people write it.
    value: String,
    /// Why, in a sentence of at most 500 characters.
    note: String,
}

#[derive(SimpleObject)]
pub struct AddSuppressionPayload {
    suppression: Suppression,
}

#[derive(InputObject)]
pub struct LiftSuppressionInput {
    id: ID,
    /// Why, in a sentence of at most 500 characters; kept with the name of who lifts it.
    reason: String,
}

#[derive(SimpleObject)]
pub struct LiftSuppressionPayload {
    id: ID,
}

#[derive(Default)]
pub struct SuppressionQuery;

#[Object]
impl SuppressionQuery {
    /// Contact points that must not be used, the newest first. The look leaves an audit event.
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    #[graphql(complexity = "first.or(last).unwrap_or(50) as usize * child_complexity")]
    async fn suppressions(
        &self,
        ctx: &Context<'_>,
        filter: Option<SuppressionFilter>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Connection<String, Suppression, SuppressionTotal, EmptyFields>> {
        let actor = require(ctx, Permission::ViewPatients)?;
        let request = PageRequest::<i64>::new(first, after.as_deref(), last, before.as_deref())?;
        let filter = Filter::from(filter.unwrap_or_default());
        let wanted =
            Request { filter: filter.clone(), from: request.from, backward: request.backward, limit: request.fetch() };
        let page = request.page(suppressions::list(app(ctx)?, actor, &wanted).await.or_graphql()?);
        Ok(page::connection(page, SuppressionTotal(filter), |row| page::encode(&row.id.get()), Suppression))
    }
}

#[derive(Default)]
pub struct SuppressionMutation;

#[Object]
impl SuppressionMutation {
    /// Stops all messages to a number or an address. Fails with INVALID_INPUT naming the field, or CONFLICT where it
    /// is on the list already.
    async fn add_suppression(&self, ctx: &Context<'_>, input: AddSuppressionInput) -> Result<AddSuppressionPayload> {
        let actor = require(ctx, Permission::EditPatients)?;
        let new = NewSuppression { kind: input.kind.into(), value: input.value, note: input.note };
        let added = suppressions::add(app(ctx)?, actor, &new).await.or_graphql()?;
        Ok(AddSuppressionPayload { suppression: Suppression(added) })
    }

    /// Allows messages to it again. What was stopped stays stopped, and a patient who opted out of a campaign stays
    /// out of it. A number that answered STOP must also text START, or the provider refuses it still.
    async fn lift_suppression(&self, ctx: &Context<'_>, input: LiftSuppressionInput) -> Result<LiftSuppressionPayload> {
        let actor = require(ctx, Permission::EditPatients)?;
        let id: SuppressionId = parse_id("id", &input.id)?;
        suppressions::lift(app(ctx)?, actor, id, &input.reason).await.or_graphql()?;
        Ok(LiftSuppressionPayload { id: input.id })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use async_graphql::{Request, Variables};
    use serde_json::json;
    use shared::permission::Role;

    use crate::{domain::Actor, graphql, testing::TestApp};

    #[tokio::test]
    async fn staff_add_see_and_lift_a_suppression_and_viewers_only_see_it() {
        let test = TestApp::start().await;
        let schema = graphql::build(test.app.clone());
        let ask = async |role: Role, query: &str, input: serde_json::Value| {
            let variables = Variables::from_json(json!({ "input": input }));
            let actor = Actor::user(1.into(), "Ada", role);
            let response = schema.execute(Request::new(query).variables(variables).data(actor)).await;
            match response.errors.first().and_then(|error| error.extensions.clone()) {
                None => Ok(response.data.into_json().unwrap()),
                Some(told) => Err(told.get("code").unwrap().clone().into_json().unwrap()),
            }
        };
        let add = "mutation($input: AddSuppressionInput!) { addSuppression(input: $input) {
            suppression { id kind value reason note addedBy patients { id } } } }";
        let rang = json!({ "kind": "PHONE", "value": "07700 900123", "note": "She rang." });
        assert_eq!(ask(Role::Viewer, add, rang.clone()).await.unwrap_err(), "FORBIDDEN");
        let added = ask(Role::Manager, add, rang.clone()).await.unwrap()["addSuppression"]["suppression"].clone();
        assert_eq!((&added["value"], &added["reason"]), (&json!("07700 900123"), &json!("STAFF")));
        assert_eq!(ask(Role::Manager, add, rang).await.unwrap_err(), "CONFLICT");
        let list = "{ suppressions(filter: { search: \"+447700900123\" }) { totalCount nodes { id note } } }";
        let seen = ask(Role::Viewer, list, json!(null)).await.unwrap()["suppressions"].clone();
        assert_eq!(seen, json!({ "totalCount": 1, "nodes": [{ "id": added["id"], "note": "She rang." }] }));
        let lift = "mutation($input: LiftSuppressionInput!) { liftSuppression(input: $input) { id } }";
        let why = |reason: &str| json!({ "id": added["id"], "reason": reason });
        assert_eq!(ask(Role::Manager, lift, why(" ")).await.unwrap_err(), "INVALID_INPUT");
        ask(Role::Manager, lift, why("She rang again.")).await.unwrap();
        assert_eq!(ask(Role::Manager, lift, why("Once more.")).await.unwrap_err(), "NOT_FOUND");
    }
}
