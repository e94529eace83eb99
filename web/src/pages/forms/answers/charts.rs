//! The answers in figures: how many a day, and for each question how they fall.

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;

use super::days;
use crate::api::forms::{FieldSummary, FormFigures, FormSummary, SummaryVariables};
use crate::components::bar_list::{Bar, BarList};
use crate::components::card::Card;
use crate::components::chart::Columns;
use crate::components::detail_list::{DetailList, detail};
use crate::components::empty::Empty;
use crate::components::loaded::Loaded;
use crate::components::select::{Choice, Select};
use crate::number;
use crate::pages::forms::one::Here;
use crate::read::Read;
use crate::text::{form_charts as words, forms as form_words};

pub fn charts(here: Here) -> AnyView {
    let session = here.session;
    let version = RwSignal::new(String::new());
    let read = Read::new(move || {
        let variables = SummaryVariables { id: here.id(), version: version.get().parse().ok() };
        session.run(FormFigures::build(variables))
    });
    let versions = Signal::derive(move || {
        let rows = here.now().map(|form| form.versions).unwrap_or_default();
        let published = rows.iter().filter(|row| row.published_at.is_some());
        let choice =
            |row: &crate::api::forms::VersionRow| Choice::new(row.number.to_string(), form_words::version(row.number));
        let all = Choice::new("", words::ALL_VERSIONS);
        std::iter::once(all).chain(published.map(choice)).collect::<Vec<_>>()
    });
    let show = move |answer: Signal<Arc<FormFigures>>| {
        let content = move || answer.with(|answer| answer.form.as_ref().map(|form| figures(&form.summary)));
        content.into_any()
    };
    view! {
        <div class="charts-head">
            <Select
                id="charts-version"
                label=words::VERSION
                choices=versions
                chosen=version
                on_choose=Callback::new(move |chosen| version.set(chosen))
            />
        </div>
        <Loaded read=read lines=10 show=Box::new(show) />
    }
    .into_any()
}

fn figures(summary: &FormSummary) -> AnyView {
    if summary.total == 0 {
        return view! {
            <section class="card">
                <Empty title=words::NONE advice=words::NONE_ADVICE />
            </section>
        }
        .into_any();
    }
    let (title, x_name, columns) = days::columns(&summary.by_day);
    let total = words::total(summary.total, &number::count(summary.total));
    let fields = summary.fields.iter().map(|field| of_field(field, summary.total)).collect_view();
    view! {
        <Card title=total>
            <Columns title=title x_name=x_name y_name=words::ANSWERS points=columns />
        </Card>
        <div class="charts">{fields}</div>
    }
    .into_any()
}

fn of_field(field: &FieldSummary, total: i32) -> AnyView {
    // Of what is sealed nobody knows how many answered it.
    let answered = (!field.sealed).then(|| {
        let answered = words::answered(&number::count(field.answered), &number::count(total));
        view! { <p class="charts__answered">{answered}</p> }
    });
    let bars: Vec<Bar> = field.counts.iter().map(|count| Bar::new(&count.label, count.count)).collect();
    let content = if field.sealed {
        view! { <p class="field__hint">{words::SEALED}</p> }.into_any()
    } else if bars.is_empty() || field.answered == 0 {
        let words = if field.answered == 0 { words::NO_ANSWER } else { words::NOT_COUNTED };
        view! { <p class="field__hint">{words}</p> }.into_any()
    } else {
        // Of everybody who answered: where several may be ticked, they add up to more than all.
        view! { <BarList bars=bars total=field.answered /> }.into_any()
    };
    let figure = |name: &'static str, value: Option<f64>| value.map(|value| detail(name, decimal(value)));
    let (mean, minimum, maximum) = (field.mean, field.minimum, field.maximum);
    let figures = mean.is_some().then(|| {
        view! {
            <DetailList figures=true>
                {figure(words::MEAN, mean)} {figure(words::LOWEST, minimum)} {figure(words::HIGHEST, maximum)}
            </DetailList>
        }
    });
    view! {
        <Card title=field.label.clone()>
            {answered}
            {content}
            {figures}
        </Card>
    }
    .into_any()
}

/// Two digits after the point, and none where there are none.
fn decimal(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn a_mean_has_two_digits_at_most() {
        assert_eq!((decimal(2.0), decimal(3.456), decimal(0.5)), ("2".into(), "3.46".into(), "0.5".into()));
    }
}
