//! What is typed on the way to a campaign, kept in the tab at each change, and what of it can be saved.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::template::{check_template, default_email_body, default_email_subject, default_sms};

use super::plan::{PlanFields, TypedPlan};
use super::rule::Built;
use super::term::slug;
use super::variants::{self, TypedVariant, VariantFields};
use crate::api::campaign::Settings;
use crate::api::campaigns::Channel;
use crate::api::drafts::{CreateCampaignInput, SaveCampaignDraftInput, TemplateInput};
use crate::api::rule::RuleInput;
use crate::api::scalars::DateTime;
use crate::draft::Draft;
use crate::write::request_id;
use crate::{london, time};

/// Days that links work when nobody says otherwise; the server's own default.
const LINKS_WORK_DAYS: i32 = 180;

/// The values of the question when it is sent.
pub const NOW: &str = "now";
pub const LATER: &str = "later";

/// Everything that is typed, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    pub name: String,
    pub kind: String,
    pub rule: Built,
    pub email: bool,
    pub sms: bool,
    pub subject: String,
    pub email_body: String,
    pub sms_body: String,
    pub when: String,
    pub day: String,
    pub time: String,
    /// The last day on which links work.
    pub expires: String,
    // Neither is in what an earlier version of the app has kept.
    #[serde(default)]
    pub plan: TypedPlan,
    #[serde(default)]
    pub variants: Vec<TypedVariant>,
    /// The same until the draft is on the server, so that a retry makes no second one.
    request_id: String,
}

impl Typed {
    /// A new campaign.
    pub fn new() -> Self {
        Self {
            name: String::new(),
            kind: "flu".into(),
            rule: Built::new(),
            email: true,
            sms: true,
            subject: default_email_subject().into(),
            email_body: default_email_body().into(),
            sms_body: default_sms().into(),
            when: NOW.into(),
            day: london::day_after(time::now_ms(), 1),
            time: "08:00".into(),
            expires: london::day_after(time::now_ms(), LINKS_WORK_DAYS),
            plan: TypedPlan::default(),
            variants: Vec::new(),
            request_id: request_id(),
        }
    }

    /// A draft as the server has it. A message that was not written yet begins with the usual text.
    pub fn of(settings: &Settings) -> Self {
        let mut typed = Self {
            name: settings.name.clone(),
            kind: settings.kind.clone(),
            email: settings.channels.contains(&Channel::Email),
            sms: settings.channels.contains(&Channel::Sms),
            plan: TypedPlan::of(&settings.plan),
            variants: (1..).zip(&settings.variants).map(|(key, one)| TypedVariant::of(key, one)).collect(),
            ..Self::new()
        };
        if let Ok(rule) = serde_json::from_str(&settings.rule_json) {
            typed.rule = Built::of(&rule);
        }
        for template in &settings.templates {
            match template.channel {
                Channel::Email => {
                    typed.subject = template.subject.clone().unwrap_or_default();
                    typed.email_body.clone_from(&template.body);
                }
                Channel::Sms => typed.sms_body.clone_from(&template.body),
            }
        }
        if let Some((day, _)) = settings.expires_at.as_ref().and_then(london::fields) {
            typed.expires = day;
        }
        if let Some((day, time)) = settings.planned_at.as_ref().and_then(london::fields) {
            typed.when = LATER.into();
            typed.day = day;
            typed.time = time;
        }
        typed
    }

    /// Whether it would be saved as the same. A day that is not asked for is tomorrow's, whenever that is.
    fn says_the_same(&self, other: &Self) -> bool {
        let (mut one, mut other) = (self.clone(), other.clone());
        for typed in [&mut one, &mut other] {
            typed.request_id.clear();
            if typed.when != LATER {
                typed.day.clear();
                typed.time.clear();
            }
        }
        one == other
    }

    pub fn channels(&self) -> Vec<Channel> {
        let chosen = [(self.email, Channel::Email), (self.sms, Channel::Sms)];
        chosen.into_iter().filter(|(is_chosen, _)| *is_chosen).map(|(_, channel)| channel).collect()
    }

    /// The messages of the chosen channels, as they are.
    pub fn templates(&self) -> Vec<TemplateInput> {
        let template = |channel| match channel {
            Channel::Email => {
                TemplateInput { channel, subject: Some(self.subject.clone()), body: self.email_body.clone() }
            }
            Channel::Sms => TemplateInput { channel, subject: None, body: self.sms_body.clone() },
        };
        self.channels().into_iter().map(template).collect()
    }

