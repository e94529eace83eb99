//! What a campaign has cost so far, and how much of its budget that is.

use leptos::prelude::*;

use super::{Here, raise};
use crate::api::campaigns::{Channel, Spent};
use crate::api::drafts::Money;
use crate::components::card::Card;
use crate::components::progress::Progress;
use crate::number;
use crate::pages::campaigns::prices;
use crate::text::cost as words;

/// `budget` is nothing where there is no limit, and until it is known.
pub fn cost(here: &Here, budget: Signal<Option<Money>>) -> AnyView {
    let live = here.live;
    let spent = Memo::new(move |_| live.with(|live| live.spent.clone()));
    let limited = Memo::new(move |_| budget.with(Option::is_some));
    let units = move || {
        spent.with(|spent| {
            let Spent { emails, segments, .. } = spent;
            words::units(*emails, &number::count(*emails), *segments, &number::count(*segments))
        })
    };
    let view = move || {
        if limited.get() {
            let said = move || {
                let budget = budget.with(|budget| budget.as_ref().map(price).unwrap_or_default());
                words::of_budget(&spent.with(|spent| price(&spent.cost)), &budget)
            };
            let value = Signal::derive(move || spent.with(|spent| pounds(&spent.cost)));
            let max = Signal::derive(move || budget.with(|budget| budget.as_ref().map_or(0.0, pounds)));
            view! { <Progress label=words::TITLE.to_owned() value=value max=max words=Signal::derive(said) /> }
                .into_any()
        } else {
            view! { <p class="campaign-page__figure">{move || spent.with(|spent| price(&spent.cost))}</p> }.into_any()
        }
    };
    let raise = raise::raise(here, budget);
    let prices = prices::note(prices::read(here.session), &[Channel::Email, Channel::Sms]);
    view! {
        <Card title=words::TITLE.to_owned()>
            <div class="campaign-page__cost">
                {view} <p class="campaign__quiet">{units}</p> {raise} {prices}
            </div>
        </Card>
    }
    .into_any()
}

fn price(money: &Money) -> String {
    number::money(&money.amount, &money.currency)
}

/// For the length of a bar.
fn pounds(money: &Money) -> f64 {
    money.amount.parse().unwrap_or(0.0)
}
