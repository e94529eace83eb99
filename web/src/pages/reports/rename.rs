//! Another name for a report.

use cynic::MutationBuilder;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::api::reports::{self, OneReport, RenameReportInput, RenameReportVariables, ReportDetail};
use crate::components::button::{Button, Weight};
use crate::components::dialog::Dialog;
use crate::components::error_summary::{ErrorSummary, FormError, error_of};
use crate::components::field::Field;
use crate::components::toast::Toasts;
use crate::draft::Draft;
use crate::read::Read;
use crate::session::Session;
use crate::text::{common, one_report as words, reports as list_words};
use crate::write::Write;

const NAME: &str = "report-name";

#[component]
pub fn RenameReport(id: String, open: RwSignal<bool>, read: Read<OneReport>) -> impl IntoView {
    let session = Session::current();
    let toasts = Toasts::current();
    let errors = RwSignal::new(Vec::new());
    let save = Write::new(move |variables: RenameReportVariables| async move {
        session.run(reports::RenameReport::build(variables)).await.map(|answer| answer.rename_report.report.id)
    })
    .on_failure(move |error| errors.set(vec![FormError::of(NAME, error.sentence())]))
    .on_done(move |_| {
        open.set(false);
        toasts.done(words::RENAMED);
        read.again();
    });
    let name = RwSignal::new(String::new());
    let known = Memo::new(move |_| report_of(read).map(|report| report.id));
    let begin = move |typed: Option<String>| {
        errors.set(Vec::new());
        name.set(typed.or_else(|| untrack(|| report_of(read)).map(|report| report.name)).unwrap_or_default());
    };
    let begin = Draft::keep_while_open_again(format!("report.name.{id}"), open, begin, move || name.get());
    let form = move || {
        known.get().map(|id| {
            begin.run(());
            form(id, name, errors, save)
        })
    };
    view! {
        <Dialog open=open title=words::RENAME>
            {form}
        </Dialog>
    }
    .into_any()
}

/// Tracks.
fn report_of(read: Read<OneReport>) -> Option<ReportDetail> {
    read.latest().and_then(|answer| answer.report.clone())
}

fn form(
    id: cynic::Id,
    name: RwSignal<String>,
    errors: RwSignal<Vec<FormError>>,
    save: Write<RenameReportVariables, cynic::Id>,
) -> AnyView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = name.with_untracked(|name| name.trim().to_owned());
        if typed.is_empty() {
            errors.set(vec![FormError::of(NAME, list_words::NEW_NAME_MISSING)]);
        } else {
            errors.set(Vec::new());
            save.send(RenameReportVariables { input: RenameReportInput { id: id.clone(), name: typed } });
        }
    };
    view! {
        <form class="dialog__form" novalidate on:submit=submit>
            <ErrorSummary errors=errors />
            <Field id=NAME label=list_words::NEW_NAME value=name error=error_of(errors, NAME) />
            <div class="dialog__actions">
                <Button
                    weight=Weight::Primary
                    submit=true
                    pending=save.pending()
                    pending_label=common::SAVING
                >
                    {words::RENAME}
                </Button>
            </div>
        </form>
    }
    .into_any()
}
