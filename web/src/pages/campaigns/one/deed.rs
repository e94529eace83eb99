//! What can be done to a campaign: when it makes sense, what it touches, and the request that does it.

use cynic::MutationBuilder;

use crate::api::ApiError;
use crate::api::campaign::{
    CampaignInput, CampaignInputVariables, CancelCampaign, PauseCampaign, ResumeCampaign, RetryFailedMessages,
    SendReminder, SendReminderInput, SendReminderVariables,
};
use crate::api::campaigns::{CampaignFigures, CampaignState};
use crate::session::Session;
use crate::text::deed as words;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Pause,
    Resume,
    Remind,
    Retry,
    Cancel,
}

impl Deed {
    pub const ALL: [Self; 5] = [Self::Pause, Self::Resume, Self::Remind, Self::Retry, Self::Cancel];

    pub fn verb(self) -> &'static str {
        match self {
            Self::Pause => words::PAUSE,
            Self::Resume => words::RESUME,
            Self::Remind => words::REMIND,
            Self::Retry => words::RETRY,
            Self::Cancel => words::CANCEL,
        }
    }

    /// While it is under way.
    pub fn doing(self) -> &'static str {
        match self {
            Self::Pause => words::PAUSING,
            Self::Resume => words::RESUMING,
            Self::Remind => words::REMINDING,
            Self::Retry => words::RETRYING,
            Self::Cancel => words::CANCELLING,
        }
    }

    pub fn done(self) -> &'static str {
        match self {
            Self::Pause => words::PAUSED,
            Self::Resume => words::RESUMED,
            Self::Remind => words::REMINDED,
            Self::Retry => words::RETRIED,
            Self::Cancel => words::CANCELLED,
        }
    }

    /// Behind the sign for more: not to be pressed by mistake.
    pub fn is_aside(self) -> bool {
        matches!(self, Self::Retry | Self::Cancel)
    }

    /// Whether another deed takes its place once it is done, and undoes it without asking.
    pub fn has_opposite(self) -> bool {
        matches!(self, Self::Pause | Self::Resume)
    }

    /// Patients for a reminder, messages for the rest.
    pub fn touches(self, figures: &CampaignFigures) -> i32 {
        let lines = &figures.counts.channels;
        match self {
            Self::Remind => figures.counts.non_respondents,
            Self::Retry => lines.iter().map(|line| line.failed).sum(),
            Self::Pause | Self::Resume | Self::Cancel => lines.iter().map(|line| line.queued).sum(),
        }
    }

    /// Whether it makes sense now.
    pub fn is_offered(self, figures: &CampaignFigures) -> bool {
        let running = figures.state == CampaignState::Running;
        let waits = || figures.counts.channels.iter().any(|line| line.queued + line.sending > 0);
        match self {
            Self::Pause => running,
            Self::Resume => figures.state == CampaignState::Paused,
            // A reminder waits for the wave before it.
            Self::Remind => running && !waits() && self.touches(figures) > 0,
            Self::Retry => figures.state.is_live() && self.touches(figures) > 0,
            Self::Cancel => running || matches!(figures.state, CampaignState::Paused | CampaignState::Scheduled),
        }
    }
}

/// Does it. The same `request_id` again sends no second reminder; the other deeds are refused the second time.
pub async fn run(
    session: Session,
    deed: Deed,
    id: cynic::Id,
    request_id: String,
) -> Result<(Deed, CampaignFigures), ApiError> {
    let variables = |id| CampaignInputVariables { input: CampaignInput { id } };
    let changed = match deed {
        Deed::Pause => session.run(PauseCampaign::build(variables(id))).await?.pause_campaign,
        Deed::Resume => session.run(ResumeCampaign::build(variables(id))).await?.resume_campaign,
        Deed::Remind => {
            let input = SendReminderInput { id, request_id };
            session.run(SendReminder::build(SendReminderVariables { input })).await?.send_reminder
        }
        Deed::Retry => session.run(RetryFailedMessages::build(variables(id))).await?.retry_failed_messages,
        Deed::Cancel => session.run(CancelCampaign::build(variables(id))).await?.cancel_campaign,
    };
    Ok((deed, changed.campaign))
}
