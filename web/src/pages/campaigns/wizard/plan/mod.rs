//! The plan of a campaign as it is typed: hours, pace, budget, households, doubt, and reminders.

mod decisions;
mod fields;
mod reminders;
mod typed;
mod window;

pub use decisions::decisions;
pub use fields::PlanFields;
pub use reminders::reminders;
pub use typed::{FORM, TypedPlan, id_of};
pub use window::window;