    /// When it is sent: nothing for now, or for a day and time that are none.
    pub fn at(&self) -> Option<DateTime> {
        (self.when == LATER).then(|| london::moment(&self.day, &self.time)).flatten()
    }

    /// The end of the last day on which links work.
    fn expires_at(&self) -> Option<DateTime> {
        london::moment(&self.expires, "23:59")
    }

    /// What makes the draft; nothing while it has no rule.
    pub fn creation(&self) -> Option<CreateCampaignInput> {
        Some(CreateCampaignInput {
            name: self.name.trim().to_owned(),
            kind: slug(&self.kind),
            rule: RuleInput(self.rule.rule().ok()?),
            channels: self.channels(),
            templates: Vec::new(),
            expires_at: None,
            request_id: Some(self.request_id.clone()),
        })
    }

    /// Everything that can be saved; what is not right yet stays in the tab.
    pub fn changes(&self, id: &str) -> SaveCampaignDraftInput {
        let name = self.name.trim();
        let kind = slug(&self.kind);
        let channels = self.channels();
        let templates = self.templates();
        let are_right = templates.iter().all(|template| {
            check_template(shared_channel(template.channel), template.subject.as_deref(), &template.body).is_ok()
        });
        let plan = self.plan.input(&channels);
        let variants = variants::sent(&self.variants, &channels);
        SaveCampaignDraftInput {
            id: cynic::Id::new(id),
            name: (!name.is_empty()).then(|| name.to_owned()),
            kind: (!kind.is_empty()).then_some(kind),
            rule: self.rule.rule().ok().map(RuleInput),
            channels: (!channels.is_empty()).then_some(channels),
            templates: (are_right && !templates.is_empty()).then_some(templates),
            expires_at: self.expires_at(),
            planned_at: self.at(),
            plan,
            variants,
        }
    }
}

/// A channel as `shared` knows it.
pub fn shared_channel(channel: Channel) -> shared::channel::Channel {
    match channel {
        Channel::Email => shared::channel::Channel::Email,
        Channel::Sms => shared::channel::Channel::Sms,
    }
}

/// The fields on the screen. It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Form(StoredValue<Fields>);

#[derive(Clone, Copy)]
pub struct Fields {
    pub name: RwSignal<String>,
    pub kind: RwSignal<String>,
    pub rule: RwSignal<Built>,
    pub email: RwSignal<bool>,
    pub sms: RwSignal<bool>,
    pub subject: RwSignal<String>,
    pub email_body: RwSignal<String>,
    pub sms_body: RwSignal<String>,
    pub when: RwSignal<String>,
    pub day: RwSignal<String>,
    pub time: RwSignal<String>,
    pub expires: RwSignal<String>,
    pub plan: PlanFields,
    pub variants: VariantFields,
    request_id: StoredValue<String>,
    /// Upon what it is typed.
    base: StoredValue<Typed>,
}

/// Where what the form began with comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// As given.
    Given,
    /// It was left in this tab.
    Kept,
    /// The same, but what was saved has changed since it was typed.
    Overtaken,
}

/// Where it is kept upon what a draft was typed.
fn base_key(key: &str) -> String {
    format!("{key}.base")
}

/// What was left in the tab, if it says something else than what is given now, and whether it was typed over that.
fn origin(kept: Option<&Typed>, base: Option<&Typed>, given: &Typed) -> Origin {
    match kept {
        Some(kept) if !kept.says_the_same(given) => {
            // An earlier version of the app has not kept the base.
            if base.is_none_or(|base| base.says_the_same(given)) { Origin::Kept } else { Origin::Overtaken }
        }
        _ => Origin::Given,
    }
}

