//! A fresh installation: the three steps to the first campaign, each ticked when it has been done.

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use shared::permission::Permission;

use crate::api::first_steps::{AnyBackupKeys, AnyPatients};
use crate::components::button::Weight;
use crate::components::icon::{Icon, Sign};
use crate::read::Read;
use crate::routes::{self, Place};
use crate::session::Session;
use crate::text::first_steps as words;

/// One step, whether it has been done, and where one does it.
struct Step {
    title: &'static str,
    advice: &'static str,
    verb: &'static str,
    href: &'static str,
    done: Signal<bool>,
    /// Whether this person may do it.
    offered: bool,
}

/// What the dashboard shows while no campaign has been launched.
#[component]
pub fn FirstSteps(
    /// There is a draft at least.
    #[prop(into)]
    any_campaign: Signal<bool>,
) -> impl IntoView {
    let session = Session::current();
    let may = |permission| untrack(|| session.may(permission));
    let patients = may(Permission::ViewPatients).then(|| Read::new(move || session.run(AnyPatients::build(()))));
    let keys = may(Permission::ViewSnapshots).then(|| Read::new(move || session.run(AnyBackupKeys::build(()))));
    let any_patients = known(patients, |data| data.patients.total_count > 0);
    let steps = [
        Step {
            title: words::PATIENTS,
            advice: words::PATIENTS_ADVICE,
            verb: words::UPLOAD,
            href: routes::UPLOAD,
            // Whoever sees no patients sees by a campaign that there are some.
            done: Signal::derive(move || any_patients.get() || any_campaign.get()),
            offered: may(Permission::ImportPatients),
        },
        Step {
            title: words::CAMPAIGN,
            advice: words::CAMPAIGN_ADVICE,
            verb: words::CREATE,
            href: routes::NEW_CAMPAIGN,
            done: any_campaign,
            offered: may(Permission::EditCampaigns),
        },
        Step {
            title: words::BACKUPS,
            advice: words::BACKUPS_ADVICE,
            verb: words::SET_UP,
            href: Place::Backups.path(),
            done: known(keys, |data| !data.backup_settings.keys.is_empty()),
            offered: may(Permission::ManageSettings),
        },
    ];
    // The first that is still to be done is the one to press.
    let open: [Signal<bool>; 3] = [steps[0].done, steps[1].done, steps[2].done];
    let next = Memo::new(move |_| open.iter().position(|done| !done.get()));
    let lines = steps.into_iter().enumerate().map(|(index, step)| line(index, step, next)).collect_view();
    view! {
        <section class="card" aria-labelledby="first-steps">
            <h2 class="card__title" id="first-steps">
                {words::TITLE}
            </h2>
            <ol class="first-steps">{lines}</ol>
        </section>
    }
    .into_any()
}

/// What an answer says, and false until there is one.
fn known<T: Send + Sync + PartialEq + 'static>(read: Option<Read<T>>, says: fn(&T) -> bool) -> Signal<bool> {
    Signal::derive(move || read.and_then(Read::latest).is_some_and(|data: Arc<T>| says(&data)))
}

fn line(index: usize, step: Step, next: Memo<Option<usize>>) -> AnyView {
    let Step { title, advice, verb, href, done, offered } = step;
    let sign = move || {
        if done.get() {
            view! {
                <Icon sign=Sign::Tick />
                <span class="visually-hidden">{words::DONE}</span>
            }
            .into_any()
        } else {
            (index + 1).into_any()
        }
    };
    let class = move || {
        if next.get() == Some(index) { Weight::Primary.class() } else { Weight::Secondary.class() }
    };
    let link = move || {
        (offered && !done.get()).then(|| {
            view! {
                <a class=class href=href>
                    {verb}
                </a>
            }
        })
    };
    view! {
        <li class="first-steps__step" class:first-steps__step--done=done>
            <span class="first-steps__sign">{sign}</span>
            <div class="first-steps__words">
                <h3 class="first-steps__title">{title}</h3>
                <p class="first-steps__advice">{advice}</p>
            </div>
            {link}
        </li>
    }
    .into_any()
}
