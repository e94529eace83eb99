//! Named, versioned lists of codes.

mod import;
mod list;
mod shipped;
mod store;
mod vocabulary;

pub use import::{ImportedSet, NewSet, import_csv, import_csv_once};
pub use list::{all, by_name, codes, shown};
pub use shipped::{CHRONIC_RESPIRATORY_DISEASE, ensure_shipped};
pub use vocabulary::Vocabulary;
