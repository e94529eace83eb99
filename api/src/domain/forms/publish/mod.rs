//! Publishing: a durable job of recorded steps, each of which can be done again, so that a process that is killed
//! anywhere leaves it to the next.

mod address;
mod refresh;
mod request;
mod run;
mod steps;

pub use address::show_again;
pub use refresh::refresh_pages;
pub(super) use request::newest;
pub use request::{is_under_way, publish, publish_once};
pub use run::run;
