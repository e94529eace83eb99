//! How far something has come, as a bar with the same in words below.

use leptos::prelude::*;

#[component]
pub fn Progress(
    /// What is going on, e.g. "Uploading patients.csv".
    #[prop(into)]
    label: Signal<String>,
    #[prop(into)] value: Signal<f64>,
    /// What `value` goes up to; 0 while that is not known yet.
    #[prop(into)]
    max: Signal<f64>,
    /// e.g. "61,220 of 108,000, 2,140 a second, ends 14:05".
    #[prop(into)]
    words: Signal<String>,
) -> impl IntoView {
    let known = Memo::new(move |_| max.get() > 0.0);
    // Without a value the browser shows that something is going on, and no more.
    let amount = move || known.get().then(|| value.get().clamp(0.0, max.get()).to_string());
    let whole = move || known.get().then(|| max.get().to_string());
    view! {
        <div class="progress">
            <progress
                class="progress__bar"
                value=amount
                max=whole
                aria-label=move || label.get()
                aria-valuetext=move || words.get()
            ></progress>
            <p class="progress__words">{move || words.get()}</p>
        </div>
    }
    .into_any()
}
