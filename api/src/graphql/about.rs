//! What the server says of itself.

use async_graphql::Object;

#[derive(Default)]
pub struct AboutQuery;

#[Object]
impl AboutQuery {
    /// The version of Recall that answers.
    async fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
}
