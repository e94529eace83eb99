//! The ledger of a campaign, page by page.

use async_graphql::{Context, InputObject, Object, Result, connection::Connection};
use shared::{ids::CampaignId, permission::Permission};

use crate::{
    domain::campaigns::{self, MessagePosition, MessageWindow},
    graphql::{
        context::{app, require},
        error::OrGraphql,
        messages::Message,
        page::{PageRequest, connection, encode},
        scalars::{Channel, MessageState},
    },
};

#[derive(InputObject, Debug)]
pub struct MessageFilter {
    state: Option<MessageState>,
    channel: Option<Channel>,
    wave: Option<i32>,
}

impl From<MessageFilter> for campaigns::MessageFilter {
    fn from(filter: MessageFilter) -> Self {
        Self { state: filter.state.map(Into::into), channel: filter.channel.map(Into::into), wave: filter.wave }
    }
}

pub type MessageConnection = Connection<String, Message, MessageTotal>;

/// The total of the list, out of the counts that are kept.
pub struct MessageTotal {
    campaign: CampaignId,
    filter: campaigns::MessageFilter,
}

#[Object]
impl MessageTotal {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i64> {
        let ledger = campaigns::counts::ledger(app(ctx)?.database.reader(), self.campaign).await.or_graphql()?;
        Ok(self.filter.total(&ledger))
    }
}

/// A page of the messages of a campaign; the arguments are those of a Relay connection.
pub async fn message_page(
    ctx: &Context<'_>,
    campaign: CampaignId,
    filter: Option<MessageFilter>,
    (first, after): (Option<i32>, Option<&str>),
    (last, before): (Option<i32>, Option<&str>),
) -> Result<MessageConnection> {
    let actor = require(ctx, Permission::ViewPatients)?;
    let request = PageRequest::<MessagePosition>::new(first, after, last, before)?;
    let filter = filter.map(campaigns::MessageFilter::from).unwrap_or_default();
    let window = MessageWindow { from: request.from, backward: request.backward, limit: request.fetch() };
    let rows = campaigns::read_messages(app(ctx)?, actor, campaign, filter, window).await.or_graphql()?;
    let total = MessageTotal { campaign, filter };
    Ok(connection(request.page(rows), total, |row| encode(&MessagePosition::from(row)), Message::from))
}
