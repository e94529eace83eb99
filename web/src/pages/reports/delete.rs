//! Deletes a report with its frozen answers, once it has been confirmed.

use cynic::MutationBuilder;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::api::reports::{self, DeleteReportInput, DeleteReportVariables, OneReport};
use crate::components::dialog::Confirm;
use crate::components::toast::Toasts;
use crate::number;
use crate::read::Read;
use crate::routes::Place;
use crate::session::Session;
use crate::text::one_report as words;
use crate::write::Write;

#[component]
pub fn DeleteReport(open: RwSignal<bool>, read: Read<OneReport>) -> impl IntoView {
    let session = Session::current();
    let toasts = Toasts::current();
    let navigate = use_navigate();
    let delete = Write::new(move |variables: DeleteReportVariables| async move {
        session.run(reports::DeleteReport::build(variables)).await.map(|answer| answer.delete_report)
    })
    .on_done(move |_| {
        toasts.done(words::DELETED);
        navigate(Place::Reports.path(), NavigateOptions::default());
    });
    let text = Signal::derive(move || {
        let runs = read.latest().and_then(|answer| answer.report.as_ref().map(|report| report.runs.total_count));
        let runs = runs.unwrap_or_default();
        words::delete_text(runs, &number::count(runs))
    });
    let confirm = Callback::new(move |()| {
        if let Some(report) = read.latest_untracked().and_then(|answer| answer.report.clone()) {
            delete.send(DeleteReportVariables { input: DeleteReportInput { id: report.id } });
        }
    });
    view! {
        <Confirm
            open=open
            title=words::DELETE_VERB
            text=text
            verb=words::DELETE_VERB
            danger=true
            pending=delete.pending()
            failure=Signal::derive(move || delete.complaint())
            on_confirm=confirm
        />
    }
    .into_any()
}
