//! Erasing a patient for good: said what goes and what stays, and confirmed with a fresh code.

use cynic::MutationBuilder;
use leptos::prelude::*;

use crate::api::patient::{ErasePatient, ErasePatientInput, ErasePatientVariables, PatientDetail};
use crate::code;
use crate::components::button::Button;
use crate::components::dialog::Confirm;
use crate::components::field::{Field, Input};
use crate::components::toast::Toasts;
use crate::read::Read;
use crate::session::Session;
use crate::text::patient as words;
use crate::text::second_factor;
use crate::write::Write;

const CODE: &str = "erase-code";

/// The button and its dialog.
#[component]
pub fn EraseAction(read: Read<PatientDetail>) -> impl IntoView {
    let session = Session::current();
    let toasts = Toasts::current();
    let open = RwSignal::new(false);
    let code = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let write = Write::new(move |(id, code)| {
        let input = ErasePatientInput { id, code };
        let erased = session.run(ErasePatient::build(ErasePatientVariables { input }));
        async move { erased.await.map(|answer| answer.erase_patient.patient.id) }
    })
    .on_failure(move |problem| {
        // Whatever went wrong, the next try wants a fresh one.
        code.set(String::new());
        error.set(code::is_wrong(&problem).then(|| problem.sentence()));
    })
    .on_done(move |_| {
        open.set(false);
        toasts.done(words::ERASE_DONE);
        read.again();
    });
    let erase = Callback::new(move |()| {
        let digits = code.with_untracked(|typed| code::digits(typed));
        error.set(digits.is_none().then(|| second_factor::CODE_MISSING.to_owned()));
        let id = read.latest_untracked().and_then(|answer| answer.patient.as_ref().map(|patient| patient.id.clone()));
        if let (Some(digits), Some(id)) = (digits, id) {
            write.send((id, digits));
        }
    });
    let ask = Callback::new(move |()| {
        code.set(String::new());
        error.set(None);
        open.set(true);
    });
    let failure = Signal::derive(move || write.complaint().filter(|_| error.with(Option::is_none)));
    view! {
        <Button on_press=ask>{words::ERASE}</Button>
        <Confirm
            open=open
            title=words::ERASE_TITLE
            text=words::ERASE_TEXT
            verb=words::ERASE
            danger=true
            pending=write.pending()
            failure=failure
            on_confirm=erase
        >
            <p>{words::ERASE_STAYS}</p>
            <Field
                id=CODE
                label=words::ERASE_CODE
                hint=words::ERASE_CODE_HINT
                input=Input::OneTimeCode
                value=code
                error=error
            />
        </Confirm>
    }
    .into_any()
}
