//! What is typed of a variant, what is wrong with it, and what of it is sent.

use serde::{Deserialize, Serialize};
use shared::template::check_template;

use crate::api::campaigns::Channel;
use crate::api::texts::{TemplateVariantInput, Variant};
use crate::components::error_summary::FormError;
use crate::pages::campaigns::wizard::form::shared_channel;
use crate::pages::campaigns::wizard::messages::{is_of_subject, sentence};
use crate::text::variants as words;

/// As the server has it (RFC 5646 §4.4.1).
const LONGEST_LANGUAGE: usize = 35;

/// The values of the channel.
pub const CHANNELS: [(&str, Channel); 2] = [("email", Channel::Email), ("sms", Channel::Sms)];

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedVariant {
    /// Tells it from the others while the form is open.
    pub key: u32,
    /// One of [`CHANNELS`].
    pub channel: String,
    /// From which wave on; 0 is the first sending.
    pub wave: String,
    pub language: String,
    pub subject: String,
    pub body: String,
}

pub fn field_id(key: u32, of: &str) -> String {
    format!("variant-{key}-{of}")
}

/// The channel by its value.
pub fn channel(value: &str) -> Channel {
    CHANNELS.iter().find(|(known, _)| *known == value).map_or(Channel::Sms, |(_, channel)| *channel)
}

/// The value of a channel.
pub fn value(of: Channel) -> &'static str {
    CHANNELS.iter().find(|(_, channel)| *channel == of).map_or("", |(value, _)| value)
}

/// Those of the campaign's channels: the others wait in the tab until their channel is chosen again.
fn used<'a>(variants: &'a [TypedVariant], channels: &'a [Channel]) -> impl Iterator<Item = &'a TypedVariant> {
    variants.iter().filter(move |one| channels.contains(&channel(&one.channel)))
}

/// The field that the server means, as it names it.
pub fn id_of(field: &str, variants: &[TypedVariant], channels: &[Channel]) -> Option<String> {
    let (index, of) = field.strip_prefix("variants[")?.split_once("].")?;
    let key = used(variants, channels).nth(index.parse().ok()?)?.key;
    Some(field_id(key, if matches!(of, "wave" | "channel") { "language" } else { of }))
}

pub fn problems(variants: &[TypedVariant], channels: &[Channel]) -> Vec<FormError> {
    let used: Vec<&TypedVariant> = used(variants, channels).collect();
    let of_one = |(index, one): (usize, &&TypedVariant)| problems_of(one, &used[..index]);
    used.iter().enumerate().flat_map(of_one).collect()
}

fn problems_of(one: &TypedVariant, before: &[&TypedVariant]) -> Vec<FormError> {
    let mut problems = Vec::new();
    let language = one.language();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let of_language = if language.len() > LONGEST_LANGUAGE || !language.chars().all(plain) || language.starts_with('-')
    {
        Some(words::LANGUAGE_WRONG)
    } else if language.is_empty() && one.wave() == 0 {
        Some(words::FOR_NOBODY)
    } else if before.iter().any(|other| other.is_for_the_same(one)) {
        Some(words::TWICE)
    } else {
        None
    };
    if let Some(wrong) = of_language {
        problems.push(FormError::of(field_id(one.key, "language"), wrong));
    }
    let channel = channel(&one.channel);
    if let Err(error) = check_template(shared_channel(channel), one.subject(), &one.body) {
        let of = if channel == Channel::Email && is_of_subject(&error) { "subject" } else { "body" };
        problems.push(FormError::of(field_id(one.key, of), sentence(&error)));
    }
    problems
}

/// What is sent; nothing while something is wrong.
pub fn sent(variants: &[TypedVariant], channels: &[Channel]) -> Option<Vec<TemplateVariantInput>> {
    let right = problems(variants, channels).is_empty();
    let input = |one: &TypedVariant| TemplateVariantInput {
        channel: channel(&one.channel),
        wave: one.wave(),
        language: one.language().to_owned(),
        subject: one.subject().map(str::to_owned),
        body: one.body.clone(),
    };
    right.then(|| used(variants, channels).map(input).collect())
}

impl TypedVariant {
    pub fn of(key: u32, variant: &Variant) -> Self {
        Self {
            key,
            channel: value(variant.channel).into(),
            wave: variant.wave.to_string(),
            language: variant.language.clone(),
            subject: variant.subject.clone().unwrap_or_default(),
            body: variant.body.clone(),
        }
    }

    fn language(&self) -> &str {
        self.language.trim()
    }

    fn wave(&self) -> i32 {
        self.wave.parse().unwrap_or(0)
    }

    /// A text has none.
    fn subject(&self) -> Option<&str> {
        (channel(&self.channel) == Channel::Email).then_some(self.subject.as_str())
    }

    fn is_for_the_same(&self, other: &Self) -> bool {
        (&self.channel, self.wave(), self.language()) == (&other.channel, other.wave(), other.language())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: [Channel; 2] = [Channel::Email, Channel::Sms];

    fn welsh(key: u32) -> TypedVariant {
        TypedVariant {
            key,
            channel: "sms".into(),
            wave: "0".into(),
            language: "cy".into(),
            subject: String::new(),
            body: "{{ practice }}: darllenwch {{ link }}".into(),
        }
    }

    fn wrong(variants: &[TypedVariant]) -> Vec<(String, String)> {
        let of = |problem: FormError| (problem.field.map(String::from).unwrap_or_default(), problem.sentence);
        problems(variants, &BOTH).into_iter().map(of).collect()
    }

    #[test]
    fn another_language_is_sent_as_it_is_typed() {
        let sent = sent(&[welsh(1)], &BOTH).unwrap();
        assert_eq!((sent[0].wave, sent[0].language.as_str(), &sent[0].subject), (0, "cy", &None));
    }

    #[test]
    fn what_is_wrong_is_said_beside_its_field() {
        let capital = TypedVariant { language: "Welsh".into(), ..welsh(1) };
        assert_eq!(wrong(&[capital]), [("variant-1-language".to_owned(), words::LANGUAGE_WRONG.to_owned())]);
        let everybody = TypedVariant { language: String::new(), ..welsh(1) };
        assert_eq!(wrong(&[everybody])[0].1, words::FOR_NOBODY);
        assert_eq!(wrong(&[welsh(1), welsh(2)]), [("variant-2-language".to_owned(), words::TWICE.to_owned())]);
        let linkless = TypedVariant { body: "Helo".into(), ..welsh(3) };
        assert_eq!(wrong(&[linkless])[0].0, "variant-3-body");
    }

    #[test]
    fn a_channel_that_was_given_up_takes_its_variants_along() {
        assert_eq!(sent(&[welsh(1)], &[Channel::Email]), Some(Vec::new()));
        assert_eq!(id_of("variants[0].body", &[welsh(4)], &BOTH).as_deref(), Some("variant-4-body"));
        assert_eq!(id_of("variants[0].body", &[welsh(4)], &[Channel::Email]), None);
    }
}
