//! What staff set in the app: the practice's details, and how backups are encrypted.

mod backup;
mod practice;
#[cfg(test)]
mod tests;

pub use backup::{BackupMutation, BackupQuery};
pub use practice::{Practice, PracticeMutation, PracticeQuery};
