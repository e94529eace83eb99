//! Nothing here yet: what would be here, and how to get it.

use leptos::prelude::*;

#[component]
pub fn Empty(
    #[prop(into)] title: Signal<String>,
    #[prop(into)] advice: Signal<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <p class="empty__title">{move || title.get()}</p>
            <p class="empty__advice">{move || advice.get()}</p>
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}
