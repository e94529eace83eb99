//! The form behind a personal link: which it is, whose, and what they answered before.
//!
//! A link may lie open in a mailbox: sensitive answers never come back by it. They stay where none is given in their
//! place, until whoever has the link takes them back.

use std::collections::{BTreeSet, HashMap};

use entity::form_response;
use sea_orm::FromQueryResult;
use serde_json::json;
use shared::{
    form::{Answers, CleanAnswers, FormSchema, Given, Language, Validator},
    ids::{FormResponseId, RecipientId},
    phone::E164Phone,
};

use super::{
    super::versions::{Addressed, of_recipient},
    read::answers_of,
};
use crate::{
    database::{Database, ids},
    domain::{
        Actor, Result,
        acknowledgements::{Closed, Invitation, find_invitation},
        audit, day,
        group_read::{self, GroupRead},
    },
    state::App,
};

/// Looks up what recipients answered, many in one query.
pub type AnswerReader = GroupRead<EarlierAnswers>;

/// Answers by who gave them.
#[derive(Clone, Copy, Debug)]
pub struct EarlierAnswers;

impl GroupRead<EarlierAnswers> {
    pub fn start(database: &Database) -> Self {
        Self::with(database.clone(), EarlierAnswers)
    }
}

impl group_read::Read for EarlierAnswers {
    type Key = RecipientId;
    type Value = form_response::Model;

    async fn read(
        &mut self,
        database: &Database,
        recipients: &[RecipientId],
    ) -> Result<HashMap<RecipientId, form_response::Model>> {
        let sql = format!("SELECT * FROM form_response WHERE {}", database.engine().is_among("recipient_id"));
        let these = ids(recipients.iter().map(|recipient| recipient.get()));
        let statement = database.statement(&sql, [these]);
        let rows = form_response::Model::find_by_statement(statement).all(database.reader()).await?;
        Ok(rows.into_iter().filter_map(|row| Some((row.recipient_id?.into(), row))).collect())
    }
}

/// A recipient whose campaign asks them to fill in a form.
#[derive(Debug)]
pub struct Personal {
    pub form: Addressed,
    pub given_name: String,
    /// Their language, where it is known.
    pub language: Option<String>,
    /// What they answered before, but for what is sensitive.
    pub before: Option<Answers>,
    /// The sensitive part of it, where answers may be changed.
    kept: Answers,
    response: Option<FormResponseId>,
    pub(super) invitation: Invitation,
}

impl Personal {
    /// Whether nothing can be answered any more: they have, and the form allows no change.
    pub fn is_answered_for_good(&self) -> bool {
        self.before.is_some() && !self.form.form.changeable
    }

    /// The fields with an earlier answer that is kept, but not shown.
    pub fn kept(&self) -> impl Iterator<Item = &str> {
        self.kept.iter().map(|(field, _)| field)
    }

    /// Answers with the kept ones where nothing is given, but for those that are taken back.
    pub fn completed(&self, answers: &Answers, taken_back: &BTreeSet<String>) -> Answers {
        let mut all = answers.clone();
        for (field, given) in self.kept.iter().filter(|(field, _)| !taken_back.contains(*field)) {
            if answers.get(field).is_none_or(Given::is_blank) {
                all.set(field, given.clone());
            }
        }
        all
    }
}

/// The form behind the token of a link. A link whose campaign has none, or whose form was retired, is closed.
pub async fn personal(app: &App, token: &str) -> Result<Result<Personal, Closed>> {
    let invitation = match find_invitation(app, token).await? {
        Ok(invitation) => invitation,
        Err(refused) => return Ok(Err(refused.closed)),
    };
    let Some(version) = invitation.form else { return Ok(Err(Closed::Wrong)) };
    let Some(form) = of_recipient(app, version).await? else { return Ok(Err(Closed::Withdrawn)) };
    let row = app.answer_reader.get(invitation.recipient).await?;
    let (given_name, language) = (invitation.given_name.clone(), invitation.language.clone());
    let response = row.as_ref().map(|row| row.id.into());
    let (mut before, mut kept) = (None, Answers::default());
    if let Some(row) = row {
        let schema = &form.version.schema;
        let mut clean = answers_of(app, &form.version, &row)?;
        let seen = seen(app, schema, &clean);
        let sensitive = clean.take(|id| schema.field(id).is_some_and(|field| field.sensitive));
        if form.form.changeable {
            kept = Answers::from(&sensitive);
        }
        let mut open = Answers::from(&clean);
        // A default that they did not want does not come back.
        for field in seen.iter().filter(|field| clean.get(field).is_none()) {
            open.set(field, Given::from(""));
        }
        before = Some(open);
    }
    Ok(Ok(Personal { form, given_name, language, before, kept, response, invitation }))
}

/// The fields with a default that were asked.
fn seen(app: &App, schema: &FormSchema, clean: &CleanAnswers) -> Vec<String> {
    let (language, today) = (Language::english(), day::of(app.clock.now()));
    let visible = Validator::new(schema, &language, today, E164Phone::parse).visible(&Answers::from(clean));
    let asked = schema.fields().filter(|field| field.default.is_some() && field.kind.is_seen());
    asked.filter(|field| visible.contains(&field.id)).map(|field| field.id.clone()).collect()
}

/// Writes down that whoever has the link was shown what was answered before; nothing where nothing was.
pub async fn tell_shown(app: &App, personal: &Personal) -> Result<()> {
    let Some(response) = personal.response else { return Ok(()) };
    let (form, recipient) = (personal.form.version.form, personal.invitation.recipient);
    let entry = audit::Entry {
        action: "form_response.shown",
        subject: Some(response.to_string()),
        detail: json!({ "form": form, "recipient": recipient }),
    };
    audit::record_alone(&app.database, app.clock.timestamp(), &Actor::patient(recipient), entry).await
}
