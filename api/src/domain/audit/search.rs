//! Looking through the log, newest first.

use entity::{
    audit_event::{Column, Entity, Model},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use shared::permission::Permission;

use crate::{
    database::Database,
    domain::{Actor, Result},
};

/// What to look for; what is `None` does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// As `campaign.launched`.
    pub action: Option<String>,
    /// Text of an id or name of a command, as `user-1`.
    pub actor: Option<String>,
    /// Text of an id, as `patient-12`.
    pub subject: Option<String>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub to: Option<Timestamp>,
}

impl Filter {
    fn apply(&self, mut events: Select<Entity>) -> Select<Entity> {
        if let Some(action) = &self.action {
            events = events.filter(Column::Action.eq(action));
        }
        if let Some(actor) = &self.actor {
            events = events.filter(Column::Actor.eq(actor));
        }
        if let Some(subject) = &self.subject {
            events = events.filter(Column::Subject.eq(subject));
        }
        if let Some(from) = self.from {
            events = events.filter(Column::At.gte(from));
        }
        if let Some(to) = self.to {
            events = events.filter(Column::At.lt(to));
        }
        events
    }
}

/// At most `limit` events after (in the order shown: older than) the event `from`, newest first; going
/// backward, the ones just newer than it, oldest first.
pub async fn search(
    database: &Database,
    actor: &Actor,
    filter: &Filter,
    from: Option<i64>,
    backward: bool,
    limit: u64,
) -> Result<Vec<Model>> {
    actor.require(Permission::ViewAudit)?;
    let mut events = filter.apply(Entity::find()).limit(limit);
    events = if backward { events.order_by_asc(Column::Id) } else { events.order_by_desc(Column::Id) };
    if let Some(from) = from {
        events = events.filter(if backward { Column::Id.gt(from) } else { Column::Id.lt(from) });
    }
    Ok(events.all(database.reader()).await?)
}

/// How many events there are in all.
pub async fn count(database: &Database, actor: &Actor, filter: &Filter) -> Result<u64> {
    actor.require(Permission::ViewAudit)?;
    Ok(filter.apply(Entity::find()).count(database.reader()).await?)
}
