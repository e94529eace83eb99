//! What the server says is wrong with a draft, beside the field it means.

use super::form::Typed;
use super::{messages, plan, schedule, variants, who};
use crate::api::campaigns::Channel;
use crate::api::{ApiError, Reason, Refusal};
use crate::components::error_summary::FormError;

/// At the field where it is on the screen, which `is_shown` tells of its id; else above the form.
pub fn explain(error: &ApiError, typed: &Typed, is_shown: impl Fn(&str) -> bool) -> FormError {
    let field = match error {
        ApiError::Refused(Refusal { reason: Reason::InvalidInput, field: Some(field), .. }) => id_of(field, typed),
        _ => None,
    };
    match field.filter(|id| is_shown(id)) {
        Some(id) => FormError::of(id, error.sentence()),
        None => FormError::general(error.sentence()),
    }
}

fn id_of(field: &str, typed: &Typed) -> Option<String> {
    let channels = typed.channels();
    match field {
        "name" => Some(who::NAME.to_owned()),
        "kind" => Some(who::KIND.to_owned()),
        "channels" => Some(messages::SEND_EMAIL.to_owned()),
        "expiresAt" => Some(schedule::EXPIRES.to_owned()),
        "plannedAt" => Some(schedule::DAY.to_owned()),
        _ if field.starts_with("plan.") => plan::id_of(field, &typed.plan),
        _ if field.starts_with("variants[") => variants::id_of(field, &typed.variants, &channels),
        _ => {
            let index = field.strip_prefix("templates[")?.split(']').next()?;
            let body = match channels.get(index.parse::<usize>().ok()?)? {
                Channel::Email => messages::EMAIL_BODY,
                Channel::Sms => messages::SMS_BODY,
            };
            Some(body.to_owned())
        }
    }
}
