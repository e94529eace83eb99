//! The local outbox: what the local channels delivered.

use async_graphql::{Context, ID, Object, Result, SimpleObject, connection::PageInfo};
use chrono::{DateTime, Utc};
use shared::permission::Permission;

use crate::{
    domain::outbox::{self, Delivered, Filter, Place},
    graphql::{
        context::{app, require},
        error::OrGraphql,
        page::{self, PageRequest},
        scalars::Channel,
    },
};

#[derive(SimpleObject, Clone, Debug)]
pub struct OutboxMessage {
    id: ID,
    channel: Channel,
    from: String,
    to: String,
    subject: Option<String>,
    text: String,
    /// Of an email that has one; to be shown without scripts.
    html: Option<String>,
    at: DateTime<Utc>,
}

impl From<Delivered> for OutboxMessage {
    fn from(message: Delivered) -> Self {
        let Delivered { channel, id, from, to, subject, text, html, at } = message;
        Self { id: id.into(), channel: channel.into(), from, to, subject, text, html, at }
    }
}

/// An edge in a connection.
#[derive(SimpleObject, Clone, Debug)]
pub struct OutboxMessageEdge {
    /// The item at the end of the edge
    node: OutboxMessage,
    /// A cursor for use in pagination
    cursor: String,
}

// Not the common connection: a search may have to go on where it stopped, with nothing found so far.
#[derive(SimpleObject)]
pub struct OutboxMessageConnection {
    /// Information to aid in pagination.
    page_info: PageInfo,
    /// A list of edges.
    edges: Vec<OutboxMessageEdge>,
    /// A list of nodes.
    nodes: Vec<OutboxMessage>,
}

#[derive(Default)]
pub struct OutboxQuery;

#[Object]
impl OutboxQuery {
    /// What the local channels delivered, the newest first; empty where messages go through real providers.
    /// `search` is a part of the address or number, exactly as the outbox has it.
    #[graphql(complexity = "first.unwrap_or(50) as usize * child_complexity")]
    async fn outbox(
        &self,
        ctx: &Context<'_>,
        channel: Option<Channel>,
        search: Option<String>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<OutboxMessageConnection> {
        let actor = require(ctx, Permission::ViewOutbox)?;
        let request = PageRequest::<Place>::new(first, after.as_deref(), None, None)?;
        let search = search.filter(|text| !text.trim().is_empty());
        let filter = Filter { channel: channel.map(Into::into), search };
        let from = request.from.unwrap_or_default();
        let page = outbox::read(app(ctx)?, actor, filter, from, request.limit).await.or_graphql()?;
        let edges: Vec<OutboxMessageEdge> = page
            .messages
            .into_iter()
            .map(|(message, place)| OutboxMessageEdge { node: message.into(), cursor: page::encode(&place) })
            .collect();
        let last = edges.last().map(|edge| edge.cursor.clone());
        Ok(OutboxMessageConnection {
            page_info: PageInfo {
                has_previous_page: request.from.is_some(),
                has_next_page: page.next.is_some(),
                start_cursor: edges.first().map(|edge| edge.cursor.clone()),
                end_cursor: page.next.map(|place| page::encode(&place)).or(last),
            },
            nodes: edges.iter().map(|edge| edge.node.clone()).collect(),
            edges,
        })
    }
}
