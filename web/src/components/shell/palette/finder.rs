//! Finds what the typed words may mean: places and campaigns at once, patients as soon as the server has answered.

use std::time::Duration;

use cynic::QueryBuilder;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use shared::permission::Permission;

use super::hits::{Hit, fits, places};
use crate::api::find::{CampaignNames, FindPatients, FindPatientsVariables, FoundPatients};
use crate::read::Read;
use crate::session::Session;

/// How long after the last key patients are searched.
const PAUSE: Duration = Duration::from_millis(200);

/// A single letter would bring the first five of thousands.
const SHORTEST: usize = 2;

/// How many patients and campaigns are shown.
const PATIENTS: i32 = 5;
const CAMPAIGNS: usize = 5;

/// It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Finder {
    session: Session,
    typed: RwSignal<String>,
    /// What the server is asked for; behind what is typed by the pause.
    sought: RwSignal<String>,
    timer: StoredValue<Option<TimeoutHandle>>,
    patients: Option<Read<FindPatients>>,
    campaigns: Option<Read<CampaignNames>>,
}

impl Finder {
    /// Starts with nothing typed, until the current owner is cleaned up.
    pub fn start() -> Self {
        let session = Session::current();
        let may = |permission| untrack(|| session.may(permission));
        let sought = RwSignal::new(String::new());
        let patients = may(Permission::ViewPatients).then(|| {
            Read::new(move || {
                let search = sought.get();
                async move {
                    if search.chars().count() < SHORTEST {
                        return Ok(FindPatients { patients: FoundPatients { nodes: Vec::new() } });
                    }
                    session.run(FindPatients::build(FindPatientsVariables { search, first: PATIENTS })).await
                }
            })
        });
        let campaigns =
            may(Permission::ViewCampaigns).then(|| Read::new(move || session.run(CampaignNames::build(()))));
        let timer = StoredValue::new(None::<TimeoutHandle>);
        on_cleanup(move || {
            if let Some(earlier) = timer.try_get_value().flatten() {
                earlier.clear();
            }
        });
        Self { session, typed: RwSignal::new(String::new()), sought, timer, patients, campaigns }
    }

    /// What is typed. Tracks.
    pub fn typed(self) -> String {
        self.typed.get()
    }

    /// Whether patients are still being searched. Tracks.
    pub fn is_pending(self) -> bool {
        let behind = self.typed.with(|typed| self.sought.with(|sought| typed.trim() != sought));
        self.patients.is_some_and(|patients| behind || patients.is_pending())
    }

    pub fn type_in(self, text: String) {
        let sought = text.trim().to_owned();
        self.typed.set(text);
        if let Some(earlier) = self.timer.get_value() {
            earlier.clear();
        }
        let search = move || {
            if self.sought.with_untracked(|before| *before != sought) {
                self.sought.set(sought.clone());
            }
        };
        self.timer.set_value(set_timeout_with_handle(search, PAUSE).ok());
    }

    /// Places first, then campaigns, then patients.
    pub fn hits(self) -> Memo<Vec<Hit>> {
        Memo::new(move |_| {
            let typed = self.typed.get();
            let mut hits = places(self.session);
            hits.retain(|hit| fits(&hit.label, &typed));
            // Without a word there is nothing to look for.
            if !typed.trim().is_empty() {
                self.add_campaigns(&typed, &mut hits);
                self.add_patients(&mut hits);
            }
            hits
        })
    }

    fn add_campaigns(self, typed: &str, hits: &mut Vec<Hit>) {
        if let Some(data) = self.campaigns.and_then(Read::latest) {
            let fitting = data.campaigns.nodes.iter().filter(|campaign| fits(&campaign.name, typed));
            hits.extend(fitting.take(CAMPAIGNS).map(Hit::of_campaign));
        }
    }

    fn add_patients(self, hits: &mut Vec<Hit>) {
        if let Some(data) = self.patients.and_then(Read::latest) {
            hits.extend(data.patients.nodes.iter().map(Hit::of_patient));
        }
    }
}
