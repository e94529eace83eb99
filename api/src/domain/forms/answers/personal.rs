//! The form behind a personal link: which it is, whose, and what they answered before.

use entity::form_response;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::form::Answers;

use super::{
    super::versions::{Addressed, of_recipient},
    read::answers_of,
};
use crate::{
    domain::{
        Result,
        acknowledgements::{Closed, Invitation, find_invitation},
    },
    state::App,
};

/// A recipient whose campaign asks them to fill in a form.
#[derive(Debug)]
pub struct Personal {
    pub form: Addressed,
    pub given_name: String,
    /// Their language, where it is known.
    pub language: Option<String>,
    /// What they answered before.
    pub before: Option<Answers>,
    pub(super) invitation: Invitation,
}

impl Personal {
    /// Whether nothing can be answered any more: they have, and the form allows no change.
    pub fn is_answered_for_good(&self) -> bool {
        self.before.is_some() && !self.form.form.changeable
    }
}

/// The form behind the token of a link. A link whose campaign has none, or whose form was retired, is closed.
pub async fn personal(app: &App, token: &str) -> Result<Result<Personal, Closed>> {
    let invitation = match find_invitation(app, token).await? {
        Ok(invitation) => invitation,
        Err(closed) => return Ok(Err(closed)),
    };
    let Some(version) = invitation.form else { return Ok(Err(Closed::Wrong)) };
    let Some(form) = of_recipient(app, version).await? else { return Ok(Err(Closed::Withdrawn)) };
    let before = form_response::Entity::find()
        .filter(form_response::Column::RecipientId.eq(invitation.recipient.get()))
        .one(app.database.reader())
        .await?;
    let before = match before {
        Some(row) => Some(Answers::from(&answers_of(app, &form.version, &row)?)),
        None => None,
    };
    let (given_name, language) = (invitation.given_name.clone(), invitation.language.clone());
    Ok(Ok(Personal { form, given_name, language, before, invitation }))
}
