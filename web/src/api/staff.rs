//! Members of staff, for those who manage them.

use super::identity::Role;
use super::scalars::DateTime;
use super::schema;

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Query", schema_module = "schema")]
pub struct Staff {
    pub users: Vec<User>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub struct User {
    pub id: cynic::Id,
    pub email: String,
    pub name: String,
    pub role: Role,
    pub state: UserState,
    pub last_sign_in_at: Option<DateTime>,
    pub locked_until: Option<DateTime>,
    pub invitation_expires_at: Option<DateTime>,
    pub second_factor: bool,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum UserState {
    /// Has a link and has not used it.
    Invited,
    Active,
    Disabled,
}

/// Only whose it is: the screen reads the rest again.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "UserPayload", schema_module = "schema")]
pub struct ChangedUser {
    pub user: UserId,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "User", schema_module = "schema")]
pub struct UserId {
    pub id: cynic::Id,
}

/// A link to be passed on, which is shown once.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "InviteUserPayload", schema_module = "schema")]
pub struct Invitation {
    pub user: InvitedUser,
    pub invitation_url: String,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "User", schema_module = "schema")]
pub struct InvitedUser {
    pub name: String,
    pub invitation_expires_at: Option<DateTime>,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct InviteUserInput {
    pub email: String,
    pub name: String,
    pub role: Role,
    /// The same for the same address until the invitation is known to be made.
    pub request_id: String,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct InviteUserVariables {
    pub input: InviteUserInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "InviteUserVariables")]
pub struct InviteUser {
    #[arguments(input: $input)]
    pub invite_user: Invitation,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct ChangeUserInput {
    pub id: cynic::Id,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct ChangeUserVariables {
    pub input: ChangeUserInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "ChangeUserVariables")]
pub struct ChangeUser {
    #[arguments(input: $input)]
    pub change_user: ChangedUser,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct UserInput {
    pub id: cynic::Id,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct UserVariables {
    pub input: UserInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "UserVariables")]
pub struct RenewInvitation {
    #[arguments(input: $input)]
    pub renew_invitation: Invitation,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "UserVariables")]
pub struct DisableUser {
    #[arguments(input: $input)]
    pub disable_user: ChangedUser,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "UserVariables")]
pub struct EnableUser {
    #[arguments(input: $input)]
    pub enable_user: ChangedUser,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "UserVariables")]
pub struct ResetSecondFactor {
    #[arguments(input: $input)]
    pub reset_second_factor: ChangedUser,
}
