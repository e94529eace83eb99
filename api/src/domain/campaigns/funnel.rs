//! How far the recipients of a campaign came, as numbers that add up:
//! acknowledged + non-respondents + never sent = recipients.

use entity::campaign;
use sea_orm::ConnectionTrait;
use shared::ids::CampaignId;

use super::{
    counts::{self, Ledger, Stage},
    find::get,
    recipients::RecipientState,
};
use crate::domain::Result;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Funnel {
    pub recipients: i64,
    pub sent: i64,
    pub followed: i64,
    pub acknowledged: i64,
    /// Sent a wave and not acknowledged.
    pub non_respondents: i64,
    /// Neither sent anything nor acknowledged; the unreachable are among them.
    pub never_sent: i64,
    pub unreachable: i64,
}

impl Funnel {
    fn new(stage: impl Fn(Stage) -> i64) -> Self {
        let (recipients, sent) = (stage(Stage::Recipients), stage(Stage::Sent));
        let acknowledged = stage(Stage::Acknowledged);
        Self {
            recipients,
            sent,
            followed: stage(Stage::Followed),
            acknowledged,
            // A patient may acknowledge while the hand-over of the message is still being recorded.
            non_respondents: (sent - acknowledged).max(0),
            never_sent: recipients - sent.max(acknowledged),
            unreachable: stage(Stage::Unreachable),
        }
    }

    /// Recipients in a state, for the total of a list.
    pub fn of(&self, state: Option<RecipientState>) -> i64 {
        match state {
            None => self.recipients,
            Some(RecipientState::NotSent) => self.never_sent,
            Some(RecipientState::Sent) => self.sent,
            Some(RecipientState::Followed) => self.followed,
            Some(RecipientState::Acknowledged) => self.acknowledged,
            Some(RecipientState::NonRespondent) => self.non_respondents,
            Some(RecipientState::Unreachable) => self.unreachable,
        }
    }
}

pub async fn funnel(connection: &impl ConnectionTrait, id: CampaignId) -> Result<Funnel> {
    let stages = counts::recipients(connection, id).await?;
    Ok(Funnel::new(|stage| stages.get(&stage).copied().unwrap_or(0)))
}

/// Everything of a campaign that changes while it runs, for who watches it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    pub campaign: campaign::Model,
    pub funnel: Funnel,
    pub ledger: Ledger,
}

pub async fn progress(connection: &impl ConnectionTrait, id: CampaignId) -> Result<Progress> {
    Ok(Progress {
        campaign: get(connection, id).await?,
        funnel: funnel(connection, id).await?,
        ledger: counts::ledger(connection, id).await?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_early_acknowledgement_does_not_break_the_sum() {
        let funnel = Funnel::new(|stage| match stage {
            Stage::Recipients => 10,
            Stage::Sent => 3,
            Stage::Acknowledged => 4,
            _ => 0,
        });
        assert_eq!(funnel.acknowledged + funnel.non_respondents + funnel.never_sent, funnel.recipients);
    }
}
