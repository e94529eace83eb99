//! Finding patients.

use async_graphql::{
    Context, Enum, ID, InputObject, Object, Result,
    connection::{Connection, EmptyFields},
};
use shared::{ids::PatientId, permission::Permission};

use super::types::Patient;
use crate::{
    domain::{
        Actor, Error,
        patients::{self, Filter, Order, Position, Request},
    },
    graphql::{
        context::{app, require},
        error::OrGraphql,
        page::{self, PageRequest},
        scalars::{Channel, PatientStatus, parse_id},
    },
};

/// Which patients are wanted; conditions add up.
#[derive(InputObject, Clone, Debug, Default)]
pub struct PatientFilter {
    status: Option<PatientStatus>,
    /// The name of a code set, one code of which the patient has.
    code_set: Option<String>,
    /// A channel that reaches them.
    contactable: Option<Channel>,
}

#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PatientOrder {
    /// By family name, then given name.
    #[default]
    Name,
    /// The last imported first.
    Newest,
}

/// The total of a list, counted only when it is asked for.
pub struct PatientTotal {
    filter: Filter,
    actor: Actor,
}

#[Object]
impl PatientTotal {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<u64> {
        patients::total(app(ctx)?, &self.actor, &self.filter).await.or_graphql()
    }
}

#[derive(Default)]
pub struct PatientQuery;

#[Object]
impl PatientQuery {
    /// Patients by the beginning of their name (`Smith, J`), or by exactly an NHS number, a phone number or an
    /// email address.
    #[allow(clippy::too_many_arguments, reason = "the arguments of a Relay connection and what is looked for")]
    #[graphql(complexity = "first.or(last).unwrap_or(50) as usize * child_complexity")]
    async fn patients(
        &self,
        ctx: &Context<'_>,
        filter: Option<PatientFilter>,
        search: Option<String>,
        order_by: Option<PatientOrder>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Connection<String, Patient, PatientTotal, EmptyFields>> {
        let actor = require(ctx, Permission::ViewPatients)?;
        let request = PageRequest::<Position>::new(first, after.as_deref(), last, before.as_deref())?;
        let filter = filter.unwrap_or_default();
        let filter = Filter {
            status: filter.status.map(Into::into),
            code_set: filter.code_set,
            contactable: filter.contactable.map(Into::into),
            search,
        };
        let order = match order_by.unwrap_or_default() {
            PatientOrder::Name => Order::Name,
            PatientOrder::Newest => Order::Newest,
        };
        let wanted = Request {
            filter: filter.clone(),
            order,
            from: request.from.clone(),
            backward: request.backward,
            limit: request.fetch(),
        };
        let page = request.page(patients::list(app(ctx)?, actor, &wanted).await.or_graphql()?);
        let cursor =
            |row: &entity::patient::Model| page::encode(&Position { name_key: row.name_key.clone(), id: row.id });
        Ok(page::connection(page, PatientTotal { filter, actor: actor.clone() }, cursor, Patient))
    }

    /// One patient; the look leaves an audit event that names them.
    async fn patient(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Patient>> {
        let actor = require(ctx, Permission::ViewPatients)?;
        let id: PatientId = parse_id("id", &id)?;
        match patients::view(app(ctx)?, actor, id).await {
            Ok(found) => Ok(Some(Patient(found))),
            Err(Error::NotFound(_)) => Ok(None),
            Err(error) => Err(error).or_graphql(),
        }
    }
}
