//! Templates while they are written: what is worth a second look, and a test to oneself.

use entity::user;
use sea_orm::{ConnectionTrait, EntityTrait};
use serde_json::json;
use shared::{
    channel::Channel,
    ids::MessageId,
    permission::Permission,
    phone::E164Phone,
    template::{Advised, MessageValues, advise as advise_one},
};

use super::{checks::check_templates, draft::TemplateText, launch::person, samples::message_preview};
use crate::{
    clients::{delivery::SendError, email::Email, random::token, sms::Sms},
    domain::{
        Actor, Error, Result, audit,
        messages::preview::{EXAMPLE_TOKEN, Preview},
        settings,
    },
    state::App,
};

/// What `{{ campaign }}` becomes while a template is written.
const EXAMPLE_CAMPAIGN: &str = "Flu vaccination";
const TESTS_AN_HOUR: i64 = 20; // a person looks at a few; texts cost money
const HOUR_MS: i64 = 3_600_000;

#[derive(sea_orm::FromQueryResult)]
struct Longest {
    given: Option<String>,
    family: Option<String>,
}

/// What is worth a second look in each of the templates, rendered for the patient with the longest name.
pub async fn advise(app: &App, actor: &Actor, templates: &[TemplateText]) -> Result<Vec<(Channel, Advised)>> {
    actor.require(Permission::ViewCampaigns)?;
    check_templates(templates, Channel::ALL)?;
    let practice = settings::practice(app).await;
    let (given, family) = longest_name(app).await?;
    let link = format!("{}/m/{EXAMPLE_TOKEN}", app.config.http.base_url());
    let values = MessageValues {
        given_name: &given,
        family_name: &family,
        practice: &practice.name,
        practice_phone: &practice.phone,
        booking_link: practice.booking_link.as_deref().unwrap_or_default(),
        link: &link,
        campaign: EXAMPLE_CAMPAIGN,
    };
    let advised = templates.iter().map(|text| {
        let advised = advise_one(text.channel, text.subject.as_deref(), &text.body, &values);
        advised.map(|advised| (text.channel, advised)).map_err(|error| Error::from(anyhow::Error::from(error)))
    });
    advised.collect()
}

/// As many letters as the longest names have, none of which is anybody's.
async fn longest_name(app: &App) -> Result<(String, String)> {
    use sea_orm::FromQueryResult;
    let sql = "SELECT CAST(MAX(LENGTH(given_name)) AS TEXT) AS given, CAST(MAX(LENGTH(family_name)) AS TEXT) AS family FROM patient";
    let row = Longest::find_by_statement(app.database.statement(sql, [])).one(app.database.reader()).await?;
    let letters = |length: Option<String>| "x".repeat(length.and_then(|n| n.parse().ok()).unwrap_or(10_usize).min(100));
    Ok(row.map_or_else(|| (letters(None), letters(None)), |row| (letters(row.given), letters(row.family))))
}

/// Sends a template to the person who writes it, as an invented patient would get it; returns where it went.
pub async fn send_test(app: &App, actor: &Actor, text: &TemplateText, phone: Option<&str>) -> Result<String> {
    actor.require(Permission::EditCampaigns)?;
    let user = person(actor)?;
    let preview = message_preview(app, actor, std::slice::from_ref(text), None).await?;
    let now = app.clock.timestamp();
    let count = app.database.statement(
        "SELECT COUNT(*) AS n FROM audit_event WHERE action = 'template.test_sent' AND actor = ? AND at > ?",
        [actor.id.clone().into(), (now.0 - HOUR_MS).into()],
    );
    let row = app.database.reader().query_one_raw(count).await?;
    let sent: i64 = row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or_default();
    if sent >= TESTS_AN_HOUR {
        return Err(Error::refused("TOO_MANY_TESTS", "You have sent many tests within an hour. Wait a while."));
    }
    // Recorded before it leaves: what follows may cost money.
    let entry = audit::Entry {
        action: "template.test_sent",
        subject: None,
        detail: json!({ "channel": text.channel.as_str() }),
    };
    audit::record_alone(&app.database, now, actor, entry).await?;
    let address = match text.channel {
        Channel::Sms => None,
        Channel::Email => {
            let row = user::Entity::find_by_id(user.get()).one(app.database.reader()).await?;
            Some(row.ok_or(Error::NotFound("user"))?.email)
        }
    };
    let (to, answer) = hand_over(app, &preview, address, phone).await?;
    match answer {
        Ok(()) => Ok(to),
        Err(error) => Err(Error::refused("TEST_NOT_SENT", format!("The test was not sent: {error}."))),
    }
}

async fn hand_over(
    app: &App,
    preview: &Preview,
    address: Option<String>,
    phone: Option<&str>,
) -> Result<(String, Result<(), SendError>)> {
    if let (Some(address), Some(email)) = (address, &preview.email) {
        let mail = Email {
            id: format!("test-{}", token(&*app.random, 12)),
            to: address.parse().map_err(|_| Error::invalid("email", "Your own address cannot be written to."))?,
            subject: email.subject.clone(),
            text: email.text.clone(),
            html: None,
            unsubscribe: None,
        };
        return Ok((address, app.email.send(&mail).await.map(drop)));
    }
    let phone: E164Phone = phone
        .unwrap_or_default()
        .parse()
        .map_err(|_| Error::invalid("phone", "Give your own mobile number, such as 07700 900123."))?;
    if !phone.is_mobile() {
        return Err(Error::invalid("phone", "A text needs a mobile number."));
    }
    let body = preview.sms.as_ref().map(|sms| sms.text.clone()).unwrap_or_default();
    let to = phone.national();
    // No message of the ledger has the number 0.
    Ok((to, app.sms.send(&Sms { message: MessageId::from(0), to: phone, body }).await.map(drop)))
}
