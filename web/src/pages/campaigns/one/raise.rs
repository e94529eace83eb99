//! A campaign that has used its budget up is given more, or no limit.

use cynic::MutationBuilder;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use shared::money::Money as Amount;
use shared::permission::Permission;

use super::Here;
use crate::api::campaigns::CampaignState;
use crate::api::drafts::Money;
use crate::api::outlook::{RaiseCampaignBudget, RaiseCampaignBudgetInput, RaiseCampaignBudgetVariables};
use crate::components::button::{Button, Weight};
use crate::components::check::Check;
use crate::components::dialog::Dialog;
use crate::components::field::{Field, Input};
use crate::components::notice::{Notice, Tone};
use crate::components::toast::Toasts;
use crate::draft::Draft;
use crate::number;
use crate::text::raise as words;
use crate::write::Write;

const TO: &str = "raised-budget";
const NO_LIMIT: &str = "raised-no-limit";

/// The button under the cost and its dialog. It is a handle: copying it is free.
#[derive(Clone, Copy)]
struct Raise {
    budget: Signal<Option<Money>>,
    is_paused: Memo<bool>,
    open: RwSignal<bool>,
    to: RwSignal<String>,
    no_limit: RwSignal<bool>,
    wrong: RwSignal<Option<String>>,
    write: Write<(String, Option<String>), RaiseCampaignBudget>,
}

/// Nothing for whoever may not, without a budget, and once the campaign is over.
pub fn raise(here: &Here, budget: Signal<Option<Money>>) -> AnyView {
    if !untrack(|| here.session.may(Permission::LaunchCampaigns)) {
        return ().into_any();
    }
    let live = here.live;
    let state = Memo::new(move |_| live.with(|live| live.figures.state));
    let raise = Raise::new(here, budget, Memo::new(move |_| state.get() == CampaignState::Paused));
    let limited = Memo::new(move |_| budget.with(Option::is_some));
    let offered = Memo::new(move |_| state.get().is_live() && limited.get());
    let press = Callback::new(move |()| {
        raise.write.forget_failure();
        raise.wrong.set(None);
        raise.open.set(true);
    });
    let button = move || {
        offered.get().then(|| {
            view! {
                <div>
                    <Button on_press=press>{words::RAISE}</Button>
                </div>
            }
        })
    };
    view! {
        {button}
        <Dialog open=raise.open title=words::RAISE.to_owned()>
            {raise.form()}
        </Dialog>
    }
    .into_any()
}

impl Raise {
    fn new(here: &Here, budget: Signal<Option<Money>>, is_paused: Memo<bool>) -> Self {
        let (session, feed) = (here.session, here.feed);
        let id = cynic::Id::new(here.id.clone());
        let toasts = Toasts::current();
        let (open, to, no_limit) = (RwSignal::new(false), RwSignal::new(String::new()), RwSignal::new(false));
        let write = Write::new(move |(from, to): (String, Option<String>)| {
            let input = RaiseCampaignBudgetInput { id: id.clone(), from, to };
            session.run(RaiseCampaignBudget::build(RaiseCampaignBudgetVariables { input }))
        })
        .on_done(move |answer| {
            open.set(false);
            to.set(String::new());
            no_limit.set(false);
            feed.has_been_changed(answer.raise_campaign_budget.campaign.clone());
            toasts.done(if is_paused.get_untracked() { words::DONE_PAUSED } else { words::DONE });
        })
        // It may have been done all the same, or by somebody else.
        .on_failure(move |_| feed.read().again());
        let fill = move |(typed, unlimited): (String, bool)| {
            to.set(typed);
            no_limit.set(unlimited);
        };
        Draft::keep_while_open(format!("campaign.budget.{}", here.id), open, fill, move || (to.get(), no_limit.get()));
        Self { budget, is_paused, open, to, no_limit, wrong: RwSignal::new(None), write }
    }

    fn send(self) {
        let Some(old) = self.budget.get_untracked() else { return };
        let new = if self.no_limit.get_untracked() {
            Some(None)
        } else {
            self.to.with_untracked(|to| more(&old.amount, to)).map(Some)
        };
        self.wrong.set(new.is_none().then(|| words::wrong(&pounds(&old))));
        if let Some(new) = new {
            self.write.send((old.amount, new));
        }
    }

    fn form(self) -> AnyView {
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            self.send();
        };
        let now = move || self.budget.with(|budget| budget.as_ref().map(|old| words::now(&pounds(old))));
        let failed = move || self.write.complaint().map(|why| view! { <Notice tone=Tone::Error message=why /> });
        let then = move || self.is_paused.get().then(|| view! { <p>{words::THEN_RESUME}</p> });
        view! {
            <form class="approval" novalidate on:submit=submit>
                <p>{now}</p>
                <Field id=TO label=words::TO input=Input::Amount value=self.to error=self.wrong />
                <Check id=NO_LIMIT label=words::NO_LIMIT checked=self.no_limit />
                {then}
                {failed}
                <div>
                    <Button
                        weight=Weight::Primary
                        submit=true
                        pending=self.write.pending()
                        pending_label=words::RAISING
                    >
                        {words::CONFIRM}
                    </Button>
                </div>
            </form>
        }
        .into_any()
    }
}

fn pounds(money: &Money) -> String {
    number::money(&money.amount, &money.currency)
}

/// What was typed as an amount, where it is more than the old one.
fn more(old: &str, typed: &str) -> Option<String> {
    let plain: String = typed.chars().filter(|one| !matches!(one, '£' | ',') && !one.is_whitespace()).collect();
    let amount = |text: &str| text.parse::<Amount>().ok();
    let new = amount(&plain)?;
    (new > amount(old)?).then(|| new.amount())
}

#[cfg(test)]
mod tests {
    use super::more;

    #[test]
    fn only_more_is_taken_however_it_is_written() {
        assert_eq!(more("250.00", " £1,250.5 "), Some("1250.50".to_owned()));
        for typed in ["250", "249.99", "", "more"] {
            assert_eq!(more("250.00", typed), None, "{typed}");
        }
    }
}
