//! One patient with everything that happened to them, and what one can change about them.

use super::campaign::MessageState;
use super::campaigns::{CampaignState, Channel};
use super::patients::{ContactKind, ContactPoint, PatientStatus};
use super::scalars::{Date, DateTime};
use super::schema;

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum Sex {
    Female,
    Male,
    Other,
    Unknown,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum RecipientEventKind {
    Followed,
    Acknowledged,
    OptedOut,
    NotMe,
    LinkRevoked,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum PatientChangeKind {
    Added,
    Imported,
    Updated,
    Corrected,
    NeverContact,
    ContactAllowed,
    Erased,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct PatientVariables {
    pub id: cynic::Id,
}

/// Everything about one patient, for their own page.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema", variables = "PatientVariables")]
pub struct PatientDetail {
    #[arguments(id: $id)]
    pub patient: Option<PatientRecord>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Patient", schema_module = "schema")]
pub struct PatientRecord {
    pub id: cynic::Id,
    /// The id in the practice's own system.
    pub local_id: Option<String>,
    pub nhs_number: Option<String>,
    pub given_name: String,
    pub family_name: String,
    pub birth_date: Option<Date>,
    pub sex: Sex,
    pub status: PatientStatus,
    pub postcode: Option<String>,
    pub address: Option<String>,
    pub preferred_language: Option<String>,
    pub contact_points: Vec<ContactPoint>,
    pub conditions: Vec<Condition>,
    pub recipients: Vec<PatientRecipient>,
    /// The newest first.
    pub changes: Vec<PatientChange>,
    pub updated_at: DateTime,
    /// The system the record comes from; `by-hand` for one added here.
    pub source: String,
    pub never_contact: Option<NeverContact>,
    pub erased_at: Option<DateTime>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct Condition {
    /// The URI of the code system.
    pub system: String,
    pub code: String,
    pub term: String,
    pub onset: Option<Date>,
    pub abatement: Option<Date>,
    pub active: bool,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct NeverContact {
    pub reason: String,
    pub at: DateTime,
}

/// Something that was done to the record.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct PatientChange {
    pub kind: PatientChangeKind,
    pub at: DateTime,
    pub by: Option<String>,
    /// As the input of a correction names them.
    pub fields: Vec<String>,
    /// For whoever may see imports.
    pub import_id: Option<cynic::Id>,
    pub file_name: Option<String>,
}

/// The patient in one campaign.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Recipient", schema_module = "schema")]
pub struct PatientRecipient {
    pub id: cynic::Id,
    pub campaign: RecipientCampaign,
    pub first_sent_at: Option<DateTime>,
    pub followed_at: Option<DateTime>,
    pub acknowledged_at: Option<DateTime>,
    pub unreachable_reason: Option<String>,
    pub messages: Vec<PatientMessage>,
    pub events: Vec<RecipientEvent>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Campaign", schema_module = "schema")]
pub struct RecipientCampaign {
    pub id: cynic::Id,
    pub name: String,
    pub state: CampaignState,
}

/// One message of one channel and wave.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Message", schema_module = "schema")]
pub struct PatientMessage {
    pub channel: Channel,
    pub wave: i32,
    pub state: MessageState,
    /// Why it is suppressed, failed or cancelled.
    pub reason: Option<String>,
    pub created_at: DateTime,
    pub updated_at: DateTime,
    pub sent_at: Option<DateTime>,
    pub possible_duplicate: bool,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct RecipientEvent {
    pub kind: RecipientEventKind,
    pub at: DateTime,
    /// Likely a machine that opened the link.
    pub weak: bool,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct ContactPointInput {
    pub kind: ContactKind,
    pub value: String,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct ConditionInput {
    pub system: String,
    pub code: String,
    pub term: String,
    pub onset: Option<Date>,
    pub abatement: Option<Date>,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct AddPatientInput {
    pub nhs_number: Option<String>,
    pub given_name: String,
    pub family_name: String,
    pub birth_date: Option<Date>,
    pub sex: Sex,
    pub status: PatientStatus,
    pub postcode: Option<String>,
    pub address: Option<String>,
    pub preferred_language: Option<String>,
    pub contact_points: Vec<ContactPointInput>,
    pub conditions: Vec<ConditionInput>,
    pub request_id: Option<String>,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct CorrectPatientInput {
    pub id: cynic::Id,
    pub nhs_number: Option<String>,
    pub given_name: String,
    pub family_name: String,
    pub birth_date: Option<Date>,
    pub sex: Sex,
    pub status: PatientStatus,
    pub postcode: Option<String>,
    pub address: Option<String>,
    pub preferred_language: Option<String>,
    pub contact_points: Option<Vec<ContactPointInput>>,
    pub conditions: Option<Vec<ConditionInput>>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct AddPatientVariables {
    pub input: AddPatientInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "AddPatientVariables")]
pub struct AddPatient {
    #[arguments(input: $input)]
    pub add_patient: ChangedPatient,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct CorrectPatientVariables {
    pub input: CorrectPatientInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "CorrectPatientVariables")]
pub struct CorrectPatient {
    #[arguments(input: $input)]
    pub correct_patient: ChangedPatient,
}

/// Which patient was changed; the page reads the rest.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "PatientPayload", schema_module = "schema")]
pub struct ChangedPatient {
    pub patient: PatientId,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Patient", schema_module = "schema")]
pub struct PatientId {
    pub id: cynic::Id,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct SetNeverContactInput {
    pub id: cynic::Id,
    pub reason: String,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct SetNeverContactVariables {
    pub input: SetNeverContactInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "SetNeverContactVariables")]
pub struct SetNeverContact {
    #[arguments(input: $input)]
    pub set_never_contact: ChangedPatient,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct PatientInput {
    pub id: cynic::Id,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct ClearNeverContactVariables {
    pub input: PatientInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "ClearNeverContactVariables")]
pub struct ClearNeverContact {
    #[arguments(input: $input)]
    pub clear_never_contact: ChangedPatient,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct ErasePatientInput {
    pub id: cynic::Id,
    pub code: String,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct ErasePatientVariables {
    pub input: ErasePatientInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "ErasePatientVariables")]
pub struct ErasePatient {
    #[arguments(input: $input)]
    pub erase_patient: ChangedPatient,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct RevokeLinkInput {
    /// Of the recipient.
    pub id: cynic::Id,
    /// The same for the same recipient until the link is known to be revoked.
    pub request_id: String,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct RevokeLinkVariables {
    pub input: RevokeLinkInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "RevokeLinkVariables")]
pub struct RevokeLink {
    #[arguments(input: $input)]
    pub revoke_link: RevokedLink,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "RevokeLinkPayload", schema_module = "schema")]
pub struct RevokedLink {
    pub recipient: RecipientId,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Recipient", schema_module = "schema")]
pub struct RecipientId {
    pub id: cynic::Id,
}
