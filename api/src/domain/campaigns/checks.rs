//! What a campaign may be called, say and be sent on, checked field by field.

use entity::time::Timestamp;
use shared::{channel::Channel, plan::Plan, template::check_template};

use super::draft::TemplateText;
use crate::domain::{Error, Result};

const NAME_MAX: usize = 100; // characters; what fits a heading
const KIND_MAX: usize = 50; // characters

pub(super) fn checked_name(name: &str) -> Result<&str> {
    let name = name.trim();
    let length = name.chars().count();
    if length == 0 || length > NAME_MAX || name.chars().any(char::is_control) {
        return Err(Error::invalid(
            "name",
            format!("Give the campaign a name of 1 to {NAME_MAX} characters on one line."),
        ));
    }
    Ok(name)
}

pub(super) fn check_kind(kind: &str) -> Result<()> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if kind.is_empty() || kind.len() > KIND_MAX || !kind.chars().all(plain) {
        let message = "Write the kind in small letters, digits and hyphens, such as `flu`.";
        return Err(Error::invalid("kind", message));
    }
    Ok(())
}

pub(super) fn checked_channels(channels: &[Channel]) -> Result<Vec<Channel>> {
    let channels: Vec<_> = Channel::ALL.iter().copied().filter(|channel| channels.contains(channel)).collect();
    if channels.is_empty() {
        return Err(Error::invalid("channels", "Choose at least one channel."));
    }
    Ok(channels)
}

/// An error names the template by its place and the channel in words.
pub(super) fn check_templates(templates: &[TemplateText], channels: &[Channel]) -> Result<()> {
    for (index, text) in templates.iter().enumerate() {
        let field = format!("templates[{index}]");
        if templates[..index].iter().any(|other| other.channel == text.channel) {
            let message = format!("There are two templates for {}; keep one.", text.channel.noun());
            return Err(Error::invalid(field, message));
        }
        if !channels.contains(&text.channel) {
            let message = format!(
                "The campaign is not sent by {}; choose that channel or drop its template.",
                text.channel.noun()
            );
            return Err(Error::invalid(field, message));
        }
        check_template(text.channel, text.subject.as_deref(), &text.body)
            .map_err(|error| Error::invalid(field, format!("{}: {error}.", title(text.channel))))?;
    }
    Ok(())
}

pub(super) fn check_plan(plan: &Plan, channels: &[Channel]) -> Result<()> {
    plan.check(channels).map_err(|error| Error::invalid(error.field, error.message))
}

pub(super) fn check_end(expires_at: Timestamp, now: Timestamp) -> Result<()> {
    if expires_at <= now {
        return Err(Error::invalid("expiresAt", "The campaign would end before it begins; give a time to come."));
    }
    Ok(())
}

/// The channel at the beginning of a sentence.
fn title(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "Email",
        Channel::Sms => "SMS",
    }
}
