//! Words that only the database and the server share; those that the browser needs too are in `shared`.

use sea_orm::{DeriveActiveEnum, EnumIter};

/// Whether a user may sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum UserState {
    #[sea_orm(string_value = "invited")]
    Invited,
    #[sea_orm(string_value = "active")]
    Active,
    #[sea_orm(string_value = "disabled")]
    Disabled,
}

/// What a contact point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum ContactKind {
    #[sea_orm(string_value = "phone")]
    Phone,
    #[sea_orm(string_value = "email")]
    Email,
}

/// How far an import has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum ImportState {
    #[sea_orm(string_value = "checking")]
    Checking,
    #[sea_orm(string_value = "checked")]
    Checked,
    #[sea_orm(string_value = "committing")]
    Committing,
    #[sea_orm(string_value = "committed")]
    Committed,
    #[sea_orm(string_value = "failed")]
    Failed,
    /// Forgotten by a person before anything was written.
    #[sea_orm(string_value = "discarded")]
    Discarded,
}

/// How far a report run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum RunState {
    #[sea_orm(string_value = "running")]
    Running,
    #[sea_orm(string_value = "done")]
    Done,
    #[sea_orm(string_value = "failed")]
    Failed,
}

/// How far a snapshot has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum SnapshotState {
    #[sea_orm(string_value = "running")]
    Running,
    #[sea_orm(string_value = "written")]
    Written,
    #[sea_orm(string_value = "verified")]
    Verified,
    #[sea_orm(string_value = "failed")]
    Failed,
}

/// How far a job has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum JobState {
    #[sea_orm(string_value = "queued")]
    Queued,
    #[sea_orm(string_value = "running")]
    Running,
    #[sea_orm(string_value = "done")]
    Done,
    #[sea_orm(string_value = "failed")]
    Failed,
}

/// What a recipient did, or what was done to the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum EventKind {
    #[sea_orm(string_value = "followed")]
    Followed,
    #[sea_orm(string_value = "acknowledged")]
    Acknowledged,
    #[sea_orm(string_value = "opted_out")]
    OptedOut,
    /// Whoever reads there is not the patient.
    #[sea_orm(string_value = "not_me")]
    NotMe,
    /// By staff: links sent before no longer work.
    #[sea_orm(string_value = "link_revoked")]
    LinkRevoked,
}

/// Who acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum ActorKind {
    #[sea_orm(string_value = "user")]
    User,
    #[sea_orm(string_value = "client")]
    Client,
    #[sea_orm(string_value = "patient")]
    Patient,
    #[sea_orm(string_value = "system")]
    System,
    #[sea_orm(string_value = "command")]
    Command,
}
