//! Campaigns from draft to completion.

mod activity;
mod advise;
mod approve;
mod audience;
mod budget;
mod checks;
pub mod counts;
mod draft;
mod edit;
mod estimate;
mod find;
#[cfg(test)]
pub(crate) mod fixtures;
mod funnel;
mod households;
mod launch;
mod life;
mod links;
mod messages;
mod outlook;
mod recipients;
mod reminders;
mod resolve;
mod retry;
mod samples;
mod schedule;
#[cfg(test)]
mod tests;
mod texts;
mod timeline;
mod unreachable;
mod waves;

pub use activity::activity;
pub use advise::{advise, send_test};
pub use approve::{approve, needs_approval};
pub use budget::{pause_at_budget, raise_budget};
pub use draft::{Draft, TemplateText, create, create_once};
pub use edit::{DraftChange, delete_draft, save_draft};
pub use estimate::{Estimate, estimate};
pub use find::{channels_of, get, list, plan_of, rule_of, templates_of};
pub use funnel::{Funnel, Progress, funnel, progress};
pub use launch::{launch, launch_unattended};
pub use life::{cancel, complete_due, pause, resume};
pub use links::{revoke_link, revoke_link_once};
pub use messages::{MessageFilter, MessagePosition, MessageWindow, read_messages};
pub use outlook::{Outlook, outlook};
pub use recipients::{RecipientState, Window, of_patient, read_recipients};
pub use reminders::{Planned, planned, remind_due, waves_of};
pub use resolve::resolve;
pub use retry::retry_failed;
pub use samples::{message_preview, samples};
pub use schedule::{ScheduledLaunch, enqueue_overdue, launch_scheduled, schedule};
pub use texts::{TemplateVariant, template_versions, variants_of};
pub use timeline::{TimelinePoint, timeline};
pub use unreachable::{UnreachableList, unreachable_csv};
pub use waves::{remind, remind_once};
