//! The sections of the settings.

use shared::permission::Permission;

use crate::session::Session;
use crate::text::settings as words;

/// A section, which is a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Practice,
    People,
    Systems,
    CodeSets,
    Templates,
    Audit,
}

impl Section {
    /// In the order of the tabs.
    pub const ALL: [Self; 6] =
        [Self::Practice, Self::People, Self::Systems, Self::CodeSets, Self::Templates, Self::Audit];

    pub fn path(self) -> &'static str {
        match self {
            Self::Practice => "/settings/practice",
            Self::People => "/settings/people",
            Self::Systems => "/settings/systems",
            Self::CodeSets => "/settings/code-sets",
            Self::Templates => "/settings/templates",
            Self::Audit => "/settings/audit",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Practice => words::PRACTICE,
            Self::People => words::PEOPLE,
            Self::Systems => words::SYSTEMS,
            Self::CodeSets => words::CODE_SETS,
            Self::Templates => words::TEMPLATES,
            Self::Audit => words::AUDIT,
        }
    }

    /// What one must be allowed to do to be offered the section.
    pub fn permission(self) -> Permission {
        match self {
            Self::Practice | Self::CodeSets => Permission::ManageSettings,
            Self::People => Permission::ManageUsers,
            Self::Systems => Permission::ManageClients,
            Self::Templates => Permission::EditCampaigns,
            Self::Audit => Permission::ViewAudit,
        }
    }

    /// The sections that one is offered, in order.
    pub fn offered(session: Session) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |section| session.may(section.permission()))
    }
}
