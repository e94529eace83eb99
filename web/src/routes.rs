//! The table of routes and the places of the navigation. A path is written here and nowhere else.

mod room;
mod rooms;
mod section;

use leptos::prelude::*;
use leptos_router::MatchNestedRoutes;
use leptos_router::components::{Outlet, ParentRoute, Route, Routes};
use leptos_router::location::Location;
use leptos_router::path;
use shared::permission::Permission;

use crate::browser;
use crate::components::icon::Sign;
use crate::components::shell::Shell;
#[cfg(any(debug_assertions, feature = "gallery"))]
use crate::pages::gallery::GalleryPage;
// What is shipped has no gallery.
#[cfg(not(any(debug_assertions, feature = "gallery")))]
use crate::pages::not_found::NotFoundPage as GalleryPage;
use crate::pages::{
    dashboard::DashboardPage,
    invitation::InvitationPage,
    not_found::NotFoundPage,
    sign_in::{ForgottenPage, SignInPage},
};
use crate::session::Session;
use crate::text;

pub use rooms::fetch_ahead;
use rooms::{
    AccountPage, AddPatientPage, AuditPage, BackupsPage, CampaignPage, CampaignsPage, CodeSetPage, CodeSetsPage,
    CorrectPatientPage, EditCampaignPage, FirstSection, FormAnswerPage, FormPage, FormsPage, ImportPage, ImportsPage,
    NewCampaignPage, OutboxPage, PatientPage, PatientsPage, PeoplePage, PracticePage, ReportPage, ReportRunPage,
    ReportsPage, SuppressionsPage, SystemsPage, TemplatePage, TemplatesPage, UploadPage,
};
pub use section::Section;

/// A place in the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Dashboard,
    Patients,
    Campaigns,
    Forms,
    Reports,
    Backups,
    Outbox,
    Settings,
}

impl Place {
    /// In the order of the navigation. On a phone the first four are at hand, the rest is under “More”.
    pub const ALL: [Self; 8] = [
        Self::Dashboard,
        Self::Patients,
        Self::Campaigns,
        Self::Forms,
        Self::Reports,
        Self::Backups,
        Self::Outbox,
        Self::Settings,
    ];

    pub fn path(self) -> &'static str {
        match self {
            Self::Dashboard => "/",
            Self::Patients => "/patients",
            Self::Campaigns => "/campaigns",
            Self::Forms => "/forms",
            Self::Reports => "/reports",
            Self::Backups => "/backups",
            Self::Outbox => "/outbox",
            Self::Settings => "/settings",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Dashboard => text::place::DASHBOARD,
            Self::Patients => text::place::PATIENTS,
            Self::Campaigns => text::place::CAMPAIGNS,
            Self::Forms => text::place::FORMS,
            Self::Reports => text::place::REPORTS,
            Self::Backups => text::place::BACKUPS,
            Self::Outbox => text::place::OUTBOX,
            Self::Settings => text::place::SETTINGS,
        }
    }

    pub fn sign(self) -> Sign {
        match self {
            Self::Dashboard => Sign::Dashboard,
            Self::Patients => Sign::Patients,
            Self::Campaigns => Sign::Campaigns,
            Self::Forms => Sign::Forms,
            Self::Reports => Sign::Reports,
            Self::Backups => Sign::Backups,
            Self::Outbox => Sign::Outbox,
            Self::Settings => Sign::Settings,
        }
    }

    /// The place that an address belongs to.
    pub fn of(path: &str) -> Option<Self> {
        let begins = |with: &str| path.strip_prefix(with).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let within = |place: &Self| match *place {
            Self::Dashboard => path == Self::Dashboard.path(),
            Self::Patients => begins(Self::Patients.path()) || begins(IMPORTS),
            other => begins(other.path()),
        };
        Self::ALL.into_iter().find(within)
    }

    /// What one must be allowed to do to be offered the place; nothing for the dashboard, whose cards decide alone, and
    /// for the settings, whose sections do.
    pub fn permission(self) -> Option<Permission> {
        match self {
            Self::Dashboard | Self::Settings => None,
            Self::Patients => Some(Permission::ViewPatients),
            Self::Campaigns => Some(Permission::ViewCampaigns),
            Self::Forms => Some(Permission::ViewForms),
            Self::Reports => Some(Permission::ViewReports),
            Self::Backups => Some(Permission::ViewSnapshots),
            Self::Outbox => Some(Permission::ViewOutbox),
        }
    }

    /// Whether the place is offered to whoever is signed in. Tracks.
    pub fn is_offered(self, session: Session) -> bool {
        match self {
            Self::Settings => Section::offered(session).next().is_some(),
            _ => self.permission().is_none_or(|needed| session.may(needed)),
        }
    }
}

