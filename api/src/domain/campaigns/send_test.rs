//! A test of a template to whoever writes it.

use entity::user;
use sea_orm::{ConnectionTrait, EntityTrait};
use serde_json::json;
use shared::{
    ids::{MessageId, UserId},
    permission::Permission,
    phone::E164Phone,
};

use super::{draft::TemplateText, samples::message_preview};
use crate::{
    clients::{delivery::SendError, email::Email, random::token, sms::Sms},
    domain::{Actor, Error, Result, audit, identity::totp, messages::preview::Preview, once},
    state::App,
};

/// What [`once`] calls it.
const TEST: &str = "template.test";
const TESTS_AN_HOUR: i64 = 20; // a person looks at a few; texts cost money
const HOUR_MS: i64 = 3_600_000;

// What `once` keeps of a test: whether its hand-over is known to have succeeded.
const BEGUN: i64 = 0;
const SENT: i64 = 1;

/// What is handed over.
enum Test {
    Email(Email),
    Sms(Sms),
}

/// Sends a template to the person who writes it, as an invented patient would get it; returns where it went. One
/// `request_id` sends one test: asked again it tells what became of the first.
///
/// # Errors
/// `TEST_NOT_SENT` where it surely did not leave: the same `request_id` tries again. `TEST_IN_DOUBT` where nobody knows;
/// `TOO_MANY_TESTS`.
pub async fn send_test(
    app: &App,
    actor: &Actor,
    text: &TemplateText,
    phone: Option<&str>,
    request_id: Option<&str>,
) -> Result<String> {
    actor.require(Permission::EditCampaigns)?;
    let user = actor.user_id().ok_or_else(totp::people_only)?;
    let preview = message_preview(app, actor, std::slice::from_ref(text), None).await?;
    let (to, test) = prepare(app, user, &preview, phone).await?;
    let now = app.clock.timestamp();
    let transaction = app.database.begin().await?;
    match once::recall(&transaction, actor, TEST, request_id).await? {
        Some(SENT) => return Ok(to),
        Some(_) => return Err(in_doubt()),
        None => {}
    }
    let count = app.database.statement(
        "SELECT COUNT(*) AS n FROM audit_event WHERE action = 'template.test_sent' AND actor = ? AND at > ?",
        [actor.id.clone().into(), (now.0 - HOUR_MS).into()],
    );
    let row = transaction.query_one_raw(count).await?;
    let sent: i64 = row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or_default();
    if sent >= TESTS_AN_HOUR {
        return Err(Error::refused("TOO_MANY_TESTS", "You have sent many tests within an hour. Wait a while."));
    }
    // Recorded before it leaves: what follows may cost money.
    once::record(&transaction, actor, TEST, request_id, BEGUN, now).await?;
    let entry = audit::Entry {
        action: "template.test_sent",
        subject: None,
        detail: json!({ "channel": text.channel.as_str() }),
    };
    audit::record(&transaction, now, actor, entry).await?;
    transaction.commit().await?;
    let answer = match &test {
        Test::Email(email) => app.email.send(email).await,
        Test::Sms(sms) => app.sms.send(sms).await,
    };
    match answer {
        Ok(_) => {
            once::settle(app.database.writer(), request_id, SENT).await?;
            Ok(to)
        }
        Err(SendError::Unknown(_)) => Err(in_doubt()),
        Err(error) => {
            once::forget(app.database.writer(), request_id).await?;
            Err(Error::refused("TEST_NOT_SENT", format!("The test was not sent: {error}.")))
        }
    }
}

fn in_doubt() -> Error {
    let message = "It is not known whether the test was sent: no answer came in time. Look whether it has arrived before \
                   you send another.";
    Error::refused("TEST_IN_DOUBT", message)
}

/// Where the test goes, in words, and what it is.
async fn prepare(app: &App, user: UserId, preview: &Preview, phone: Option<&str>) -> Result<(String, Test)> {
    if let Some(email) = &preview.email {
        let row = user::Entity::find_by_id(user.get()).one(app.database.reader()).await?;
        let address = row.ok_or(Error::NotFound("user"))?.email;
        let mail = Email {
            id: format!("test-{}", token(&*app.random, 12)),
            to: address.parse().map_err(|_| Error::invalid("email", "Your own address cannot be written to."))?,
            subject: email.subject.clone(),
            text: email.text.clone(),
            html: Some(email.html.clone()),
            unsubscribe: None,
        };
        return Ok((address, Test::Email(mail)));
    }
    let phone: E164Phone = phone
        .unwrap_or_default()
        .parse()
        .map_err(|_| Error::invalid("phone", "Give your own mobile number, such as 07700 900123."))?;
    if !phone.is_mobile() {
        return Err(Error::invalid("phone", "A text needs a mobile number."));
    }
    let body = preview.sms.as_ref().map(|sms| sms.text.clone()).unwrap_or_default();
    // No message of the ledger has the number 0.
    Ok((phone.national(), Test::Sms(Sms { message: MessageId::from(0), to: phone, body })))
}
