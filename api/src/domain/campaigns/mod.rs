//! Campaigns from draft to completion.

mod activity;
mod audience;
mod checks;
pub mod counts;
mod draft;
mod edit;
mod estimate;
mod find;
#[cfg(test)]
pub(crate) mod fixtures;
mod funnel;
mod launch;
mod life;
mod links;
mod messages;
mod recipients;
mod resolve;
mod retry;
mod samples;
mod schedule;
#[cfg(test)]
mod tests;
mod timeline;
mod waves;

pub use activity::activity;
pub use draft::{Draft, TemplateText, create, create_once};
pub use edit::{DraftChange, delete_draft, save_draft};
pub use estimate::{Estimate, estimate};
pub use find::{channels_of, get, list, rule_of, templates_of};
pub use funnel::{Funnel, Progress, funnel, progress};
pub use launch::{launch, launch_unattended};
pub use life::{cancel, complete_due, pause, resume};
pub use links::{revoke_link, revoke_link_once};
pub use messages::{MessageFilter, MessagePosition, MessageWindow, read_messages};
pub use recipients::{RecipientState, Window, of_patient, read_recipients};
pub use resolve::resolve;
pub use retry::retry_failed;
pub use samples::{message_preview, samples};
pub use schedule::{ScheduledLaunch, enqueue_overdue, launch_scheduled, schedule};
pub use timeline::{TimelinePoint, timeline};
pub use waves::{remind, remind_once};
