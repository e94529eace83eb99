//! The plan on the last step: when the sending ends, and whether the budget pays for it.

use leptos::prelude::*;

use crate::api::drafts::{CampaignEstimate, Check, Money};
use crate::components::detail_list::detail;
use crate::components::notice::{Notice, Tone};
use crate::components::progress::Progress;
use crate::text::check as words;
use crate::text::cost;
use crate::{london, number};

/// When the last message leaves, where that is known.
pub fn finishes(estimate: &CampaignEstimate) -> Option<AnyView> {
    estimate.finishes_at.as_ref().map(|at| detail(words::FINISHES, london::show(at)))
}

/// The cost against the budget; nothing where there is none.
pub fn budget(check: &Check) -> Option<AnyView> {
    let budget = check.plan.budget.as_ref()?;
    let price = |money: &Money| number::money(&money.amount, &money.currency);
    let pounds = |money: &Money| money.amount.parse::<f64>().unwrap_or(0.0);
    let (takes, has) = (&check.estimate.cost, budget);
    let short = pounds(takes) > pounds(has);
    let warning = short.then(|| {
        view! { <Notice tone=Tone::Warning message=words::over_budget(&price(has)) /> }
    });
    let said = cost::of_budget(&price(takes), &price(has));
    let (value, max) = (Signal::stored(pounds(takes)), Signal::stored(pounds(has)));
    Some(
        view! {
            <div class="check__budget">
                <h3 class="campaign-page__part">{words::BUDGET}</h3>
                <Progress label=words::BUDGET.to_owned() value=value max=max words=said />
                {warning}
            </div>
        }
        .into_any(),
    )
}
