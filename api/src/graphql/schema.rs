//! The schema: the queries, mutations and subscriptions of all features, and the limits of a request.

use async_graphql::{MergedObject, Schema, SchemaBuilder};

use super::about::AboutQuery;
use crate::state::App;

// The introspection query of common tools is 15 fields deep; the app's own queries stay under 10.
const DEEPEST: usize = 16;
// Each field is worth a point, a list its length: the full dashboard costs about 300, a page of 200 patients
// with all they have about 3,000.
const MOST_COMPLEX: usize = 5_000;
const MOST_DIRECTIVES: usize = 50;

#[derive(MergedObject, Default)]
pub struct Query(AboutQuery);

pub type RecallSchema = Schema<Query, async_graphql::EmptyMutation, async_graphql::EmptySubscription>;

/// The schema with everything its resolvers need.
pub fn build(app: App) -> RecallSchema {
    builder().data(super::patients::loader(app.clone())).data(app).finish()
}

/// The schema definition, as committed in `api/schema.graphql`.
pub fn sdl() -> String {
    builder().finish().sdl()
}

fn builder() -> SchemaBuilder<Query, async_graphql::EmptyMutation, async_graphql::EmptySubscription> {
    Schema::build(Query::default(), async_graphql::EmptyMutation, async_graphql::EmptySubscription)
        .limit_depth(DEEPEST)
        .limit_complexity(MOST_COMPLEX)
        .limit_directives(MOST_DIRECTIVES)
}
