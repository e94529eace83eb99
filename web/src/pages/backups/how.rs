//! How backups are made: when, where to, and to which keys; the form for the keys, at first or on request.

use std::sync::Arc;

use leptos::prelude::*;
use shared::permission::Permission;

use super::feed::Feed;
use super::key_form::{DRAFT, KeyForm};
use crate::api::snapshots::{BackupSettings, HowBackups};
use crate::components::button::Button;
use crate::components::card::Card;
use crate::components::detail_list::{DetailList, detail};
use crate::draft::Draft;
use crate::session::Session;
use crate::text::{self, backup_keys, backups as words};
use crate::time;

#[component]
pub fn How(feed: Feed, #[prop(into)] how: Signal<Arc<HowBackups>>) -> impl IntoView {
    let may_set = Session::current().may(Permission::ManageSettings);
    let changing = RwSignal::new(Draft::restore::<String>(DRAFT).is_some());
    let is_set_up = Memo::new(move |_| how.with(|how| !how.backup_settings.keys.is_empty()));
    let details = move || is_set_up.get().then(|| details(how, changing, may_set));
    let form = move || {
        let title = if is_set_up.get() { backup_keys::CHANGE_TITLE } else { backup_keys::TITLE };
        if may_set && (changing.get() || !is_set_up.get()) {
            let keys = how.with_untracked(|how| how.backup_settings.keys.clone());
            let saved = Callback::new(move |()| {
                changing.set(false);
                feed.how().again();
            });
            view! {
                <Card title=title>
                    <KeyForm keys=keys on_saved=saved />
                </Card>
            }
            .into_any()
        } else if is_set_up.get() {
            ().into_any()
        } else {
            view! {
                <Card title=title>
                    <p>{backup_keys::EXPLAIN}</p>
                    <p>{backup_keys::NOT_YOU}</p>
                </Card>
            }
            .into_any()
        }
    };
    view! {
        {details}
        {form}
    }
    .into_any()
}

fn details(how: Signal<Arc<HowBackups>>, changing: RwSignal<bool>, may_set: bool) -> AnyView {
    let facts = move || how.with(|how| facts(&how.backup_settings));
    let change = move || {
        (may_set && !changing.get()).then(|| {
            view! {
                <Button on_press=Callback::new(move |()| changing.set(true))>
                    {words::CHANGE_KEYS}
                </Button>
            }
        })
    };
    view! {
        <Card title=words::SETTINGS aside=change>
            {facts}
        </Card>
    }
    .into_any()
}

fn facts(settings: &BackupSettings) -> AnyView {
    let next = settings.next_at.as_ref().map(|at| detail(words::NEXT, time::moment(at)));
    let keys = settings.keys.iter().map(|key| view! { <li>{key.clone()}</li> }).collect_view();
    let places = settings.places.iter().map(|place| view! { <li>{place.clone()}</li> }).collect_view();
    let when = text::report_schedule::sentence(&settings.cron);
    let kept = words::kept(settings.keep);
    view! {
        <DetailList>
            {detail(words::WHEN, when)} {next}
            {detail(words::PLACES, view! { <ul class="plain-list">{places}</ul> })}
            {detail(words::KEPT, kept)}
            {detail(words::KEYS, view! { <ul class="plain-list backup-keys">{keys}</ul> })}
        </DetailList>
    }
    .into_any()
}
