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
use crate::read::Read;
use crate::session::Session;
use crate::text::{common, one_report as words, reports as list_words};
use crate::write::Write;

const NAME: &str = "report-name";

#[component]
pub fn RenameReport(open: RwSignal<bool>, read: Read<OneReport>) -> impl IntoView {
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
    let form = move || {
        let report = read.latest_untracked().and_then(|answer| answer.report.clone());
        report.map(|report| form(report, errors, save))
    };
    view! {
        <Dialog open=open title=words::RENAME>
            {form}
        </Dialog>
    }
    .into_any()
}

fn form(
    report: ReportDetail,
    errors: RwSignal<Vec<FormError>>,
    save: Write<RenameReportVariables, cynic::Id>,
) -> AnyView {
    errors.set(Vec::new());
    let ReportDetail { id, name, .. } = report;
    let name = RwSignal::new(name);
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
