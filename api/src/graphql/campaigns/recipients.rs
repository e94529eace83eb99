//! Recipients: patients of a campaign, page by page.

use async_graphql::{
    Context, Enum, Error, ID, InputObject, Object, Result, SimpleObject, connection::Connection, dataloader::DataLoader,
};
use chrono::{DateTime, Utc};
use entity::{recipient, recipient_event};
use shared::{
    ids::{CampaignId, PatientId, RecipientId},
    permission::Permission,
};

use super::{
    loader::{CampaignLoader, EventsOf, load_campaign},
    types::Campaign,
};
use crate::{
    domain::campaigns::{self, Window},
    graphql::{
        context::{app, require},
        error::OrGraphql,
        messages::Message,
        page::{PageRequest, connection, encode},
        patients::{Patient, load_patient},
    },
};

/// How far a recipient came; one recipient may be in several.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "campaigns::RecipientState")]
pub enum RecipientState {
    NotSent,
    Sent,
    Followed,
    Acknowledged,
    NonRespondent,
    Unreachable,
}

#[derive(InputObject, Debug)]
pub struct RecipientFilter {
    state: Option<RecipientState>,
}

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::values::EventKind")]
pub enum RecipientEventKind {
    Followed,
    Acknowledged,
    OptedOut,
    /// Whoever reads the message said that it is not for them.
    NotMe,
    LinkRevoked,
}

#[derive(SimpleObject, Clone, Copy, Debug)]
pub struct RecipientEvent {
    kind: RecipientEventKind,
    at: DateTime<Utc>,
    /// Likely a machine that opened the link.
    weak: bool,
}

impl From<recipient_event::Model> for RecipientEvent {
    fn from(event: recipient_event::Model) -> Self {
        Self { kind: event.kind.into(), at: event.at.to_utc(), weak: event.weak }
    }
}

/// One patient in one campaign, with one link.
pub struct Recipient(recipient::Model);

impl From<recipient::Model> for Recipient {
    fn from(model: recipient::Model) -> Self {
        Self(model)
    }
}

#[Object]
impl Recipient {
    async fn id(&self) -> ID {
        RecipientId::from(self.0.id).to_string().into()
    }

    async fn patient(&self, ctx: &Context<'_>) -> Result<Patient> {
        require(ctx, Permission::ViewPatients)?;
        load_patient(ctx, PatientId::from(self.0.patient_id)).await
    }

    async fn campaign(&self, ctx: &Context<'_>) -> Result<Campaign> {
        let campaign = load_campaign(ctx, CampaignId::from(self.0.campaign_id)).await?;
        campaign.ok_or_else(|| Error::new("The campaign of this recipient is gone."))
    }

    async fn first_sent_at(&self) -> Option<DateTime<Utc>> {
        self.0.first_sent_at.map(entity::time::Timestamp::to_utc)
    }

    /// When the link was first opened: weak evidence, machines open links too.
    async fn followed_at(&self) -> Option<DateTime<Utc>> {
        self.0.followed_at.map(entity::time::Timestamp::to_utc)
    }

    async fn acknowledged_at(&self) -> Option<DateTime<Utc>> {
        self.0.acknowledged_at.map(entity::time::Timestamp::to_utc)
    }

    /// Why no channel of the first wave could reach the patient.
    async fn unreachable_reason(&self) -> Option<&str> {
        self.0.unreachable_reason.as_deref()
    }

    async fn messages(&self, ctx: &Context<'_>) -> Result<Vec<Message>> {
        require(ctx, Permission::ViewPatients)?;
        let loader = ctx.data::<DataLoader<CampaignLoader>>()?;
        let messages = loader.load_one(RecipientId::from(self.0.id)).await?.unwrap_or_default();
        Ok(messages.into_iter().map(Message::from).collect())
    }

    /// What happened, the oldest first.
    async fn events(&self, ctx: &Context<'_>) -> Result<Vec<RecipientEvent>> {
        require(ctx, Permission::ViewPatients)?;
        let loader = ctx.data::<DataLoader<CampaignLoader>>()?;
        let events = loader.load_one(EventsOf(RecipientId::from(self.0.id))).await?.unwrap_or_default();
        Ok(events.into_iter().map(RecipientEvent::from).collect())
    }
}

/// Every campaign a patient was in, newest first, for the page of that patient.
pub async fn recipients_of_patient(ctx: &Context<'_>, patient: PatientId) -> Result<Vec<Recipient>> {
    require(ctx, Permission::ViewPatients)?;
    let rows = campaigns::of_patient(app(ctx)?.database.reader(), patient).await.or_graphql()?;
    Ok(rows.into_iter().map(Recipient::from).collect())
}

pub type RecipientConnection = Connection<String, Recipient, RecipientTotal>;

/// The total of the list, out of the counts that are kept.
pub struct RecipientTotal {
    campaign: CampaignId,
    state: Option<campaigns::RecipientState>,
}

#[Object]
impl RecipientTotal {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i64> {
        let funnel = campaigns::funnel(app(ctx)?.database.reader(), self.campaign).await.or_graphql()?;
        Ok(funnel.of(self.state))
    }
}

/// A page of the recipients of a campaign; the arguments are those of a Relay connection.
pub async fn recipient_page(
    ctx: &Context<'_>,
    campaign: CampaignId,
    filter: Option<RecipientFilter>,
    (first, after): (Option<i32>, Option<&str>),
    (last, before): (Option<i32>, Option<&str>),
) -> Result<RecipientConnection> {
    let actor = require(ctx, Permission::ViewPatients)?;
    let request = PageRequest::<i64>::new(first, after, last, before)?;
    let state = filter.and_then(|filter| filter.state).map(campaigns::RecipientState::from);
    let window = Window { from: request.from, backward: request.backward, limit: request.fetch() };
    let rows = campaigns::read_recipients(app(ctx)?, actor, campaign, state, window).await.or_graphql()?;
    let total = RecipientTotal { campaign, state };
    Ok(connection(request.page(rows), total, |row| encode(&row.id), Recipient::from))
}
