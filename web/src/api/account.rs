//! One's own account: password, recovery codes, and the ways back in when one of them is lost.

use super::schema;

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct RequestPasswordResetInput {
    pub email: String,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct RequestPasswordResetVariables {
    pub input: RequestPasswordResetInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "RequestPasswordResetVariables")]
pub struct RequestPasswordReset {
    #[arguments(input: $input)]
    pub request_password_reset: bool,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct FreshCodeInput {
    pub code: String,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct RenewRecoveryCodesVariables {
    pub input: FreshCodeInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "RenewRecoveryCodesVariables")]
pub struct RenewRecoveryCodes {
    #[arguments(input: $input)]
    pub renew_recovery_codes: RecoveryCodes,
}

/// Ten codes, which the server never shows again.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "RenewRecoveryCodesPayload", schema_module = "schema")]
pub struct RecoveryCodes {
    pub codes: Vec<String>,
}

#[derive(cynic::InputObject, Clone, Debug)]
#[cynic(schema_module = "schema")]
pub struct ChangePasswordInput {
    pub current: String,
    pub new: String,
    pub code: String,
    /// The same for the same new password until it is known to be changed.
    pub request_id: String,
}

#[derive(cynic::QueryVariables)]
#[cynic(schema_module = "schema")]
pub struct ChangePasswordVariables {
    pub input: ChangePasswordInput,
}

#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "Mutation", schema_module = "schema", variables = "ChangePasswordVariables")]
pub struct ChangePassword {
    #[arguments(input: $input)]
    pub change_password: ChangedPassword,
}

/// That it worked is all there is to know.
#[derive(cynic::QueryFragment, Clone, Debug)]
#[cynic(graphql_type = "ViewerPayload", schema_module = "schema")]
pub struct ChangedPassword {
    #[cynic(rename = "__typename")]
    pub _typename: String,
}