/// One's own account, which is in no navigation but in the menu beside one's name.
pub const ACCOUNT: &str = "/account";

/// Where a link to a new password is asked for.
pub const FORGOTTEN: &str = "/forgotten-password";

/// Where a campaign begins.
pub const NEW_CAMPAIGN: &str = "/campaigns/new";

/// Where a patient file is uploaded.
pub const UPLOAD: &str = "/patients/upload";

/// Where a patient is added by hand.
pub const NEW_PATIENT: &str = "/patients/new";

/// The numbers and addresses that no campaign uses.
pub const SUPPRESSIONS: &str = "/patients/stopped";

/// The files that were uploaded, and what became of them.
pub const IMPORTS: &str = "/imports";

pub fn correct_patient(id: &str) -> String {
    format!("{}/correct", patient(id))
}

pub fn import(id: &str) -> String {
    format!("{IMPORTS}/{id}")
}

pub fn patient(id: &str) -> String {
    format!("{}/{id}", Place::Patients.path())
}

pub fn campaign(id: &str) -> String {
    format!("{}/{id}", Place::Campaigns.path())
}

/// A step of writing a campaign.
pub fn edit_campaign(id: &str, step: &str) -> String {
    format!("{}/edit/{step}", campaign(id))
}

/// Whom a campaign does not reach, as a file of the server.
pub fn unreachable_csv(id: &str) -> String {
    format!("{}/unreachable.csv", campaign(id))
}

/// One of the rooms of a campaign's page.
pub fn campaign_room(id: &str, room: &str) -> String {
    if room.is_empty() { campaign(id) } else { format!("{}/{room}", campaign(id)) }
}

/// The messages of a campaign in one state, as the API names it.
pub fn campaign_messages(id: &str, state: &str) -> String {
    browser::address(&format!("{}/messages", campaign(id)), &[("state", state)])
}

/// The recipients of a campaign in one state, as the API names it.
pub fn campaign_recipients(id: &str, state: &str) -> String {
    browser::address(&format!("{}/recipients", campaign(id)), &[("state", state)])
}

pub fn form(id: &str) -> String {
    format!("{}/{id}", Place::Forms.path())
}

/// One of the rooms of a form's page.
pub fn form_room(id: &str, room: &str) -> String {
    if room.is_empty() { form(id) } else { format!("{}/{room}", form(id)) }
}

/// What somebody answered to a form.
pub fn form_answer(form: &str, answer: &str) -> String {
    format!("{}/{answer}", form_room(form, "answers"))
}

pub fn report(id: &str) -> String {
    format!("{}/{id}", Place::Reports.path())
}

pub fn report_run(id: &str) -> String {
    format!("{}/runs/{id}", Place::Reports.path())
}

pub fn code_set(name: &str) -> String {
    format!("{}/{}", Section::CodeSets.path(), browser::encode(name))
}

/// What the audit log has of one record.
pub fn audit_of(subject: &str) -> String {
    browser::address(Section::Audit.path(), &[("subject", subject)])
}

