//! Message templates: a small part of the Jinja language (placeholders and `if`), checked once and rendered often.

mod advice;
mod check;
mod default;
mod preview;
mod render;

pub use advice::{Advice, Advised, advise};
pub use check::{PLACEHOLDERS, TemplateError, check_template};
pub use default::{default_email_body, default_email_subject, default_sms};
pub use preview::preview;
pub use render::{MessageValues, Rendered, Template, TemplateSet};
