//! Named, versioned lists of codes.

mod import;
mod list;
mod shipped;
mod store;
mod vocabulary;

pub use import::{ImportedSet, import_csv};
pub use list::{all, by_name};
pub use shipped::{CHRONIC_RESPIRATORY_DISEASE, ensure_shipped};
pub use vocabulary::Vocabulary;
