//! What is wrong with a template, by the rules that the server has too, and how long a text gets.

use shared::sms::{Segments, segments};
use shared::template::{TemplateError, check_template};

use crate::api::campaigns::Channel;

/// Who stands in for the patient when a length is counted. The link is as long as a real one.
const INVENTED: [(&str, &str); 7] = [
    ("given_name", "Christopher"),
    ("family_name", "Featherstone"),
    ("practice", "Harbour Street"),
    ("practice_phone", "020 7946 0018"),
    ("booking_link", "https://booking.example.org"),
    ("link", "https://recall.example.org/m/abcdefghijklmnopqrstuvwxyz"),
    ("campaign", "Flu 2026"),
];

/// The part of the form that an error belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Subject,
    Body,
}

/// The first thing that is wrong, and where.
pub fn problem(channel: Channel, subject: &str, body: &str) -> Option<(Part, String)> {
    let (channel, subject) = match channel {
        Channel::Email => (shared::channel::Channel::Email, Some(subject)),
        Channel::Sms => (shared::channel::Channel::Sms, None),
    };
    let error = check_template(channel, subject, body).err()?;
    let part = match &error {
        TemplateError::SubjectLines | TemplateError::LinkInSubject { .. } | TemplateError::SmsSubject => Part::Subject,
        TemplateError::Empty { part }
        | TemplateError::TooLong { part, .. }
        | TemplateError::UnknownPlaceholder { part, .. }
        | TemplateError::Unclosed { part, .. }
        | TemplateError::Statement { part, .. }
            if *part == "subject" =>
        {
            Part::Subject
        }
        _ => Part::Body,
    };
    Some((part, sentence(&error.to_string())))
}

/// The first letter as of a sentence.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// How long the text gets with an invented patient.
pub fn length(body: &str) -> Segments {
    segments(&filled_in(body))
}

/// The text with the invented patient's values, every `if` taken as true.
fn filled_in(body: &str) -> String {
    let mut text = String::with_capacity(body.len());
    let mut rest = body;
    // Inside an `else`, which is not taken.
    let mut skipped = false;
    while let Some(start) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        let close = if rest[start..].starts_with("{{") { "}}" } else { "%}" };
        let Some((inside, after)) = rest[start + 2..].split_once(close) else { break };
        if !skipped {
            text.push_str(&rest[..start]);
        }
        let inside = inside.trim();
        if close == "%}" {
            skipped = inside == "else";
        } else if !skipped {
            text.push_str(INVENTED.iter().find(|(name, _)| *name == inside).map_or("", |(_, value)| value));
        }
        rest = after;
    }
    if !skipped {
        text.push_str(rest);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_told_at_the_part_it_is_in() {
        let subject = problem(Channel::Email, "", "{{ link }}").map(|(part, _)| part);
        assert_eq!(subject, Some(Part::Subject));
        let body = problem(Channel::Sms, "", "Hello");
        assert!(body.is_some_and(|(part, words)| part == Part::Body && words.starts_with("The body")));
        assert_eq!(problem(Channel::Sms, "left over from an email", "Read {{ link }}"), None);
    }

    #[test]
    fn a_length_is_counted_with_values_for_the_placeholders() {
        assert_eq!(filled_in("Hi {{ given_name }}!"), "Hi Christopher!");
        assert_eq!(filled_in("{% if practice %}a{% else %}b{% endif %}c"), "ac");
        assert_eq!(filled_in("{{ open"), "{{ open");
        assert_eq!(length(shared::template::default_sms()).segments, 1);
    }
}
