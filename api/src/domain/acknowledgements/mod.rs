//! What recipients do with their link.

mod acknowledge;
mod effects;
mod event;
mod link;
mod not_me;
mod open;
mod opt_out;
mod reader;
mod record;
mod recorder;
mod text;
mod visit;

pub use acknowledge::{Acknowledged, acknowledge};
pub use event::{Event, Outcome};
pub use link::{Closed, PatientLanguage, Refused};
pub use not_me::{ask_not_me, not_me};
pub use open::{Shown, open};
pub use opt_out::{ask_opt_out, opt_out};
pub use reader::LinkReader;
pub use record::record_many;
pub use recorder::Recorder;
pub use visit::Visit;

pub(in crate::domain) use link::{Invitation, find as find_invitation};
pub(in crate::domain) use record::record;
