//! Light or dark.

use leptos::prelude::*;

use crate::components::card::Card;
use crate::components::radio_group::{RadioGroup, RadioOption};
use crate::text::account as words;
use crate::theme::{Choice, Theme};

#[component]
pub fn AppearanceCard() -> impl IntoView {
    let theme: Theme = expect_context();
    let chosen = RwSignal::new(theme.choice_untracked().word().to_owned());
    // The switch in the top bar changes it too.
    Effect::new(move || chosen.set(theme.choice().word().to_owned()));
    Effect::new(move || theme.choose(Choice::of(&chosen.get())));
    let option = |choice: Choice, label: &str, hint: &str| RadioOption::new(choice.word(), label, hint);
    let options = vec![
        option(Choice::System, words::LIKE_SYSTEM, words::LIKE_SYSTEM_HINT),
        option(Choice::Light, words::LIGHT, ""),
        option(Choice::Dark, words::DARK, ""),
    ];
    view! {
        <Card title=words::APPEARANCE>
            <RadioGroup id="theme" legend=words::COLOURS options=options chosen=chosen />
        </Card>
    }
    .into_any()
}