impl Form {
    /// The form as it was left in this tab, or else as given; kept from now on under this key.
    pub fn restore(key: &str, given: Typed) -> (Self, Origin) {
        let (key, base_key) = (key.to_owned(), base_key(key));
        let kept: Option<Typed> = Draft::restore(&key);
        let base: Option<Typed> = Draft::restore(&base_key);
        let origin = origin(kept.as_ref(), base.as_ref(), &given);
        let (typed, base) = match kept {
            Some(kept) if origin != Origin::Given => (kept, base.unwrap_or(given)),
            _ => (given.clone(), given),
        };
        let form = Self(StoredValue::new(Fields {
            name: RwSignal::new(typed.name),
            kind: RwSignal::new(typed.kind),
            rule: RwSignal::new(typed.rule),
            email: RwSignal::new(typed.email),
            sms: RwSignal::new(typed.sms),
            subject: RwSignal::new(typed.subject),
            email_body: RwSignal::new(typed.email_body),
            sms_body: RwSignal::new(typed.sms_body),
            when: RwSignal::new(typed.when),
            day: RwSignal::new(typed.day),
            time: RwSignal::new(typed.time),
            expires: RwSignal::new(typed.expires),
            plan: PlanFields::new(typed.plan),
            variants: VariantFields::new(&typed.variants),
            request_id: StoredValue::new(typed.request_id),
            base: StoredValue::new(base),
        }));
        // Not at once: only what somebody changed is worth keeping.
        Effect::new(move |first: Option<()>| {
            let typed = form.typed();
            if first.is_some() {
                Draft::save(&key, &typed);
                form.fields().base.with_value(|base| Draft::save(&base_key, base));
            }
        });
        (form, origin)
    }

    /// It has been saved, or given up on purpose.
    pub fn forget(key: &str) {
        Draft::forget(key);
        Draft::forget(&base_key(key));
    }

    /// It has been saved, and this is what the server made of it.
    pub fn is_saved_as(self, saved: Typed) {
        self.fields().base.set_value(saved);
    }

    pub fn fields(self) -> Fields {
        self.0.get_value()
    }

    /// Fills in everything anew.
    pub fn put(self, typed: Typed) {
        let fields = self.fields();
        fields.name.set(typed.name);
        fields.kind.set(typed.kind);
        fields.rule.set(typed.rule);
        fields.email.set(typed.email);
        fields.sms.set(typed.sms);
        fields.subject.set(typed.subject);
        fields.email_body.set(typed.email_body);
        fields.sms_body.set(typed.sms_body);
        fields.when.set(typed.when);
        fields.day.set(typed.day);
        fields.time.set(typed.time);
        fields.expires.set(typed.expires);
        fields.plan.put(typed.plan);
        fields.variants.put(&typed.variants);
        fields.request_id.set_value(typed.request_id);
    }

    /// Everything as it is now. Tracks.
    pub fn typed(self) -> Typed {
        let fields = self.fields();
        Typed {
            name: fields.name.get(),
            kind: fields.kind.get(),
            rule: fields.rule.get(),
            email: fields.email.get(),
            sms: fields.sms.get(),
            subject: fields.subject.get(),
            email_body: fields.email_body.get(),
            sms_body: fields.sms_body.get(),
            when: fields.when.get(),
            day: fields.day.get(),
            time: fields.time.get(),
            expires: fields.expires.get(),
            plan: fields.plan.typed(),
            variants: fields.variants.typed(),
            request_id: fields.request_id.get_value(),
        }
    }

    pub fn now(self) -> Typed {
        untrack(|| self.typed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(name: &str, day: &str) -> Typed {
        Typed {
            name: name.to_owned(),
            kind: "flu".into(),
            rule: Built::new(),
            email: true,
            sms: false,
            subject: String::new(),
            email_body: String::new(),
            sms_body: String::new(),
            when: NOW.into(),
            day: day.to_owned(),
            time: "08:00".into(),
            expires: "2027-05-01".into(),
            plan: TypedPlan::default(),
            variants: Vec::new(),
            request_id: day.to_owned(),
        }
    }

    #[test]
    fn what_was_typed_over_something_that_somebody_changed_since_says_so() {
        let saved = typed("Flu", "2026-11-24");
        let mine = typed("Flu, mine", "2026-11-24");
        let theirs = typed("Flu, theirs", "2026-11-25");
        assert_eq!(origin(None, None, &saved), Origin::Given);
        assert_eq!(origin(Some(&mine), Some(&saved), &saved), Origin::Kept);
        assert_eq!(origin(Some(&mine), Some(&saved), &theirs), Origin::Overtaken);
        assert_eq!(origin(Some(&mine), None, &theirs), Origin::Kept);
        // Nothing is lost by what says the same, and another tomorrow is no change.
        let next_day = typed("Flu", "2026-11-25");
        assert_eq!(origin(Some(&saved), Some(&saved), &next_day), Origin::Given);
        assert_eq!(origin(Some(&mine), Some(&saved), &next_day), Origin::Kept);
    }
}
