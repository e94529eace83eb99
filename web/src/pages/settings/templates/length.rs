//! How many segments a text takes, and what makes it dear.

use leptos::prelude::*;
use shared::sms::simplify;

use super::check;
use crate::components::button::Button;
use crate::number;
use crate::text::templates as words;

#[component]
pub fn Length(body: RwSignal<String>) -> impl IntoView {
    let counted = Memo::new(move |_| body.with(|body| check::length(body)));
    let segments = move || {
        counted.with(|counted| {
            let characters = i64::try_from(counted.units).unwrap_or(i64::MAX);
            words::segments(counted.segments, &number::grouped(characters))
        })
    };
    let dear = move || {
        counted.with(|counted| {
            (!counted.unusual.is_empty()).then(|| {
                let characters = counted.unusual.iter().map(|(character, spelling)| {
                    view! { <li>{words::replace_by(*character, *spelling)}</li> }
                });
                let can_simplify = counted.unusual.iter().any(|(_, spelling)| spelling.is_some());
                let replace = Callback::new(move |()| body.update(|body| *body = simplify(body)));
                view! {
                    <p>{words::DEAR}</p>
                    <ul class="dear-characters">{characters.collect_view()}</ul>
                    {can_simplify
                        .then(|| {
                            view! { <Button on_press=replace>{words::SIMPLIFY}</Button> }
                        })}
                }
            })
        })
    };
    view! {
        <div class="stack template-length">
            <p aria-live="polite">
                <strong>{words::LENGTH} ": "</strong>
                {segments}
            </p>
            {dear}
        </div>
    }
    .into_any()
}
