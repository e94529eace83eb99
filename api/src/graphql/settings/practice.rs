//! What patients read about the practice.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use shared::permission::Permission;

use crate::{
    config::PracticeConfig,
    domain::settings,
    graphql::{
        context::{self, app, require},
        error::OrGraphql,
    },
    state::App,
};

/// The practice whose patients these are.
#[derive(SimpleObject)]
pub struct Practice {
    name: String,
    phone: String,
    opening_hours: String,
    /// Where patients book online.
    booking_link: Option<String>,
}

impl Practice {
    pub async fn now(app: &App) -> Self {
        Self::from(settings::practice(app).await.as_ref())
    }
}

impl From<&PracticeConfig> for Practice {
    fn from(practice: &PracticeConfig) -> Self {
        let practice = practice.clone();
        Self {
            name: practice.name,
            phone: practice.phone,
            opening_hours: practice.opening_hours,
            booking_link: practice.booking_link,
        }
    }
}

#[derive(InputObject)]
pub struct SavePracticeInput {
    name: String,
    phone: String,
    opening_hours: String,
    booking_link: Option<String>,
}

#[derive(SimpleObject)]
pub struct SavePracticePayload {
    practice: Practice,
}

#[derive(Default)]
pub struct PracticeQuery;

#[Object]
impl PracticeQuery {
    /// The practice whose patients these are.
    async fn practice(&self, ctx: &Context<'_>) -> Result<Practice> {
        context::actor(ctx)?; // patients read it, so everybody who is signed in may
        Ok(Practice::now(app(ctx)?).await)
    }
}

#[derive(Default)]
pub struct PracticeMutation;

#[Object]
impl PracticeMutation {
    async fn save_practice(&self, ctx: &Context<'_>, input: SavePracticeInput) -> Result<SavePracticePayload> {
        let actor = require(ctx, Permission::ManageSettings)?;
        let wanted = PracticeConfig {
            name: input.name,
            phone: input.phone,
            opening_hours: input.opening_hours,
            booking_link: input.booking_link,
        };
        let practice = settings::save_practice(app(ctx)?, actor, wanted).await.or_graphql()?;
        Ok(SavePracticePayload { practice: practice.as_ref().into() })
    }
}
