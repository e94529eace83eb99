//! Where one is on a way of several steps. Steps that can be gone back to are links.

use leptos::prelude::*;

use super::icon::{Icon, Sign};
use crate::text;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    Done,
    Current,
    /// Been there, and something in it is wrong.
    Wrong,
    Ahead,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepItem {
    pub label: String,
    pub state: StepState,
    /// Where the step is, while one may go there.
    pub href: Option<String>,
}

#[component]
pub fn Stepper(
    /// What the steps lead to, for screen readers, e.g. "New campaign".
    label: &'static str,
    #[prop(into)] steps: Signal<Vec<StepItem>>,
) -> impl IntoView {
    let items = move || steps.get().into_iter().enumerate().map(item).collect_view();
    view! {
        <nav class="stepper" aria-label=label>
            <ol class="stepper__steps">{items}</ol>
        </nav>
    }
    .into_any()
}

fn item((index, step): (usize, StepItem)) -> AnyView {
    let (class, word) = match step.state {
        StepState::Done => ("stepper__step stepper__step--done", text::stepper::DONE),
        StepState::Current => ("stepper__step stepper__step--current", ""),
        StepState::Wrong => ("stepper__step stepper__step--wrong", text::stepper::WRONG),
        StepState::Ahead => ("stepper__step", ""),
    };
    let sign = match step.state {
        StepState::Done => view! { <Icon sign=Sign::Tick /> }.into_any(),
        StepState::Wrong => view! { <Icon sign=Sign::Warning /> }.into_any(),
        StepState::Current | StepState::Ahead => (index + 1).to_string().into_any(),
    };
    let words = view! {
        <span class="stepper__sign">{sign}</span>
        <span class="stepper__label">{step.label}</span>
        {(!word.is_empty()).then(|| view! { <span class="visually-hidden">", " {word}</span> })}
    };
    let current = (step.state == StepState::Current).then_some("step");
    match step.href {
        Some(href) => view! {
            <li class=class aria-current=current>
                <a class="stepper__inner" href=href>
                    {words}
                </a>
            </li>
        }
        .into_any(),
        None => view! {
            <li class=class aria-current=current>
                <span class="stepper__inner">{words}</span>
            </li>
        }
        .into_any(),
    }
}