/// The last part of the address of a template that is not there yet.
pub const NEW: &str = "new";

/// A template of the library, or [`NEW`].
pub fn template(id: &str) -> String {
    format!("{}/{id}", Section::Templates.path())
}

/// Where to sign in, and come back to `next` afterwards.
pub fn sign_in(next: &str) -> String {
    let next = if next == Place::Dashboard.path() { "" } else { next };
    browser::address("/sign-in", &[("next", next)])
}

/// The address on the screen, as [`sign_in`] takes it.
pub fn address_of(location: &Location) -> String {
    let search = location.search.get_untracked();
    let path = location.pathname.get_untracked();
    if search.is_empty() { path } else { format!("{path}?{search}") }
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
            <Route path=path!("/forgotten-password") view=ForgottenPage />
            <Route path=path!("/invitation/:token") view=InvitationPage />
            <Route path=path!("/gallery") view=GalleryPage />
            <ParentRoute path=path!("") view=Shell>
                <Route path=path!("") view=DashboardPage />
                <Route path=path!("patients") view=PatientsPage />
                <Route path=path!("patients/new") view=AddPatientPage />
                <Route path=path!("patients/upload") view=UploadPage />
                <Route path=path!("patients/stopped") view=SuppressionsPage />
                <Route path=path!("patients/:id") view=PatientPage />
                <Route path=path!("patients/:id/correct") view=CorrectPatientPage />
                <Route path=path!("imports") view=ImportsPage />
                <Route path=path!("imports/:id") view=ImportPage />
                <Route path=path!("outbox") view=OutboxPage />
                <Route path=path!("campaigns") view=CampaignsPage />
                <Route path=path!("account") view=AccountPage />
                <Route path=path!("campaigns/new") view=NewCampaignPage />
                <Route path=path!("campaigns/:id/edit/:step") view=EditCampaignPage />
                <Route path=path!("campaigns/:id/:room?") view=CampaignPage />
                <FormRoutes />
                <Route path=path!("reports") view=ReportsPage />
                <Route path=path!("reports/:id") view=ReportPage />
                <Route path=path!("reports/runs/:id") view=ReportRunPage />
                <Route path=path!("backups") view=BackupsPage />
                <SettingsRoutes />
                <Route path=path!("*any") view=NotFoundPage />
            </ParentRoute>
        </Routes>
    }
    .into_any()
}

/// The forms, apart because a tuple of routes has a limit.
#[component(transparent)]
fn FormRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("forms") view=Outlet>
            <Route path=path!("") view=FormsPage />
            <Route path=path!(":id/answers/:answer") view=FormAnswerPage />
            <Route path=path!(":id/:room?") view=FormPage />
        </ParentRoute>
    }
    .into_inner()
}

/// The settings, apart because a tuple of routes has a limit.
#[component(transparent)]
fn SettingsRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("settings") view=Outlet>
            <Route path=path!("") view=FirstSection />
            <Route path=path!("practice") view=PracticePage />
            <Route path=path!("people") view=PeoplePage />
            <Route path=path!("systems") view=SystemsPage />
            <Route path=path!("code-sets") view=CodeSetsPage />
            <Route path=path!("code-sets/:name") view=CodeSetPage />
            <Route path=path!("templates") view=TemplatesPage />
            <Route path=path!("templates/:id") view=TemplatePage />
            <Route path=path!("audit") view=AuditPage />
        </ParentRoute>
    }
    .into_inner()
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

    #[test]
    fn an_address_belongs_to_the_place_it_begins_with() {
        assert_eq!(Place::of("/"), Some(Place::Dashboard));
        assert_eq!(Place::of("/patients/42"), Some(Place::Patients));
        assert_eq!(Place::of("/imports/import-1"), Some(Place::Patients));
        assert_eq!(Place::of("/patientsabc"), None);
        assert_eq!(Place::of("/account"), None);
    }
}
