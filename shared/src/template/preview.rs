//! Rendering without the template engine: for a preview in the browser, where the engine would weigh more than the page
//! it is for. What it says is what [`Template`](super::Template) says; the tests compare the two.

use super::check::{TemplateError, check_template};
use super::render::{MessageValues, Rendered, one_line};
use crate::channel::Channel;

/// The message for one recipient, or what is wrong with its template.
pub fn preview(
    channel: Channel,
    subject: Option<&str>,
    body: &str,
    values: &MessageValues<'_>,
) -> Result<Rendered, TemplateError> {
    check_template(channel, subject, body)?;
    let subject = subject.filter(|_| channel == Channel::Email).map(|subject| one_line(&fill(subject, values)));
    Ok(Rendered { subject, body: fill(body, values) })
}

/// Fills in a template that has passed the check: every tag is closed, known, and an `if`, `else` or `endif` in its
/// place.
fn fill(source: &str, values: &MessageValues<'_>) -> String {
    let mut filled = String::with_capacity(source.len());
    // Whether what is inside each open `if` shows.
    let mut open: Vec<bool> = Vec::new();
    let mut rest = source;
    while let Some(start) = ["{{", "{%"].iter().filter_map(|tag| rest.find(tag)).min() {
        let shows = open.iter().all(|shows| *shows);
        if shows {
            filled.push_str(&rest[..start]);
        }
        let tag = &rest[start..];
        let close = if tag.starts_with("{{") { "}}" } else { "%}" };
        let Some((inside, after)) = tag[2..].split_once(close) else {
            break;
        };
        rest = after;
        let inside = inside.trim();
        if close == "}}" {
            if shows {
                filled.push_str(value(inside, values));
            }
        } else if let Some(name) = inside.strip_prefix("if") {
            open.push(!value(name.trim(), values).is_empty());
        } else if inside == "else" {
            if let Some(last) = open.last_mut() {
                *last = !*last;
            }
        } else {
            open.pop();
        }
    }
    // The engine drops one line end at the very end of a template.
    filled.push_str(rest.strip_suffix('\n').map_or(rest, |line| line.strip_suffix('\r').unwrap_or(line)));
    filled
}

fn value<'a>(name: &str, values: &MessageValues<'a>) -> &'a str {
    match name {
        "given_name" => values.given_name,
        "family_name" => values.family_name,
        "practice" => values.practice,
        "practice_phone" => values.practice_phone,
        "booking_link" => values.booking_link,
        "link" => values.link,
        "campaign" => values.campaign,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::{Template, default_email_body, default_email_subject, default_sms};
    use proptest::prelude::*;

    fn values(practice_phone: &'static str) -> MessageValues<'static> {
        MessageValues {
            given_name: "Zoë",
            family_name: "O'Brien",
            practice: "Harbour Health",
            practice_phone,
            booking_link: "",
            link: "https://recall.example.org/m/abc",
            campaign: "Flu 2026",
        }
    }

    fn by_engine(
        channel: Channel,
        subject: Option<&str>,
        body: &str,
        values: &MessageValues<'_>,
    ) -> Result<Rendered, TemplateError> {
        Template::compile(channel, subject, body)?.render(values)
    }

    fn same(channel: Channel, subject: Option<&str>, body: &str, phone: &'static str) -> bool {
        let values = values(phone);
        preview(channel, subject, body, &values) == by_engine(channel, subject, body, &values)
    }

    #[test]
    fn the_shipped_templates_look_as_they_are_sent() {
        for phone in ["", "020 7946 0018"] {
            assert!(same(Channel::Sms, None, default_sms(), phone));
            assert!(same(Channel::Email, Some(default_email_subject()), default_email_body(), phone));
        }
    }

    #[test]
    fn what_is_wrong_is_told() {
        assert_eq!(preview(Channel::Sms, None, "Hello", &values("")).err(), Some(TemplateError::NoLink));
    }

    proptest! {
        #[test]
        fn a_preview_is_what_the_engine_says(fragments in prop::collection::vec(prop::sample::select(vec![
            "{{ link }}", "{{given_name}}", "{% if practice_phone %}", "{% if practice %}", "{% else %}", "{%endif%}",
            "{{ practice_phone }}", " ", "\n", "\r\n", "{", "}", "%}", "}}", "é",
        ]), 0..14), phone in any::<bool>()) {
            let body = format!("{{{{ link }}}} {}", fragments.concat());
            prop_assert!(same(Channel::Sms, None, &body, if phone { "020" } else { "" }), "{}", body);
        }
    }
}
