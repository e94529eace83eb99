//! The form that recipients are asked to fill in once they have opened their link. The campaign holds to the version that
//! is live when it is chosen.

use cynic::QueryBuilder;
use leptos::prelude::*;
use shared::permission::Permission;

use super::Wizard;
use super::plan::FORM;
use crate::api::forms::{FormState, Pinned, PinnedVariables};
use crate::components::card::Card;
use crate::components::select::{Choice, Select};
use crate::read::Read;
use crate::text::ask_form as words;

pub fn ask_form(wizard: Wizard) -> Option<AnyView> {
    let session = wizard.session.get_value();
    if !untrack(|| session.may(Permission::ViewForms)) {
        return None;
    }
    let form = wizard.form.fields().plan.form;
    let read = wizard.forms;
    // An older version than the live one is named by itself: a campaign holds to what it was given.
    let pinned = form.get_untracked();
    let older = (!pinned.is_empty()).then(|| {
        let id = cynic::Id::new(&pinned);
        Read::new(move || session.run(Pinned::build(PinnedVariables { id: id.clone() })))
    });
    let choices = Signal::derive(move || {
        let answer = read.latest();
        let forms = answer.iter().flat_map(|forms| forms.iter());
        let live = forms.filter(|form| form.state == FormState::Published).filter_map(|form| {
            let version = form.current_version.as_ref()?;
            Some(Choice::new(version.id.inner(), words::version(&form.name, version.number)))
        });
        let mut choices: Vec<Choice> = std::iter::once(Choice::new("", words::NONE)).chain(live).collect();
        let chosen = form.get();
        if choices.iter().all(|choice| choice.value != chosen) {
            let found = older.and_then(Read::latest);
            let found = found.as_ref().and_then(|answer| answer.form_version.as_ref());
            let has_answered = older.is_some_and(|older| older.has_arrived() || older.failure().is_some());
            let name = match found {
                Some(version) => words::older(&version.form.name, version.number),
                // The campaign holds to it all the same.
                None if has_answered => words::UNKNOWN.to_owned(),
                None => words::LOADING.to_owned(),
            };
            choices.push(Choice::new(chosen, name));
        }
        choices
    });
    let failure = move || read.failure().or_else(|| older.and_then(Read::failure));
    let failed = move || failure().map(|error| view! { <p class="field__error">{error.sentence()}</p> });
    let is_asked = Memo::new(move |_| form.with(|form| !form.is_empty()));
    let hint = move || if is_asked.get() { words::ASKED } else { words::NOT_ASKED };
    Some(
        view! {
            <Card title=words::TITLE.to_owned()>
                <div class="wizard__fields">
                    <Select
                        id=FORM
                        label=words::LABEL
                        choices=choices
                        chosen=form
                        on_choose=Callback::new(move |chosen| form.set(chosen))
                    />
                    <p class="field__hint">{hint}</p>
                    {failed}
                </div>
            </Card>
        }
        .into_any(),
    )
}
