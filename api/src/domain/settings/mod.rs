//! What staff set in the app: it counts before what the configuration says.

mod backup;
mod practice;
mod store;

pub use backup::{BackupSettings, backup, backup_keys, save_backup_keys};
pub use practice::{PracticeCopy, practice, save_practice};
