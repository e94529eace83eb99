//! Lists of recipients. Who is in a campaign tells of their health, so every look leaves an audit event.

use entity::recipient::{self, Column};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;
use shared::{
    ids::{CampaignId, PatientId},
    permission::Permission,
};

use crate::{
    domain::{Actor, Result, audit},
    state::App,
};

/// How far a recipient came; one recipient may be in several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecipientState {
    NotSent,
    Sent,
    Followed,
    Acknowledged,
    NonRespondent,
    Unreachable,
}

impl RecipientState {
    fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::Sent => "sent",
            Self::Followed => "followed",
            Self::Acknowledged => "acknowledged",
            Self::NonRespondent => "non_respondent",
            Self::Unreachable => "unreachable",
        }
    }

    fn condition(self) -> Condition {
        let all = Condition::all();
        match self {
            Self::NotSent => all.add(Column::FirstSentAt.is_null()).add(Column::AcknowledgedAt.is_null()),
            Self::Sent => all.add(Column::FirstSentAt.is_not_null()),
            Self::Followed => all.add(Column::FollowedAt.is_not_null()),
            Self::Acknowledged => all.add(Column::AcknowledgedAt.is_not_null()),
            Self::NonRespondent => all.add(Column::FirstSentAt.is_not_null()).add(Column::AcknowledgedAt.is_null()),
            Self::Unreachable => all.add(Column::UnreachableReason.is_not_null()),
        }
    }
}

/// Which part of a list is read: at most `limit` rows after (or, going `backward`, before) the id `from`.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    pub from: Option<i64>,
    pub backward: bool,
    pub limit: u64,
}

/// Recipients of a campaign by id, in the direction of travel, with an audit event of the look.
pub async fn read_recipients(
    app: &App,
    actor: &Actor,
    campaign: CampaignId,
    state: Option<RecipientState>,
    window: Window,
) -> Result<Vec<recipient::Model>> {
    actor.require(Permission::ViewPatients)?;
    let mut query = recipient::Entity::find().filter(Column::CampaignId.eq(campaign.get())).limit(window.limit);
    if let Some(state) = state {
        query = query.filter(state.condition());
    }
    if let Some(from) = window.from {
        query = query.filter(if window.backward { Column::Id.lt(from) } else { Column::Id.gt(from) });
    }
    let query = if window.backward { query.order_by_desc(Column::Id) } else { query.order_by_asc(Column::Id) };
    let rows = query.all(app.database.reader()).await?;
    let entry = audit::Entry {
        action: "campaign.recipients_read",
        subject: Some(campaign.to_string()),
        detail: json!({ "state": state.map(RecipientState::as_str), "rows": rows.len() }),
    };
    audit::record_alone(&app.database, app.clock.timestamp(), actor, entry).await?;
    Ok(rows)
}

/// Every campaign a patient was in, newest first. The caller has shown the patient and recorded it.
pub async fn of_patient(connection: &impl ConnectionTrait, patient: PatientId) -> Result<Vec<recipient::Model>> {
    Ok(recipient::Entity::find()
        .filter(Column::PatientId.eq(patient.get()))
        .order_by_desc(Column::Id)
        .all(connection)
        .await?)
}
