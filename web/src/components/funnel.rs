//! A funnel: bars that only get shorter, each with its number and its share of the step before it counts from.

use leptos::prelude::*;

use crate::number;

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub label: &'static str,
    pub count: i32,
    /// e.g. "64% of those sent"; empty where there is nothing to compare with.
    pub share: String,
    /// Where the people of this bar are listed; empty where they are not.
    pub href: String,
}

impl Step {
    pub fn new(label: &'static str, count: i32, share: String) -> Self {
        Self { label, count, share, href: String::new() }
    }

    pub fn leading_to(self, href: String) -> Self {
        Self { href, ..self }
    }
}

/// How many tints the styles have; further steps share the last.
const TINTS: usize = 4;

#[component]
pub fn Funnel(
    /// From the widest to the narrowest.
    #[prop(into)]
    steps: Signal<Vec<Step>>,
) -> impl IntoView {
    // The steps of a funnel do not change, only their numbers do: the rows stay, the bars move.
    let rows = Memo::new(move |_| steps.with(Vec::len));
    let row = move |index: usize| {
        let step = move || {
            steps.with(|steps| {
                let widest = steps.first().map_or(0, |step| step.count).max(1);
                let step = steps.get(index).cloned().unwrap_or_else(|| Step::new("", 0, String::new()));
                let width = f64::from(step.count) * 100.0 / f64::from(widest);
                (step, width)
            })
        };
        let step = Memo::new(move |_| step());
        let label = move || {
            let Step { label, href, .. } = step.get().0;
            if href.is_empty() { label.into_any() } else { view! { <a href=href>{label}</a> }.into_any() }
        };
        view! {
            <li class="funnel__step">
                <span class="funnel__count">{move || number::count(step.get().0.count)}</span>
                <span class="funnel__label">{label}</span>
                <span class="funnel__share">{move || step.get().0.share}</span>
                <svg
                    class=format!("funnel__bar funnel__bar--{}", index.min(TINTS - 1))
                    viewBox="0 0 100 10"
                    preserveAspectRatio="none"
                    aria-hidden="true"
                    focusable="false"
                >
                    <rect class="funnel__track" width="100" height="10" />
                    <rect class="funnel__fill" height="10" width=move || format!("{:.2}", step.get().1) />
                </svg>
            </li>
        }
    };
    view! { <ol class="funnel">{move || (0..rows.get()).map(row).collect_view()}</ol> }.into_any()
}
