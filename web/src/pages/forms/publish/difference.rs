//! What a new version changes against the live one, and which answers can be read together with older ones.

use leptos::prelude::*;
use shared::form::{Comparable, FormSchema, compare};

use crate::text::form_publish as words;

pub fn difference(live: &FormSchema, draft: &FormSchema) -> AnyView {
    let comparison = compare(live, draft);
    let name = |id: &str| {
        let of = |schema: &FormSchema| schema.field(id).map(|field| schema.name_of(field));
        of(draft).or_else(|| of(live)).unwrap_or_default()
    };
    let changes = comparison.changes.iter().map(|change| view! { <li>{change.sentence(live, draft)}</li> });
    let groups = [Comparable::Yes, Comparable::WithCare, Comparable::No].into_iter().filter_map(|how| {
        let fields: Vec<String> = draft
            .fields()
            .chain(live.fields().filter(|field| draft.field(&field.id).is_none()))
            .filter(|field| comparison.comparable.get(&field.id) == Some(&how))
            .map(|field| name(&field.id))
            .collect();
        (!fields.is_empty()).then(|| {
            view! {
                <dt>{words::comparable(how)}</dt>
                <dd>{fields.join(" · ")}</dd>
            }
        })
    });
    view! {
        <h3 class="difference__title">{words::CHANGES}</h3>
        <ul class="lost">{changes.collect_view()}</ul>
        <h3 class="difference__title">{words::COMPARABLE}</h3>
        <dl class="difference">{groups.collect_view()}</dl>
        <p class="field__hint">{words::OLD_LINKS}</p>
    }
    .into_any()
}
