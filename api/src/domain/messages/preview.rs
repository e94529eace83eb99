//! Messages as patients get them, for people who look before they send: rendered by the code that sends.

use std::collections::{BTreeSet, HashMap};

use anyhow::Context;
use entity::patient;
use shared::{
    channel::Channel,
    sms,
    template::{Template, TemplateSet},
};

use super::{
    check::{Address, addresses},
    html,
    render::{Addressee, link, render},
};
use crate::{config::PracticeConfig, domain::Result, domain::settings, state::App};

/// Stands for the token of a link: as long as one, and never one, because no token has a hyphen.
pub const EXAMPLE_TOKEN: &str = "example-of-a-personal-link";

/// What one patient would get on each channel that has a template.
#[derive(Clone, Debug)]
pub struct Preview {
    /// `None` for the invented patient.
    pub patient: Option<patient::Model>,
    pub name: String,
    pub email: Option<EmailPreview>,
    pub sms: Option<SmsPreview>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailPreview {
    pub from: String,
    /// `None` where no email reaches the patient.
    pub to: Option<String>,
    pub subject: String,
    pub text: String,
    pub html: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmsPreview {
    /// `None` where no text reaches the patient.
    pub to: Option<String>,
    pub text: String,
    pub segments: usize,
}

/// Who the invented patient is: the names are everybody's, address and number nobody's (RFC 2606; Ofcom keeps the number free).
const INVENTED: Person<'_> = Person {
    given_name: "Jo",
    family_name: "Sample",
    email: Some("jo.sample@example.org"),
    phone: Some("07700 900123"),
};

struct Person<'a> {
    given_name: &'a str,
    family_name: &'a str,
    email: Option<&'a str>,
    phone: Option<&'a str>,
}

/// What an invented patient would get.
pub async fn of_nobody(app: &App, campaign: &str, templates: &TemplateSet) -> Result<Preview> {
    let practice = settings::practice(app).await;
    preview(app, &practice, campaign, |channel| templates.get(channel), None, &INVENTED)
}

/// What each of these patients would get, at most `limit` of them: first those whom a message
/// reaches. `template` tells the template of a channel for a patient of a language. The caller has recorded that they
/// are looked at.
pub async fn of_patients<'t>(
    app: &App,
    campaign: &str,
    template: impl Fn(Channel, Option<&str>) -> Option<&'t Template>,
    patients: Vec<patient::Model>,
    limit: usize,
) -> Result<Vec<Preview>> {
    let practice = settings::practice(app).await;
    let ids: BTreeSet<i64> = patients.iter().map(|patient| patient.id).collect();
    let is_used = |channel| patients.iter().any(|row| template(channel, row.preferred_language.as_deref()).is_some());
    let (by_email, by_text) = (is_used(Channel::Email), is_used(Channel::Sms));
    let emails = written(&addresses_of(app, by_email, Channel::Email, &ids).await?);
    let phones = written(&addresses_of(app, by_text, Channel::Sms, &ids).await?);
    let mut patients = patients;
    patients.sort_by_key(|patient| !emails.contains_key(&patient.id) && !phones.contains_key(&patient.id));
    patients.truncate(limit);
    let previews = patients.into_iter().map(|row| {
        let (given_name, family_name) = (row.given_name.clone(), row.family_name.clone());
        let person = Person {
            given_name: &given_name,
            family_name: &family_name,
            email: emails.get(&row.id).map(String::as_str),
            phone: phones.get(&row.id).map(String::as_str),
        };
        let language = row.preferred_language.clone();
        let template = |channel| template(channel, language.as_deref());
        preview(app, &practice, campaign, template, Some(row), &person)
    });
    previews.collect()
}

async fn addresses_of(
    app: &App,
    is_used: bool,
    channel: Channel,
    patients: &BTreeSet<i64>,
) -> Result<HashMap<i64, Address>> {
    if !is_used {
        return Ok(HashMap::new());
    }
    addresses(&app.database, &app.keys, channel, patients.clone()).await
}

/// Addresses as people write them.
fn written(addresses: &HashMap<i64, Address>) -> HashMap<i64, String> {
    let text = |address: &Address| match address {
        Address::Phone(phone) => phone.national(),
        Address::Email(email) => email.to_string(),
    };
    addresses.iter().map(|(patient, address)| (*patient, text(address))).collect()
}

fn preview<'t>(
    app: &App,
    practice: &PracticeConfig,
    campaign: &str,
    template: impl Fn(Channel) -> Option<&'t Template>,
    patient: Option<patient::Model>,
    person: &Person<'_>,
) -> Result<Preview> {
    let link = link(app, EXAMPLE_TOKEN);
    let to = Addressee { given_name: person.given_name, family_name: person.family_name, link: &link };
    let words = |template: &Template| render(template, practice, campaign, &to).context("a template does not render");
    let email = template(Channel::Email).map(words).transpose()?.map(|rendered| EmailPreview {
        from: app.config.email.from.clone(),
        to: person.email.map(ToOwned::to_owned),
        subject: rendered.subject.unwrap_or_default(),
        html: html::of(&rendered.body, &link, None),
        text: rendered.body,
    });
    let sms = template(Channel::Sms).map(words).transpose()?.map(|rendered| SmsPreview {
        to: person.phone.map(ToOwned::to_owned),
        segments: sms::segments(&rendered.body).segments,
        text: rendered.body,
    });
    Ok(Preview { patient, name: format!("{} {}", person.given_name, person.family_name), email, sms })
}
