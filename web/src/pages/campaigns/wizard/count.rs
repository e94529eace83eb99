//! How many patients the rule selects, asked shortly after it was last changed.

use std::time::Duration;

use cynic::QueryBuilder;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use shared::cohort::CohortRule;

use super::form::Form;
use crate::api::drafts::{CohortPreview, CohortPreviewVariables, CountCohort};
use crate::api::rule::RuleInput;
use crate::components::button::Button;
use crate::components::card::Card;
use crate::components::detail_list::{DetailList, detail};
use crate::components::notice::{Notice, Tone};
use crate::number;
use crate::read::Read;
use crate::session::Session;
use crate::text::common;
use crate::text::count as words;

/// How long after the last change the count is asked for.
const PAUSE: Duration = Duration::from_millis(350);

/// The count of the rule in the form. It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Count {
    read: Read<Option<CohortPreview>>,
    /// The rule in the form, where it is complete.
    pub rule: Memo<Option<CohortRule>>,
}

impl Count {
    pub fn start(session: Session, form: Form) -> Self {
        let rule = Memo::new(move |_| form.fields().rule.with(|built| built.rule().ok()));
        let settled = RwSignal::new(rule.get_untracked());
        let timer = StoredValue::new(None::<TimeoutHandle>);
        Effect::new(move || {
            let rule = rule.get();
            if let Some(earlier) = timer.get_value() {
                earlier.clear();
            }
            let settle = move || {
                // The page may be gone by now, and its signals with it.
                let _ = settled.try_update(|settled| *settled = rule);
            };
            timer.set_value(set_timeout_with_handle(settle, PAUSE).ok());
        });
        on_cleanup(move || {
            if let Some(earlier) = timer.try_get_value().flatten() {
                earlier.clear();
            }
        });
        let asked = Memo::new(move |_| settled.get());
        let read = Read::new(move || {
            let rule = asked.get();
            async move {
                match rule {
                    Some(rule) => {
                        let variables = CohortPreviewVariables { rule: RuleInput(rule) };
                        session.run(CountCohort::build(variables)).await.map(|answer| Some(answer.cohort_preview))
                    }
                    None => Ok(None),
                }
            }
        });
        Self { read, rule }
    }

    /// The latest count. Tracks.
    pub fn latest(self) -> Option<CohortPreview> {
        self.read.latest().as_deref().cloned().flatten()
    }

    /// The card beside the builder.
    pub fn card(self) -> AnyView {
        let complete = Memo::new(move |_| self.rule.with(Option::is_some));
        let failed = Memo::new(move |_| self.read.failure().map(|error| error.sentence()));
        let read = self.read;
        let content = move || {
            if let Some(sentence) = failed.get() {
                return view! {
                    <Notice tone=Tone::Error message=sentence>
                        <Button on_press=Callback::new(move |()| read.again())>{common::TRY_AGAIN}</Button>
                    </Notice>
                }
                .into_any();
            }
            match self.latest().filter(|_| complete.get()) {
                Some(preview) => numbers(&preview),
                None => view! { <p class="count__quiet">{words::INCOMPLETE}</p> }.into_any(),
            }
        };
        view! {
            <Card title=words::TITLE.to_owned()>
                <div class="count" aria-live="polite" aria-busy=move || read.is_pending().to_string()>
                    {content}
                </div>
            </Card>
        }
        .into_any()
    }
}

fn numbers(preview: &CohortPreview) -> AnyView {
    let lines = [
        (words::WITH_EMAIL, preview.with_email),
        (words::WITH_PHONE, preview.with_phone),
        (words::UNREACHABLE, preview.unreachable),
        (words::INACTIVE, preview.inactive),
        (words::NEVER, preview.never_contact),
    ];
    let lines = lines.map(|(term, count)| detail(term, number::count(count)));
    view! {
        <p class="count__number">{words::patients(preview.count, &number::count(preview.count))}</p>
        <DetailList figures=true>{lines.into_iter().collect_view()}</DetailList>
    }
    .into_any()
}
