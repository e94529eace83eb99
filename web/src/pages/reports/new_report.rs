//! The form for a new report, in a dialog.

use cynic::{MutationBuilder, QueryBuilder};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::api::reports::{CampaignChoices, ReportKind, SaveReport, SaveReportInput, SaveReportVariables};
use crate::components::button::{Button, Weight};
use crate::components::dialog::Dialog;
use crate::components::error_summary::{ErrorSummary, FormError, error_of};
use crate::components::field::Field;
use crate::components::radio_group::{RadioGroup, RadioOption};
use crate::components::select::{Choice, Select};
use crate::draft::Draft;
use crate::read::Read;
use crate::routes;
use crate::session::Session;
use crate::text::reports as words;
use crate::write::{Write, request_id};

const CAMPAIGN: &str = "report-campaign";
const KIND: &str = "report-kind";
const NAME: &str = "report-name";

/// What each kind is called in the form.
const KINDS: [(&str, ReportKind); 2] =
    [("non-respondents", ReportKind::NonRespondents), ("followed", ReportKind::Followed)];

/// What is typed; it outlives the dialog, so that closing it by mistake loses nothing.
#[derive(Clone, Copy)]
struct Form {
    campaign: RwSignal<String>,
    kind: RwSignal<String>,
    name: RwSignal<String>,
    /// The same over all retries, so that one press makes one report.
    request: StoredValue<String>,
    errors: RwSignal<Vec<FormError>>,
}

#[component]
pub fn NewReport(open: RwSignal<bool>) -> impl IntoView {
    let session = Session::current();
    let navigate = use_navigate();
    let form = Form {
        campaign: RwSignal::new(String::new()),
        kind: RwSignal::new(KINDS[0].0.to_owned()),
        name: RwSignal::new(String::new()),
        request: StoredValue::new(request_id()),
        errors: RwSignal::new(Vec::new()),
    };
    Draft::keep_while_open("report.new", open, move |typed| form.fill(typed), move || form.typed());
    let save = Write::new(move |variables: SaveReportVariables| async move {
        session.run(SaveReport::build(variables)).await.map(|answer| answer.save_report.report.id)
    })
    .on_failure(move |error| form.errors.set(vec![FormError::general(error.sentence())]))
    .on_done(move |id| {
        open.set(false);
        form.fill([String::new(), KINDS[0].0.to_owned(), String::new()]);
        form.request.set_value(request_id());
        navigate(&routes::report(id.inner()), NavigateOptions::default());
    });
    view! {
        <Dialog open=open title=words::NEW>
            {move || fields(form, save)}
        </Dialog>
    }
    .into_any()
}

fn fields(form: Form, save: Write<SaveReportVariables, cynic::Id>) -> AnyView {
    let session = Session::current();
    let read = Read::new(move || session.run(CampaignChoices::build(())));
    let campaigns = Signal::derive(move || {
        let answer = read.latest();
        let known = answer.iter().flat_map(|answer| &answer.campaigns.nodes);
        std::iter::once(Choice::new("", words::CHOOSE_CAMPAIGN))
            .chain(known.map(|campaign| Choice::new(campaign.id.inner(), &campaign.name)))
            .collect::<Vec<_>>()
    });
    let unreadable = move || read.failure().map(|error| view! { <p class="field__error">{error.sentence()}</p> });
    let missing = error_of(form.errors, CAMPAIGN);
    let missing = move || missing.get().map(|sentence| view! { <p class="field__error">{sentence}</p> });
    let without = move || {
        let is_empty = read.latest().is_some_and(|answer| answer.campaigns.nodes.is_empty());
        is_empty.then(|| view! { <p class="field__hint">{words::NO_CAMPAIGNS}</p> })
    };
    let kinds: Vec<RadioOption> = KINDS
        .iter()
        .map(|(value, kind)| RadioOption::new(*value, words::kind(*kind), words::kind_hint(*kind)))
        .collect();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        form.errors.set(form.check());
        if form.errors.with_untracked(Vec::is_empty) {
            save.send(form.variables());
        }
    };
    view! {
        <form class="dialog__form" novalidate on:submit=submit>
            <ErrorSummary errors=form.errors />
            <div class="stack">
                <Select
                    id=CAMPAIGN
                    label=words::CAMPAIGN
                    choices=campaigns
                    chosen=form.campaign
                    on_choose=Callback::new(move |campaign| form.campaign.set(campaign))
                />
                {missing}
                {unreadable}
                {without}
            </div>
            <RadioGroup id=KIND legend=words::KIND options=kinds chosen=form.kind />
            <Field
                id=NAME
                label=words::NEW_NAME
                hint=words::NEW_NAME_HINT
                value=form.name
                error=error_of(form.errors, NAME)
            />
            <div class="dialog__actions">
                <Button
                    weight=Weight::Primary
                    submit=true
                    pending=save.pending()
                    pending_label=words::MAKING
                >
                    {words::MAKE}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

impl Form {
    /// Campaign, kind and name. Tracks.
    fn typed(self) -> [String; 3] {
        [self.campaign.get(), self.kind.get(), self.name.get()]
    }

    fn fill(self, [campaign, kind, name]: [String; 3]) {
        self.campaign.set(campaign);
        self.kind.set(kind);
        self.name.set(name);
    }

    fn check(self) -> Vec<FormError> {
        let mut problems = Vec::new();
        if self.campaign.with_untracked(String::is_empty) {
            problems.push(FormError::of(CAMPAIGN, words::CAMPAIGN_MISSING));
        }
        if self.name.with_untracked(|name| name.trim().is_empty()) {
            problems.push(FormError::of(NAME, words::NEW_NAME_MISSING));
        }
        problems
    }

    fn variables(self) -> SaveReportVariables {
        let chosen = self.kind.get_untracked();
        let kind =
            KINDS.iter().find(|(value, _)| *value == chosen).map_or(ReportKind::NonRespondents, |(_, kind)| *kind);
        SaveReportVariables {
            input: SaveReportInput {
                name: self.name.with_untracked(|name| name.trim().to_owned()),
                kind,
                campaign_id: cynic::Id::new(self.campaign.get_untracked()),
                request_id: Some(self.request.get_value()),
            },
        }
    }
}
