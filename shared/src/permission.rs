//! Who may do what: roles, permissions (the OAuth scopes too) and the matrix between them.

use crate::text_enum::{canonical_from_str, text_enum};

text_enum! {
    /// What a member of staff is; decides the permissions.
    pub enum Role ("role") {
        /// May do everything.
        Administrator => "administrator",
        /// Runs campaigns; does not manage people, clients or settings.
        Manager => "manager",
        /// Reads and changes nothing.
        Viewer => "viewer",
        /// Reads the audit log, counts and the list of reports; sees no patient.
        Auditor => "auditor",
    }
}

text_enum! {
    /// One thing a user or an external system may be allowed to do; the text is the OAuth scope (RFC 6749 §3.3).
    pub enum Permission ("permission") {
        ViewPatients => "patients:view",
        EditPatients => "patients:edit",
        ErasePatients => "patients:erase",
        ImportPatients => "patients:import",
        ViewCampaigns => "campaigns:view",
        EditCampaigns => "campaigns:edit",
        LaunchCampaigns => "campaigns:launch",
        ViewReports => "reports:view",
        RunReports => "reports:run",
        ManageReports => "reports:manage",
        ViewSnapshots => "snapshots:view",
        TakeSnapshots => "snapshots:take",
        ViewAudit => "audit:view",
        ManageUsers => "users:manage",
        ManageClients => "clients:manage",
        ManageSettings => "settings:manage",
        ViewOutbox => "outbox:view",
        ViewForms => "forms:view",
        EditForms => "forms:edit",
        PublishForms => "forms:publish",
        ViewAnswers => "answers:view",
        EraseAnswers => "answers:erase",
    }
}

canonical_from_str!(Role, Permission);

impl Permission {
    /// What it allows, for the generated page and the settings screen.
    pub const fn description(self) -> &'static str {
        match self {
            Self::ViewPatients => "See patients, their conditions and contact points",
            Self::EditPatients => "Change a patient's record",
            Self::ErasePatients => "Erase a patient for good (UK GDPR, article 17)",
            Self::ImportPatients => "Upload and commit patient files",
            Self::ViewCampaigns => "See campaigns and their counts",
            Self::EditCampaigns => "Create and change campaigns",
            Self::LaunchCampaigns => "Launch, pause, resume, cancel and remind",
            Self::ViewReports => "See the list of reports and their runs",
            Self::RunReports => "Run a report",
            Self::ManageReports => "Create, change and schedule reports",
            Self::ViewSnapshots => "See the list of snapshots",
            Self::TakeSnapshots => "Take a snapshot now",
            Self::ViewAudit => "Read the audit log",
            Self::ManageUsers => "Invite staff and change roles",
            Self::ManageClients => "Give and revoke credentials of external systems",
            Self::ManageSettings => "Change settings",
            Self::ViewOutbox => "Look at messages of the local outbox, links included",
            Self::ViewForms => "See forms and their versions",
            Self::EditForms => "Create and change drafts of forms",
            Self::PublishForms => "Publish and retire forms",
            Self::ViewAnswers => "See what patients answered to forms, and export it",
            Self::EraseAnswers => "Delete single answers to forms",
        }
    }
}

const MANAGER: &[Permission] = &[
    Permission::ViewPatients,
    Permission::EditPatients,
    Permission::ImportPatients,
    Permission::ViewCampaigns,
    Permission::EditCampaigns,
    Permission::LaunchCampaigns,
    Permission::ViewReports,
    Permission::RunReports,
    Permission::ManageReports,
    Permission::ViewSnapshots,
    Permission::TakeSnapshots,
    Permission::ViewOutbox,
    Permission::ViewForms,
    Permission::EditForms,
    Permission::PublishForms,
    Permission::ViewAnswers,
    Permission::EraseAnswers,
];

// Not the outbox: it shows working links, and with one a viewer could acknowledge for a patient.
const VIEWER: &[Permission] = &[
    Permission::ViewPatients,
    Permission::ViewCampaigns,
    Permission::ViewReports,
    Permission::ViewSnapshots,
    Permission::ViewForms,
    Permission::ViewAnswers,
];

const AUDITOR: &[Permission] =
    &[Permission::ViewCampaigns, Permission::ViewReports, Permission::ViewAudit, Permission::ViewForms];

impl Role {
    /// Everything the role may do.
    pub const fn permissions(self) -> &'static [Permission] {
        match self {
            Self::Administrator => Permission::ALL,
            Self::Manager => MANAGER,
            Self::Viewer => VIEWER,
            Self::Auditor => AUDITOR,
        }
    }

    /// Whether the role may do this.
    pub fn may(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }
}

/// The matrix of roles and permissions as a Markdown table; `docs/permissions.md` is generated from it.
pub fn matrix_markdown() -> String {
    let mut lines = vec![
        format!("| permission and scope | allows | {} |", Role::TEXTS.join(" | ")),
        format!("|---|---|{}", ":-:|".repeat(Role::ALL.len())),
    ];
    for &permission in Permission::ALL {
        let marks: Vec<&str> = Role::ALL.iter().map(|role| if role.may(permission) { "yes" } else { "–" }).collect();
        lines.push(format!("| `{permission}` | {} | {} |", permission.description(), marks.join(" | ")));
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_administrator_may_do_everything() {
        assert!(Permission::ALL.iter().all(|&permission| Role::Administrator.may(permission)));
    }

    #[test]
    fn a_viewer_changes_nothing() {
        assert!(Role::Viewer.permissions().iter().all(|permission| permission.as_str().ends_with(":view")));
        assert!(!Role::Viewer.may(Permission::ViewOutbox));
    }

    #[test]
    fn an_auditor_sees_the_audit_log_and_no_patient() {
        assert!(Role::Auditor.may(Permission::ViewAudit));
        assert!(!Role::Auditor.may(Permission::ViewPatients) && !Role::Auditor.may(Permission::ViewAnswers));
        assert!(!Role::Auditor.may(Permission::RunReports));
    }

    #[test]
    fn a_manager_manages_campaigns_but_not_people() {
        let refused: Vec<_> = Permission::ALL.iter().copied().filter(|&p| !Role::Manager.may(p)).collect();
        assert_eq!(
            refused,
            [
                Permission::ErasePatients,
                Permission::ViewAudit,
                Permission::ManageUsers,
                Permission::ManageClients,
                Permission::ManageSettings
            ]
        );
    }

    #[test]
    fn texts_read_back_and_a_wrong_one_lists_what_is_allowed() {
        for &permission in Permission::ALL {
            assert_eq!(permission.as_str().parse(), Ok(permission));
        }
        let error = "root".parse::<Role>().unwrap_err();
        assert_eq!(error.to_string(), "role must be one of: administrator, manager, viewer, auditor");
        assert_eq!(serde_json::from_str::<Role>("\"viewer\"").unwrap(), Role::Viewer);
    }

    #[test]
    fn the_matrix_has_a_row_for_each_permission() {
        let table = matrix_markdown();
        assert_eq!(table.lines().count(), 2 + Permission::ALL.len());
        assert!(table.contains("| `audit:view` | Read the audit log | yes | – | – | yes |"), "{table}");
    }
}
