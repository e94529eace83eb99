//! Signing in and out, and who is signed in.

use super::scalars::DateTime;
use super::schema;

/// The person at the screen and what they may do.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct Viewer {
    pub id: cynic::Id,
    pub email: String,
    pub name: String,
    pub role: Role,
    /// What the role allows, as `subject:verb`; see `shared`'s permissions.
    pub permissions: Vec<String>,
    pub practice: Practice,
    /// That still work; 0 when none were made.
    pub recovery_codes_left: i32,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct Practice {
    pub name: String,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum Role {
    Administrator,
    Manager,
    Viewer,
    Auditor,
}

/// The first step: what one knows.
#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct SignInInput {
    pub email: String,
    pub password: String,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct SignInVariables {
    pub input: SignInInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "SignInVariables")]
pub struct SignIn {
    #[arguments(input: $input)]
    pub sign_in: SignInPayload,
}

/// The ticket for the second step. It holds an enrolment until the authenticator has been confirmed once.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct SignInPayload {
    pub challenge: String,
    pub enrolment: Option<TotpEnrolment>,
}

/// What an authenticator app needs to know.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct TotpEnrolment {
    /// Base32, for those who cannot scan.
    pub secret: String,
    /// An SVG document.
    pub qr_svg: String,
}

/// The first step of an invited person, who chooses a password.
#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct AcceptInvitationInput {
    pub token: String,
    pub password: String,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct AcceptInvitationVariables {
    pub input: AcceptInvitationInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "AcceptInvitationVariables")]
pub struct AcceptInvitation {
    #[arguments(input: $input)]
    pub accept_invitation: SignInPayload,
}

/// The second step: what one has.
#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct CompleteSignInInput {
    pub challenge: String,
    pub code: String,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct CompleteSignInVariables {
    pub input: CompleteSignInInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "CompleteSignInVariables")]
pub struct CompleteSignIn {
    #[arguments(input: $input)]
    pub complete_sign_in: CompleteSignInPayload,
}

/// The second step with one of the recovery codes, for when the authenticator is not at hand.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "CompleteSignInVariables")]
pub struct RecoverSignIn {
    #[arguments(input: $input)]
    pub complete_sign_in_with_recovery_code: CompleteSignInPayload,
}

/// A session has begun, or has been renewed.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct CompleteSignInPayload {
    pub viewer: Viewer,
    pub access_token: String,
    pub expires_at: DateTime,
    /// For somebody who has just set up their authenticator; shown once.
    pub recovery_codes: Vec<String>,
}

/// A new access token against the refresh cookie, which the browser sends by itself.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema")]
pub struct RefreshSession {
    pub refresh_session: CompleteSignInPayload,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema")]
pub struct SignOut {
    pub sign_out: bool,
}
