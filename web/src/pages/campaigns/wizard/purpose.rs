//! What campaigns are for, where it is typed: the purposes in use are offered, and one that no campaign has is told.

use leptos::prelude::*;

use super::term::slug;
use crate::text::rule as words;

/// The name under which a field finds the purposes in use.
pub const LIST: &str = "campaign-purposes";

/// Each purpose once, in the order of the alphabet.
pub fn in_use<'a>(kinds: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut purposes: Vec<String> = kinds.cloned().collect();
    purposes.sort();
    purposes.dedup();
    purposes
}

/// What the fields offer that ask for a purpose. Once on a page.
pub fn list(purposes: Signal<Option<Vec<String>>>) -> AnyView {
    let option = |purpose: String| view! { <option value=purpose></option> };
    let options = move || purposes.get().into_iter().flatten().map(option).collect_view();
    view! { <datalist id=LIST>{options}</datalist> }.into_any()
}

/// Below a field: that nobody can have answered a campaign that there has not been.
pub fn warning(typed: Signal<String>, purposes: Signal<Option<Vec<String>>>) -> AnyView {
    let warning = Memo::new(move |_| purposes.with(|known| typed.with(|typed| missing(typed, known.as_deref()?))));
    view! {
        <div aria-live="polite">
            {move || warning.get().map(|sentence| view! { <p class="field__hint">{sentence}</p> })}
        </div>
    }
    .into_any()
}

fn missing(typed: &str, known: &[String]) -> Option<String> {
    let purpose = slug(typed);
    let is_missing = !purpose.is_empty() && !known.contains(&purpose);
    is_missing.then(|| words::no_such_purpose(&purpose, &known.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::{in_use, missing};

    #[test]
    fn a_purpose_that_no_campaign_has_is_told_with_those_in_use() {
        let kinds = ["flu", "covid", "flu"].map(str::to_owned);
        let known = in_use(kinds.iter());
        assert_eq!(known, ["covid", "flu"]);
        assert_eq!(missing(" Flu ", &known), None);
        assert_eq!(missing("", &known), None);
        let told = missing("flue", &known).unwrap();
        assert!(told.contains("“flue”") && told.contains("covid, flu"), "{told}");
        assert!(missing("flu", &[]).is_some());
    }
}
