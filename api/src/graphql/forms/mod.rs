//! Forms: drafts, versions and their publishing, and what people answer.

mod mutations;
mod queries;
mod responses;
mod summary;
#[cfg(test)]
mod tests;
mod types;

pub use mutations::FormMutation;
pub use queries::FormQuery;
pub use responses::FormResponse;
