//! The schema: the queries, mutations and subscriptions of all features, and the limits of a request.

use async_graphql::{MergedObject, MergedSubscription, Schema, SchemaBuilder};

use super::{
    audit::AuditQuery,
    campaigns::{
        CampaignMutation, CampaignQuery, CampaignSubscription, DraftMutation, PreviewQuery, PriceQuery,
        TemplateMutation, TemplateQuery,
    },
    code_sets::{CodeSetMutation, CodeSetQuery},
    cohorts::CohortQuery,
    forms::{FormMutation, FormQuery},
    identity::{
        AccountMutation, ClientMutation, ClientQuery, IdentityMutation, IdentityQuery, StaffMutation, StaffQuery,
    },
    imports::{ImportMutation, ImportQuery, ImportSubscription},
    outbox::OutboxQuery,
    patients::{PatientMutation, PatientQuery},
    reports::{ReportMutation, ReportQuery},
    saved_templates::{SavedTemplateMutation, SavedTemplateQuery},
    settings::{BackupMutation, BackupQuery, PracticeMutation, PracticeQuery},
    snapshots::{SnapshotMutation, SnapshotQuery, SnapshotSubscription},
    suppressions::{SuppressionMutation, SuppressionQuery},
};
use crate::state::App;

// The introspection query of common tools is 15 fields deep; the app's own queries stay under 10.
const DEEPEST: usize = 16;
// Each field is worth a point; lists of patients and imports multiply what their rows cost by their length: a
// page of 200 patients with all they have costs about 3,000.
const MOST_COMPLEX: usize = 5_000;
const MOST_DIRECTIVES: usize = 50;

#[derive(MergedObject, Default)]
pub struct Query(
    IdentityQuery,
    PatientQuery,
    CodeSetQuery,
    CohortQuery,
    ImportQuery,
    CampaignQuery,
    PreviewQuery,
    PriceQuery,
    TemplateQuery,
    ReportQuery,
    FormQuery,
    SnapshotQuery,
    OutboxQuery,
    AuditQuery,
    StaffQuery,
    ClientQuery,
    PracticeQuery,
    SavedTemplateQuery,
    BackupQuery,
    SuppressionQuery,
);

#[derive(MergedObject, Default)]
pub struct Mutation(
    IdentityMutation,
    PatientMutation,
    ImportMutation,
    DraftMutation,
    CampaignMutation,
    TemplateMutation,
    ReportMutation,
    FormMutation,
    SnapshotMutation,
    AccountMutation,
    StaffMutation,
    ClientMutation,
    PracticeMutation,
    CodeSetMutation,
    SavedTemplateMutation,
    BackupMutation,
    SuppressionMutation,
);

#[derive(MergedSubscription, Default)]
pub struct Subscription(ImportSubscription, CampaignSubscription, SnapshotSubscription);

pub type RecallSchema = Schema<Query, Mutation, Subscription>;

/// The schema with everything its resolvers need.
pub fn build(app: App) -> RecallSchema {
    let campaigns = super::campaigns::loader(app.database.clone());
    let actors = super::actors::loader(app.database.clone());
    builder().data(super::patients::loader(app.clone())).data(campaigns).data(actors).data(app).finish()
}

/// The schema definition, as committed in `api/schema.graphql`.
pub fn sdl() -> String {
    builder().finish().sdl()
}

fn builder() -> SchemaBuilder<Query, Mutation, Subscription> {
    Schema::build(Query::default(), Mutation::default(), Subscription::default())
        .limit_depth(DEEPEST)
        .limit_complexity(MOST_COMPLEX)
        .limit_directives(MOST_DIRECTIVES)
}
