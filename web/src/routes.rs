//! The table of routes and the places of the navigation. A path is written here and nowhere else.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Routes};
use leptos_router::path;
use shared::permission::Permission;

use crate::browser;
use crate::components::icon::Sign;
use crate::components::shell::Shell;
use crate::pages::{
    campaigns::CampaignsPage, dashboard::DashboardPage, invitation::InvitationPage, not_found::NotFoundPage,
    patients::PatientsPage, sign_in::SignInPage,
};
use crate::text;

/// A place in the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Dashboard,
    Patients,
    Campaigns,
}

impl Place {
    /// In the order of the navigation.
    pub const ALL: [Self; 3] = [Self::Dashboard, Self::Patients, Self::Campaigns];

    pub fn path(self) -> &'static str {
        match self {
            Self::Dashboard => "/",
            Self::Patients => "/patients",
            Self::Campaigns => "/campaigns",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Dashboard => text::place::DASHBOARD,
            Self::Patients => text::place::PATIENTS,
            Self::Campaigns => text::place::CAMPAIGNS,
        }
    }

    pub fn sign(self) -> Sign {
        match self {
            Self::Dashboard => Sign::Dashboard,
            Self::Patients => Sign::Patients,
            Self::Campaigns => Sign::Campaigns,
        }
    }

    /// What one must be allowed to do to be offered the place; nothing for the dashboard, whose cards decide alone.
    pub fn permission(self) -> Option<Permission> {
        match self {
            Self::Dashboard => None,
            Self::Patients => Some(Permission::ViewPatients),
            Self::Campaigns => Some(Permission::ViewCampaigns),
        }
    }
}

/// Where to sign in, and come back to `next` afterwards.
pub fn sign_in(next: &str) -> String {
    let next = if next == Place::Dashboard.path() { "" } else { next };
    browser::address("/sign-in", &[("next", next)])
}

/// Where to go after signing in. Only a path of this app: an address elsewhere would lend itself to phishing.
pub fn after_sign_in(next: Option<&str>) -> &str {
    match next {
        Some(next) if next.starts_with('/') && !next.starts_with("//") && !next.contains('\\') => next,
        _ => Place::Dashboard.path(),
    }
}

#[component]
pub fn AppRoutes() -> impl IntoView {
    view! {
        <Routes fallback=|| ()>
            <Route path=path!("/sign-in") view=SignInPage />
            <Route path=path!("/invitation/:token") view=InvitationPage />
            <ParentRoute path=path!("") view=Shell>
                <Route path=path!("") view=DashboardPage />
                <Route path=path!("patients") view=PatientsPage />
                <Route path=path!("campaigns") view=CampaignsPage />
                <Route path=path!("*any") view=NotFoundPage />
            </ParentRoute>
        </Routes>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_never_leads_to_another_site() {
        assert_eq!(after_sign_in(Some("/patients?search=ada")), "/patients?search=ada");
        assert_eq!(after_sign_in(Some("//evil.example")), "/");
        assert_eq!(after_sign_in(Some("/\\evil.example")), "/");
        assert_eq!(after_sign_in(Some("https://evil.example")), "/");
        assert_eq!(after_sign_in(None), "/");
    }
}
