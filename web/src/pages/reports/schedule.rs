//! When a report runs by itself: days of the week and a time, or not at all.

use cynic::MutationBuilder;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::api::reports::{self, OneReport, ReportDetail, ScheduleReportInput, ScheduleReportVariables};
use crate::components::button::{Button, Weight};
use crate::components::check::Check;
use crate::components::dialog::Dialog;
use crate::components::error_summary::{ErrorSummary, FormError, error_of};
use crate::components::field::{Field, Input};
use crate::components::notice::{Notice, Tone};
use crate::components::toast::Toasts;
use crate::draft::Draft;
use crate::read::Read;
use crate::schedule::Weekly;
use crate::session::Session;
use crate::text::{self, common, one_report as words};
use crate::write::Write;

const DAYS: [&str; 7] = ["day-mon", "day-tue", "day-wed", "day-thu", "day-fri", "day-sat", "day-sun"];
const TIME: &str = "schedule-time";

#[component]
pub fn ScheduleReport(id: String, open: RwSignal<bool>, read: Read<OneReport>) -> impl IntoView {
    let session = Session::current();
    let toasts = Toasts::current();
    let errors = RwSignal::new(Vec::new());
    let save = Write::new(move |variables: ScheduleReportVariables| async move {
        session.run(reports::ScheduleReport::build(variables)).await.map(|answer| answer.schedule_report.report.id)
    })
    .on_failure(move |error| errors.set(vec![FormError::general(error.sentence())]))
    .on_done(move |_| {
        open.set(false);
        toasts.done(words::SCHEDULE_SAVED);
        read.again();
    });
    let fields = Fields {
        by_itself: RwSignal::new(false),
        days: [(); 7].map(|()| RwSignal::new(false)),
        time: RwSignal::new(String::new()),
    };
    let known = Memo::new(move |_| report_of(read).map(|report| report.id));
    let begin = move |typed: Option<Typed>| {
        errors.set(Vec::new());
        fields.fill(typed.or_else(|| untrack(|| report_of(read)).map(|report| as_it_is(&report))));
    };
    let key = format!("report.schedule.{id}");
    let begin = Draft::keep_while_open_again(key, open, begin, move || fields.typed());
    let form = move || {
        known.get().map(|id| {
            begin.run(());
            let cron = untrack(|| report_of(read)).and_then(|report| report.cron);
            form(id, cron.as_deref(), fields, errors, save)
        })
    };
    view! {
        <Dialog open=open title=words::CHANGE_SCHEDULE>
            {form}
        </Dialog>
    }
    .into_any()
}

/// By itself or not, the days, Monday first, and the time.
type Typed = (bool, [bool; 7], String);

#[derive(Clone, Copy)]
struct Fields {
    by_itself: RwSignal<bool>,
    days: [RwSignal<bool>; 7],
    time: RwSignal<String>,
}

impl Fields {
    fn fill(self, typed: Option<Typed>) {
        let Some((by_itself, days, time)) = typed else { return };
        self.by_itself.set(by_itself);
        for (field, on) in self.days.into_iter().zip(days) {
            field.set(on);
        }
        self.time.set(time);
    }

    /// Tracks.
    fn typed(self) -> Typed {
        (self.by_itself.get(), self.days.map(|day| day.get()), self.time.get())
    }
}

/// Tracks.
fn report_of(read: Read<OneReport>) -> Option<ReportDetail> {
    read.latest().and_then(|answer| answer.report.clone())
}

fn as_it_is(report: &ReportDetail) -> Typed {
    let weekly = report.cron.as_deref().and_then(Weekly::read).unwrap_or(Weekly::MONDAY_MORNING);
    (report.cron.is_some(), weekly.days, weekly.time())
}

fn form(
    id: cynic::Id,
    cron: Option<&str>,
    fields: Fields,
    errors: RwSignal<Vec<FormError>>,
    save: Write<ScheduleReportVariables, cynic::Id>,
) -> AnyView {
    let is_complex = cron.is_some_and(|cron| Weekly::read(cron).is_none());
    let Fields { by_itself, days, time } = fields;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let cron = if by_itself.get_untracked() { typed(days, time).map(Some) } else { Ok(None) };
        match cron {
            Ok(cron) => {
                errors.set(Vec::new());
                save.send(ScheduleReportVariables { input: ScheduleReportInput { id: id.clone(), cron } });
            }
            Err(problems) => errors.set(problems),
        }
    };
    let when = move || by_itself.get().then(|| when(days, time, errors));
    let in_words = move || {
        let weekly = by_itself.get().then(|| weekly_of(days.map(|day| day.get()), &time.get())).flatten();
        match weekly {
            Some(weekly) => text::report_schedule::sentence(&weekly.cron()),
            None if by_itself.get() => String::new(),
            None => text::report_schedule::NOT_BY_ITSELF.to_owned(),
        }
    };
    view! {
        <form class="dialog__form" novalidate on:submit=submit>
            <ErrorSummary errors=errors />
            {is_complex
                .then(|| view! { <Notice tone=Tone::Warning message=words::TOO_COMPLEX /> })}
            <Check
                id="by-itself"
                label=words::BY_ITSELF
                hint=words::BY_ITSELF_HINT
                checked=by_itself
            />
            {when}
            <p aria-live="polite">
                <strong>{in_words}</strong>
            </p>
            <div class="dialog__actions">
                <Button
                    weight=Weight::Primary
                    submit=true
                    pending=save.pending()
                    pending_label=common::SAVING
                >
                    {words::SCHEDULE_SAVE}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

fn when(days: [RwSignal<bool>; 7], time: RwSignal<String>, errors: RwSignal<Vec<FormError>>) -> AnyView {
    let boxes = days
        .into_iter()
        .enumerate()
        .map(|(index, day)| view! { <Check id=DAYS[index] label=text::report_schedule::day(index) checked=day /> })
        .collect_view();
    let missing = error_of(errors, DAYS[0]);
    view! {
        <fieldset class="days">
            <legend class="field__label">{words::DAYS}</legend>
            {move || missing.get().map(|sentence| view! { <p class="field__error">{sentence}</p> })}
            {boxes}
        </fieldset>
        <Field id=TIME label=words::TIME input=Input::Time value=time error=error_of(errors, TIME) />
    }
    .into_any()
}

fn typed(days: [RwSignal<bool>; 7], time: RwSignal<String>) -> Result<String, Vec<FormError>> {
    let days = days.map(|day| day.get_untracked());
    let mut problems = Vec::new();
    if !days.contains(&true) {
        problems.push(FormError::of(DAYS[0], words::DAYS_MISSING));
    }
    match weekly_of(days, &time.get_untracked()) {
        Some(weekly) if problems.is_empty() => return Ok(weekly.cron()),
        Some(_) => {}
        None => problems.push(FormError::of(TIME, words::TIME_MISSING)),
    }
    Err(problems)
}

fn weekly_of(days: [bool; 7], time: &str) -> Option<Weekly> {
    let (hour, minute) = Weekly::read_time(time)?;
    Some(Weekly { days, hour, minute })
}
