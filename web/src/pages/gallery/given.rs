//! What is looked for, given as a file, found again, and shown once.

use leptos::prelude::*;

use super::specimen;
use crate::components::breakable::breakable;
use crate::components::detail_list::{DetailList, detail};
use crate::components::recovery_codes::RecoveryCodes;
use crate::components::restored::Restored;
use crate::components::search_box::SearchBox;
use crate::components::skip::Skip;
use crate::components::text_file::TextFile;

/// In bytes.
const LARGEST: f64 = 1_000_000.0;

pub fn specimens() -> AnyView {
    view! { {searches()} {files()} {restored()} {recovery()} {words()} }.into_any()
}

fn searches() -> AnyView {
    let search = |id, label: &'static str, searched: &'static str| {
        let searched = RwSignal::new(searched.to_owned());
        let on_search = Callback::new(move |typed| searched.set(typed));
        view! {
            <SearchBox
                id=id
                label=label
                hint="Surname, NHS number, phone or email"
                searched=searched
                on_search=on_search
            />
        }
        .into_any()
    };
    let content = view! {
        {search("gallery-search", "Find a patient", "")}
        {search("gallery-searched", "Find a patient, with something typed", "Featherstonehaugh-Cholmondeley")}
    };
    specimen("Search", content)
}

fn files() -> AnyView {
    let error = Signal::stored(Some("This is no CSV file. Save the sheet as CSV, then choose it again.".to_owned()));
    let content = view! {
        <TextFile
            id="gallery-file"
            label="CSV file"
            hint="Up to 1 MB, UTF-8."
            accept=".csv"
            largest=LARGEST
            file=RwSignal::new(None)
        />
        <TextFile
            id="gallery-wrong-file"
            label="CSV file that is none"
            accept=".csv"
            largest=LARGEST
            file=RwSignal::new(None)
            error=error
        />
    };
    specimen("Files", content)
}

fn restored() -> AnyView {
    let nothing = Callback::new(|()| ());
    let content = view! {
        <Restored restored=RwSignal::new(true) on_discard=nothing />
        <Restored restored=RwSignal::new(true) overtaken=true on_discard=nothing />
    };
    specimen("What was typed before", content)
}

fn recovery() -> AnyView {
    let codes = (0..10).map(|number| format!("k7rm-{number}x4q-pw2{number}")).collect::<Vec<_>>();
    specimen("Recovery codes", view! { <div class="recovery-codes"><RecoveryCodes codes=codes /></div> })
}

fn words() -> AnyView {
    let address = "a.very.long.address.that.does.not.fit.at.all@a-practice-with-a-long-name.example";
    let content = view! {
        <p>"The next stop of the keyboard is hidden until it has the focus:"</p>
        <Skip />
        <DetailList>{detail("An email breaks before its @", breakable(address))}</DetailList>
    };
    specimen("Ways around and breaks", content)
}
