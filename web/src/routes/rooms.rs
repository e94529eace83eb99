//! The rooms that are fetched when they are first entered. In the build that is shipped (feature `split`) each group is
//! a WebAssembly file of its own; in every other build they are part of the app, and nothing is fetched.
//!
//! A new room is one more name in the list below; the table of routes takes its page from here. What two groups share
//! becomes a file too, one for each set of groups that share something: few groups make few files.

use std::time::Duration;

use leptos::prelude::*;

use super::room::{Arrival, Entry, Unfetched, room};
use crate::browser;

/// How long the first page has the connection and the processor to itself, on a phone with a slow network too.
const HEAD_START: Duration = Duration::from_secs(5);

/// Fetches the rooms one after another while the first page is read: entering one later waits for nothing.
pub fn fetch_ahead() {
    leptos::task::spawn_local(async {
        browser::sleep(HEAD_START).await;
        // One page of each group brings its file.
        for room in [Room::PatientsPage, Room::CampaignsPage, Room::FormsPage, Room::ReportsPage, Room::FirstSection] {
            // Whoever goes there hears of a failure, and can try again.
            let _ = room.fetch().await;
        }
    });
}

/// For each group, by its file's name: the module of `pages` and its pages.
macro_rules! rooms {
    ($($group:ident: $($module:ident { $($page:ident),+ })+;)+) => {
        /// A page that is fetched when it is first entered.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Room {
            $($($($page,)+)+)+
        }

        impl Room {
            /// Fetches the file of the page's group, unless it is here already.
            pub fn fetch(self) -> Arrival {
                match self {
                    $($($(Self::$page => {
                        #[cfg_attr(
                            feature = "split",
                            leptos::wasm_split::wasm_split($group, wasm_split_path = ::leptos::wasm_split, fallible)
                        )]
                        #[allow(non_snake_case, reason = "named as the page")]
                        fn $page() -> Result<Entry, Unfetched> {
                            Ok(|| crate::pages::$module::$page().into_any())
                        }
                        #[cfg(feature = "split")]
                        let arrival = $page();
                        #[cfg(not(feature = "split"))]
                        let arrival = std::future::ready($page());
                        Box::pin(arrival)
                    })+)+)+
                }
            }
        }

        $($($(
            #[component]
            pub fn $page() -> impl IntoView {
                room(Room::$page)
            }
        )+)+)+
    };
}

rooms! {
    patients:
        patients { PatientsPage }
        patient { PatientPage }
        patient_form { AddPatientPage, CorrectPatientPage }
        imports { ImportsPage }
        import { ImportPage }
        suppressions { SuppressionsPage }
        upload { UploadPage };
    campaigns:
        campaigns { CampaignPage, CampaignsPage, EditCampaignPage, NewCampaignPage }
        outbox { OutboxPage };
    reports:
        reports { ReportPage, ReportRunPage, ReportsPage }
        backups { BackupsPage };
    forms:
        forms { FormAnswerPage, FormPage, FormsPage };
    settings:
        settings {
            AuditPage, CodeSetPage, CodeSetsPage, FirstSection, PeoplePage, PracticePage, SystemsPage, TemplatePage,
            TemplatesPage
        }
        account { AccountPage };
}
